//! The person decided otherwise than guidance has it, knowing that, and is supported whichever way.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.some_days_pass(1, 4).await?;
    telling.decides_against_guidance().await?;
    telling.agrees_who_does_what().await
}
