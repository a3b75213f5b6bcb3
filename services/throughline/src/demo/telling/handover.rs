//! A handover is offered, and answered.

use anyhow::{Context, bail};
use api::v1::{
    AcceptHandoverRequest, DeclineHandoverRequest, DeclineReason, HandoverDirection, HandoverState,
    ListHandoversRequest, OfferHandoverRequest,
};

use super::{Part, Telling, numbers};
use crate::demo::{
    acting::Acting,
    send::{find, is_stale, pause, send},
};

/// A handover that was offered.
pub struct Handed {
    /// Who is to lead.
    pub part: Part,
    handover: String,
    sender_leaves: bool,
}

impl Telling {
    /// Whoever leads offers the case to a service, whose worker answers.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn hands_over_to(
        &mut self,
        key: &str,
        sender_leaves: bool,
    ) -> anyhow::Result<Handed> {
        let part = self.another_of(key)?;
        let request = OfferHandoverRequest {
            organisation: self.locality.code(part.offer.organisation()),
            service_id: self.locality.id(part.offer),
            sender_leaves,
            ..OfferHandoverRequest::default()
        };
        self.offers(part, request).await
    }

    /// Whoever leads offers the case to a colleague.
    ///
    /// # Errors
    /// Where it is refused, or there is no colleague.
    pub async fn hands_over_to_a_colleague(&mut self) -> anyhow::Result<Handed> {
        let part = self
            .parts
            .first()
            .context("a case is open before it is handed over")?
            .clone();
        let mut workers = part.offer.workers();
        let Some(colleague) = workers.find(|worker| worker.id != part.who.worker()) else {
            bail!("there is no colleague")
        };
        let request = OfferHandoverRequest {
            organisation: part.who.organisation().into(),
            worker: colleague.id.into(),
            ..OfferHandoverRequest::default()
        };
        let who = self.locality.acting(part.offer.organisation(), colleague);
        self.offers(Part { who, ..part }, request).await
    }

    async fn offers(
        &mut self,
        part: Part,
        request: OfferHandoverRequest,
    ) -> anyhow::Result<Handed> {
        let who = self.lead();
        let ticked = self.open_passages(&who).await?;
        let request = OfferHandoverRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            summary: self.person.in_words(
                "{name} knows that you will ring, and is glad of it. What has helped so far: one thing at a time, and \
                 saying what comes next.",
            ),
            outstanding: vec![self.person.in_words("{name} was promised a call about {their} letter by Friday.")],
            introduction_on: self.date_in(7),
            categories: numbers(&[self.need.topic]),
            person_agreed: true,
            ticked,
            ..request
        };
        let sender_leaves = request.sender_leaves;
        let offered = send!(self.sender, &who, handovers.offer_handover, request)?;
        self.keep(&who, offered.receipt);
        Ok(Handed {
            part,
            handover: offered.handover_id,
            sender_leaves,
        })
    }

    /// The receiver accepts, and leads from now on.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn takes_over(&mut self, handed: Handed) -> anyhow::Result<()> {
        let who = handed.part.who.clone();
        let command_id = self.sender.command_id();
        // The timekeeper may record between reading and sending that an answer is overdue.
        let accepted = loop {
            let request = AcceptHandoverRequest {
                command_id: command_id.clone(),
                person_id: self.id.clone(),
                handover_id: handed.handover.clone(),
                token: self.handover_token(&who, &handed.handover).await?,
                words: self.person.in_words("I will ring {name} tomorrow."),
            };
            match send!(self.sender, &who, handovers.accept_handover, request) {
                Err(error) if is_stale(&error) => pause().await,
                accepted => break accepted?,
            }
        };
        self.keep(&who, accepted.receipt);
        let within = who.organisation() == self.lead().organisation();
        if handed.sender_leaves || within {
            self.parts.remove(0);
        }
        self.parts.insert(0, handed.part);
        Ok(())
    }

    /// The receiver declines; whoever leads goes on.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn declines_handover(&mut self, handed: &Handed) -> anyhow::Result<()> {
        let who = handed.part.who.clone();
        let command_id = self.sender.command_id();
        let declined = loop {
            let request = DeclineHandoverRequest {
                command_id: command_id.clone(),
                person_id: self.id.clone(),
                handover_id: handed.handover.clone(),
                token: self.handover_token(&who, &handed.handover).await?,
                reason: DeclineReason::NoCapacity.into(),
                words: self.person.in_words(
                    "We cannot give {name} the time before spring. Please keep the case until then.",
                ),
            };
            match send!(self.sender, &who, handovers.decline_handover, request) {
                Err(error) if is_stale(&error) => pause().await,
                declined => break declined?,
            }
        };
        self.keep(&who, declined.receipt);
        Ok(())
    }

    async fn handover_token(&self, who: &Acting, handover: &str) -> anyhow::Result<String> {
        let request = ListHandoversRequest {
            direction: HandoverDirection::Unspecified.into(),
            state: HandoverState::Open.into(),
            ..ListHandoversRequest::default()
        };
        let listed = find!(self, who, read_handovers.list_handovers, request, handovers, handover_id: handover);
        Ok(listed.token)
    }
}
