//! Somebody raised a safeguarding concern, and nobody was told of it in time.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.some_days_pass(1, 3).await?;
    telling.raises_concern().await?;
    Ok(())
}
