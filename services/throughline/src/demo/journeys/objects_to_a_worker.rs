//! The person objects to one worker by name, who then reads nothing; the organisation goes on with another.

use api::v1::{Worker, against::Against};

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let asked = telling.is_helped(telling.ask(1)).await?;
    telling.some_days_pass(2, 6).await?;
    let who = &asked.part.who;
    let worker = Worker {
        organisation: who.organisation().into(),
        worker: who.worker().into(),
        role: String::new(),
    };
    telling
        .objects(Against::Worker(worker), &[], "We went to school together. Anybody else, please.")
        .await?;
    telling.visits().await
}
