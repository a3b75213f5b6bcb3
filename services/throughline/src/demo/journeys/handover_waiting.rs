//! A handover is offered and waits for an answer; until then nothing has moved.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    while telling.days_left() > 2 {
        telling.days_pass(1).await?;
    }
    telling.hands_over_to(telling.ask(0).of, true).await?;
    Ok(())
}
