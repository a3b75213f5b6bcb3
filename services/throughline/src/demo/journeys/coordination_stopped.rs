//! The person wants nobody to coordinate any more; each organisation keeps what it recorded itself.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.some_days_pass(2, 8).await?;
    telling.wants_no_more().await
}
