//! What becomes of decisions, and of who reads a fact that was recorded already: what is tried, and nonsense. How it is
//! told to the oracle stands in `sharing/told.rs`.

#[path = "sharing/told.rs"]
mod told;

use casework::{
    Categories, Role,
    agreement::{record::RecordAgreement, withdraw::WithdrawAgreement},
    decided_by::DecidedBy,
    disclosure::shown_to,
    duty::{DutyKind, DutyRecorded, end::EndDuty, record::RecordDuty},
    event::{By, What},
    fact::{About, correct::CorrectFact, restrict::RestrictFact, retract::RetractFact},
    history::Recorded,
    ids::EventId,
    objection::withdraw::WithdrawObjection,
    restriction::lift::LiftRestriction,
    testing,
};
use proptest::{option, prelude::*};

use crate::{
    mangle,
    plan::{self, Restricted, Target, Who},
    story::{Story, last_day, pick, words},
    themes::{Needs, Step, Try, step},
};

pub use told::{Owed, ReadBy, back, owed, readers};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("warn_of_ending_agreement", Needs::Nothing),
    ("withdraw_agreement", Needs::Part),
    ("withdraw_objection", Needs::Part),
    ("restrict_fact", Needs::Any),
    ("lift_restriction", Needs::Any),
    ("correct_fact", Needs::Any),
    ("retract_fact", Needs::Any),
    ("record_duty", Needs::Part),
    ("end_duty", Needs::Part),
];

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let bool = prop::bool::weighted;
    let agree = (plan::who(), plan::target(), plan::scopes(), 14..16_i8).prop_map(
        |(who, with, categories, days)| Agree {
            who,
            with,
            categories,
            days,
        },
    );
    let withdraw =
        (plan::who(), any::<u8>(), bool(0.5)).prop_map(|(who, number, agreement)| Withdraw {
            who,
            number,
            agreement,
        });
    let change = prop_oneof![
        3 => plan::restricted().prop_map(Change::Restrict),
        2 => Just(Change::Lift),
        3 => plan::topics().prop_map(Change::Correct),
        2 => Just(Change::Retract),
    ];
    let act = (plan::who(), any::<u8>(), bool(0.1), bool(0.1), change).prop_map(
        |(who, number, others, officer, change)| Act {
            who,
            number,
            others,
            officer,
            change,
        },
    );
    let duty = (
        plan::who(),
        bool(0.85),
        any::<u8>(),
        prop::collection::vec(any::<u8>(), 0..4),
        bool(0.1),
        option::weighted(0.4, 0..4_i8),
    )
        .prop_map(|(who, role, to, facts, blind, days)| Duty {
            who,
            role,
            to,
            facts,
            blind,
            days,
        });
    let end = (plan::who(), bool(0.85), any::<u8>()).prop_map(|(who, role, number)| End {
        who,
        role,
        number,
    });
    vec![
        (2, step(agree)),
        (2, step(withdraw)),
        (9, step(act)),
        (4, step(duty)),
        (2, step(end)),
    ]
}

/// An agreement that is to end in two weeks.
#[derive(Clone, Debug)]
struct Agree {
    who: Who,
    with: Target,
    categories: Categories,
    days: i8,
}

impl Try for Agree {
    fn carry_out(&self, story: &mut Story) {
        let agreement = RecordAgreement {
            categories: self.categories,
            until: Some(last_day(story.world.now, self.days)),
            ..testing::agreement(story.audience(self.with), &[])
        };
        let by = story.by(self.who);
        story.send("record_agreement", &by, &agreement);
    }
}

#[derive(Clone, Debug)]
struct Withdraw {
    who: Who,
    number: u8,
    agreement: bool,
}

impl Try for Withdraw {
    fn carry_out(&self, story: &mut Story) {
        let about = if self.agreement {
            About::Agreement
        } else {
            About::Objection
        };
        let facts = story.world.history.facts().iter();
        let told: Vec<_> = facts
            .filter(|recorded| recorded.fact.about == about)
            .collect();
        let Some((fact, recorder)) =
            pick(&told, self.number).map(|told| (told.id, told.by.clone()))
        else {
            return;
        };
        // Mostly by those who may see it.
        let by = if self.number.is_multiple_of(8) {
            story.by(self.who)
        } else {
            By {
                role: self.who.role,
                ..recorder
            }
        };
        if self.agreement {
            let withdraw = WithdrawAgreement {
                agreement: fact,
                decided_by: DecidedBy::Person,
                words: None,
            };
            story.send("withdraw_agreement", &by, &withdraw);
        } else {
            let withdraw = WithdrawObjection {
                objection: fact,
                decided_by: DecidedBy::Person,
                words: None,
            };
            story.send("withdraw_objection", &by, &withdraw);
        }
    }
}

#[derive(Clone, Debug)]
enum Change {
    Restrict(Restricted),
    Lift,
    Correct(Categories),
    Retract,
}

/// Something is done to a fact that was recorded already.
#[derive(Clone, Debug)]
struct Act {
    who: Who,
    number: u8,
    /// Whether also to what others recorded, to what has a newer version, and to what is no entry.
    others: bool,
    officer: bool,
    change: Change,
}

impl Try for Act {
    fn carry_out(&self, story: &mut Story) {
        let mut by = story.by(self.who);
        if self.officer {
            by.role = Role::PrivacyOfficer;
        }
        let history = &story.world.history;
        let fits = |recorded: &&Recorded| {
            let entry = matches!(recorded.fact.about, About::Note | About::Passage { .. });
            let restricted =
                recorded.fact.restriction.is_some() || !matches!(self.change, Change::Lift);
            let ours = recorded.by.organisation == by.organisation;
            let newest = history.newest(recorded).id == recorded.id;
            self.others || entry && ours && newest && restricted
        };
        let facts: Vec<_> = history.facts().iter().filter(fits).collect();
        let Some(fact) = pick(&facts, self.number).map(|recorded| recorded.id) else {
            return;
        };
        match &self.change {
            Change::Restrict(restricted) => {
                let restriction = story.restriction(*restricted);
                let restrict = RestrictFact {
                    fact,
                    restriction,
                    kept_from_person: None,
                };
                story.send("restrict_fact", &by, &restrict);
            }
            Change::Lift => story.send("lift_restriction", &by, &LiftRestriction { fact }),
            Change::Correct(categories) => {
                let words = words("Some other words.");
                let correct = CorrectFact {
                    fact,
                    words,
                    categories: *categories,
                };
                story.send("correct_fact", &by, &correct);
            }
            Change::Retract => {
                let why = words("It is about somebody else.");
                story.send("retract_fact", &by, &RetractFact { fact, why });
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Duty {
    who: Who,
    role: bool,
    to: u8,
    facts: Vec<u8>,
    blind: bool,
    days: Option<i8>,
}

impl Try for Duty {
    fn carry_out(&self, story: &mut Story) {
        let by = in_role(story.by(self.who), self.role);
        let (history, now) = (&story.world.history, story.world.now);
        let facts = history.facts().iter();
        let known: Vec<_> = facts
            .filter(|recorded| self.blind || shown_to(history, &by, recorded, now))
            .collect();
        let facts = self.facts.iter().filter_map(|number| pick(&known, *number));
        let duty = RecordDuty {
            kind: DutyKind::Safeguarding,
            organisation: story.organisation(self.to),
            facts: facts.map(|recorded| recorded.id).collect(),
            grounds: words("A section 42 enquiry."),
            until: self.days.map(|days| last_day(now, days)),
        };
        story.send("record_duty", &by, &duty);
    }
}

#[derive(Clone, Debug)]
struct End {
    who: Who,
    role: bool,
    number: u8,
}

impl Try for End {
    fn carry_out(&self, story: &mut Story) {
        let facts = story.world.history.facts().iter();
        let told: Vec<_> = facts
            .filter(|recorded| recorded.fact.about == About::Duty)
            .collect();
        let Some((duty, recorder)) =
            pick(&told, self.number).map(|told| (told.id, told.by.clone()))
        else {
            return;
        };
        let by = if self.number.is_multiple_of(8) {
            story.by(self.who)
        } else {
            recorder
        };
        let why = words("The enquiry is closed.");
        story.send("end_duty", &in_role(by, self.role), &EndDuty { duty, why });
    }
}

/// Mostly somebody who may record duties.
fn in_role(by: By, may: bool) -> By {
    let role = if may { Role::SafeguardingLead } else { by.role };
    By { role, ..by }
}

/// Events of any content, with few ids.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let event = || mangle::id().prop_map(EventId);
    let fact = mangle::fact_id;
    let duty = (
        mangle::by(),
        prop::collection::vec(fact(), 0..3),
        option::of(mangle::last_day()),
    )
        .prop_map(|(by, facts, until)| {
            What::DutyRecorded(DutyRecorded {
                organisation: by.organisation,
                facts,
                until,
            })
        });
    let restricted = (fact(), mangle::restriction())
        .prop_map(|(fact, restriction)| What::FactRestricted { fact, restriction });
    vec![
        event()
            .prop_map(|agreement| What::AgreementEnding { agreement })
            .boxed(),
        event()
            .prop_map(|agreement| What::AgreementWithdrawn { agreement })
            .boxed(),
        event()
            .prop_map(|objection| What::ObjectionWithdrawn { objection })
            .boxed(),
        restricted.boxed(),
        fact()
            .prop_map(|fact| What::RestrictionLifted { fact })
            .boxed(),
        Just(What::FactCorrected {}).boxed(),
        fact().prop_map(|fact| What::FactRetracted { fact }).boxed(),
        duty.boxed(),
        event().prop_map(|duty| What::DutyEnded { duty }).boxed(),
    ]
}

/// What facts can be about, with few ids.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let retraction = mangle::fact_id().prop_map(|entry| About::Retraction { entry });
    let ending = mangle::id().prop_map(|agreement| About::AgreementEnding {
        agreement: EventId(agreement),
    });
    vec![
        retraction.boxed(),
        ending.boxed(),
        Just(About::Restriction).boxed(),
        Just(About::Duty).boxed(),
    ]
}
