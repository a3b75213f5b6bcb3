//! Agreements and objections.

use casework::{
    agreement::{Audience, record::RecordAgreement},
    decided_by::DecidedBy,
    objection::{Against, record::RecordObjection},
    refusal::{Code, Refusal},
    words::Words,
};

use crate::{
    types,
    v1::{
        self, against::Against as WireAgainst, audience::Audience as WireAudience, decided_by::Who,
    },
};

/// The command.
pub fn record_agreement(request: &v1::RecordAgreementRequest) -> Result<RecordAgreement, Refusal> {
    let missing = || Refusal::of(Code::ChoiceMissing, "agreement");
    let agreement = request.agreement.as_ref().ok_or_else(missing)?;
    Ok(RecordAgreement {
        audience: audience(agreement.audience.as_ref())?,
        categories: types::categories("agreement.categories", &agreement.categories)?,
        until: types::last_day("agreement.until", &agreement.until)?,
        decided_by: decided_by("agreement.decided_by", agreement.decided_by.as_ref())?,
        words: Words::optional("agreement.words", &agreement.words)?,
    })
}

/// The command.
pub fn record_objection(request: &v1::RecordObjectionRequest) -> Result<RecordObjection, Refusal> {
    let missing = || Refusal::of(Code::ChoiceMissing, "objection");
    let objection = request.objection.as_ref().ok_or_else(missing)?;
    let categories = types::categories("objection.categories", &objection.categories)?;
    Ok(RecordObjection {
        against: against(objection.against.as_ref())?,
        categories: (!categories.is_empty()).then_some(categories),
        decided_by: decided_by("objection.decided_by", objection.decided_by.as_ref())?,
        words: Words::optional("objection.words", &objection.words)?,
    })
}

fn audience(wire: Option<&v1::Audience>) -> Result<Audience, Refusal> {
    const FIELD: &str = "agreement.audience";
    match wire.and_then(|wire| wire.audience.as_ref()) {
        Some(WireAudience::Organisation(code)) => {
            Ok(Audience::Organisation(types::id(FIELD, code)?))
        }
        Some(WireAudience::Purpose(purpose)) => {
            Ok(Audience::Purpose(types::purpose(FIELD, *purpose)?))
        }
        Some(WireAudience::EveryoneInvolved(_)) => Ok(Audience::EveryoneInvolved),
        None => Err(Refusal::of(Code::ChoiceMissing, FIELD)),
    }
}

/// With whom the person agrees to share.
pub(crate) fn wire_audience(audience: &Audience) -> v1::Audience {
    let audience = match audience {
        Audience::Organisation(organisation) => {
            WireAudience::Organisation(organisation.to_string())
        }
        Audience::Purpose(purpose) => WireAudience::Purpose(types::wire_purpose(*purpose) as i32),
        Audience::EveryoneInvolved => WireAudience::EveryoneInvolved(v1::audience::Everyone {}),
    };
    v1::Audience {
        audience: Some(audience),
    }
}

fn against(wire: Option<&v1::Against>) -> Result<Against, Refusal> {
    const FIELD: &str = "objection.against";
    match wire.and_then(|wire| wire.against.as_ref()) {
        Some(WireAgainst::Organisation(code)) => Ok(Against::Organisation(types::id(FIELD, code)?)),
        Some(WireAgainst::Worker(worker)) => Ok(Against::Worker(
            types::id(FIELD, &worker.organisation)?,
            types::worker(FIELD, &worker.worker)?,
        )),
        Some(WireAgainst::Purpose(purpose)) => {
            Ok(Against::Purpose(types::purpose(FIELD, *purpose)?))
        }
        Some(WireAgainst::Everyone(_)) => Ok(Against::Everyone),
        None => Err(Refusal::of(Code::ChoiceMissing, FIELD)),
    }
}

/// Against whom the person objects.
pub(crate) fn wire_against(against: &Against) -> v1::Against {
    let against = match against {
        Against::Organisation(organisation) => WireAgainst::Organisation(organisation.to_string()),
        Against::Worker(organisation, worker) => WireAgainst::Worker(v1::Worker {
            organisation: organisation.to_string(),
            worker: worker.to_string(),
            role: String::new(),
        }),
        Against::Purpose(purpose) => WireAgainst::Purpose(types::wire_purpose(*purpose) as i32),
        Against::Everyone => WireAgainst::Everyone(v1::against::Everyone {}),
    };
    v1::Against {
        against: Some(against),
    }
}

/// Who decided.
pub(crate) fn decided_by(field: &str, wire: Option<&v1::DecidedBy>) -> Result<DecidedBy, Refusal> {
    let name = |part: &str| format!("{field}.{part}");
    match wire.and_then(|wire| wire.who.as_ref()) {
        Some(Who::Person(_)) => Ok(DecidedBy::Person),
        Some(Who::Attorney(attorney)) => Ok(DecidedBy::Attorney {
            name: Words::name(&name("attorney.name"), &attorney.name)?,
            document_seen: Words::prose(&name("attorney.document_seen"), &attorney.document_seen)?,
        }),
        Some(Who::BestInterests(decision)) => Ok(DecidedBy::BestInterests {
            decider: Words::name(&name("best_interests.decider"), &decision.decider)?,
            consulted: Words::prose(&name("best_interests.consulted"), &decision.consulted)?,
            review_on: types::date(&name("best_interests.review_on"), &decision.review_on)?,
        }),
        None => Err(Refusal::of(Code::ChoiceMissing, field.to_owned())),
    }
}

/// Who decided.
pub(crate) fn wire_decided_by(decided_by: &DecidedBy) -> v1::DecidedBy {
    let who = match decided_by {
        DecidedBy::Person => Who::Person(v1::decided_by::Person {}),
        DecidedBy::Attorney {
            name,
            document_seen,
        } => Who::Attorney(v1::decided_by::Attorney {
            name: name.to_string(),
            document_seen: document_seen.to_string(),
        }),
        DecidedBy::BestInterests {
            decider,
            consulted,
            review_on,
        } => Who::BestInterests(v1::decided_by::BestInterests {
            decider: decider.to_string(),
            consulted: consulted.to_string(),
            review_on: review_on.to_string(),
        }),
    };
    v1::DecidedBy { who: Some(who) }
}
