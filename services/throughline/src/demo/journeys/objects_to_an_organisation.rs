//! The person objects to one organisation seeing some of it, or all of it.

use api::v1::against::Against;

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let asked = telling.is_helped(telling.ask(0)).await?;
    telling.some_days_pass(1, 8).await?;
    let against = Against::Organisation(asked.part.who.organisation().into());
    let topic = [telling.need.topic];
    let all = telling.chance.one_in(3);
    let categories = if all { &[][..] } else { &topic[..] };
    telling
        .objects(against, categories, "I know somebody who works there. That is enough.")
        .await?;
    telling.visits().await
}
