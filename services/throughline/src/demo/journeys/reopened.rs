//! The case was closed, and the person came back.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.some_days_pass(7, 12).await?;
    telling.is_done().await?;
    telling.some_days_pass(10, 20).await?;
    telling.comes_back().await?;
    telling.later().await;
    telling.visits().await
}
