//! Referrals of the practice that have come further than the council's: a garden has accepted two, is asked for
//! two more things, and has a question about the last.

use api::v1::{self, Category, Direction, Purpose};
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    Town,
    deeds::{
        self, refer, referral,
        referrals::{one, question},
        service,
    },
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
    /// What waits for its answer, too, as the garden sees it.
    pub open: v1::Referral,
    /// What the garden has asked a question about, as the practice sees it.
    pub asked: v1::Referral,
}

impl Referred {
    pub async fn by(town: &Town, practice: &Acting, person: &str) -> Referred {
        let garden = town.acting(GARDEN, "fay.lund", "vcse-worker");
        let offered = |name| service(name, Purpose::CommunitySupport, &[Category::AboutMe]);
        let digging = town.offer(GARDEN, offered("Digging")).await;
        let cooking = town.offer_also(GARDEN, offered("Cooking")).await;
        let selling = town.offer_also(GARDEN, offered("Selling")).await;
        let baking = town.offer_also(GARDEN, offered("Baking")).await;
        let walking = town.offer_also(GARDEN, offered("Walking")).await;
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
        let open = refer(practice, referral(person, &baking, "To bake.")).await;
        let asked = refer(practice, referral(person, &walking, "To walk.")).await;
        town.applied().await;
        let walking = one(&garden, Direction::In, &asked).await;
        let question = question(&walking, "How far can she walk?", &[Category::SocialCare]);
        let question = garden.ask(question);
        let questions = garden.referrals().request_information(question).await;
        questions.unwrap();
        town.applied().await;
        Referred {
            open: one(&garden, Direction::In, &open).await,
            asked: one(practice, Direction::Out, &asked).await,
            accepted,
            waiting: one(practice, Direction::Out, &id).await,
            garden,
        }
    }
}
