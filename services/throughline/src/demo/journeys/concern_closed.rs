//! A safeguarding concern was raised, told and followed up, and closed.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let concern = telling.raises_concern().await?;
    telling.later().await;
    telling.tells_the_council(&concern).await?;
    telling.some_days_pass(5, 12).await?;
    telling.closes_concern(&concern).await?;
    telling.visits().await
}
