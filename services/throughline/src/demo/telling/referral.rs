//! A referral is raised and answered, taken back or completed.

use api::v1::{
    AcceptReferralRequest, CompleteReferralRequest, DeclineReason, DeclineReferralRequest,
    Direction, ListReferralsRequest, Outcome, PersonOutcome, RaiseReferralRequest,
    ReceiveReferralRequest, RecordFirstContactRequest, ReferralSource, ReferralState,
    ReferralUrgency, RequestInformationRequest, WithdrawReferralRequest,
};

use super::{Part, Telling, numbers};
use crate::demo::{
    acting::Acting,
    send::{find, is_stale, pause, send},
    words::Ask,
};

const PAGE: i32 = 25;

/// A referral that was raised.
#[derive(Clone)]
pub struct Asked {
    /// What is asked.
    pub ask: &'static Ask,
    /// Who is asked, and who answers.
    pub part: Part,
    /// The referral.
    pub referral: String,
}

impl Telling {
    /// Whoever leads refers the person, who agrees and ticks what the service may see.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn refers(&mut self, ask: &'static Ask) -> anyhow::Result<Asked> {
        let part = self.another_of(ask.of)?;
        self.refers_to(part, ask).await
    }

    /// As [`Telling::refers`], when it cannot wait: whoever leads has rung the service, too.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn refers_urgently(&mut self, ask: &'static Ask) -> anyhow::Result<Asked> {
        let part = self.another_of(ask.of)?;
        let call_taken_by = part.who.worker().to_owned();
        let who = self.lead();
        self.raises(&who, part, ask, &call_taken_by).await
    }

    /// Whoever leads refers the person to a part that does not take part yet.
    pub(in crate::demo) async fn refers_to(
        &mut self,
        part: Part,
        ask: &'static Ask,
    ) -> anyhow::Result<Asked> {
        let who = self.lead();
        self.raises(&who, part, ask, "").await
    }

    /// Somebody else who takes part asks the same service, without knowing that it is asked already.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn refers_as_well(&mut self, who: &Acting, asked: &Asked) -> anyhow::Result<Asked> {
        self.raises(who, asked.part.clone(), asked.ask, "").await
    }

    /// A letter came to the service that leads, some days ago, and is written down now.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn receives_a_letter(
        &mut self,
        from: &str,
        ask: &'static Ask,
    ) -> anyhow::Result<Asked> {
        let part = self.leading();
        let reason = self.say(ask.reasons);
        let request = ReceiveReferralRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            service_id: self.locality.id(part.offer),
            source: ReferralSource::Letter.into(),
            from: from.into(),
            // As with a meeting: what falls on a weekend may be told on the working day before.
            on: self.date_in(-4),
            reason,
            categories: numbers(&[ask.topic]),
            person_agreed: true,
            without_agreement: String::new(),
        };
        let received = send!(self.sender, &part.who, referrals.receive_referral, request)?;
        self.keep(&part.who, received.receipt);
        Ok(Asked {
            ask,
            part,
            referral: received.referral_id,
        })
    }

    /// The service has a question to whoever raised the referral, before it answers.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn asks_first(&mut self, asked: &Asked, words: &str) -> anyhow::Result<()> {
        let who = &asked.part.who;
        let command_id = self.sender.command_id();
        loop {
            let request = RequestInformationRequest {
                command_id: command_id.clone(),
                person_id: self.id.clone(),
                referral_id: asked.referral.clone(),
                token: self.waiting(who, &asked.referral).await?,
                words: self.person.in_words(words),
                categories: numbers(&[asked.ask.topic]),
            };
            match send!(self.sender, who, referrals.request_information, request) {
                Err(error) if is_stale(&error) => pause().await,
                questioned => {
                    self.keep(who, questioned?.receipt);
                    return Ok(());
                }
            }
        }
    }

    async fn raises(
        &mut self,
        who: &Acting,
        part: Part,
        ask: &'static Ask,
        call_taken_by: &str,
    ) -> anyhow::Result<Asked> {
        let urgency = if call_taken_by.is_empty() {
            ReferralUrgency::Routine
        } else {
            ReferralUrgency::Urgent
        };
        let reason = self.say(ask.reasons);
        let ticked = self.open_passages(who).await?;
        let request = RaiseReferralRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            organisation: self.locality.code(part.offer.organisation()),
            service_id: self.locality.id(part.offer),
            reason,
            categories: numbers(&[ask.topic]),
            person_agreed: true,
            ticked,
            urgency: urgency.into(),
            call_taken_by: call_taken_by.to_owned(),
            ..RaiseReferralRequest::default()
        };
        let raised = send!(self.sender, who, referrals.raise_referral, request)?;
        self.keep(who, raised.receipt);
        Ok(Asked {
            ask,
            part,
            referral: raised.referral_id,
        })
    }

    /// The service accepts, and takes part.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn accepts(&mut self, asked: &Asked) -> anyhow::Result<()> {
        let who = &asked.part.who;
        let command_id = self.sender.command_id();
        loop {
            let request = AcceptReferralRequest {
                command_id: command_id.clone(),
                person_id: self.id.clone(),
                referral_id: asked.referral.clone(),
                token: self.waiting(who, &asked.referral).await?,
                words: self.person.in_words(asked.ask.welcome),
            };
            match send!(self.sender, who, referrals.accept_referral, request) {
                // It became overdue in between: once more.
                Err(error) if is_stale(&error) => pause().await,
                accepted => {
                    self.keep(who, accepted?.receipt);
                    break;
                }
            }
        }
        self.parts.push(asked.part.clone());
        Ok(())
    }

    /// The service declines, and says where to ask instead: in words, and which service where it knows one.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn declines(
        &mut self,
        asked: &Asked,
        reason: DeclineReason,
        words: &str,
        instead: &str,
        service: Option<&Part>,
    ) -> anyhow::Result<()> {
        let who = &asked.part.who;
        let command_id = self.sender.command_id();
        loop {
            let request = DeclineReferralRequest {
                command_id: command_id.clone(),
                person_id: self.id.clone(),
                referral_id: asked.referral.clone(),
                token: self.waiting(who, &asked.referral).await?,
                reason: reason.into(),
                words: self.person.in_words(words),
                instead: instead.into(),
                instead_organisation: service
                    .map(|part| self.locality.code(part.offer.organisation()))
                    .unwrap_or_default(),
                instead_service_id: service
                    .map(|part| self.locality.id(part.offer))
                    .unwrap_or_default(),
            };
            match send!(self.sender, who, referrals.decline_referral, request) {
                Err(error) if is_stale(&error) => pause().await,
                declined => {
                    self.keep(who, declined?.receipt);
                    return Ok(());
                }
            }
        }
    }

    /// The first meeting after a referral was accepted, as the service writes it down.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn meets(&mut self, asked: &Asked) -> anyhow::Result<()> {
        let words = self.person.in_words(asked.ask.first);
        let who = asked.part.who.clone();
        let request = RecordFirstContactRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            referral_id: asked.referral.clone(),
            token: self
                .token(
                    &who,
                    &asked.referral,
                    Direction::In,
                    ReferralState::Accepted,
                )
                .await?,
            // What falls on a weekend is told on the working day beside it, which may be the one before.
            on: self.date_in(-2),
            words: String::new(),
        };
        let met = send!(self.sender, &who, referrals.record_first_contact, request)?;
        self.keep(&who, met.receipt);
        self.note(&who, &words, &[asked.ask.topic]).await
    }

    /// The service says what came of it, and the person does; not always the same.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn completes(&mut self, asked: &Asked) -> anyhow::Result<()> {
        let who = asked.part.who.clone();
        let of_person = if self.chance.one_in(3) {
            Outcome::HelpedInPart
        } else {
            Outcome::Helped
        };
        let person = PersonOutcome {
            outcome: of_person.into(),
            words: self.person.in_words(asked.ask.told),
        };
        let request = CompleteReferralRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            referral_id: asked.referral.clone(),
            token: self
                .token(
                    &who,
                    &asked.referral,
                    Direction::In,
                    ReferralState::InContact,
                )
                .await?,
            outcome: Outcome::Helped.into(),
            words: self.person.in_words(asked.ask.outcome),
            person: Some(person),
        };
        let completed = send!(self.sender, &who, referrals.complete_referral, request)?;
        self.keep(&who, completed.receipt);
        self.parts
            .retain(|part| part.who.organisation() != who.organisation());
        Ok(())
    }

    /// Whoever leads takes it back before anybody has answered.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn takes_back(&mut self, asked: &Asked, words: &str) -> anyhow::Result<()> {
        let who = self.lead();
        let command_id = self.sender.command_id();
        loop {
            let request = WithdrawReferralRequest {
                command_id: command_id.clone(),
                person_id: self.id.clone(),
                referral_id: asked.referral.clone(),
                token: self
                    .token(&who, &asked.referral, Direction::Out, ReferralState::Open)
                    .await?,
                words: self.person.in_words(words),
            };
            match send!(self.sender, &who, referrals.withdraw_referral, request) {
                Err(error) if is_stale(&error) => pause().await,
                withdrawn => {
                    self.keep(&who, withdrawn?.receipt);
                    return Ok(());
                }
            }
        }
    }

    /// The whole of it: raised, accepted after some days, and met after some more.
    ///
    /// # Errors
    /// Where a part of it is refused.
    pub async fn is_helped(&mut self, ask: &'static Ask) -> anyhow::Result<Asked> {
        let asked = self.refers(ask).await?;
        self.some_days_pass(1, 3).await?;
        self.accepts(&asked).await?;
        self.some_days_pass(2, 6).await?;
        self.meets(&asked).await?;
        Ok(asked)
    }

    /// The token of a referral that waits for somebody's answer, once their list has it.
    async fn waiting(&self, who: &Acting, referral: &str) -> anyhow::Result<String> {
        self.token(who, referral, Direction::In, ReferralState::Open)
            .await
    }

    /// The token of a referral that has come so far, once somebody's list has it.
    async fn token(
        &self,
        who: &Acting,
        referral: &str,
        direction: Direction,
        state: ReferralState,
    ) -> anyhow::Result<String> {
        let request = ListReferralsRequest {
            direction: direction.into(),
            state: state.into(),
            page_size: PAGE,
            ..ListReferralsRequest::default()
        };
        let waiting = find!(self, who, read_referrals.list_referrals, request, referrals, referral_id: referral);
        Ok(waiting.token)
    }
}
