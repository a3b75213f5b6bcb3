//! A case is paused, taken up again, and ends: closed, with a death, with a move, or as the person wishes.

use api::v1::{
    Category, CloseCaseRequest, CloseReason, PauseCaseRequest, PauseReason, RecordDeathRequest,
    RecordMoveAwayRequest, ReopenCaseRequest, ResumeCaseRequest, StopCoordinationRequest,
};

use super::{Telling, by_the_person, numbers};
use crate::demo::send::send;

impl Telling {
    /// Whoever leads pauses the case: the person is in hospital.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn goes_to_hospital(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let request = PauseCaseRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            reason: PauseReason::Hospital.into(),
            words: self.person.in_words(
                "{name} was taken in on the ward with a chest infection. The cat is looked after.",
            ),
            categories: numbers(&[Category::Health]),
            expected_back: self.date_in(i64::from(self.days_left()) + 9),
        };
        let paused = send!(self.sender, &who, cases.pause_case, request)?;
        self.keep(&who, paused.receipt);
        Ok(())
    }

    /// Whoever leads goes on with the case.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn comes_home(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let request = ResumeCaseRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
        };
        let resumed = send!(self.sender, &who, cases.resume_case, request)?;
        self.keep(&who, resumed.receipt);
        Ok(())
    }

    /// Whoever leads closes the case: what the person came for is done.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn is_done(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let request = CloseCaseRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            reason: CloseReason::GoalsReached.into(),
            words: self
                .person
                .in_words("{name} says that this is enough, and knows where to come back to."),
            categories: numbers(&[Category::SocialCare]),
            told_by: String::new(),
        };
        let closed = send!(self.sender, &who, cases.close_case, request)?;
        self.keep(&who, closed.receipt);
        Ok(())
    }

    /// Whoever led takes the case up again.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn comes_back(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let request = ReopenCaseRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
        };
        let reopened = send!(self.sender, &who, cases.reopen_case, request)?;
        self.keep(&who, reopened.receipt);
        // The others took part in what ended.
        self.parts.truncate(1);
        Ok(())
    }

    /// Whoever leads records that the person died.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn dies(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let request = RecordDeathRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            died_on: self.date_in(-1),
            words: self.person.in_words("{name} died at home, in the early morning, with the family there. They thank everybody who came."),
            categories: numbers(&[Category::EndOfLife]),
        };
        let died = send!(self.sender, &who, cases.record_death, request)?;
        self.keep(&who, died.receipt);
        Ok(())
    }

    /// Whoever leads records that the person moved away.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn moves_away(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let request = RecordMoveAwayRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            moved_on: self.date_in(-1),
            words: self.person.in_words("{name} has moved to {their} sister's, by the coast. The practice there has the pack, as {name} wished."),
            categories: numbers(&[Category::SocialCare]),
            told_by: String::new(),
        };
        let moved = send!(self.sender, &who, cases.record_move_away, request)?;
        self.keep(&who, moved.receipt);
        Ok(())
    }

    /// Whoever leads ends the case since the person wants nobody to coordinate any more.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn wants_no_more(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let request = StopCoordinationRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            decided_by: Some(by_the_person()),
            words: "Too many people. I will ring you when I want you.".into(),
            told_by: String::new(),
        };
        let stopped = send!(self.sender, &who, cases.stop_coordination, request)?;
        self.keep(&who, stopped.receipt);
        Ok(())
    }
}
