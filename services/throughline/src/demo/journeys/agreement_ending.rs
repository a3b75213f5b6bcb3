//! An agreement that was given for a while ends within the next days.

use api::v1::{Purpose, audience::Audience};

use super::super::telling::{Telling, by_the_person};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    telling.opens().await?;
    telling.writes_about_me().await?;
    telling.visits().await?;
    let ends = telling.days_left() + 1 + u32::try_from(telling.chance.below(10))?;
    for purpose in [Purpose::CommunitySupport, Purpose::Advice, Purpose::SocialCare] {
        let until = telling.date_in(ends.into());
        let words = "For now, and then ask me again.";
        telling
            .agreement(Audience::Purpose(purpose.into()), telling.need.shares, until, words, by_the_person())
            .await?;
    }
    telling.is_helped(telling.ask(1)).await?;
    Ok(())
}
