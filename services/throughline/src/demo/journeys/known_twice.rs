//! There were two records of the same person, and they have become one.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.days_pass(1).await?;
    telling.is_known_twice().await
}
