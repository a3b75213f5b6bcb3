//! The plan as the caller may see it, now and between two moments.

use casework::{
    calendar::LastDay,
    fact::{About, Content},
    ids::{EventId, FactId, PersonId},
    plan::{Section, Told as Said},
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    Error, Reader, Shown,
    fact_row::Bytes,
    reader::Look,
    threads::{Listing, Told, recording_order},
    versions::Versions,
    work::{Kind, Waiting, Whose},
};

/// The plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The newest version of each passage, in the order of the sections.
    pub passages: Vec<Passage>,
    /// Goals that have ended.
    pub ended: Vec<Passage>,
    /// The last agreement to the plan.
    pub agreed: Option<Shown>,
    /// The last that was said about when the plan is looked at again.
    pub review: Option<Shown>,
    /// The last event on the plan: whoever agrees to it or looks at it again names it.
    pub last_event: Option<EventId>,
}

/// A passage as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// As it was last written, where the caller may see that.
    pub written: Option<Shown>,
    /// How the goal ended, where it has.
    pub ended: Option<Shown>,
    /// The newest version.
    pub newest: FactId,
}

/// What has changed between two moments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Passages that were not there before.
    pub added: Vec<Shown>,
    /// Passages that were written anew: before, and after.
    pub changed: Vec<(Option<Shown>, Shown)>,
    /// Goals that ended: before, and after.
    pub ended: Vec<(Option<Shown>, Shown)>,
}

impl Reader {
    /// The plan; none where the caller may see nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn plan(&self, now: Timestamp, person: PersonId) -> Result<Option<Plan>, Error> {
        let plan = self.look(now, |look| {
            if look.knows(person)? {
                plan(look, person).map(Some)
            } else {
                Ok(None)
            }
        })?;
        Ok(plan.flatten())
    }

    /// What has changed in the plan between two moments, of what the caller may see now; none where they may see nothing
    /// of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn compare_plan(
        &self,
        now: Timestamp,
        person: PersonId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Comparison>, Error> {
        let compared = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            let versions = Versions::of(look, person, KIND)?;
            let mut all = all(look, person)?;
            all.retain(|shown| section(shown).has_versions());
            Ok(Some(compare(&versions, &all, from, until)))
        })?;
        Ok(compared.flatten())
    }
}

const KIND: &str = "plan";

/// How long before its day the plan stands on the list of whoever leads.
const REVIEWED_SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The person's goals that have not ended.
pub(crate) fn goals(look: &Look<'_>, person: PersonId) -> Result<Vec<Shown>, Error> {
    let goals = plan(look, person)?.passages.into_iter();
    let goals = goals.filter_map(|passage| passage.written);
    Ok(goals
        .filter(|shown| section(shown) == Section::Goal)
        .collect())
}

/// How the plan is listed, by what was said about when it is looked at again.
pub(crate) fn listing(told: &[Told]) -> Option<Listing> {
    told.first().map(|first| Listing {
        began_at_ms: first.at_ms,
        side: 0,
        state: 0,
    })
}

/// The plan waits for whoever leads the case, from some days ahead of its day on.
pub(crate) fn waiting<'a>(contents: impl Iterator<Item = &'a Content>) -> Option<Waiting> {
    let days = contents.filter_map(|content| match content {
        Content::Plan(Said::ReviewSet { review_on } | Said::Reviewed { review_on, .. }) => {
            LastDay::on(*review_on)
        }
        _ => None,
    });
    let day = days.last()?.ends_at;
    let soon = day.saturating_sub(REVIEWED_SOON).unwrap_or(day);
    Some(Waiting {
        kind: Kind::PlanReview,
        whose: Whose::Lead,
        due: Some(day),
        within: Some((soon, Timestamp::MAX)),
        urgent: false,
    })
}

/// Everything of the plan, oldest first.
fn all(look: &Look<'_>, person: PersonId) -> Result<Vec<Shown>, Error> {
    let mut all = look.all(
        "person = ?2 AND kind = ?3",
        "place",
        &[&Bytes::from(person), &KIND],
    )?;
    all.sort_by_key(|shown| recording_order(&shown.disclosed));
    Ok(all)
}

pub(crate) fn plan(look: &Look<'_>, person: PersonId) -> Result<Plan, Error> {
    let versions = Versions::of(look, person, KIND)?;
    let all = all(look, person)?;
    let last = |wanted: Section| {
        let mut newest_first = all.iter().rev();
        newest_first.find(|shown| section(shown) == wanted).cloned()
    };
    let mut newest = all.clone();
    versions.retain_newest(&mut newest);
    newest.retain(|shown| section(shown).has_versions());
    let first_written = |shown: &Shown| {
        let first = versions.first(shown.disclosed.id);
        let place = all.iter().position(|other| other.disclosed.id == first);
        (section(shown), place)
    };
    newest.sort_by_key(first_written);
    let (ended, standing): (Vec<_>, Vec<_>) = newest
        .into_iter()
        .partition(|shown| section(shown).ends_goal());
    let written_before = |ended: &Shown| {
        let before = versions.before(ended.disclosed.id);
        let visible = |id: &FactId| all.iter().find(|shown| shown.disclosed.id == *id);
        let mut visible = before.iter().filter_map(visible);
        visible.find(|shown| !section(shown).ends_goal()).cloned()
    };
    Ok(Plan {
        passages: standing
            .into_iter()
            .map(|shown| Passage {
                newest: shown.disclosed.id,
                written: Some(shown),
                ended: None,
            })
            .collect(),
        ended: ended
            .into_iter()
            .map(|shown| Passage {
                newest: shown.disclosed.id,
                written: written_before(&shown),
                ended: Some(shown),
            })
            .collect(),
        agreed: last(Section::Agreement),
        review: last(Section::Review),
        last_event: all.last().map(|shown| shown.disclosed.id.event),
    })
}

fn compare(versions: &Versions, all: &[Shown], from: Timestamp, until: Timestamp) -> Comparison {
    let standing = |at: Timestamp| {
        let mut then: Vec<Shown> = all.to_vec();
        then.retain(|shown| shown.disclosed.at <= at);
        versions.retain_newest(&mut then);
        then
    };
    let (before, after) = (standing(from), standing(until));
    let first = |shown: &Shown| versions.first(shown.disclosed.id);
    let mut comparison = Comparison::default();
    for newer in after {
        let same = |older: &&Shown| first(older) == first(&newer);
        let mut older: Vec<&Shown> = before.iter().filter(same).collect();
        if older
            .iter()
            .any(|older| older.disclosed.id == newer.disclosed.id)
        {
            continue;
        }
        let older = older.pop().cloned();
        if section(&newer).ends_goal() {
            comparison.ended.push((older, newer));
        } else if older.is_some() {
            comparison.changed.push((older, newer));
        } else {
            comparison.added.push(newer);
        }
    }
    comparison
}

fn section(shown: &Shown) -> Section {
    match shown.disclosed.fact.about {
        About::Plan { section } => section,
        // Never asked of anything else.
        _ => Section::Review,
    }
}
