//! The brief is opened before somebody is met, so that they need not tell it again.

use api::v1::GetBriefRequest;

use super::{Part, Telling};
use crate::demo::{acting::Acting, send::send};

impl Telling {
    /// Everybody who acts for somebody that takes part opens the brief; of the leading service, those who stand in too.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn is_read_about(&mut self) -> anyhow::Result<()> {
        let mut readers: Vec<Acting> = self.parts.iter().map(|part| part.who.clone()).collect();
        if let Some(Part { offer, who }) = self.parts.first() {
            let colleagues = offer.workers().filter(|worker| worker.id != who.worker());
            let organisation = offer.organisation();
            readers.extend(colleagues.map(|worker| self.locality.acting(organisation, worker)));
        }
        for who in readers {
            let request = GetBriefRequest {
                person_id: self.id.clone(),
                not_before: self.not_before(&who),
            };
            send!(self.sender, &who, people.get_brief, request)?;
        }
        Ok(())
    }
}
