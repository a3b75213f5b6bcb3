//! Referred, met and helped; the service and the person say what came of it, and the service takes part no longer.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let asked = telling.is_helped(telling.ask(0)).await?;
    telling.some_days_pass(14, 20).await?;
    telling.completes(&asked).await?;
    telling.some_days_pass(1, 3).await?;
    telling.visits().await
}
