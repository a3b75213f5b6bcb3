//! Referred, and taken back before anybody answered: something else came first.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let asked = telling.refers(telling.ask(0)).await?;
    telling.some_days_pass(1, 2).await?;
    telling
        .takes_back(&asked, "{name} has found somebody in the family who does it. Thank you.")
        .await?;
    telling.some_days_pass(1, 3).await?;
    telling.visits().await
}
