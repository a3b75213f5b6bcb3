//! Declined by the first, who said where to ask instead; and accepted there.

use api::v1::DeclineReason;

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let asked = telling.refers(telling.ask(0)).await?;
    telling.some_days_pass(1, 3).await?;
    let next = telling.ask(1);
    // Where the only other service of the sort is the one that declines, it names none.
    let instead = telling.another_of(next.of)?;
    let instead = Some(instead).filter(|part| part.offer != asked.part.offer);
    telling
        .declines(
            &asked,
            DeclineReason::NotSuitable,
            "What {name} describes is something that others nearby do better.",
            "They answer quickly; say that we sent you.",
            instead.as_ref(),
        )
        .await?;
    telling.some_days_pass(1, 3).await?;
    telling.is_helped(next).await?;
    Ok(())
}
