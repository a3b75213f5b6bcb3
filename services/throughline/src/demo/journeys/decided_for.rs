//! Somebody else decides about sharing for the person: an attorney, or in their best interests.

use api::v1::{
    DecidedBy, audience, audience::Audience, decided_by::{Attorney, BestInterests, Who},
};

use super::super::telling::Telling;

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    telling.opens().await?;
    telling.writes_about_me().await?;
    telling.visits().await?;
    let who = if telling.chance.one_in(2) {
        Who::Attorney(Attorney {
            name: "Ruth Ellwood".into(),
            document_seen: "Lasting power of attorney for health and welfare, registered, seen in the original.".into(),
        })
    } else {
        Who::BestInterests(BestInterests {
            decider: telling.lead().worker().into(),
            consulted: telling.person.in_words("{name}'s sister, and the nurse who visits."),
            // Ahead of today, so that it is still to come.
            review_on: telling.date_in(i64::from(telling.days_left()) + 60),
        })
    };
    let everyone = Audience::EveryoneInvolved(audience::Everyone {});
    let words = "To be looked after by people who know what is going on.";
    telling
        .agreement(everyone, telling.need.shares, String::new(), words, DecidedBy { who: Some(who) })
        .await?;
    telling.is_helped(telling.ask(0)).await?;
    Ok(())
}
