//! Her plan, what was decided with her, what is to be done, and a safeguarding concern.

use api::v1::{
    ActionFact, Category, ConcernClosed, ConcernFact, ConcernOutcome, ConcernOverdue,
    ConcernRaised, ConcernRecipient, ConcernSubject, ConcernTold, Decided, DecisionFact,
    DeclineReason, PlanFact, PlanSection, action_fact, concern_fact,
    concern_subject::{self, Subject},
    decided::{self, Choice},
    fact::Content,
    plan_fact::{self, Told},
};

use super::{
    super::{CARE, NURSING, Sample, at, herself, link_worker, nurse, social_worker},
    made,
};

const DECISION: &str = "d9e1b3a7-62c0-8d5f-a0b8-1f2e3d600001";
const ACTION: &str = "d9e1b3a7-62c0-8d5f-a0b8-1f2e3d600002";
const CONCERN: &str = "d9e1b3a7-62c0-8d5f-a0b8-1f2e3d600003";
const SERVICE: &str = "d9e1b3a7-62c0-8d5f-a0b8-1f2e3d600004";

pub(in crate::samples) fn all() -> Vec<Sample> {
    let by = |by: fn() -> _, category| {
        move |content| Sample {
            by: by(),
            category,
            content,
        }
    };
    let plan = plan().into_iter();
    let plan = plan.map(|told| Content::Plan(made!(PlanFact { told: told })));
    let decisions = decisions().into_iter().map(Content::Decision);
    let actions = actions().into_iter().map(|told| {
        Content::Action(made!(ActionFact {
            action_id: ACTION,
            told: told,
        }))
    });
    let concern = concern().into_iter().map(|told| {
        Content::Concern(made!(ConcernFact {
            concern_id: CONCERN,
            told: told,
        }))
    });
    let mut all: Vec<_> = plan.map(by(link_worker, Category::Plan)).collect();
    all.extend(decisions.map(by(nurse, Category::Health)));
    all.extend(actions.map(by(social_worker, Category::SocialCare)));
    all.extend(concern.map(by(nurse, Category::Safety)));
    all
}

fn plan() -> Vec<Told> {
    let passage = |section: PlanSection, words: &str, helped_by: &str| {
        Told::Passage(made!(plan_fact::Passage {
            section: section,
            words: words,
            helped_by: helped_by,
        }))
    };
    vec![
        passage(
            PlanSection::Goal,
            "I want to be at Jean’s table at Christmas.",
            "Sam Lee",
        ),
        passage(
            PlanSection::Step,
            "Down to the gate and back each morning.",
            "",
        ),
        passage(PlanSection::Strength, "She can make anything grow.", ""),
        passage(PlanSection::Helper, "Jean, and Mrs Adams next door.", ""),
        passage(PlanSection::Coping, "The radio, when she cannot sleep.", ""),
        passage(
            PlanSection::Contingency,
            "If she falls, ring Jean first.",
            "",
        ),
        Told::Achieved(made!(plan_fact::Achieved {
            words: "She was there, and brought the pudding.",
        })),
        Told::Stopped(made!(plan_fact::Stopped {
            words: "The choir is not for me.",
        })),
        Told::Agreed(made!(plan_fact::Agreed {
            decided_by: herself(),
            words: "That is how I would put it.",
        })),
        Told::ReviewSet(made!(plan_fact::ReviewSet {
            review_on: "2026-09-01"
        })),
        Told::Reviewed(made!(plan_fact::Reviewed {
            words: "The walking goes well; the evenings do not.",
            review_on: "2026-12-01",
        })),
        Told::ReviewDue(made!(plan_fact::ReviewDue {
            review_on: "2026-09-02"
        })),
    ]
}

fn decisions() -> [DecisionFact; 2] {
    let weighed = |option: &str, speaks_for: &str, speaks_against: &str| {
        made!(decided::Weighed {
            option: option,
            speaks_for: speaks_for,
            speaks_against: speaks_against,
        })
    };
    let made_up = |choice: Choice, against_guidance: Option<_>, because: &str| {
        made!(DecisionFact {
            decision_id: DECISION,
            decided: made!(Decided {
                question: "Where to sleep after the fall?",
                options: vec![
                    weighed(
                        "Downstairs, in the front room",
                        "No stairs",
                        "Harold is upstairs"
                    ),
                    weighed(
                        "Upstairs, as before",
                        "Beside Harold",
                        "The stairs at night"
                    ),
                ],
                matters: "Not to lie awake listening for him.",
                choice: choice,
                support: "A second rail, and a light on the landing.",
                against_guidance: against_guidance,
                decided_by: herself(),
            }),
            revised_because: because,
        })
    };
    let against = made!(decided::AgainstGuidance {
        guidance: "Nobody with a broken wrist should use steep stairs alone.",
        person_knows: "Grace explained it; she says that it is her wrist.",
    });
    [
        made_up(Choice::Option(1), Some(against), ""),
        made_up(
            Choice::Other("Both of them downstairs, in two beds".to_owned()),
            None,
            "Harold cannot manage the stairs either.",
        ),
    ]
}

fn actions() -> Vec<action_fact::Told> {
    use action_fact::Told;
    let unanswered = |escalated: bool| {
        made!(action_fact::Unanswered {
            answer_by: at(22, 17),
            escalated: escalated,
        })
    };
    vec![
        Told::Agreed(made!(action_fact::Agreed {
            words: "Order the second rail.",
            organisation: CARE,
            worker: "karen.hughes",
            due: "2026-06-26",
            without_agreement: "She could not be reached before the meeting",
        })),
        Told::OwnStep(made!(action_fact::OwnStep {
            words: "I try the new stick in the garden.",
            helper: "Mrs Adams next door",
            hoped_by: "2026-06-28",
        })),
        Told::Requested(made!(action_fact::Requested {
            from: CARE,
            to: NURSING,
            service_id: SERVICE,
            service_name: "Falls and balance",
            words: "Look at the stairs with her.",
            due: "2026-06-30",
            without_agreement: "She was not at the meeting",
            answer_by: at(22, 17),
        })),
        Told::Unanswered(unanswered(false)),
        Told::Unanswered(unanswered(true)),
        Told::Accepted(made!(action_fact::Accepted {
            worker: "karen.hughes",
            words: "On Monday at ten.",
        })),
        Told::Declined(made!(action_fact::Declined {
            reason: DeclineReason::NotSuitable,
            words: "We see people at the clinic only.",
            instead: "Home first, who come to the house",
        })),
        Told::Reassigned(made!(action_fact::Reassigned {
            worker: "nadia.rahman",
            words: "You know the house.",
        })),
        Told::Overdue(made!(action_fact::Overdue { due: "2026-06-25" })),
        Told::Completed(made!(action_fact::Completed {
            words: "The rail is up, and holds.",
        })),
        Told::Cancelled(made!(action_fact::Cancelled {
            words: "Her son has put one up.",
        })),
    ]
}

fn concern() -> Vec<concern_fact::Told> {
    use concern_fact::Told;
    let raised = |subject, immediate_danger: bool| {
        made!(ConcernRaised {
            words: "Bruises on both arms; she would not say from what.",
            subject: ConcernSubject {
                subject: Some(subject)
            },
            person_name: "Maureen Ellis",
            immediate_danger: immediate_danger,
            done: "Stayed until Jean had come.",
            tell_by: at(23, 17),
        })
    };
    let overdue = |escalated: bool| {
        made!(ConcernOverdue {
            tell_by: at(23, 17),
            escalated: escalated,
        })
    };
    vec![
        Told::Raised(raised(Subject::Person(concern_subject::Person {}), true)),
        Told::Raised(raised(
            Subject::SomebodyElse("Her grandson, who is nine".to_owned()),
            false,
        )),
        Told::SomebodyTold(made!(ConcernTold {
            recipient: ConcernRecipient::CouncilForAdults,
            name: "Mr Whitby, on the telephone",
            told_at: at(23, 15),
            words: "He comes tomorrow.",
        })),
        Told::Overdue(overdue(false)),
        Told::Overdue(overdue(true)),
        Told::Closed(made!(ConcernClosed {
            outcome: ConcernOutcome::MadeSafe,
            words: "It was the new walking frame; it has been changed.",
        })),
    ]
}
