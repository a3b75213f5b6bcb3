//! The plan was written with the person and agreed to, and one of the goals is reached.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.some_days_pass(1, 3).await?;
    let left = i64::from(telling.days_left());
    telling.makes_plan(left + 60).await?;
    telling.some_days_pass(4, 8).await?;
    telling.reaches_a_goal().await
}
