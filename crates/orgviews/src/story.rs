//! A person's story: every fact that the caller may see, the newest first.

use casework::{Categories, ids::PersonId};
use jiff::Timestamp;

use crate::{Error, Page, Paged, Reader, Shown, fact_row::bits};

impl Reader {
    /// A page of the story: facts in one of these categories, or all where none is named. None where the caller may
    /// see nothing of the person at all.
    ///
    /// A page may hold fewer entries than it could and yet give a place to go on from.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn story(
        &self,
        now: Timestamp,
        person: PersonId,
        categories: Categories,
        page: &Page,
    ) -> Result<Option<Paged<Shown>>, Error> {
        let story = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            look.page(
                person,
                "(?4 = 0 OR categories & ?4 <> 0)",
                &bits(categories),
                page,
            )
            .map(Some)
        })?;
        Ok(story.flatten())
    }
}
