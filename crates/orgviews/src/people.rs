//! Who a person is and how they are reached, who takes part, and what to mind on a visit, as the caller may see it.

use std::collections::HashSet;

use casework::{
    fact::{About, Content},
    ids::{OrganisationId, PersonId, ServiceId, VisitWarningId, WorkerId},
    people::Told,
    words::Words,
};
use jiff::Timestamp;

use crate::{
    Error, Reader, Shown,
    cases::{self, Standing},
    fact_row::Bytes,
    life::{self, State},
    reader::Look,
    referrals, threads, versions,
};

/// A visit warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitWarning {
    /// What to mind.
    pub warning: Shown,
    /// Why, where the caller may know.
    pub reason: Option<Shown>,
}

/// A service that takes part, or is asked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its organisation.
    pub organisation: OrganisationId,
    /// The service.
    pub service: ServiceId,
    /// The service's name.
    pub service_name: Words,
    /// Who acts for it, where somebody is known to.
    pub worker: Option<WorkerId>,
    /// Whether that worker leads the case.
    pub lead: bool,
    /// Whether it takes part, or is asked to.
    pub standing: Standing,
    /// Since when.
    pub since: Timestamp,
}

/// Who a person is, and how their case stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Who they are, where the caller may see it.
    pub identity: Option<Shown>,
    /// How the caller's organisation stands to the case.
    pub standing: Standing,
    /// How the case goes on, where it is not simply open.
    pub state: Option<State>,
}

impl Reader {
    /// Who the person is and how their case stands; none where the caller may see nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn identity(&self, now: Timestamp, person: PersonId) -> Result<Option<Known>, Error> {
        let known = self.look(now, |look| {
            let known = look.knows(person)?;
            known.then(|| self::known(look, person)).transpose()
        })?;
        Ok(known.flatten())
    }

    /// Who takes part and who is asked to, the one who leads first; none where the caller may see nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn people_involved(
        &self,
        now: Timestamp,
        person: PersonId,
    ) -> Result<Option<Vec<Part>>, Error> {
        let parts = self.look(now, |look| {
            let known = look.knows(person)?;
            known.then(|| parts(look, person)).transpose()
        })?;
        Ok(parts.flatten())
    }

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

fn parts(look: &Look<'_>, person: PersonId) -> Result<Vec<Part>, Error> {
    let mut parts: Vec<Part> = Vec::new();
    let involved = life::of(look, person)?.parts;
    let asked = referrals::open(look, person)?;
    let asked = asked.into_iter().map(|(raised, _)| raised);
    for part in involved.iter().cloned().chain(asked).filter_map(part) {
        // Of two about one service the later says how it stands; a part that is taken, more than one that is asked for.
        let same =
            |one: &&mut Part| one.organisation == part.organisation && one.service == part.service;
        match parts.iter_mut().find(same) {
            Some(one) if part.standing == Standing::Involved => *one = part,
            Some(_) => {}
            None => parts.push(part),
        }
    }
    // Whoever leads is told by the last of what is told about it, also where the part is older.
    let lead = cases::lead(look, person)?;
    parts.iter_mut().for_each(|part| part.lead = false);
    if let Some((organisation, worker)) = lead {
        let leads = |part: &&mut Part| {
            part.organisation == organisation && part.standing == Standing::Involved
        };
        if let Some(part) = parts.iter_mut().rev().find(leads) {
            part.worker = Some(worker);
            part.lead = true;
        }
    }
    parts.sort_by_key(|part| (!part.lead, part.standing != Standing::Involved, part.since));
    Ok(parts)
}

fn part(shown: Shown) -> Option<Part> {
    let since = shown.disclosed.at;
    match shown.disclosed.fact.content {
        Content::Involvement {
            organisation,
            service,
            service_name,
            worker,
            lead,
        } => Some(Part {
            organisation,
            service,
            service_name,
            worker: Some(worker),
            lead,
            standing: Standing::Involved,
            since,
        }),
        Content::Referral {
            to,
            service,
            service_name,
            ..
        } => Some(Part {
            organisation: to,
            service,
            service_name,
            worker: None,
            lead: false,
            standing: Standing::Invited,
            since,
        }),
        _ => None,
    }
}

fn known(look: &Look<'_>, person: PersonId) -> Result<Known, Error> {
    let life = life::of(look, person)?;
    Ok(Known {
        identity: identity(look, person)?,
        standing: cases::standing(look, person, &life)?.0,
        state: life.state.map(|(state, _)| state),
    })
}

/// Who the person is, in the newest version that the caller may see.
pub(crate) fn identity(look: &Look<'_>, person: PersonId) -> Result<Option<Shown>, Error> {
    Ok(versions::newest(look, person, "identity")?.pop())
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
