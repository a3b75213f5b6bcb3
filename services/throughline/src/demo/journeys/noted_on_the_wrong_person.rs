//! A note turned out to be about somebody else of that name: it is left to the privacy officers.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.days_pass(1).await?;
    telling.visits().await?;
    telling.later().await;
    telling.was_about_somebody_else().await
}
