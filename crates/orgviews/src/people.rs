//! How a person is reached, and what to mind on a visit, as the caller may see it.

use std::collections::HashSet;

use casework::{
    fact::{About, Content},
    ids::{PersonId, VisitWarningId},
    people::Told,
};
use jiff::Timestamp;

use crate::{Error, Reader, Shown, fact_row::Bytes, reader::Look, threads, versions};

/// A visit warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitWarning {
    /// What to mind.
    pub warning: Shown,
    /// Why, where the caller may know.
    pub reason: Option<Shown>,
}

impl Reader {
    /// The contact points as they are now, the one that was written last first; none where the caller may see nothing
    /// of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn contact_points(
        &self,
        now: Timestamp,
        person: PersonId,
    ) -> Result<Option<Vec<Shown>>, Error> {
        let points = self.look(now, |look| {
            let known = look.knows(person)?;
            known.then(|| contact_points(look, person)).transpose()
        })?;
        Ok(points.flatten())
    }

    /// The visit warnings that have not been lifted, the one that was given last first; none where the caller may see
    /// nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn visit_warnings(
        &self,
        now: Timestamp,
        person: PersonId,
    ) -> Result<Option<Vec<VisitWarning>>, Error> {
        let warnings = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            let reasons = look.all(
                "person = ?2 AND kind = 'visit-warning-reason'",
                "place",
                &[&Bytes::from(person)],
            )?;
            let reason_of = |id: Option<VisitWarningId>| {
                let about = About::VisitWarningReason { visit_warning: id? };
                let mut reasons = reasons.iter();
                reasons.find(|reason| reason.disclosed.fact.about == about)
            };
            let with_reason = |warning: Shown| VisitWarning {
                reason: reason_of(id(&warning)).cloned(),
                warning,
            };
            let warnings = visit_warnings(look, person)?.into_iter();
            Ok(Some(warnings.map(with_reason).collect()))
        })?;
        Ok(warnings.flatten())
    }
}

fn id(warning: &Shown) -> Option<VisitWarningId> {
    match warning.disclosed.fact.about {
        About::VisitWarning { visit_warning } => Some(visit_warning),
        _ => None,
    }
}

/// How the person is reached, the one that was written last first.
pub(crate) fn contact_points(look: &Look<'_>, person: PersonId) -> Result<Vec<Shown>, Error> {
    standing(look, person, "contact-point", |told| {
        matches!(told, Told::ContactPoint(_))
    })
}

/// What to mind on a visit, the one that was given last first.
pub(crate) fn visit_warnings(look: &Look<'_>, person: PersonId) -> Result<Vec<Shown>, Error> {
    standing(look, person, "visit-warning", |told| {
        matches!(told, Told::VisitWarning { .. })
    })
}

fn standing(
    look: &Look<'_>,
    person: PersonId,
    kind: &str,
    stands: impl Fn(&Told) -> bool,
) -> Result<Vec<Shown>, Error> {
    let mut newest = versions::newest(look, person, kind)?;
    newest.sort_by_key(|shown| threads::recording_order(&shown.disclosed));
    newest.reverse();
    // Of a version between two others nothing may be left in the file: what is the last of one thing stands for it.
    let mut seen = HashSet::new();
    newest.retain(|shown| seen.insert(shown.disclosed.fact.about.thing()));
    newest.retain(
        |shown| matches!(&shown.disclosed.fact.content, Content::People(told) if stands(told)),
    );
    Ok(newest)
}
