//! What clients come up with about how the person is reached, and what to mind on a visit.

use casework::{
    Role,
    contact_point::{end::EndContactPoint, record::RecordContactPoint},
    event::By,
    fact::{About, Restriction},
    history::History,
    ids::FactId,
    testing,
    visit_warning::lift::LiftVisitWarning,
};
use jiff::Timestamp;

use super::{involved, somebody};
use crate::{chance::Chance, order::Ask};

/// A contact point is recorded, revised or ended, a warning given or lifted.
pub fn idea(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let by = involved(chance, history);
    let point = |about: About| matches!(about, About::ContactPoint { .. });
    let warning = |about: About| matches!(about, About::VisitWarning { .. });
    let ask = match chance.below(8) {
        0 | 1 => Ask::RecordContactPoint(RecordContactPoint {
            restriction: chance.one_in(5).then(Restriction::default),
            replaces: newest(chance, history, point).filter(|_| chance.one_in(2)),
            ..testing::phone()
        }),
        2 => Ask::EndContactPoint(EndContactPoint {
            seen: newest(chance, history, point)?,
        }),
        3 => Ask::RecordVisitWarning(testing::warning()),
        5 => return wrong(chance, history),
        6 => return right(chance, history),
        7 => {
            let name = format!("Maureen {}", history.version());
            Ask::CorrectIdentity(testing::correction(history, &name))
        }
        _ => Ask::LiftVisitWarning(LiftVisitWarning {
            seen: newest(chance, history, warning)?,
        }),
    };
    Some((by, ask))
}

/// An entry was recorded on the wrong person.
fn wrong(chance: &mut Chance, history: &History) -> Option<(By, Ask)> {
    let entry = |about: About| matches!(about, About::Note | About::Passage { .. });
    let fact = newest(chance, history, entry)?;
    let recorder = &history.fact(fact)?.by.organisation;
    let by = somebody(chance, recorder.as_str());
    Some((by, Ask::MarkWrongPerson(testing::mark(fact))))
}

/// It was recorded on the right person after all.
fn right(chance: &mut Chance, history: &History) -> Option<(By, Ask)> {
    let mut facts = history.facts().iter();
    let marked = facts.find(|one| history.is_misplaced(one.id))?;
    let by = By {
        role: Role::PrivacyOfficer,
        ..somebody(chance, marked.by.organisation.as_str())
    };
    Some((by, Ask::UnmarkWrongPerson(testing::unmark(marked.id))))
}

fn newest(chance: &mut Chance, history: &History, is: fn(About) -> bool) -> Option<FactId> {
    let facts = history.facts().iter();
    let of_the_sort = facts.filter(|one| is(one.fact.about) && history.newest(one).id == one.id);
    let ids: Vec<FactId> = of_the_sort.map(|one| one.id).collect();
    (!ids.is_empty()).then(|| chance.pick(&ids))
}
