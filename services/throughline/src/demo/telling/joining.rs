//! An organisation finds a person, asks to join their case or joins it at once, and leaves it.

use anyhow::ensure;
use api::v1::{
    AcceptJoinRequestRequest, FindPersonRequest, JoinCaseRequest, JoinRequestState,
    LeaveCaseRequest, ListJoinRequestsRequest, Purpose, RaiseJoinRequestRequest,
};

use super::{Part, Telling, numbers};
use crate::demo::send::{find, is_stale, pause, send};

/// An organisation that asks to join.
pub struct Knocking {
    /// Who asks.
    pub part: Part,
    request: String,
}

impl Telling {
    /// Somebody of a service who sees the person, and does not take part yet, asks to join.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn asks_to_join(&mut self, key: &str) -> anyhow::Result<Knocking> {
        let part = self.another_of(key)?;
        let request = RaiseJoinRequestRequest {
            command_id: self.sender.command_id(),
            token: self.found_by(&part).await?,
            service_id: self.locality.id(part.offer),
            reason: self
                .person
                .in_words("{name} came to us without a letter, and says that others help too."),
            categories: numbers(&[self.need.topic]),
        };
        let asked = send!(self.sender, &part.who, joining.raise_join_request, request)?;
        self.keep(&part.who, asked.receipt);
        Ok(Knocking {
            part,
            request: asked.request_id,
        })
    }

    /// Whoever leads lets them in.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn lets_in(&mut self, knocking: Knocking) -> anyhow::Result<()> {
        let who = self.lead();
        let command_id = self.sender.command_id();
        // The timekeeper may record between reading and sending that an answer is overdue.
        let accepted = loop {
            let request = ListJoinRequestsRequest {
                state: JoinRequestState::Open.into(),
                ..ListJoinRequestsRequest::default()
            };
            let wanted = &knocking.request;
            let listed = find!(self, &who, read_joining.list_join_requests, request, requests, request_id: wanted);
            let request = AcceptJoinRequestRequest {
                command_id: command_id.clone(),
                person_id: self.id.clone(),
                request_id: listed.request_id,
                token: listed.token,
                words: self.person.in_words("{name} asked me to say yes."),
            };
            match send!(self.sender, &who, joining.accept_join_request, request) {
                Err(error) if is_stale(&error) => pause().await,
                accepted => break accepted?,
            }
        };
        self.keep(&who, accepted.receipt);
        self.parts.push(knocking.part);
        Ok(())
    }

    /// Somebody of a service joins at once, with the person beside them.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn joins(&mut self, key: &str) -> anyhow::Result<()> {
        // Only health and social care join at once: where all who offer this take part, it may be somebody else's turn.
        let mut part = self.another_of(key)?;
        while !matches!(
            part.offer.service().purpose,
            Purpose::HealthCare | Purpose::SocialCare
        ) {
            part = self.another_of(key)?;
        }
        let request = JoinCaseRequest {
            command_id: self.sender.command_id(),
            token: self.found_by(&part).await?,
            service_id: self.locality.id(part.offer),
            identified_by: self
                .person
                .in_words("{name} is here, and gave {their} name, birthday and address."),
        };
        let joined = send!(self.sender, &part.who, joining.join_case, request)?;
        self.keep(&part.who, joined.receipt);
        self.parts.push(part);
        Ok(())
    }

    /// The part of this number leaves the case.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn leaves(&mut self, number: usize) -> anyhow::Result<()> {
        let who = self.part(number);
        let request = LeaveCaseRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            words: self.person.in_words("What {name} came to us for is done."),
        };
        let left = send!(self.sender, &who, joining.leave_case, request)?;
        self.keep(&who, left.receipt);
        self.parts.remove(number);
        Ok(())
    }

    async fn found_by(&mut self, part: &Part) -> anyhow::Result<String> {
        let request = FindPersonRequest {
            command_id: self.sender.command_id(),
            nhs_number: self.person.identity.nhs_number.clone(),
            birth_date: self.person.identity.birth_date.clone(),
            ..FindPersonRequest::default()
        };
        let found = send!(self.sender, &part.who, joining.find_person, request)?;
        ensure!(!found.token.is_empty(), "nobody was found");
        Ok(found.token)
    }
}
