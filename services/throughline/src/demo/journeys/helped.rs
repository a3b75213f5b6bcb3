//! Two organisations work together: the one that leads, and one that was asked and has met the person.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.is_helped_by_a_volunteer().await?;
    while telling.days_left() > 14 {
        telling.some_days_pass(7, 12).await?;
        telling.is_read_about().await?;
        telling.visits().await?;
    }
    telling.some_days_pass(0, 2).await?;
    telling.confirms().await?;
    telling.agrees_who_does_what().await
}
