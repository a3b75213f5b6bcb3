//! Two who take part have asked the same service, neither knowing of the other; the service sees both as one.

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let helping = telling.is_helped(telling.ask(0)).await?;
    while telling.days_left() > 3 {
        telling.days_pass(1).await?;
    }
    telling.later().await;
    let asked = telling.refers(telling.ask(1)).await?;
    telling.days_pass(1).await?;
    telling.refers_as_well(&helping.part.who, &asked).await?;
    Ok(())
}
