//! Referrals to the link workers and elsewhere, and what became of them.

use api::v1::{
    Category, DeclineReason, InformationFact, OfferedOption, Outcome, PersonOutcome,
    ReferralAccepted, ReferralDeclined, ReferralFact, ReferralOverdue, ReferralRaised,
    ReferralSource, ReferralUrgency,
    fact::Content,
    information_fact,
    referral_fact::{self, Told},
};

use super::{
    super::{FRIENDS, HOUSING, SURGERY, Sample, at, by_itself, doctor, link_worker},
    made,
};

const REFERRAL: &str = "b7f4d2c8-90ab-8e67-b1d4-2c3e4f500001";
const SERVICE: &str = "b7f4d2c8-90ab-8e67-b1d4-2c3e4f500002";

pub(in crate::samples) fn all() -> Vec<Sample> {
    let by_charity = |content| Sample {
        by: link_worker(),
        category: Category::SocialCare,
        content,
    };
    let by_practice = |content| Sample {
        by: doctor(),
        ..by_charity(content)
    };
    let mut all = vec![by_practice(Content::ReferralRaised(raised()))];
    all.extend(answered().map(by_charity));
    all.extend(overdue().map(|content| Sample {
        by: by_itself(),
        ..by_charity(content)
    }));
    let became = became().into_iter();
    let became = became.map(|told| {
        Content::Referral(made!(ReferralFact {
            referral_id: REFERRAL,
            told: told,
        }))
    });
    all.extend(became.map(by_charity));
    let asked = information().into_iter();
    let asked = asked.map(|told| {
        Content::Information(made!(InformationFact {
            referral_id: REFERRAL,
            told: told,
        }))
    });
    all.extend(asked.map(by_charity));
    all
}

fn raised() -> ReferralRaised {
    made!(ReferralRaised {
        referral_id: REFERRAL,
        from: SURGERY,
        to: FRIENDS,
        service_id: SERVICE,
        service_name: "Befriending",
        reason: "Lonely since Harold’s stroke; would like company twice a week.",
        without_agreement: "She was asleep; her daughter asked for it",
        answer_by: at(11, 17),
        urgency: ReferralUrgency::Urgent,
        call_taken_by: "Winnie, at the desk",
    })
}

fn answered() -> impl Iterator<Item = Content> {
    let all = [
        Content::ReferralAccepted(made!(ReferralAccepted {
            referral_id: REFERRAL,
            worker: "jo.hart",
            words: "I ring her on Thursday.",
        })),
        Content::ReferralDeclined(made!(ReferralDeclined {
            referral_id: REFERRAL,
            reason: DeclineReason::OutsideArea,
            words: "We go as far as the river.",
            instead: "The lunch club at St Mary’s",
        })),
    ];
    all.into_iter()
}

fn overdue() -> impl Iterator<Item = Content> {
    let overdue = |escalated: bool| {
        Content::ReferralOverdue(made!(ReferralOverdue {
            referral_id: REFERRAL,
            answer_by: at(11, 17),
            escalated: escalated,
        }))
    };
    [false, true].into_iter().map(overdue)
}

fn became() -> Vec<Told> {
    vec![
        Told::Withdrawn(made!(referral_fact::Withdrawn {
            words: "She has found the bowls club by herself.",
        })),
        Told::FirstContact(made!(referral_fact::FirstContact {
            on: "2026-06-12",
            words: "A long talk over tea.",
        })),
        Told::Completed(made!(referral_fact::Completed {
            outcome: Outcome::Helped,
            words: "She goes to the club each week.",
            person: made!(PersonOutcome {
                outcome: Outcome::HelpedInPart,
                words: "I still dread the evenings.",
            }),
            outcomes_differ: true,
        })),
        Told::PartEnded(made!(referral_fact::PartEnded {
            organisation: FRIENDS,
            service_id: SERVICE,
        })),
        Told::Instead(made!(referral_fact::Instead {
            organisation: HOUSING,
            service_id: SERVICE,
            service_name: "Tenancy support",
        })),
        Told::Offered(made!(referral_fact::Offered {
            options: vec![
                made!(OfferedOption {
                    organisation: HOUSING,
                    service_id: SERVICE,
                    words: "Community rooms",
                }),
                made!(OfferedOption {
                    organisation: "",
                    service_id: "",
                    words: "The choir at the library",
                }),
            ],
            choice: "She would rather have one person than a room full.",
        })),
        Told::Received(made!(referral_fact::Received {
            organisation: FRIENDS,
            service_id: SERVICE,
            service_name: "Befriending",
            source: ReferralSource::Letter,
            from: "The stroke ward of Walbrook General",
            on: "2026-06-03",
            reason: "Going home alone, and asked for somebody to talk to.",
            without_agreement: "The letter does not say whether she was asked",
            answer_by: at(15, 17),
        })),
    ]
}

fn information() -> Vec<information_fact::Told> {
    use information_fact::Told;
    let overdue = |escalated: bool| {
        made!(information_fact::Overdue {
            answer_by: at(16, 12),
            escalated: escalated,
        })
    };
    vec![
        Told::Asked(made!(information_fact::Asked {
            from: FRIENDS,
            to: SURGERY,
            worker: "dr.patel",
            words: "Can she manage the bus?",
            answer_by: at(16, 12),
        })),
        Told::Provided(made!(information_fact::Provided {
            words: "With a stick and somebody beside her.",
        })),
        Told::Overdue(overdue(false)),
        Told::Overdue(overdue(true)),
        Told::Ended(information_fact::Ended {}),
    ]
}
