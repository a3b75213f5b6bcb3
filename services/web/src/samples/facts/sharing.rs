//! What she shares with whom, and what became of that.

use api::v1::{
    self, Agreement, Category, DecidedBy, DutyKind, KeptFromPerson, Objection, Purpose,
    SharingFact,
    decided_by::{self, Who},
    fact::Content,
    sharing_fact::{self, Told},
};

use super::{
    super::{CARE, FRIENDS, HOUSING, NURSING, Sample, doctor, herself, link_worker, worker},
    made,
};

const FACT: &str = "0c52f0aa-6d1e-8b34-9f00-000000000005.0";
const OTHER: &str = "0c52f0aa-6d1e-8b34-9f00-000000000006.0";

pub(in crate::samples) fn all() -> Vec<Sample> {
    let sample = |content| Sample {
        by: link_worker(),
        category: Category::SocialCare,
        content,
    };
    let agreements = agreements().into_iter().map(Content::Agreement);
    let objections = objections().into_iter().map(Content::Objection);
    let became = became().into_iter();
    let became = became.map(|told| Content::Sharing(made!(SharingFact { told: told })));
    let all = agreements.chain(objections).chain(became);
    let mut all: Vec<_> = all.map(sample).collect();
    if let Some(last) = all.last_mut() {
        last.by = doctor();
    }
    all
}

fn attorney() -> DecidedBy {
    made!(DecidedBy {
        who: Who::Attorney(made!(decided_by::Attorney {
            name: "Jean Ellis",
            document_seen: "lasting power of attorney for health and welfare, of May 2024",
        })),
    })
}

fn best_interests() -> DecidedBy {
    made!(DecidedBy {
        who: Who::BestInterests(made!(decided_by::BestInterests {
            decider: "Dr Gwen Evans",
            consulted: "Jean Ellis, and the ward sister",
            review_on: "2026-09-14",
        })),
    })
}

fn agreements() -> Vec<Agreement> {
    use v1::audience::{Audience, Everyone};
    let agreement = |audience, until: &str, decided_by: DecidedBy, words: &str| {
        made!(Agreement {
            audience: v1::Audience {
                audience: Some(audience)
            },
            categories: vec![Category::Health as i32, Category::Family as i32],
            until: until,
            decided_by: decided_by,
            words: words,
        })
    };
    vec![
        agreement(
            Audience::Organisation(HOUSING.to_owned()),
            "2026-12-31",
            herself(),
            "They need to know why I cannot do the stairs.",
        ),
        agreement(
            Audience::Purpose(Purpose::HealthCare as i32),
            "",
            attorney(),
            "Whoever treats me may know.",
        ),
        agreement(
            Audience::EveryoneInvolved(Everyone {}),
            "",
            best_interests(),
            "",
        ),
    ]
}

fn objections() -> Vec<Objection> {
    use v1::against::{Against, Everyone};
    let objection = |against, categories: &[Category], words: &str| {
        made!(Objection {
            against: v1::Against {
                against: Some(against)
            },
            categories: categories.iter().map(|one| *one as i32).collect::<Vec<_>>(),
            decided_by: herself(),
            words: words,
        })
    };
    vec![
        objection(
            Against::Organisation(HOUSING.to_owned()),
            &[Category::Money],
            "What I owe is between me and the advice centre.",
        ),
        objection(
            Against::Worker(worker(NURSING, "priya.nair", "")),
            &[],
            "She is my niece.",
        ),
        objection(
            Against::Purpose(Purpose::Advice as i32),
            &[Category::Health],
            "Not to do with my benefits.",
        ),
        objection(
            Against::Everyone(Everyone {}),
            &[Category::SexualHealth],
            "That is mine alone.",
        ),
    ]
}

fn became() -> Vec<Told> {
    let withdrawn = |words: &str| {
        made!(sharing_fact::DecisionWithdrawn {
            fact_id: FACT,
            decided_by: herself(),
            words: words,
        })
    };
    vec![
        Told::Restricted(made!(sharing_fact::Restricted {
            fact_id: FACT,
            kept_from_person: made!(KeptFromPerson {
                reason: "It names whoever told us.",
                decider: "Simon Ward, Caldicott Guardian",
            }),
        })),
        Told::RestrictionLifted(made!(sharing_fact::RestrictionLifted { fact_id: FACT })),
        Told::RecordedInError(made!(sharing_fact::RecordedInError {
            fact_id: FACT,
            why: "The visit was on Tuesday and not on Monday.",
        })),
        Told::Duty(made!(sharing_fact::Duty {
            kind: DutyKind::CourtOrder,
            organisation: CARE,
            fact_ids: vec![FACT.to_owned(), OTHER.to_owned()],
            grounds: "Order of the Walbrook county court, of 2 June",
            until: "2026-08-31",
        })),
        Told::DutyEnded(made!(sharing_fact::DutyEnded {
            fact_id: OTHER,
            why: "The order was set aside.",
        })),
        Told::AgreementWithdrawn(withdrawn("They know enough by now.")),
        Told::ObjectionWithdrawn(withdrawn("Priya has moved to another team.")),
        Told::AgreementEnding(made!(sharing_fact::AgreementEnding {
            fact_id: FACT,
            until: "2026-12-30",
        })),
        Told::Duty(made!(sharing_fact::Duty {
            kind: DutyKind::Safeguarding,
            organisation: FRIENDS,
            fact_ids: vec![FACT.to_owned()],
            grounds: "Enquiry by the council’s team for adults",
            until: "",
        })),
    ]
}
