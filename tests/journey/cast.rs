//! Who takes part: a practice, a charity, a council's social care, and somebody who never does. All invented.

use api::v1::{self, Category, Purpose};
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    Town,
    deeds::{self, Offer, identity, service},
};

pub const PRACTICE: &str = "PARK-ROAD-SURGERY";
pub const CHARITY: &str = "LEA-VALLEY-FRIENDS";
pub const COUNCIL: &str = "HCC-SOCIAL-CARE";
pub const STRANGER: &str = "TOWN-LEISURE";
pub const ALL: [&str; 4] = [PRACTICE, CHARITY, COUNCIL, STRANGER];

/// The organisations, who acts for them, and what they offer.
pub struct Cast {
    pub practice: Acting,
    pub charity: Acting,
    pub council: Acting,
    pub stranger: Acting,
    pub general_practice: Offer,
    pub link_workers: Offer,
    pub social_care: Offer,
    pub leisure: Offer,
}

impl Cast {
    pub async fn register(town: &Town) -> Cast {
        use Category::{AboutMe, Health, Housing, Identity, MentalHealth, SocialCare};
        let practice = [Identity, AboutMe, Health, MentalHealth, SocialCare, Housing];
        let council = [Identity, AboutMe, SocialCare, Housing];
        let practice = service("General practice", Purpose::HealthCare, &practice);
        let charity = service(
            "Link workers",
            Purpose::CommunitySupport,
            &[AboutMe, SocialCare],
        );
        let council = service("Adult social care", Purpose::SocialCare, &council);
        let leisure = service("Walking group", Purpose::CommunitySupport, &[AboutMe]);
        Cast {
            practice: town.acting(PRACTICE, "dr.patel", "practitioner"),
            charity: town.acting(CHARITY, "sam.lee", "link-worker"),
            council: town.acting(COUNCIL, "jo.reed", "care-coordinator"),
            stranger: town.acting(STRANGER, "al.moss", "vcse-worker"),
            general_practice: town.offer(PRACTICE, practice).await,
            link_workers: town.offer(CHARITY, charity).await,
            social_care: town.offer(COUNCIL, council).await,
            leisure: town.offer(STRANGER, leisure).await,
        }
    }

    /// Who looks, for an organisation.
    pub fn of(&self, organisation: &str) -> &Acting {
        let all = [&self.practice, &self.charity, &self.council, &self.stranger];
        all.into_iter()
            .find(|acting| acting.organisation() == organisation)
            .unwrap()
    }

    /// A case that the practice opens for somebody, whose NHS number is the `n`-th of the test range.
    pub async fn opens(&self, n: usize) -> String {
        let number = deeds::nhs_numbers().nth(n).unwrap();
        deeds::open_case(
            &self.practice,
            &self.general_practice,
            identity("Ivy Penn", &number),
        )
        .await
    }

    /// A case of the practice that the charity takes part in.
    pub async fn shares(&self, town: &Town, n: usize) -> String {
        let person = self.opens(n).await;
        deeds::involve(
            town,
            &self.practice,
            &self.charity,
            &self.link_workers,
            &person,
        )
        .await;
        person
    }
}

/// What a fact says, where it is in words.
pub fn words(fact: &v1::Fact) -> String {
    match fact.content.as_ref() {
        Some(v1::fact::Content::Note(note)) => note.words.clone(),
        Some(v1::fact::Content::Passage(passage)) => passage.words.clone(),
        Some(v1::fact::Content::ReferralRaised(raised)) => raised.reason.clone(),
        _ => String::new(),
    }
}

/// The notes among these facts.
pub fn notes(facts: &[v1::Fact]) -> Vec<String> {
    let note = |fact: &&v1::Fact| matches!(fact.content, Some(v1::fact::Content::Note(_)));
    facts.iter().filter(note).map(words).collect()
}
