//! The person is on the agenda of the team's next meeting.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    // Late enough that the meeting is still to come.
    while telling.days_left() > 2 {
        telling.days_pass(1).await?;
    }
    telling.later().await;
    telling.asks_for_review().await?;
    Ok(())
}
