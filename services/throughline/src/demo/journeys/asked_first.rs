//! Referred; the service has a question before it answers, and waits for what it asked.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    // As in `waiting`: nobody's answer is due yet.
    while telling.days_left() > 3 {
        telling.days_pass(1).await?;
    }
    telling.later().await;
    let asked = telling.refers(telling.ask(0)).await?;
    telling.days_pass(1).await?;
    telling
        .asks_first(
            &asked,
            "Can {name} get here alone, or would somebody have to come along?",
        )
        .await
}
