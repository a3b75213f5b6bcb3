//! The person died: the case ended, and everybody was told once.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.some_days_pass(3, 9).await?;
    telling.visits().await?;
    telling.some_days_pass(2, 5).await?;
    telling.dies().await
}
