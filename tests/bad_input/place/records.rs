//! Other records of the practice's: two of the person without a number, of which one was merged, and somebody else's
//! case, with which the person's is linked.

use api::v1::{LinkPersonRequest, MergePersonRequest};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::deeds::{Offer, identity, nhs_numbers, open_case};

/// What there is.
pub struct Records {
    /// A record of the person that can be merged.
    pub duplicate: String,
    /// A merge that can be undone.
    pub merge: String,
    /// Somebody else, whose case can be linked once more.
    pub husband: String,
    /// A link that can end.
    pub link: String,
}

impl Records {
    pub async fn by(practice: &Acting, offer: &Offer, person: &str) -> Records {
        let again = || identity("Ivy Penn", "");
        let merged = open_case(practice, offer, again()).await;
        let request = practice.ask(merge(person, &merged));
        let merged = practice.records().merge_person(request).await.unwrap();
        let number = nhs_numbers().nth(500).unwrap();
        let husband = open_case(practice, offer, identity("Max Penn", &number)).await;
        let request = practice.ask(link(person, &husband));
        let linked = practice.records().link_person(request).await.unwrap();
        Records {
            duplicate: open_case(practice, offer, again()).await,
            merge: merged.into_inner().merge_id,
            husband,
            link: linked.into_inner().link_id,
        }
    }
}

pub fn merge(person: &str, duplicate: &str) -> MergePersonRequest {
    MergePersonRequest {
        command_id: command_id(),
        person_id: person.into(),
        duplicate_person_id: duplicate.into(),
        words: "She showed both letters.".into(),
    }
}

pub fn link(person: &str, other: &str) -> LinkPersonRequest {
    LinkPersonRequest {
        command_id: command_id(),
        person_id: person.into(),
        other_person_id: other.into(),
        words: "They are married.".into(),
    }
}
