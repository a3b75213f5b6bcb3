//! Referred, and waiting for an answer that is not late yet.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    // Those who began earliest are referred last, so that nobody's answer is due yet.
    while telling.days_left() > 2 {
        telling.days_pass(1).await?;
    }
    telling.later().await;
    telling.refers(telling.ask(0)).await?;
    Ok(())
}
