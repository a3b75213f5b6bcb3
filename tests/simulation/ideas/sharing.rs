//! What clients come up with about decisions, duties, and facts that were recorded already.

use casework::{
    Categories, Role,
    agreement::{Audience, record::RecordAgreement, withdraw::WithdrawAgreement},
    calendar::{self, LastDay},
    decided_by::DecidedBy,
    duty::{DutyKind, end::EndDuty, record::RecordDuty},
    event::By,
    fact::{
        About, Restriction, correct::CorrectFact, restrict::RestrictFact, retract::RetractFact,
    },
    history::{History, Recorded},
    ids::FactId,
    objection::withdraw::WithdrawObjection,
    restriction::lift::LiftRestriction,
    testing,
    words::Words,
};
use jiff::{Timestamp, ToSpan};

use super::{ORGANISATIONS, categories, involved, somebody};
use crate::{chance::Chance, order::Ask};

/// A decision is withdrawn, or an agreement made that ends in two weeks.
pub fn decide(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let decided_by = DecidedBy::Person;
    match chance.below(3) {
        0 => {
            let (agreement, by) = one(chance, history, |about| about == About::Agreement)?;
            let words = None;
            let withdraw = WithdrawAgreement {
                agreement,
                decided_by,
                words,
            };
            Some((by, Ask::WithdrawAgreement(withdraw)))
        }
        1 => {
            let (objection, by) = one(chance, history, |about| about == About::Objection)?;
            let words = None;
            let withdraw = WithdrawObjection {
                objection,
                decided_by,
                words,
            };
            Some((by, Ask::WithdrawObjection(withdraw)))
        }
        _ => {
            let audience = Audience::Organisation(chance.pick(&ORGANISATIONS).parse().unwrap());
            let agree = RecordAgreement {
                until: LastDay::on(calendar::date_at(now) + 14.days()),
                ..testing::agreement(audience, &categories(chance))
            };
            Some((involved(chance, history), Ask::Agree(agree)))
        }
    }
}

/// An entry is restricted, opened again, corrected or withdrawn.
pub fn change(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let entry = |about| matches!(about, About::Note | About::Passage { .. });
    let (fact, by) = one(chance, history, entry)?;
    let ask = match chance.below(5) {
        0 | 1 => Ask::Restrict(RestrictFact {
            fact,
            restriction: Restriction {
                organisations: [chance.pick(&ORGANISATIONS).parse().unwrap()].into(),
                ..Restriction::default()
            },
            kept_from_person: None,
        }),
        2 => Ask::Lift(LiftRestriction { fact }),
        3 => Ask::Correct(CorrectFact {
            fact,
            words: words("Some other words."),
            categories: Categories::NONE,
        }),
        _ => Ask::Retract(RetractFact {
            fact,
            why: words("It is about somebody else."),
        }),
    };
    Some((by, ask))
}

/// A duty to disclose is recorded, or ended.
pub fn duty(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let lead = |by: By| By {
        role: Role::SafeguardingLead,
        ..by
    };
    if chance.one_in(3) {
        let (duty, by) = one(chance, history, |about| about == About::Duty)?;
        let why = words("The enquiry is closed.");
        return Some((lead(by), Ask::EndDuty(EndDuty { duty, why })));
    }
    let (fact, by) = one(chance, history, |about| about == About::Note)?;
    let duty = RecordDuty {
        kind: DutyKind::Safeguarding,
        organisation: chance.pick(&ORGANISATIONS).parse().unwrap(),
        facts: vec![fact],
        grounds: words("A section 42 enquiry."),
        until: None,
    };
    Some((lead(by), Ask::RecordDuty(duty)))
}

/// A fact about something, and mostly somebody of the organisation that recorded it.
fn one(
    chance: &mut Chance,
    history: &History,
    about: impl Fn(About) -> bool,
) -> Option<(FactId, By)> {
    let facts = history.facts().iter();
    let facts: Vec<&Recorded> = facts.filter(|one| about(one.fact.about)).collect();
    let recorded = *facts.get(chance.below(facts.len().max(1)))?;
    let by = if chance.one_in(10) {
        involved(chance, history)
    } else {
        somebody(chance, recorded.by.organisation.as_str())
    };
    Some((recorded.id, by))
}

fn words(text: &str) -> Words {
    Words::prose("words", text).unwrap()
}
