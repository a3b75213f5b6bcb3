//! Referrals.

use casework::{
    fact::About,
    first_contact::record::RecordFirstContact,
    ids::{FactId, OrganisationId, ServiceId},
    information::{Told as Asked, provide::ProvideInformation, request::RequestInformation},
    referral::{
        Offered, PersonOutcome, Source, Told,
        accept::AcceptReferral,
        complete::CompleteReferral,
        decline::DeclineReferral,
        raise::{OFFERED_MAX, Offer, RaiseReferral},
        receive::ReceiveReferral,
        withdraw::WithdrawReferral,
    },
    refusal::{Code, Refusal},
    service::Service,
    words::Words,
};
use uuid::Uuid;

use crate::{
    fact::text,
    types,
    v1::{self, referral_fact as wire},
};

/// The organisation and the service that are asked.
pub fn asked(request: &v1::RaiseReferralRequest) -> Result<(OrganisationId, ServiceId), Refusal> {
    Ok((
        types::id("organisation", &request.organisation)?,
        types::id("service_id", &request.service_id)?,
    ))
}

/// Something that was offered to the person, as it was named.
pub enum Named {
    /// A service of the directory.
    Service(OrganisationId, ServiceId),
    /// Something else, in words.
    Other(Words),
}

/// What was offered to the person.
pub fn offered(request: &v1::RaiseReferralRequest) -> Result<Vec<Named>, Refusal> {
    if request.offered.len() > OFFERED_MAX {
        return Err(Refusal::of(Code::TooMany, "offered"));
    }
    let each = |(place, option): (usize, &v1::OfferedOption)| {
        let field = |name: &str| format!("offered[{place}].{name}");
        if option.organisation.is_empty() && option.service_id.is_empty() {
            return Words::name(&field("words"), &option.words).map(Named::Other);
        }
        let organisation = types::id(&field("organisation"), &option.organisation)?;
        let service = types::id(&field("service_id"), &option.service_id)?;
        Ok(Named::Service(organisation, service))
    };
    request.offered.iter().enumerate().map(each).collect()
}

/// The command.
pub fn raise(
    request: &v1::RaiseReferralRequest,
    service: Service,
    offered: Vec<Offer>,
) -> Result<RaiseReferral, Refusal> {
    Ok(RaiseReferral {
        service,
        reason: Words::prose("reason", &request.reason)?,
        categories: types::categories("categories", &request.categories)?,
        without_agreement: without_agreement(request.person_agreed, &request.without_agreement)?,
        ticked: ticked(&request.ticked)?,
        call_taken_by: call_taken_by(request.urgency, &request.call_taken_by)?,
        offered,
        choice: Words::optional("choice", &request.choice)?,
    })
}

/// The command. `service` is the one that the request names, of the caller's organisation.
pub fn receive(
    request: &v1::ReceiveReferralRequest,
    service: Service,
) -> Result<ReceiveReferral, Refusal> {
    Ok(ReceiveReferral {
        service,
        source: source(request.source, &request.from)?,
        on: types::date("on", &request.on)?,
        reason: Words::prose("reason", &request.reason)?,
        categories: types::categories("categories", &request.categories)?,
        without_agreement: without_agreement(request.person_agreed, &request.without_agreement)?,
    })
}

fn source(source: i32, from: &str) -> Result<Source, Refusal> {
    use v1::ReferralSource as Wire;
    let who = || Words::name("from", from);
    match Wire::try_from(source) {
        Ok(Wire::Letter) => Ok(Source::Letter { from: who()? }),
        Ok(Wire::Email) => Ok(Source::Email { from: who()? }),
        Ok(Wire::PhoneCall) => Ok(Source::PhoneCall { from: who()? }),
        Ok(Wire::SelfReferral) if from.is_empty() => Ok(Source::SelfReferral),
        Ok(Wire::SelfReferral) => Err(Refusal::of(Code::SelfReferral, "from")),
        Ok(Wire::Unspecified) | Err(_) => Err(Refusal::of(Code::ChoiceMissing, "source")),
    }
}

/// How a referral came from outside, and from whom where it was not from the person.
pub fn wire_source(source: &Source) -> (v1::ReferralSource, String) {
    match source {
        Source::Letter { from } => (v1::ReferralSource::Letter, from.to_string()),
        Source::Email { from } => (v1::ReferralSource::Email, from.to_string()),
        Source::PhoneCall { from } => (v1::ReferralSource::PhoneCall, from.to_string()),
        Source::SelfReferral => (v1::ReferralSource::SelfReferral, String::new()),
    }
}

fn call_taken_by(urgency: i32, who: &str) -> Result<Option<Words>, Refusal> {
    match v1::ReferralUrgency::try_from(urgency) {
        Ok(v1::ReferralUrgency::Urgent) => Words::name("call_taken_by", who).map(Some),
        Ok(_) if who.is_empty() => Ok(None),
        Ok(_) => Err(Refusal::of(Code::NotUrgent, "call_taken_by")),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "urgency")),
    }
}

/// How urgent a referral is.
pub fn wire_urgency(urgent: bool) -> v1::ReferralUrgency {
    if urgent {
        v1::ReferralUrgency::Urgent
    } else {
        v1::ReferralUrgency::Routine
    }
}

// Agreement is never taken for granted: either it was given, or somebody says why it was not asked for.
pub(crate) fn without_agreement(agreed: bool, why: &str) -> Result<Option<Words>, Refusal> {
    if agreed {
        return Ok(None);
    }
    Words::prose("without_agreement", why).map(Some)
}

/// The passages that are ticked.
pub(crate) fn ticked(ticked: &[String]) -> Result<Vec<FactId>, Refusal> {
    let each = |(place, id): (usize, &String)| types::id(&format!("ticked[{place}]"), id);
    ticked.iter().enumerate().map(each).collect()
}

/// The command. `open` gives the event that an edit token names.
pub fn accept(
    request: &v1::AcceptReferralRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<AcceptReferral, Refusal> {
    Ok(AcceptReferral {
        referral: types::id("referral_id", &request.referral_id)?,
        seen: types::seen(&request.token, open)?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The organisation and the service that can be asked instead, where they are named.
pub fn instead(
    request: &v1::DeclineReferralRequest,
) -> Result<Option<(OrganisationId, ServiceId)>, Refusal> {
    let named = [&request.instead_organisation, &request.instead_service_id];
    if named.iter().all(|one| one.is_empty()) {
        return Ok(None);
    }
    let organisation = types::id("instead_organisation", named[0])?;
    let service = types::id("instead_service_id", named[1])?;
    Ok(Some((organisation, service)))
}

/// The command. `open` gives the event that an edit token names.
pub fn decline(
    request: &v1::DeclineReferralRequest,
    service: Option<Service>,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<DeclineReferral, Refusal> {
    Ok(DeclineReferral {
        referral: types::id("referral_id", &request.referral_id)?,
        seen: types::seen(&request.token, open)?,
        reason: types::decline_reason("reason", request.reason)?,
        words: Words::prose("words", &request.words)?,
        instead: Words::optional("instead", &request.instead)?,
        service,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn withdraw(
    request: &v1::WithdrawReferralRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<WithdrawReferral, Refusal> {
    Ok(WithdrawReferral {
        referral: types::id("referral_id", &request.referral_id)?,
        seen: types::seen(&request.token, open)?,
        words: Words::prose("words", &request.words)?,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn first_contact(
    request: &v1::RecordFirstContactRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<RecordFirstContact, Refusal> {
    Ok(RecordFirstContact {
        referral: types::id("referral_id", &request.referral_id)?,
        seen: types::seen(&request.token, open)?,
        on: types::date("on", &request.on)?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn complete(
    request: &v1::CompleteReferralRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<CompleteReferral, Refusal> {
    let of_person = |person: &v1::PersonOutcome| {
        Ok::<_, Refusal>(PersonOutcome {
            outcome: types::outcome("person.outcome", person.outcome)?,
            words: Words::optional("person.words", &person.words)?,
        })
    };
    Ok(CompleteReferral {
        referral: types::id("referral_id", &request.referral_id)?,
        seen: types::seen(&request.token, open)?,
        outcome: types::outcome("outcome", request.outcome)?,
        words: Words::prose("words", &request.words)?,
        person: request.person.as_ref().map(of_person).transpose()?,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn request_information(
    request: &v1::RequestInformationRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<RequestInformation, Refusal> {
    Ok(RequestInformation {
        referral: types::id("referral_id", &request.referral_id)?,
        seen: types::seen(&request.token, open)?,
        words: Words::prose("words", &request.words)?,
        categories: types::categories("categories", &request.categories)?,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn provide_information(
    request: &v1::ProvideInformationRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<ProvideInformation, Refusal> {
    let seen = types::seen(&request.information_token, open);
    Ok(ProvideInformation {
        referral: types::id("referral_id", &request.referral_id)?,
        seen: seen.map_err(|refusal| Refusal::of(refusal.code, "information_token"))?,
        words: Words::prose("words", &request.words)?,
        categories: types::categories("categories", &request.categories)?,
    })
}

/// What a fact about information says.
pub(crate) fn information(about: About, told: &Asked) -> v1::InformationFact {
    use v1::information_fact::{self as wire, Told as Wire};
    let referral_id = match about {
        About::Information { referral } => referral.to_string(),
        _ => String::new(),
    };
    let wire = match told {
        Asked::Asked {
            from,
            to,
            worker,
            words,
            answer_by,
        } => Wire::Asked(wire::Asked {
            from: from.to_string(),
            to: to.to_string(),
            worker: worker.to_string(),
            words: words.to_string(),
            answer_by: Some(types::timestamp(*answer_by)),
        }),
        Asked::Provided { words } => Wire::Provided(wire::Provided {
            words: words.to_string(),
        }),
        Asked::Overdue {
            answer_by,
            escalated,
        } => Wire::Overdue(wire::Overdue {
            answer_by: Some(types::timestamp(*answer_by)),
            escalated: *escalated,
        }),
        Asked::Ended => Wire::Ended(wire::Ended {}),
    };
    v1::InformationFact {
        referral_id,
        told: Some(wire),
    }
}

/// What a fact of this theme says, besides how a referral was raised and answered.
pub(crate) fn fact(about: About, told: &Told) -> v1::ReferralFact {
    use wire::Told as Wire;
    let referral_id = match about {
        About::Referral { referral } | About::ReferralOptions { referral } => referral.to_string(),
        _ => String::new(),
    };
    let wire = match told {
        Told::Received {
            organisation,
            service,
            service_name,
            source,
            on,
            reason,
            without_agreement,
            answer_by,
        } => {
            let (source, from) = wire_source(source);
            Wire::Received(wire::Received {
                organisation: organisation.to_string(),
                service_id: service.to_string(),
                service_name: service_name.to_string(),
                source: source as i32,
                from,
                on: on.to_string(),
                reason: reason.to_string(),
                without_agreement: text(without_agreement),
                answer_by: Some(types::timestamp(*answer_by)),
            })
        }
        Told::Offered { options, choice } => Wire::Offered(wire::Offered {
            options: options.iter().map(wire_offered).collect(),
            choice: text(choice),
        }),
        Told::Withdrawn { words } => Wire::Withdrawn(wire::Withdrawn {
            words: words.to_string(),
        }),
        Told::FirstContact { on, words } => Wire::FirstContact(wire::FirstContact {
            on: on.to_string(),
            words: text(words),
        }),
        Told::Completed {
            outcome,
            words,
            person,
        } => Wire::Completed(wire::Completed {
            outcome: types::wire_outcome(*outcome) as i32,
            words: words.to_string(),
            person: person.as_ref().map(|person| v1::PersonOutcome {
                outcome: types::wire_outcome(person.outcome) as i32,
                words: text(&person.words),
            }),
            outcomes_differ: told.outcomes_differ(),
        }),
        Told::Instead {
            organisation,
            service,
            service_name,
        } => Wire::Instead(wire::Instead {
            organisation: organisation.to_string(),
            service_id: service.to_string(),
            service_name: service_name.to_string(),
        }),
        Told::PartEnded {
            organisation,
            service,
        } => Wire::PartEnded(wire::PartEnded {
            organisation: organisation.to_string(),
            service_id: service.to_string(),
        }),
    };
    v1::ReferralFact {
        referral_id,
        told: Some(wire),
    }
}

fn wire_offered(offered: &Offered) -> v1::OfferedOption {
    match offered {
        Offered::Service {
            organisation,
            service,
            service_name,
        } => v1::OfferedOption {
            organisation: organisation.to_string(),
            service_id: service.to_string(),
            words: service_name.to_string(),
        },
        Offered::Other { words } => v1::OfferedOption {
            words: words.to_string(),
            ..v1::OfferedOption::default()
        },
    }
}
