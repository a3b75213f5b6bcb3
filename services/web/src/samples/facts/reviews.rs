//! A review of her case by a Multi-Specialty Team.

use api::v1::{
    Category, Presence, ReviewAim, ReviewDecision, ReviewFact, ReviewMinutes,
    fact::Content,
    presence, review_decision,
    review_fact::{self, Told},
    review_minutes,
};

use super::{
    super::{CARE, FRIENDS, NURSING, SURGERY, Sample, at, doctor, herself, worker},
    made,
};

const REVIEW: &str = "e4c8f1d6-08b3-8b92-9e57-5a6b7c800001";
const MEETING: &str = "e4c8f1d6-08b3-8b92-9e57-5a6b7c800002";

pub(in crate::samples) fn all() -> Vec<Sample> {
    let told = before().into_iter().chain(held());
    let sample = |told: Told| Sample {
        by: doctor(),
        category: Category::Health,
        content: Content::Review(made!(ReviewFact {
            review_id: REVIEW,
            told: told,
        })),
    };
    told.map(sample).collect()
}

fn before() -> Vec<Told> {
    vec![
        Told::Requested(made!(review_fact::Requested {
            from: SURGERY,
            called: "Mo",
            aim: ReviewAim::Decide,
            question: "Can she go on looking after Harold at home?",
            person_says: "Ask me what I can do, and not what I cannot.",
            decided_by: herself(),
            without_agreement: "",
        })),
        Told::Requested(made!(review_fact::Requested {
            from: SURGERY,
            called: "Mo",
            aim: ReviewAim::Advise,
            question: "Who can look in at night?",
            person_says: "",
            decided_by: None,
            without_agreement: "She is too ill to be asked",
        })),
        Told::Scheduled(made!(review_fact::Scheduled {
            organiser: SURGERY,
            meeting_id: MEETING,
            starts_at: at(25, 14),
        })),
        Told::Invited(made!(review_fact::Invited {
            organisation: NURSING,
            name: "Lea Valley Community Nursing",
        })),
        Told::Carried(made!(review_fact::Carried {
            reason: "There was no time left.",
        })),
        Told::NoDiscussion(made!(review_fact::NoDiscussion {
            answer: "A night sitter can start at once.",
        })),
        Told::Withdrawn(made!(review_fact::Withdrawn {
            reason: "Jean moves in for the summer.",
        })),
    ]
}

fn held() -> Vec<Told> {
    use presence::Presence as There;
    let minutes = |presence| {
        made!(ReviewMinutes {
            attended: vec![
                made!(review_minutes::Attendee {
                    organisation: CARE,
                    name: "Walbrook Council, Adult Social Care",
                    workers: vec!["karen.hughes".to_owned(), "nadia.rahman".to_owned()],
                }),
                made!(review_minutes::Attendee {
                    organisation: SURGERY,
                    name: "Park Road Surgery",
                    workers: Vec::new(),
                }),
            ],
            person: Presence {
                presence: Some(presence)
            },
            discussion: "What she does by herself, and where it becomes too much.",
            teller: worker(FRIENDS, "jo.hart", ""),
            back_on: "2026-07-09",
        })
    };
    let agreed = |worker: &str, requested: bool| {
        made!(review_fact::Agreed {
            words: "Find a sitter for two nights a week.",
            organisation: CARE,
            name: "Walbrook Council, Adult Social Care",
            worker: worker,
            by: "2026-07-02",
            requested: requested,
        })
    };
    vec![
        Told::Held(minutes(There::Present("I was asked, for once.".to_owned()))),
        Told::Held(minutes(There::Represented(made!(presence::Represented {
            by: "Jean Ellis",
            said: "She wants him at home.",
        })))),
        Told::Held(minutes(There::Absent(
            "The lift was out of order".to_owned(),
        ))),
        Told::Decided(made!(ReviewDecision {
            words: "Two nights a week with a sitter, for a month.",
            dissent: vec![made!(review_decision::Dissent {
                by: worker(NURSING, "priya.nair", ""),
                reason: "A month is too short to tell.",
            })],
        })),
        Told::Decided(made!(ReviewDecision {
            words: "The sitter stays.",
            dissent: Vec::new(),
        })),
        Told::Agreed(agreed("karen.hughes", false)),
        Told::Agreed(agreed("", true)),
    ]
}
