//! Two people who live together: their cases are worked on together.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.days_pass(2).await?;
    telling.lives_with_somebody_known().await
}
