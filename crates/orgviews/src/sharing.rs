//! What the person decided about sharing: the agreements and objections that the caller may see.

use casework::{fact::Content, ids::PersonId};
use jiff::{SignedDuration, Timestamp};

use crate::{
    Error, Page, Paged, Reader, Shown,
    fact_row::Bytes,
    reader::Look,
    threads::{Listing, Thread, Told},
    work::{Kind, Waiting, Whose},
};

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

/// How long before its end an agreement is to be thought of.
const ENDS_SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// An agreement is a thing by itself, so that its end can be waited for.
pub(crate) fn listing(told: &[Told]) -> Option<Listing> {
    let began_at_ms = told.first()?.at_ms;
    Some(Listing {
        began_at_ms,
        side: 0,
        state: 0,
    })
}

/// Whoever leads the case is reminded of an agreement that is about to end.
pub(crate) fn waiting<'a>(mut contents: impl Iterator<Item = &'a Content>) -> Option<Waiting> {
    let ends_at = contents.find_map(|content| match content {
        Content::Agreement { until, .. } => until.map(|until| until.ends_at),
        _ => None,
    })?;
    let soon = ends_at.saturating_sub(ENDS_SOON).unwrap_or(ends_at);
    Some(Waiting {
        kind: Kind::AgreementEnding,
        whose: Whose::Lead,
        due: Some(ends_at),
        within: Some((soon, ends_at)),
    })
}

/// Whether a later agreement with the same audience has taken this one's place, as far as the caller may see.
pub(crate) fn is_replaced(look: &Look<'_>, thread: &Thread) -> Result<bool, Error> {
    let audience = |content: &Content| match content {
        Content::Agreement { audience, .. } => Some(audience.clone()),
        _ => None,
    };
    let Some(this) = thread.facts.first() else {
        return Ok(false);
    };
    let all = look.all(
        "person = ?2 AND kind = 'agreement'",
        "place",
        &[&Bytes::from(thread.person)],
    )?;
    let later = all
        .iter()
        .skip_while(|shown| shown.disclosed.id != this.disclosed.id)
        .skip(1);
    let with = audience(&this.disclosed.fact.content);
    Ok(later
        .into_iter()
        .any(|later| audience(&later.disclosed.fact.content) == with))
}
