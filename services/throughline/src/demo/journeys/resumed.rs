//! The person was in hospital, and is home again; the case went on where it stood.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.goes_to_hospital().await?;
    telling.some_days_pass(5, 9).await?;
    telling.comes_home().await?;
    telling.later().await;
    telling.visits().await
}
