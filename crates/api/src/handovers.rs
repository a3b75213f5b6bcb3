//! Handovers, the lead worker, custodians.

use casework::{
    custodian::name::NameCustodian,
    custody::take::TakeCustody,
    fact::About,
    handover::{
        Offer, To, Told,
        accept::AcceptHandover,
        cancel::CancelHandover,
        decline::DeclineHandover,
        offer::{OfferHandover, OfferTo},
    },
    ids::{OrganisationId, ServiceId, WorkerId},
    lead::reassign::ReassignLead,
    refusal::Refusal,
    service::Service,
    words::Words,
};
use uuid::Uuid;

use crate::{
    fact::text,
    referrals::{ticked, without_agreement},
    types::{self, seen},
    v1::{self, handover_fact as wire},
};

/// The organisation and the service that are asked; none where it is a colleague.
pub fn asked(
    request: &v1::OfferHandoverRequest,
) -> Result<Option<(OrganisationId, ServiceId)>, Refusal> {
    if !request.worker.is_empty() {
        return Ok(None);
    }
    Ok(Some((
        types::id("organisation", &request.organisation)?,
        types::id("service_id", &request.service_id)?,
    )))
}

/// The command; to a colleague, where no service is asked.
pub fn offer(
    request: &v1::OfferHandoverRequest,
    service: Option<Service>,
) -> Result<OfferHandover, Refusal> {
    let to = match service {
        Some(service) => OfferTo::Service(service),
        None => OfferTo::Colleague(types::worker("worker", &request.worker)?),
    };
    let outstanding =
        |(place, words): (usize, &String)| Words::prose(&format!("outstanding[{place}]"), words);
    let introduction_on = match request.introduction_on.as_str() {
        "" => None,
        date => Some(types::date("introduction_on", date)?),
    };
    let outstanding = request.outstanding.iter().enumerate().map(outstanding);
    Ok(OfferHandover {
        to,
        summary: Words::prose("summary", &request.summary)?,
        outstanding: outstanding.collect::<Result<_, _>>()?,
        introduction_on,
        categories: types::categories("categories", &request.categories)?,
        without_agreement: without_agreement(request.person_agreed, &request.without_agreement)?,
        ticked: ticked(&request.ticked)?,
        sender_leaves: request.sender_leaves,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn accept(
    request: &v1::AcceptHandoverRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<AcceptHandover, Refusal> {
    Ok(AcceptHandover {
        handover: types::id("handover_id", &request.handover_id)?,
        seen: seen(&request.token, open)?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn decline(
    request: &v1::DeclineHandoverRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<DeclineHandover, Refusal> {
    Ok(DeclineHandover {
        handover: types::id("handover_id", &request.handover_id)?,
        seen: seen(&request.token, open)?,
        reason: types::decline_reason("reason", request.reason)?,
        words: Words::prose("words", &request.words)?,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn cancel(
    request: &v1::CancelHandoverRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<CancelHandover, Refusal> {
    Ok(CancelHandover {
        handover: types::id("handover_id", &request.handover_id)?,
        seen: seen(&request.token, open)?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command.
pub fn reassign_lead(request: &v1::ReassignLeadRequest) -> Result<ReassignLead, Refusal> {
    Ok(ReassignLead {
        worker: types::worker("worker", &request.worker)?,
    })
}

/// Who holds the case, and whom the directory names as its custodian.
pub struct Custody {
    /// Who holds it.
    pub from: OrganisationId,
    /// Its custodian.
    pub custodian: Option<OrganisationId>,
}

/// The command, where the caller leads unless somebody else is named.
pub fn take_custody(
    request: &v1::TakeCustodyRequest,
    custody: Custody,
    service: Service,
    caller: &WorkerId,
) -> Result<TakeCustody, Refusal> {
    let Custody { from, custodian } = custody;
    Ok(TakeCustody {
        from,
        custodian,
        service,
        lead: types::worker_or("lead_worker", &request.lead_worker, caller)?,
        reason: Words::prose("reason", &request.reason)?,
    })
}

/// The organisation whose custodian is named, and the custodian.
pub fn custodian(
    request: &v1::NameCustodianRequest,
) -> Result<(OrganisationId, OrganisationId), Refusal> {
    Ok((
        types::id("organisation", &request.organisation)?,
        types::id("custodian", &request.custodian)?,
    ))
}

/// The command.
pub fn name_custodian(custodian: OrganisationId, registered: bool) -> NameCustodian {
    NameCustodian {
        custodian,
        registered,
    }
}

/// A fact about a handover.
pub(crate) fn told(about: About, told: &Told) -> v1::HandoverFact {
    let handover_id = match about {
        About::Handover { handover } => handover.to_string(),
        _ => String::new(),
    };
    let told = match told {
        Told::Offered(offer) => wire::Told::Offered(offered(offer)),
        Told::Accepted { worker, words } => wire::Told::Accepted(wire::Accepted {
            worker: worker.to_string(),
            words: text(words),
        }),
        Told::Declined { reason, words } => wire::Told::Declined(wire::Declined {
            reason: types::wire_decline_reason(*reason) as i32,
            words: words.to_string(),
        }),
        Told::Cancelled { words } => wire::Told::Cancelled(wire::Cancelled { words: text(words) }),
        Told::Overdue {
            answer_by,
            escalated,
        } => wire::Told::Overdue(wire::Overdue {
            answer_by: Some(types::timestamp(*answer_by)),
            escalated: *escalated,
        }),
        Told::Taken {
            from,
            to,
            worker,
            reason,
        } => wire::Told::Taken(wire::Taken {
            from: from.to_string(),
            to: to.to_string(),
            worker: worker.to_string(),
            reason: reason.to_string(),
        }),
    };
    v1::HandoverFact {
        handover_id,
        told: Some(told),
    }
}

fn offered(offer: &Offer) -> wire::Offered {
    let (to, service_id, service_name, worker) = match &offer.to {
        To::Worker { worker } => {
            let own = offer.from.to_string();
            (own, String::new(), String::new(), worker.to_string())
        }
        To::Service {
            organisation,
            service,
            service_name,
        } => (
            organisation.to_string(),
            service.to_string(),
            service_name.to_string(),
            String::new(),
        ),
    };
    wire::Offered {
        from: offer.from.to_string(),
        to,
        service_id,
        service_name,
        worker,
        summary: offer.summary.to_string(),
        outstanding: offer.outstanding.iter().map(ToString::to_string).collect(),
        introduction_on: types::wire_date(offer.introduction_on),
        without_agreement: text(&offer.without_agreement),
        answer_by: Some(types::timestamp(offer.answer_by)),
        sender_leaves: offer.sender_leaves,
    }
}
