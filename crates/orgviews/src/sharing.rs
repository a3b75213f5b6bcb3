//! What the person decided about sharing: the agreements and objections that the caller may see.

use casework::ids::PersonId;
use jiff::Timestamp;

use crate::{Error, Page, Paged, Reader, Shown};

impl Reader {
    /// A page of agreements and objections, the newest first; none where the caller may see nothing of the person.
    ///
    /// A page may hold fewer entries than it could and yet give a place to go on from.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn sharing_decisions(
        &self,
        now: Timestamp,
        person: PersonId,
        page: &Page,
    ) -> Result<Option<Paged<Shown>>, Error> {
        let decisions = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            look.page(person, "kind IN (?4, 'objection')", &"agreement", page)
                .map(Some)
        })?;
        Ok(decisions.flatten())
    }
}
