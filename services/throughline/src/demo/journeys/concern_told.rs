//! Somebody raised a safeguarding concern, and told the council the same day; it is being looked into.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.some_days_pass(1, 4).await?;
    let concern = telling.raises_concern().await?;
    telling.later().await;
    telling.tells_the_council(&concern).await
}
