//! Referred, and not answered in time: both sides see it, and after a second period both managers are told.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    // Every second one is overdue only since these days.
    let since = if telling.chance.one_in(2) { 13 } else { 34 };
    while telling.days_left() > since {
        telling.days_pass(1).await?;
    }
    telling.refers(telling.ask(1)).await?;
    telling.days_pass(9).await?;
    telling.visits().await
}
