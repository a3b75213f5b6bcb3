//! Referred urgently, with a phone call besides; the service has not answered yet.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    // As in `waiting`: nobody's answer is due yet.
    while telling.days_left() > 2 {
        telling.days_pass(1).await?;
    }
    telling.later().await;
    telling.refers_urgently(telling.ask(0)).await?;
    Ok(())
}
