//! Others found the person and joined: one with the person beside them, one by asking; nobody had to tell it all again.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.some_days_pass(2, 6).await?;
    telling.joins("nursing").await?;
    telling.some_days_pass(1, 4).await?;
    let knocking = telling.asks_to_join("advice").await?;
    telling.some_days_pass(1, 2).await?;
    telling.lets_in(knocking).await?;
    telling.some_days_pass(3, 8).await?;
    telling.visits().await?;
    if telling.chance.one_in(3) {
        telling.leaves(1).await?;
    }
    Ok(())
}
