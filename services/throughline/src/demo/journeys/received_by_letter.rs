//! A hospital wrote to the service that leads; it waits there for an answer that is not late yet.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    // As in `waiting`: nobody's answer is due yet.
    while telling.days_left() > 2 {
        telling.days_pass(1).await?;
    }
    telling.later().await;
    telling
        .receives_a_letter("The discharge team, Hartwell General", telling.ask(0))
        .await?;
    Ok(())
}
