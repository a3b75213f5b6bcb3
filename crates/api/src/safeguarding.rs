//! Safeguarding: concerns, and the leads to whom they go.

use std::collections::BTreeSet;

use casework::{
    concern::{Outcome, Subject, Told, Whom, close::CloseConcern, raise::RaiseConcern},
    concern_told::record::RecordConcernTold,
    fact::About,
    ids::{EventId, WorkerId},
    refusal::{Code, Refusal},
    safeguarding_lead::{SafeguardingLead, name::NameSafeguardingLead},
    words::Words,
};
use uuid::Uuid;

use crate::{
    fact::text,
    types::{self, choices, timestamp},
    v1::{self, concern_fact, concern_subject},
};

/// The command.
pub fn name_lead(
    request: &v1::NameSafeguardingLeadRequest,
) -> Result<NameSafeguardingLead, Refusal> {
    let lead = request.lead.clone().unwrap_or_default();
    let instead_of = match request.instead_of.as_str() {
        "" => None,
        worker => Some(types::worker("instead_of", worker)?),
    };
    Ok(NameSafeguardingLead {
        lead: SafeguardingLead {
            worker: types::worker("lead.worker", &lead.worker)?,
            name: Words::name("lead.name", &lead.name)?,
            telephone: Words::name("lead.telephone", &lead.telephone)?,
        },
        instead_of,
    })
}

/// The command, which goes to these leads.
pub fn raise(
    request: &v1::RaiseConcernRequest,
    leads: BTreeSet<WorkerId>,
) -> Result<RaiseConcern, Refusal> {
    Ok(RaiseConcern {
        words: Words::prose("words", &request.words)?,
        subject: subject(request.subject.as_ref())?,
        categories: types::categories("categories", &request.categories)?,
        immediate_danger: request.immediate_danger,
        done: Words::optional("done", &request.done)?,
        leads,
    })
}

/// The command. These are the leads by now.
pub fn record_told(
    request: &v1::RecordConcernToldRequest,
    leads: BTreeSet<WorkerId>,
) -> Result<RecordConcernTold, Refusal> {
    Ok(RecordConcernTold {
        concern: types::id("concern_id", &request.concern_id)?,
        whom: whom("recipient", request.recipient)?,
        name: Words::name("name", &request.name)?,
        at: types::moment("told_at", request.told_at)?,
        words: Words::optional("words", &request.words)?,
        leads,
    })
}

/// The command. `open` gives the event that an edit token names; these are the leads by now.
pub fn close(
    request: &v1::CloseConcernRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
    leads: BTreeSet<WorkerId>,
) -> Result<CloseConcern, Refusal> {
    let seen = open(&request.token).map(EventId);
    Ok(CloseConcern {
        concern: types::id("concern_id", &request.concern_id)?,
        seen: seen.ok_or(Refusal::of(Code::TokenInvalid, "token"))?,
        outcome: outcome("outcome", request.outcome)?,
        words: Words::prose("words", &request.words)?,
        leads,
    })
}

/// A lead on the wire.
pub fn wire_lead(lead: &SafeguardingLead) -> v1::SafeguardingLead {
    v1::SafeguardingLead {
        worker: lead.worker.to_string(),
        name: lead.name.to_string(),
        telephone: lead.telephone.to_string(),
    }
}

/// What is said of a concern.
pub(crate) fn fact(about: About, told: &Told) -> v1::ConcernFact {
    let concern_id = match about {
        About::Concern { concern } => concern.to_string(),
        _ => String::new(),
    };
    v1::ConcernFact {
        concern_id,
        told: Some(wire_told(told)),
    }
}

fn wire_told(told: &Told) -> concern_fact::Told {
    match told {
        Told::Raised {
            words,
            subject,
            name,
            immediate_danger,
            done,
            tell_by,
        } => concern_fact::Told::Raised(v1::ConcernRaised {
            words: words.to_string(),
            subject: Some(wire_subject(subject)),
            person_name: text(name),
            immediate_danger: *immediate_danger,
            done: text(done),
            tell_by: Some(timestamp(*tell_by)),
        }),
        Told::SomebodyTold {
            whom,
            name,
            at,
            words,
        } => concern_fact::Told::SomebodyTold(v1::ConcernTold {
            recipient: wire_whom(*whom) as i32,
            name: name.to_string(),
            told_at: Some(timestamp(*at)),
            words: text(words),
        }),
        Told::Overdue { tell_by, escalated } => concern_fact::Told::Overdue(v1::ConcernOverdue {
            tell_by: Some(timestamp(*tell_by)),
            escalated: *escalated,
        }),
        Told::Closed { outcome, words } => concern_fact::Told::Closed(v1::ConcernClosed {
            outcome: wire_outcome(*outcome) as i32,
            words: words.to_string(),
        }),
    }
}

fn subject(subject: Option<&v1::ConcernSubject>) -> Result<Subject, Refusal> {
    match subject.and_then(|subject| subject.subject.as_ref()) {
        Some(concern_subject::Subject::Person(_)) => Ok(Subject::Person),
        Some(concern_subject::Subject::SomebodyElse(who)) => Ok(Subject::SomebodyElse(
            Words::prose("subject.somebody_else", who)?,
        )),
        None => Err(Refusal::of(Code::ChoiceMissing, "subject")),
    }
}

fn wire_subject(subject: &Subject) -> v1::ConcernSubject {
    let subject = match subject {
        Subject::Person => concern_subject::Subject::Person(concern_subject::Person {}),
        Subject::SomebodyElse(who) => concern_subject::Subject::SomebodyElse(who.to_string()),
    };
    v1::ConcernSubject {
        subject: Some(subject),
    }
}

choices! {
    /// Who was told.
    whom, wire_whom: v1::ConcernRecipient => Whom {
        CouncilForAdults = CouncilForAdults, CouncilForChildren = CouncilForChildren, Police = Police,
        EmergencyService = EmergencyService, OwnOrganisation = OwnOrganisation, Other = Other,
    }
    /// What came of a concern.
    outcome, wire_outcome: v1::ConcernOutcome => Outcome {
        Enquiry = Enquiry, MadeSafe = MadeSafe, KnownAlready = KnownAlready, NoConcern = NoConcern,
    }
}
