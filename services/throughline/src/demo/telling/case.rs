//! A case is opened, and notes are written.

use api::v1::{
    Category, OpenCaseRequest, RecordNoteRequest, Worker, record_note_request::Restriction,
};

use super::{Telling, numbers};
use crate::demo::{acting::Acting, send::send, words::ORDINARY};

impl Telling {
    /// One of the services that the need begins at opens a case.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn opens(&mut self) -> anyhow::Result<()> {
        let key = self.chance.pick(self.need.opened_by);
        let part = self.somebody_of(key)?;
        self.opened_by(part).await
    }

    /// A part opens the case, and leads it.
    pub(in crate::demo) async fn opened_by(&mut self, part: super::Part) -> anyhow::Result<()> {
        let request = OpenCaseRequest {
            command_id: self.sender.command_id(),
            service_id: self.locality.id(part.offer),
            identity: Some(self.person.identity.clone()),
            ..OpenCaseRequest::default()
        };
        let opened = send!(self.sender, &part.who, cases.open_case, request)?;
        self.id = opened.person_id;
        self.keep(&part.who, opened.receipt);
        self.parts = vec![part];
        Ok(())
    }

    /// Somebody writes a note.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn note(
        &mut self,
        who: &Acting,
        words: &str,
        categories: &[Category],
    ) -> anyhow::Result<()> {
        self.noted_for(who, words, categories, None).await
    }

    /// Whoever leads writes down what they saw: first what belongs to the need, then what is ordinary.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn visits(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let (words, topic) = match self.need.seen.get(self.noted) {
            Some(seen) => (self.person.in_words(seen), self.need.topic),
            None => (self.say(ORDINARY), Category::SocialCare),
        };
        self.noted += 1;
        self.note(&who, &words, &[topic]).await
    }

    /// Whoever leads writes down what these alone are to read.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn note_for(
        &mut self,
        organisations: Vec<String>,
        workers: Vec<Worker>,
    ) -> anyhow::Result<()> {
        let who = self.lead();
        let words = self.person.in_words(self.need.private);
        let readers = Restriction {
            organisations,
            workers,
        };
        self.noted_for(&who, &words, &[self.need.topic], Some(readers))
            .await
    }

    async fn noted_for(
        &mut self,
        who: &Acting,
        words: &str,
        categories: &[Category],
        restricted_to: Option<Restriction>,
    ) -> anyhow::Result<()> {
        let request = RecordNoteRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            words: words.into(),
            categories: numbers(categories),
            restricted_to,
        };
        let noted = send!(self.sender, who, notes.record_note, request)?;
        self.keep(who, noted.receipt);
        Ok(())
    }
}
