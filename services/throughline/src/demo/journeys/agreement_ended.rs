//! An agreement that was given for a while has ended: what rested on it alone has left the files.

use api::v1::{audience, audience::Audience};

use super::super::telling::{Telling, by_the_person};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    telling.opens().await?;
    telling.writes_about_me().await?;
    telling.visits().await?;
    let everyone = Audience::EveryoneInvolved(audience::Everyone {});
    let until = telling.date_in(25);
    telling
        .agreement(everyone, telling.need.shares, until, "Until I am on my feet.", by_the_person())
        .await?;
    telling.is_helped(telling.ask(0)).await?;
    telling.days_pass(30).await?;
    telling.visits().await
}
