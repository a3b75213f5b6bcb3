//! A handover was declined: the case stays where it was.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let handed = telling.hands_over_to(telling.ask(0).of, false).await?;
    telling.some_days_pass(1, 4).await?;
    telling.declines_handover(&handed).await?;
    telling.visits().await
}
