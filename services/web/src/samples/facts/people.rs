//! Who she is, her own words, how she is reached, and records that belong together.

use api::v1::{
    Category, Confirmation, ContactPoint, ContactSort, Heading, Identity, Note, Passage,
    PeopleFact, Warning,
    fact::{Content, Erased},
    people_fact::{self, Told},
};

use super::{
    super::{NHS_NUMBER, OTHER_PERSON, Sample, doctor, housing_worker, link_worker, nurse},
    made,
};

const PASSAGE: &str = "0c52f0aa-6d1e-8b34-9f00-000000000001.0";
const NOTE: &str = "0c52f0aa-6d1e-8b34-9f00-000000000004.0";
const PHONE: &str = "6a3c1de0-4b58-8f21-a7c3-9d2e5f100001";
const DOG: &str = "6a3c1de0-4b58-8f21-a7c3-9d2e5f100002";
const LINK: &str = "6a3c1de0-4b58-8f21-a7c3-9d2e5f100003";
const MERGE: &str = "6a3c1de0-4b58-8f21-a7c3-9d2e5f100004";

pub(in crate::samples) fn all() -> Vec<Sample> {
    let mut all = who_she_is();
    all.extend(about_people().into_iter().map(|told| Sample {
        by: nurse(),
        category: Category::Contact,
        content: Content::People(made!(PeopleFact { told: told })),
    }));
    all
}

fn who_she_is() -> Vec<Sample> {
    let own_words = |content| Sample {
        by: link_worker(),
        category: Category::AboutMe,
        content,
    };
    let note = |by, words: &str| Sample {
        by,
        category: Category::Housing,
        content: Content::Note(made!(Note { words: words })),
    };
    vec![
        Sample {
            by: doctor(),
            category: Category::Identity,
            content: Content::Identity(made!(Identity {
                name: "Maureen Ellis",
                preferred_name: "Mo",
                birth_date: "1951-03-04",
                nhs_number: NHS_NUMBER,
            })),
        },
        own_words(Content::Passage(made!(Passage {
            heading: Heading::Communication,
            words: "I hear better with my left ear. Sit on that side, and do not shout.",
            do_not_ask_again: false,
            helped_by: "Jean, her daughter",
        }))),
        own_words(Content::Passage(made!(Passage {
            heading: Heading::MostImportant,
            words: "Harold, the garden, and Sunday dinner with whoever comes.",
            do_not_ask_again: true,
            helped_by: "",
        }))),
        own_words(Content::Confirmation(made!(Confirmation {
            passage: PASSAGE
        }))),
        note(
            housing_worker(),
            "The handrail at the back door is loose. Reported to repairs.",
        ),
        note(
            doctor(),
            "She has told me alone that the stairs frighten her.",
        ),
        note(nurse(), "Visited at two; nobody was at home."),
        note(link_worker(), "Walks to the bowls club by herself now."),
        own_words(Content::Erased(Erased {})),
    ]
}

fn about_people() -> Vec<Told> {
    vec![
        Told::ContactPoint(made!(people_fact::ContactPointRecorded {
            contact_point_id: PHONE,
            contact_point: made!(ContactPoint {
                sort: ContactSort::Phone,
                value: "01632 960417",
                safety_instruction: "Text only; Harold sleeps in the afternoon",
            }),
        })),
        Told::ContactPointEnded(made!(people_fact::ContactPointEnded {
            contact_point_id: PHONE,
        })),
        Told::VisitWarning(made!(people_fact::VisitWarning {
            visit_warning_id: DOG,
            warnings: vec![Warning::Animal as i32, Warning::RingFirst as i32],
        })),
        Told::VisitWarningReason(made!(people_fact::VisitWarningReason {
            visit_warning_id: DOG,
            words: "The neighbour’s dog gets in through the hedge.",
        })),
        Told::VisitWarningLifted(made!(people_fact::VisitWarningLifted {
            visit_warning_id: DOG,
        })),
        Told::WrongPerson(made!(people_fact::WrongPerson {
            fact_id: NOTE,
            words: "Meant for another Mrs Ellis in the same street.",
        })),
        Told::WrongPersonUnmarked(made!(people_fact::WrongPersonUnmarked {
            fact_id: NOTE,
            words: "It was her back door after all.",
        })),
        Told::Linked(made!(people_fact::Linked {
            link_id: LINK,
            other_person_id: OTHER_PERSON,
            words: "Husband and wife; she looks after him.",
        })),
        Told::Unlinked(made!(people_fact::Unlinked {
            link_id: LINK,
            words: "Harold’s case has ended.",
        })),
        Told::Merged(made!(people_fact::Merged {
            merge_id: MERGE,
            name: "Mo Ellis",
            words: "Same birth date and address; she says so herself.",
        })),
        Told::MergeUndone(made!(people_fact::MergeUndone {
            merge_id: MERGE,
            words: "Mo Ellis is her cousin, as it turned out.",
        })),
    ]
}
