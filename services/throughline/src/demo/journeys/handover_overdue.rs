//! A handover was offered and nobody answered in time; the sender still holds the case.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.hands_over_to(telling.ask(1).of, false).await?;
    telling.some_days_pass(16, 18).await?;
    telling.visits().await
}
