//! A record without a number, a second record of the same person, and the case of somebody who belongs to them.

use api::v1::{
    Category, Identity, LinkPersonRequest, MergePersonRequest, OpenCaseRequest, RecordNoteRequest,
};

use super::{Part, Telling, numbers};
use crate::demo::send::send;

impl Telling {
    /// A case is opened for somebody whose NHS number nobody knows.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn opens_without_a_number(&mut self) -> anyhow::Result<()> {
        let key = self.chance.pick(self.need.opened_by);
        let part = self.somebody_of(key)?;
        let identity = Identity {
            nhs_number: String::new(),
            ..self.person.identity.clone()
        };
        self.id = self.opened(&part, identity).await?;
        self.parts = vec![part];
        Ok(())
    }

    /// Whoever leads has opened a second record without noticing, written in it, and makes one of the two.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn is_known_twice(&mut self) -> anyhow::Result<()> {
        let part = self.leading();
        let identity = Identity {
            name: self.person.identity.name.to_uppercase(),
            nhs_number: String::new(),
            ..self.person.identity.clone()
        };
        let duplicate = self.opened(&part, identity).await?;
        self.later().await;
        let request = RecordNoteRequest {
            command_id: self.sender.command_id(),
            person_id: duplicate.clone(),
            words: self
                .person
                .in_words("{name} rang, and would like to be rung back in the mornings."),
            categories: numbers(&[Category::SocialCare]),
            restricted_to: None,
        };
        send!(self.sender, &part.who, notes.record_note, request)?;
        self.later().await;
        let request = MergePersonRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            duplicate_person_id: duplicate,
            words: "Same date of birth and telephone; asked at the next visit.".into(),
        };
        let merged = send!(self.sender, &part.who, records.merge_person, request)?;
        self.keep(&part.who, merged.receipt);
        Ok(())
    }

    /// The person's husband, wife or partner has a case too, and the two are worked on together.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn lives_with_somebody_known(&mut self) -> anyhow::Result<()> {
        let part = self.leading();
        let surname = self
            .person
            .identity
            .name
            .rsplit(' ')
            .next()
            .unwrap_or_default();
        let identity = Identity {
            name: format!("Robin {surname}"),
            nhs_number: String::new(),
            ..self.person.identity.clone()
        };
        let other = self.opened(&part, identity).await?;
        self.later().await;
        let request = LinkPersonRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            other_person_id: other,
            words: self
                .person
                .in_words("They live together, and {name} does the shopping for both."),
        };
        let linked = send!(self.sender, &part.who, records.link_person, request)?;
        self.keep(&part.who, linked.receipt);
        Ok(())
    }

    pub(super) fn leading(&self) -> Part {
        self.parts
            .first()
            .cloned()
            .expect("a case is opened before anybody acts in it")
    }

    async fn opened(&mut self, part: &Part, identity: Identity) -> anyhow::Result<String> {
        let request = OpenCaseRequest {
            command_id: self.sender.command_id(),
            service_id: self.locality.id(part.offer),
            identity: Some(identity),
            ..OpenCaseRequest::default()
        };
        let opened = send!(self.sender, &part.who, cases.open_case, request)?;
        self.keep(&part.who, opened.receipt);
        Ok(opened.person_id)
    }
}
