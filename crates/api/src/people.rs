//! Who a person is, how they are reached, and what to mind on a visit.

use casework::{
    contact_point::{ContactPoint, Sort, end::EndContactPoint, record::RecordContactPoint},
    fact::About,
    identity::correct::CorrectIdentity,
    ids::FactId,
    people::Told,
    refusal::{Code, Refusal},
    visit_warning::{Warning, Warnings, lift::LiftVisitWarning, record::RecordVisitWarning},
    words::Words,
    wrong_person::{mark::MarkWrongPerson, unmark::UnmarkWrongPerson},
};
use uuid::Uuid;

use crate::{
    cases,
    fact::text,
    story,
    types::{self, choices},
    v1::{self, people_fact as wire},
};

/// The most warnings that one command may name.
const WARNINGS_MAX: usize = 16;

/// The command. `open` gives the event that an edit token names.
pub fn record_contact_point(
    request: &v1::RecordContactPointRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<RecordContactPoint, Refusal> {
    let missing = || Refusal::of(Code::ChoiceMissing, "contact_point");
    let point = request.contact_point.as_ref().ok_or_else(missing)?;
    let replaces = match request.token.as_str() {
        "" => None,
        token => Some(seen(token, open)?),
    };
    let readers = request.restricted_to.as_ref().map(story::restriction);
    Ok(RecordContactPoint {
        contact_point: ContactPoint {
            sort: contact_sort("contact_point.sort", point.sort)?,
            value: Words::prose("contact_point.value", &point.value)?,
            safety: Words::optional(
                "contact_point.safety_instruction",
                &point.safety_instruction,
            )?,
        },
        restriction: readers.transpose()?,
        replaces,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn end_contact_point(
    request: &v1::EndContactPointRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<EndContactPoint, Refusal> {
    let seen = seen(&request.token, open)?;
    Ok(EndContactPoint { seen })
}

/// The command.
pub fn record_visit_warning(
    request: &v1::RecordVisitWarningRequest,
) -> Result<RecordVisitWarning, Refusal> {
    if request.warnings.len() > WARNINGS_MAX {
        return Err(Refusal::of(Code::TooMany, "warnings"));
    }
    let each = |(place, value): (usize, &i32)| warning(&format!("warnings[{place}]"), *value);
    let warnings = request.warnings.iter().enumerate().map(each);
    let readers = request.restricted_to.as_ref().map(story::restriction);
    Ok(RecordVisitWarning {
        warnings: warnings.collect::<Result<Warnings, Refusal>>()?,
        reason: Words::prose("reason", &request.reason)?,
        readers: readers.transpose()?.unwrap_or_default(),
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn lift_visit_warning(
    request: &v1::LiftVisitWarningRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<LiftVisitWarning, Refusal> {
    let seen = seen(&request.token, open)?;
    Ok(LiftVisitWarning { seen })
}

/// The command. `open` gives the event that an edit token names.
pub fn correct_identity(
    request: &v1::CorrectIdentityRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<CorrectIdentity, Refusal> {
    let nobody = v1::Identity::default();
    Ok(CorrectIdentity {
        seen: seen(&request.token, open)?,
        identity: cases::identity(request.identity.as_ref().unwrap_or(&nobody))?,
    })
}

/// The command.
pub fn mark_wrong_person(request: &v1::MarkWrongPersonRequest) -> Result<MarkWrongPerson, Refusal> {
    Ok(MarkWrongPerson {
        fact: types::id("fact_id", &request.fact_id)?,
        words: Words::prose("words", &request.words)?,
    })
}

/// The command.
pub fn unmark_wrong_person(
    request: &v1::UnmarkWrongPersonRequest,
) -> Result<UnmarkWrongPerson, Refusal> {
    Ok(UnmarkWrongPerson {
        fact: types::id("fact_id", &request.fact_id)?,
        words: Words::prose("words", &request.words)?,
    })
}

/// The version that a token names: what can be revised is the first fact of its event.
fn seen(token: &str, open: &dyn Fn(&str) -> Option<Uuid>) -> Result<FactId, Refusal> {
    let event = types::seen(token, open)?;
    Ok(FactId { event, index: 0 })
}

choices! {
    /// What sort of contact point it is.
    contact_sort, wire_contact_sort: v1::ContactSort => Sort {
        Phone = Phone, Address = Address, Email = Email,
    }
    /// What to mind on a visit.
    warning, wire_warning: v1::Warning => Warning {
        TwoToVisit = TwoToVisit, NotAtHome = NotAtHome, RingFirst = RingFirst, Aggression = Aggression,
        Animal = Animal, Building = Building, Infection = Infection,
    }
}

/// What a fact of this theme says.
pub(crate) fn fact(about: About, told: &Told) -> v1::PeopleFact {
    use wire::Told as Wire;
    let id = about.thing().map(|id| id.to_string()).unwrap_or_default();
    let entry = match about {
        About::WrongPerson { entry } => entry.to_string(),
        _ => String::new(),
    };
    let told = match told {
        Told::ContactPoint(point) => Wire::ContactPoint(wire::ContactPointRecorded {
            contact_point_id: id,
            contact_point: Some(v1::ContactPoint {
                sort: wire_contact_sort(point.sort) as i32,
                value: point.value.to_string(),
                safety_instruction: text(&point.safety),
            }),
        }),
        Told::ContactPointEnded => Wire::ContactPointEnded(wire::ContactPointEnded {
            contact_point_id: id,
        }),
        Told::VisitWarning { warnings } => Wire::VisitWarning(wire::VisitWarning {
            visit_warning_id: id,
            warnings: warnings
                .iter()
                .map(|one| wire_warning(*one) as i32)
                .collect(),
        }),
        Told::VisitWarningReason { words } => Wire::VisitWarningReason(wire::VisitWarningReason {
            visit_warning_id: id,
            words: words.to_string(),
        }),
        Told::VisitWarningLifted => Wire::VisitWarningLifted(wire::VisitWarningLifted {
            visit_warning_id: id,
        }),
        Told::Linked { other, words } => Wire::Linked(wire::Linked {
            link_id: id,
            other_person_id: other.to_string(),
            words: words.to_string(),
        }),
        Told::Unlinked { words } => Wire::Unlinked(wire::Unlinked {
            link_id: id,
            words: text(words),
        }),
        Told::Merged { name, words } => Wire::Merged(wire::Merged {
            merge_id: id,
            name: text(name),
            words: words.to_string(),
        }),
        Told::MergeUndone { words } => Wire::MergeUndone(wire::MergeUndone {
            merge_id: id,
            words: words.to_string(),
        }),
        Told::WrongPerson { words } => Wire::WrongPerson(wire::WrongPerson {
            fact_id: entry,
            words: words.to_string(),
        }),
        Told::WrongPersonUnmarked { words } => {
            Wire::WrongPersonUnmarked(wire::WrongPersonUnmarked {
                fact_id: entry,
                words: words.to_string(),
            })
        }
    };
    v1::PeopleFact { told: Some(told) }
}
