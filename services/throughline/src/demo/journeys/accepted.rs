//! Referred and accepted; the first meeting is still to come.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    while telling.days_left() > 5 {
        telling.days_pass(1).await?;
    }
    let asked = telling.refers(telling.ask(0)).await?;
    telling.some_days_pass(1, 2).await?;
    telling.accepts(&asked).await
}
