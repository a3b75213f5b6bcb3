//! An organisation has asked to join, and waits for whoever leads.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    while telling.days_left() > 2 {
        telling.days_pass(1).await?;
    }
    telling.asks_to_join("housing").await?;
    Ok(())
}
