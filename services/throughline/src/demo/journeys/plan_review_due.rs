//! The plan was to be looked at again some days ago, and has not been.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.some_days_pass(1, 3).await?;
    telling.makes_plan(14).await?;
    while telling.days_left() > 4 {
        telling.days_pass(1).await?;
    }
    Ok(())
}
