//! Referred, and declined with a reason; what comes next is not settled.

use api::v1::DeclineReason;

use super::{
    super::{telling::Telling, words::DECLINES},
    story_told,
};

const REASONS: [DeclineReason; 4] = [
    DeclineReason::NoCapacity,
    DeclineReason::NotSuitable,
    DeclineReason::OutsideArea,
    DeclineReason::MoreInformationNeeded,
];

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let asked = telling.refers(telling.ask(0)).await?;
    telling.some_days_pass(1, 4).await?;
    let why = telling.chance.below(REASONS.len());
    telling.declines(&asked, REASONS[why], DECLINES[why], "", None).await?;
    telling.some_days_pass(1, 3).await?;
    telling.visits().await
}
