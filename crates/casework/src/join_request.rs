//! Requests to join a case: whoever asks sees nothing of the case until they are let in.

pub mod accept;
pub mod decline;
pub mod overdue;
pub mod raise;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ask::Party,
    category::Categories,
    command::Context,
    disclosure::shown_to,
    event::By,
    fact::About,
    history::History,
    ids::{EventId, FactId, JoinRequestId, OrganisationId},
    joining::CaseJoined,
    refusal::{Code, Refusal},
    service::{Service, ServiceTerms},
};

/// A request to join, word-free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequestRaised {
    /// The request.
    pub request: JoinRequestId,
    /// The service through which the organisation would take part.
    pub terms: ServiceTerms,
    /// Who is asked: the organisation that holds the case.
    pub asked: OrganisationId,
    /// When an answer is due, and when it is due a second time.
    pub answer_by: [Timestamp; 2],
}

/// A request as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// Its id.
    pub id: JoinRequestId,
    /// The event that raised it, or with which the organisation joined at once.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// Who asked.
    pub from: OrganisationId,
    /// The service through which it would take part.
    pub terms: ServiceTerms,
    /// Who is asked.
    pub asked: OrganisationId,
    /// The categories of what was written.
    pub categories: Categories,
    /// When an answer is due, and when it is due a second time; never, where none was waited for.
    pub answer_by: Option<[Timestamp; 2]>,
    /// How far it has come.
    pub state: State,
    /// How many of the two answer-by times have been recorded as past.
    pub overdue: usize,
    /// The last event on it.
    pub last_event: EventId,
}

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has answered.
    Open,
    /// The organisation was let in.
    Accepted,
    /// The organisation was turned away.
    Declined,
    /// The organisation joined at once, with the person present.
    Joined,
    /// The case ended before anybody had answered.
    Ended,
}

impl JoinRequest {
    /// What its facts are about.
    pub const fn about(&self) -> About {
        About::JoinRequest { request: self.id }
    }

    /// Who asked and who was asked are shown all about it for good.
    pub(crate) fn parties(&self) -> impl Iterator<Item = Party<'_>> {
        [&self.from, &self.asked]
            .into_iter()
            .map(|organisation| Party {
                about: self.about(),
                event: self.event,
                agreed: None,
                organisation,
            })
    }

    /// The case has ended.
    pub(crate) fn end(&mut self, event: EventId) {
        if self.state == State::Open {
            self.state = State::Ended;
            self.last_event = event;
        }
    }

    /// The answer-by time that has not been recorded as past, where an answer is waited for.
    pub fn next_answer_by(&self) -> Option<Timestamp> {
        let open = self.answer_by.filter(|_| self.state == State::Open)?;
        open.get(self.overdue).copied()
    }
}

impl History {
    /// Takes in a request.
    pub(crate) fn ask_to_join(
        &mut self,
        event: EventId,
        by: &By,
        raised: JoinRequestRaised,
        categories: Categories,
    ) {
        self.organisations.insert(raised.asked.clone());
        let request = JoinRequest {
            id: raised.request,
            event,
            version: self.version(),
            from: by.organisation.clone(),
            terms: raised.terms,
            asked: raised.asked,
            categories,
            answer_by: Some(raised.answer_by),
            state: State::Open,
            overdue: 0,
            last_event: event,
        };
        self.join_requests.entry(request.id).or_insert(request);
    }

    /// Lets in whoever asked.
    pub(crate) fn let_in(&mut self, request: JoinRequestId, event: EventId) {
        if let Some((terms, about)) = self.answer_request(request, event, State::Accepted) {
            self.involve(event, terms, Some(about));
        }
    }

    /// Turns away whoever asked.
    pub(crate) fn turn_away(&mut self, request: JoinRequestId, event: EventId) {
        self.answer_request(request, event, State::Declined);
    }

    /// An organisation takes part at once; a request of its own is answered with it.
    pub(crate) fn join(
        &mut self,
        event: EventId,
        by: &By,
        joined: CaseJoined,
        categories: Categories,
    ) {
        let (id, about) = (
            joined.request,
            About::JoinRequest {
                request: joined.request,
            },
        );
        if self.join_requests.contains_key(&id) {
            if self.answer_request(id, event, State::Joined).is_none() {
                return;
            }
        } else {
            self.organisations.insert(joined.told.clone());
            let request = JoinRequest {
                id,
                event,
                version: self.version(),
                from: by.organisation.clone(),
                terms: joined.terms.clone(),
                asked: joined.told,
                categories,
                answer_by: None,
                state: State::Joined,
                overdue: 0,
                last_event: event,
            };
            self.join_requests.insert(id, request);
        }
        self.involve(event, joined.terms, Some(about));
    }

    /// An answer-by time has passed.
    pub(crate) fn join_overdue(&mut self, request: JoinRequestId, event: EventId) {
        let open = |request: &&mut JoinRequest| request.state == State::Open;
        if let Some(request) = self.join_requests.get_mut(&request).filter(open) {
            request.overdue += 1;
            request.last_event = event;
        }
    }

    fn answer_request(
        &mut self,
        request: JoinRequestId,
        event: EventId,
        state: State,
    ) -> Option<(ServiceTerms, About)> {
        let open = |request: &&mut JoinRequest| request.state == State::Open;
        let request = self.join_requests.get_mut(&request).filter(open)?;
        request.state = state;
        request.last_event = event;
        Some((request.terms.clone(), request.about()))
    }
}

/// What the caller needs to ask to join, or to join: a service of their own, and no part in the case yet.
pub(crate) fn outside<'a>(
    history: &'a History,
    context: &Context,
    service: &Service,
) -> Result<&'a OrganisationId, Refusal> {
    context.acting_for_organisation()?;
    if service.terms.organisation != *context.organisation() {
        return Err(Refusal::of(Code::ServiceUnknown, "service_id"));
    }
    let Some(open) = history.open_case() else {
        return Err(Refusal::of(Code::CaseUnknown, "token"));
    };
    if history.involves(context.organisation()) {
        return Err(Code::AlreadyInvolved.into());
    }
    Ok(&open.holder.organisation)
}

/// The caller's organisation's own request that has not been answered.
pub(crate) fn own_open<'a>(history: &'a History, context: &Context) -> Option<&'a JoinRequest> {
    let ours = |request: &&JoinRequest| {
        request.state == State::Open && request.from == *context.organisation()
    };
    history.join_requests().find(ours)
}

/// The open request that the caller, the lead worker, is asked to answer.
///
/// Where custody has moved on since, the organisation that was asked still answers: nothing falls into silence.
fn to_answer<'a>(
    history: &'a History,
    id: JoinRequestId,
    seen: EventId,
    context: &Context,
) -> Result<&'a JoinRequest, Refusal> {
    context.acting_for_organisation()?;
    let to_us = |request: &&JoinRequest| {
        let asked = history.fact(FactId {
            event: request.event,
            index: 0,
        });
        request.asked == *context.organisation()
            && asked.is_some_and(|asked| shown_to(history, &context.by, asked, context.now))
    };
    let Some(request) = history.join_request(id).filter(to_us) else {
        return Err(Refusal::of(Code::JoinRequestUnknown, "request_id"));
    };
    let leads = |holder: &crate::custody::Holder| {
        holder.organisation != *context.organisation() || holder.worker == context.by.worker
    };
    if !history.open_case().is_some_and(|case| leads(&case.holder)) {
        return Err(Code::LeadOnly.into());
    }
    if request.state != State::Open {
        return Err(Code::JoinRequestAnswered.into());
    }
    if request.last_event != seen {
        return Err(Refusal::of(Code::Stale, "token"));
    }
    Ok(request)
}
