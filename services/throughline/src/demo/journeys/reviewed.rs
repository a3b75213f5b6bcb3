//! The team has met about the person, with the person there: who does what by when, and the letter that tells of it.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.some_days_pass(1, 5).await?;
    let reviewed = telling.asks_for_review().await?;
    telling.holds_review(&reviewed).await?;
    telling.some_days_pass(1, 4).await?;
    telling.visits().await
}
