//! Referrals of the practice that have come further than the council's: a garden has accepted two, and is asked for a
//! third thing.

use api::v1::{self, Category, Direction, Purpose};
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    Town,
    deeds::{self, refer, referral, referrals::one, service},
};

const GARDEN: &str = "TOWN-GARDEN";

/// Referrals that have come further.
pub struct Referred {
    /// Who acts for the garden.
    pub garden: Acting,
    /// What the garden has accepted, as it sees it.
    pub accepted: Vec<v1::Referral>,
    /// What waits for its answer, as the practice sees it.
    pub waiting: v1::Referral,
}

impl Referred {
    pub async fn by(town: &Town, practice: &Acting, person: &str) -> Referred {
        let garden = town.acting(GARDEN, "fay.lund", "vcse-worker");
        let offered = |name| service(name, Purpose::CommunitySupport, &[Category::AboutMe]);
        let digging = town.offer(GARDEN, offered("Digging")).await;
        let cooking = town.offer_also(GARDEN, offered("Cooking")).await;
        let selling = town.offer_also(GARDEN, offered("Selling")).await;
        let mut accepted = Vec::new();
        for (offer, reason) in [(&digging, "To dig."), (&cooking, "To cook.")] {
            let id = refer(practice, referral(person, offer, reason)).await;
            town.applied().await;
            let asked = one(&garden, Direction::In, &id).await;
            let accepting = garden.ask(deeds::acceptance(&asked, ""));
            garden.referrals().accept_referral(accepting).await.unwrap();
            town.applied().await;
            accepted.push(one(&garden, Direction::In, &id).await);
        }
        let id = refer(practice, referral(person, &selling, "To sell.")).await;
        town.applied().await;
        Referred {
            accepted,
            waiting: one(practice, Direction::Out, &id).await,
            garden,
        }
    }
}
