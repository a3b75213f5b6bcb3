//! Whoever visits has something to mind; why is for those who have to know.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.days_pass(1).await?;
    telling.warns_visitors().await?;
    telling.some_days_pass(1, 4).await?;
    telling.is_reached_elsewhere().await
}
