//! The case was handed over: another organisation leads now, and the sender has left or stays involved.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.some_days_pass(3, 9).await?;
    let leaves = telling.chance.one_in(2);
    let handed = if telling.chance.one_in(3) {
        telling.hands_over_to_a_colleague().await?
    } else {
        telling.hands_over_to(telling.ask(0).of, leaves).await?
    };
    telling.some_days_pass(1, 3).await?;
    telling.takes_over(handed).await?;
    telling.some_days_pass(1, 6).await?;
    telling.visits().await
}
