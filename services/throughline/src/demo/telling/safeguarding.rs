//! A safeguarding concern is raised, somebody is told, and it is closed.

use api::{
    types::timestamp,
    v1::{
        CloseConcernRequest, ConcernOutcome, ConcernRecipient, ConcernState, ConcernSubject,
        ListConcernsRequest, RaiseConcernRequest, RecordConcernToldRequest, concern_subject,
    },
};

use super::Telling;
use crate::demo::{
    acting::Acting,
    send::{find, send},
    words::CONCERNS,
};

impl Telling {
    /// Whoever leads raises a concern about the person; gives its id.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn raises_concern(&mut self) -> anyhow::Result<String> {
        let who = self.lead();
        let about = concern_subject::Subject::Person(concern_subject::Person {});
        let request = RaiseConcernRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            words: self.say(CONCERNS),
            subject: Some(ConcernSubject {
                subject: Some(about),
            }),
            done: "Stayed until things were calm, and agreed when to ring.".into(),
            ..RaiseConcernRequest::default()
        };
        let raised = send!(self.sender, &who, safeguarding.raise_concern, request)?;
        self.keep(&who, raised.receipt);
        Ok(raised.concern_id)
    }

    /// Whoever leads records that the council was told.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn tells_the_council(&mut self, concern: &str) -> anyhow::Result<()> {
        let who = self.lead();
        let request = RecordConcernToldRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            concern_id: concern.into(),
            recipient: ConcernRecipient::CouncilForAdults.into(),
            name: "Duty social worker".into(),
            told_at: Some(timestamp(self.moment.at(self.first))),
            words: "They will ring back today, and see {name} this week."
                .replace("{name}", &self.person.called),
        };
        let told = send!(self.sender, &who, safeguarding.record_concern_told, request)?;
        self.keep(&who, told.receipt);
        Ok(())
    }

    /// Whoever leads closes the concern.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn closes_concern(&mut self, concern: &str) -> anyhow::Result<()> {
        let who = self.lead();
        let request = CloseConcernRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            concern_id: concern.into(),
            token: self.concern_token(&who, concern).await?,
            outcome: ConcernOutcome::MadeSafe.into(),
            words: "Seen twice with the social worker. {name} says that it has stopped, and knows whom to ring."
                .replace("{name}", &self.person.called),
        };
        let closed = send!(self.sender, &who, safeguarding.close_concern, request)?;
        self.keep(&who, closed.receipt);
        Ok(())
    }

    async fn concern_token(&self, who: &Acting, concern: &str) -> anyhow::Result<String> {
        let request = ListConcernsRequest {
            state: ConcernState::Open.into(),
            ..ListConcernsRequest::default()
        };
        let listed =
            find!(self, who, concerns.list_concerns, request, concerns, concern_id: concern);
        Ok(listed.token)
    }
}
