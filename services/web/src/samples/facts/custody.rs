//! Who takes part in her case and who holds it, and how the case itself goes on.

use api::v1::{
    Category, DeclineReason, Ending, HandoverFact, Involvement, JoiningFact, LifeFact, PauseReason,
    VolunteerFact,
    fact::Content,
    handover_fact,
    joining_fact::{self, Told},
    life_fact::{self, Life},
    volunteer_fact,
};

use super::{
    super::{
        CARE, FRIENDS, HOUSING, SURGERY, Sample, at, herself, housing_worker, link_worker,
        social_worker,
    },
    made,
};

const REQUEST: &str = "c2a6e0d4-35fb-8a18-8c90-7e6d5c400001";
const HANDOVER: &str = "c2a6e0d4-35fb-8a18-8c90-7e6d5c400002";
const ASSIGNMENT: &str = "c2a6e0d4-35fb-8a18-8c90-7e6d5c400004";
const SERVICE: &str = "c2a6e0d4-35fb-8a18-8c90-7e6d5c400003";

pub(in crate::samples) fn all() -> Vec<Sample> {
    let by = |by: fn() -> _| {
        move |content| Sample {
            by: by(),
            category: Category::SocialCare,
            content,
        }
    };
    let involved = [true, false].map(|lead| {
        Content::Involvement(made!(Involvement {
            organisation: FRIENDS,
            service_id: SERVICE,
            service_name: "Befriending",
            worker: "jo.hart",
            lead: lead,
        }))
    });
    let joining = joining().into_iter().map(|told| {
        Content::Joining(made!(JoiningFact {
            request_id: REQUEST,
            told: told,
        }))
    });
    let handovers = handovers().into_iter().map(|told| {
        Content::Handover(made!(HandoverFact {
            handover_id: HANDOVER,
            told: told,
        }))
    });
    let life = life().into_iter();
    let life = life.map(|life| Content::Life(made!(LifeFact { life: life })));
    let volunteers = volunteers().into_iter().map(|told| {
        Content::Volunteer(made!(VolunteerFact {
            assignment_id: ASSIGNMENT,
            told: told,
        }))
    });
    let mut all: Vec<_> = involved.into_iter().map(by(link_worker)).collect();
    all.extend(joining.map(by(housing_worker)));
    all.extend(handovers.map(by(social_worker)));
    all.extend(life.map(by(link_worker)));
    all.extend(volunteers.map(by(link_worker)));
    all
}

fn volunteers() -> [volunteer_fact::Told; 2] {
    [
        volunteer_fact::Told::Assigned(made!(volunteer_fact::Assigned {
            worker: "jo.hart",
            task: "Walks with her to the choir on Tuesdays.",
            categories: [Category::Identity as i32, Category::Contact as i32],
            until: "2026-09-30",
        })),
        volunteer_fact::Told::Released(made!(volunteer_fact::Released {
            words: "She goes by herself now.",
        })),
    ]
}

fn joining() -> Vec<Told> {
    let overdue = |escalated: bool| {
        made!(joining_fact::Overdue {
            answer_by: at(9, 17),
            escalated: escalated,
        })
    };
    vec![
        Told::Asked(made!(joining_fact::Asked {
            from: HOUSING,
            to: FRIENDS,
            service_id: SERVICE,
            service_name: "Tenancy support",
            reason: "She asks for a flat on the ground floor.",
            answer_by: at(9, 17),
        })),
        Told::Accepted(made!(joining_fact::Accepted {
            words: "Good that you are there.",
        })),
        Told::Declined(made!(joining_fact::Declined {
            words: "She wants to stay where she is.",
        })),
        Told::Overdue(overdue(false)),
        Told::Overdue(overdue(true)),
        Told::Joined(made!(joining_fact::Joined {
            from: CARE,
            to: FRIENDS,
            service_id: SERVICE,
            service_name: "Home first",
            worker: "nadia.rahman",
            identified_by: "Bus pass with her picture",
        })),
        Told::Left(made!(joining_fact::Left {
            organisation: HOUSING,
            words: "The handrail is mended.",
        })),
    ]
}

fn handovers() -> Vec<handover_fact::Told> {
    use handover_fact::Told;
    let overdue = |escalated: bool| {
        made!(handover_fact::Overdue {
            answer_by: at(18, 17),
            escalated: escalated,
        })
    };
    vec![
        Told::Offered(made!(handover_fact::Offered {
            from: FRIENDS,
            to: CARE,
            service_id: SERVICE,
            service_name: "Adult social care",
            worker: "",
            summary: "She needs help with washing before anything else.",
            outstanding: vec![
                "The form for the blue badge".to_owned(),
                "A word with Jean about the summer".to_owned(),
            ],
            introduction_on: "2026-06-19",
            without_agreement: "She is in hospital and cannot be asked this week",
            answer_by: at(18, 17),
            sender_leaves: true,
        })),
        Told::Offered(made!(handover_fact::Offered {
            from: CARE,
            to: CARE,
            service_id: "",
            service_name: "",
            worker: "nadia.rahman",
            summary: "I am away from July on.",
            outstanding: Vec::new(),
            introduction_on: "",
            without_agreement: "",
            answer_by: at(18, 17),
            sender_leaves: false,
        })),
        Told::Accepted(made!(handover_fact::Accepted {
            worker: "karen.hughes",
            words: "I come along on the nineteenth.",
        })),
        Told::Declined(made!(handover_fact::Declined {
            reason: DeclineReason::NoCapacity,
            words: "Two of us are ill.",
        })),
        Told::Cancelled(made!(handover_fact::Cancelled {
            words: "She would rather stay with Sam.",
        })),
        Told::Overdue(overdue(false)),
        Told::Overdue(overdue(true)),
        Told::Taken(made!(handover_fact::Taken {
            from: FRIENDS,
            to: SURGERY,
            worker: "anna.kowalska",
            reason: "The charity has closed for good.",
        })),
    ]
}

fn life() -> Vec<Life> {
    vec![
        Life::Paused(made!(life_fact::Paused {
            expected_back: "2026-07-01",
        })),
        Life::Paused(made!(life_fact::Paused { expected_back: "" })),
        Life::PausedFor(made!(life_fact::PausedFor {
            reason: PauseReason::Hospital,
            words: "A broken wrist, after a fall.",
        })),
        Life::Resumed(life_fact::Resumed {}),
        Life::Ended(made!(life_fact::Ended {
            ending: Ending::MovedAway,
            on: "2026-07-20",
            told_by: "sam.lee",
        })),
        Life::Stopped(made!(life_fact::Stopped {
            decided_by: herself(),
            words: "You have all been kind. I manage now.",
        })),
        Life::Reopened(life_fact::Reopened {}),
        Life::AskEnded(made!(life_fact::AskEnded {
            ending: Ending::Closed
        })),
        Life::AnswerByMoved(made!(life_fact::AnswerByMoved {
            answer_by: at(24, 10)
        })),
        Life::DueMoved(made!(life_fact::DueMoved { due: "2026-07-06" })),
    ]
}
