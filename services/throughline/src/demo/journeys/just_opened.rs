//! The case was opened these days; little is known yet.

use super::super::telling::Telling;

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    telling.opens().await?;
    telling.later().await;
    telling.visits().await
}
