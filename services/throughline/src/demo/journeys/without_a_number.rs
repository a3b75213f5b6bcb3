//! Nobody knows the NHS number yet: the record is provisional.

use super::super::telling::Telling;

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    telling.opens_without_a_number().await?;
    telling.later().await;
    telling.is_reached().await?;
    telling.days_pass(1).await?;
    telling.visits().await
}
