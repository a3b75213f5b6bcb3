//! What is new about a person for a worker: what others have recorded since they last looked.

use std::{cmp::Reverse, collections::HashSet, ops::ControlFlow};

use casework::{fact::About, ids::PersonId, reading::quarter};
use jiff::Timestamp;

use crate::{
    Error, Shown, fact_row::Bytes, page::at_ms, reader::Look, readings, threads::recording_order,
    versions,
};

/// How many facts are told as new.
pub const NEW: usize = 5;
/// How many of the latest facts are looked at for that: a brief is opened within a breath.
const LOOK_AT: usize = 500;

/// What is new for a worker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// When they looked before this quarter of an hour; none where they look for the first time.
    pub looked_at: Option<Timestamp>,
    /// What others have recorded since then, the most important first: at most [`NEW`].
    pub new: Vec<Shown>,
    /// How many more there are, as far as the latest 500 facts tell.
    pub more: usize,
}

/// What others have recorded about the person since the caller looked last, of what the caller may read. A version that
/// was replaced since then is not new: the newer one is. Nor is what was recorded in error: that it was, is.
pub(crate) fn since(look: &Look<'_>, person: PersonId) -> Result<Since, Error> {
    let Some(looked_at) = readings::last(look, person, quarter(look.now))? else {
        return Ok(Since::default());
    };
    let (mut new, mut replaced, mut seen) = (Vec::new(), HashSet::new(), 0);
    look.each(
        "person = ?2 AND recorded_at_ms > ?3",
        "place DESC",
        &[&Bytes::from(person), &at_ms(looked_at)],
        |shown| {
            seen += 1;
            replaced.extend(shown.disclosed.fact.replaces);
            let by = &shown.disclosed.by;
            let own = by.organisation == *look.caller.organisation()
                && by.worker == *look.caller.worker();
            let importance = importance(&shown.disclosed.fact.about);
            let left_out = own || versions::in_error(&shown);
            if let (false, Some(importance)) = (left_out, importance) {
                new.push((importance, shown));
            }
            Ok(if seen == LOOK_AT {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        },
    )?;
    new.retain(|(_, shown)| !replaced.contains(&shown.disclosed.id));
    new.sort_by_key(|(importance, shown)| {
        let order = Reverse(recording_order(&shown.disclosed));
        (*importance, order)
    });
    let more = new.len().saturating_sub(NEW);
    new.truncate(NEW);
    Ok(Since {
        looked_at: Some(looked_at),
        new: new.into_iter().map(|(_, shown)| shown).collect(),
        more,
    })
}

/// How soon something is told, the sooner the lower: first what can do harm where it is not known, then what may be done
/// with the rest and who they are, then what was asked and decided, then their own words, then notes, and at last who
/// takes part and what is still true. None for concerns: a brief is opened beside the person.
fn importance(about: &About) -> Option<u8> {
    Some(match about {
        About::Concern { .. } => return None,
        About::Ending { .. }
        | About::Pause
        | About::Objection
        | About::VisitWarning { .. }
        | About::VisitWarningReason { .. }
        | About::Retraction { .. }
        | About::WrongPerson { .. } => 0,
        About::Identity
        | About::Agreement
        | About::AgreementEnding { .. }
        | About::Restriction
        | About::Merge { .. }
        | About::Duty => 1,
        About::Handover { .. }
        | About::Referral { .. }
        | About::ReferralOptions { .. }
        | About::Information { .. }
        | About::Action { .. }
        | About::Decision { .. }
        | About::Review { .. }
        | About::ReviewInvitation { .. }
        | About::JoinRequest { .. }
        | About::Link { .. } => 2,
        About::Passage { .. } | About::Plan { .. } | About::ContactPoint { .. } => 3,
        About::Note => 4,
        About::Involvement | About::Confirmation { .. } | About::Volunteer { .. } => 5,
    })
}
