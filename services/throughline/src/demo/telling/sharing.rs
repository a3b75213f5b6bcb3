//! The person agrees to share, and objects.

use api::v1::{
    self, Against, Agreement, Audience, Category, DecidedBy, Objection, RecordAgreementRequest,
    RecordObjectionRequest, against, audience, decided_by,
};

use super::{Telling, numbers};
use crate::demo::send::send;

impl Telling {
    /// The person agrees to share what their need suggests with everybody who is involved.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn agrees(&mut self) -> anyhow::Result<()> {
        let everyone = audience::Audience::EveryoneInvolved(v1::audience::Everyone {});
        let words = self.say(self.need.agrees);
        self.agreement(
            everyone,
            self.need.shares,
            String::new(),
            &words,
            by_the_person(),
        )
        .await
    }

    /// An agreement is recorded, by whoever leads.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn agreement(
        &mut self,
        with: audience::Audience,
        categories: &[Category],
        until: String,
        words: &str,
        decided_by: DecidedBy,
    ) -> anyhow::Result<()> {
        let agreement = Agreement {
            audience: Some(Audience {
                audience: Some(with),
            }),
            categories: numbers(categories),
            until,
            decided_by: Some(decided_by),
            words: words.into(),
        };
        let request = RecordAgreementRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            agreement: Some(agreement),
        };
        let who = self.lead();
        let agreed = send!(self.sender, &who, sharing.record_agreement, request)?;
        self.keep(&who, agreed.receipt);
        Ok(())
    }

    /// The person objects; whoever leads records it. Without categories it covers everything.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn objects(
        &mut self,
        against: against::Against,
        categories: &[Category],
        words: &str,
    ) -> anyhow::Result<()> {
        let objection = Objection {
            against: Some(Against {
                against: Some(against),
            }),
            categories: numbers(categories),
            decided_by: Some(by_the_person()),
            words: self.person.in_words(words),
        };
        let request = RecordObjectionRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            objection: Some(objection),
        };
        let who = self.lead();
        let objected = send!(self.sender, &who, sharing.record_objection, request)?;
        self.keep(&who, objected.receipt);
        Ok(())
    }
}

/// The person decides.
pub(in crate::demo) fn by_the_person() -> DecidedBy {
    DecidedBy {
        who: Some(decided_by::Who::Person(decided_by::Person {})),
    }
}
