//! What the person came for is done, and the case is closed.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.some_days_pass(7, 12).await?;
    telling.visits().await?;
    telling.later().await;
    telling.is_done().await
}
