//! Agreements, objections and duties, and who reads a fact that was recorded already.

use casework::{
    agreement::{Audience, record::RecordAgreement, withdraw::WithdrawAgreement},
    decided_by::DecidedBy,
    duty::{end::EndDuty, record::RecordDuty},
    fact::{correct::CorrectFact, restrict::RestrictFact, retract::RetractFact},
    objection::{Against, record::RecordObjection, withdraw::WithdrawObjection},
    refusal::{Code, Refusal},
    restriction::lift::LiftRestriction,
    sharing::{KeptFromPerson, Told},
    words::Words,
};

use crate::{
    fact::text,
    story, types,
    v1::{
        self, against::Against as WireAgainst, audience::Audience as WireAudience, decided_by::Who,
        sharing_fact as wire,
    },
};

/// The command.
pub fn record_agreement(request: &v1::RecordAgreementRequest) -> Result<RecordAgreement, Refusal> {
    let missing = || Refusal::of(Code::ChoiceMissing, "agreement");
    agreement(request.agreement.as_ref().ok_or_else(missing)?)
}

/// An agreement.
pub(crate) fn agreement(agreement: &v1::Agreement) -> Result<RecordAgreement, Refusal> {
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
    objection(request.objection.as_ref().ok_or_else(missing)?)
}

/// An objection.
pub(crate) fn objection(objection: &v1::Objection) -> Result<RecordObjection, Refusal> {
    let categories = types::categories("objection.categories", &objection.categories)?;
    Ok(RecordObjection {
        against: against(objection.against.as_ref())?,
        categories: (!categories.is_empty()).then_some(categories),
        decided_by: decided_by("objection.decided_by", objection.decided_by.as_ref())?,
        words: Words::optional("objection.words", &objection.words)?,
    })
}

/// The command.
pub fn withdraw_agreement(
    request: &v1::WithdrawAgreementRequest,
) -> Result<WithdrawAgreement, Refusal> {
    Ok(WithdrawAgreement {
        agreement: types::id("fact_id", &request.fact_id)?,
        decided_by: decided_by("decided_by", request.decided_by.as_ref())?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command.
pub fn withdraw_objection(
    request: &v1::WithdrawObjectionRequest,
) -> Result<WithdrawObjection, Refusal> {
    Ok(WithdrawObjection {
        objection: types::id("fact_id", &request.fact_id)?,
        decided_by: decided_by("decided_by", request.decided_by.as_ref())?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command.
pub fn restrict_fact(request: &v1::RestrictFactRequest) -> Result<RestrictFact, Refusal> {
    let readers = request.restricted_to.as_ref().map(story::restriction);
    let kept = |kept: &v1::KeptFromPerson| -> Result<_, Refusal> {
        Ok(KeptFromPerson {
            reason: Words::prose("kept_from_person.reason", &kept.reason)?,
            decider: Words::name("kept_from_person.decider", &kept.decider)?,
        })
    };
    Ok(RestrictFact {
        fact: types::id("fact_id", &request.fact_id)?,
        restriction: readers.transpose()?.unwrap_or_default(),
        kept_from_person: request.kept_from_person.as_ref().map(kept).transpose()?,
    })
}

/// The command.
pub fn lift_restriction(request: &v1::LiftRestrictionRequest) -> Result<LiftRestriction, Refusal> {
    Ok(LiftRestriction {
        fact: types::id("fact_id", &request.fact_id)?,
    })
}

/// The command.
pub fn correct_fact(request: &v1::CorrectFactRequest) -> Result<CorrectFact, Refusal> {
    Ok(CorrectFact {
        fact: types::id("fact_id", &request.fact_id)?,
        words: Words::prose("words", &request.words)?,
        categories: types::categories("categories", &request.categories)?,
    })
}

/// The command.
pub fn retract_fact(request: &v1::RetractFactRequest) -> Result<RetractFact, Refusal> {
    Ok(RetractFact {
        fact: types::id("fact_id", &request.fact_id)?,
        why: Words::prose("why", &request.why)?,
    })
}

/// The command.
pub fn record_duty(request: &v1::RecordDutyRequest) -> Result<RecordDuty, Refusal> {
    let fact = |(place, id): (usize, &String)| types::id(&format!("fact_ids[{place}]"), id);
    Ok(RecordDuty {
        kind: types::duty_kind("kind", request.kind)?,
        organisation: types::id("organisation", &request.organisation)?,
        facts: request
            .fact_ids
            .iter()
            .enumerate()
            .map(fact)
            .collect::<Result<_, _>>()?,
        grounds: Words::prose("grounds", &request.grounds)?,
        until: types::last_day("until", &request.until)?,
    })
}

/// The command.
pub fn end_duty(request: &v1::EndDutyRequest) -> Result<EndDuty, Refusal> {
    Ok(EndDuty {
        duty: types::id("fact_id", &request.fact_id)?,
        why: Words::prose("why", &request.why)?,
    })
}

/// What a fact of this theme says.
pub(crate) fn fact(told: &Told) -> v1::SharingFact {
    use wire::Told as Wire;
    let withdrawn = |id: &casework::ids::FactId, decided_by, words| wire::DecisionWithdrawn {
        fact_id: id.to_string(),
        decided_by: Some(wire_decided_by(decided_by)),
        words: text(words),
    };
    let told = match told {
        Told::Restricted {
            fact,
            kept_from_person,
        } => Wire::Restricted(wire::Restricted {
            fact_id: fact.to_string(),
            kept_from_person: kept_from_person.as_ref().map(|kept| v1::KeptFromPerson {
                reason: kept.reason.to_string(),
                decider: kept.decider.to_string(),
            }),
        }),
        Told::RestrictionLifted { fact } => Wire::RestrictionLifted(wire::RestrictionLifted {
            fact_id: fact.to_string(),
        }),
        Told::RecordedInError { entry, why } => Wire::RecordedInError(wire::RecordedInError {
            fact_id: entry.to_string(),
            why: why.to_string(),
        }),
        Told::Duty {
            kind,
            organisation,
            facts,
            grounds,
            until,
        } => Wire::Duty(wire::Duty {
            kind: types::wire_duty_kind(*kind) as i32,
            organisation: organisation.to_string(),
            fact_ids: facts.iter().map(ToString::to_string).collect(),
            grounds: grounds.to_string(),
            until: until
                .map(|until| until.date.to_string())
                .unwrap_or_default(),
        }),
        Told::DutyEnded { duty, why } => Wire::DutyEnded(wire::DutyEnded {
            fact_id: duty.to_string(),
            why: why.to_string(),
        }),
        Told::AgreementWithdrawn {
            agreement,
            decided_by,
            words,
        } => Wire::AgreementWithdrawn(withdrawn(agreement, decided_by, words)),
        Told::ObjectionWithdrawn {
            objection,
            decided_by,
            words,
        } => Wire::ObjectionWithdrawn(withdrawn(objection, decided_by, words)),
        Told::AgreementEnding { agreement, until } => {
            Wire::AgreementEnding(wire::AgreementEnding {
                fact_id: agreement.to_string(),
                until: until.date.to_string(),
            })
        }
    };
    v1::SharingFact { told: Some(told) }
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
