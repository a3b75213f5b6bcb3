//! Something is written down that only named readers see; to all others there is no trace of it.

use api::v1::Worker;

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let asked = telling.is_helped(telling.ask(0)).await?;
    telling.some_days_pass(1, 4).await?;
    let who = asked.part.who;
    if telling.chance.one_in(2) {
        telling.note_for(vec![who.organisation().into()], Vec::new()).await?;
    } else {
        let worker = Worker {
            organisation: who.organisation().into(),
            worker: who.worker().into(),
            role: String::new(),
        };
        telling.note_for(Vec::new(), vec![worker]).await?;
    }
    telling.some_days_pass(0, 3).await?;
    telling.visits().await
}
