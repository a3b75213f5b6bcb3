//! The person is in hospital: clocks and letters have stopped, also that of a referral that waits.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.refers(telling.ask(1)).await?;
    telling.days_pass(1).await?;
    telling.goes_to_hospital().await
}
