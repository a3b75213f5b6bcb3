//! The person objects to what is theirs being seen for a purpose, whoever works for it.

use api::v1::{Purpose, against::Against};

use super::{super::telling::Telling, story_told};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.some_days_pass(1, 8).await?;
    let housing = Against::Purpose(Purpose::Housing.into());
    telling
        .objects(housing, &[], "The landlord need not know a thing about me.")
        .await?;
    telling.visits().await
}
