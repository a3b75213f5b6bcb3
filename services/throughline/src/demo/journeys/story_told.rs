//! The person has told their story once; nobody else is asked to help yet.

use super::super::telling::Telling;

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    begins(telling).await?;
    while telling.days_left() > 9 {
        telling.some_days_pass(4, 8).await?;
        telling.visits().await?;
    }
    Ok(())
}

/// How most journeys begin: the case is opened, About Me is written, and the person says what may be shared.
pub(super) async fn begins(telling: &mut Telling) -> anyhow::Result<()> {
    telling.opens().await?;
    telling.later().await;
    telling.writes_about_me().await?;
    telling.is_reached().await?;
    telling.visits().await?;
    telling.some_days_pass(0, 1).await?;
    telling.agrees().await
}
