//! What the person decided about sharing: the agreements and objections that the caller may see, and which end soon.

use casework::{
    calendar::LastDay,
    fact::{Content, Identity},
    ids::{FactId, PersonId},
    sharing::Told as Said,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    Error, Page, Paged, Reader, Shown, cases,
    fact_row::{Bytes, Key},
    page::at_ms,
    reader::Look,
    threads::{self, Listing, Only, Thread, Told, Wanted},
    work::{Kind, Waiting, Whose},
};

/// An agreement that ends soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The person.
    pub person: PersonId,
    /// Who the person is, where the caller may see it.
    pub identity: Option<Identity>,
    /// The agreement.
    pub agreement: Shown,
    /// The moment at which it ends.
    pub ends_at: Timestamp,
}

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

    /// A page of the agreements that end soon, the one that ends first first.
    ///
    /// A page may hold fewer entries than it could and yet give a place to go on from.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn ending_agreements(&self, now: Timestamp, page: &Page) -> Result<Paged<Ending>, Error> {
        let wanted = Wanted {
            only: Only::default(),
            kind: "agreement-ending",
            side: None,
            state: None,
        };
        let list = self.look(now, |look| {
            threads::list(look, &wanted, page, |thread| shown(look, &thread))
        })?;
        Ok(list.unwrap_or_default())
    }
}

/// How an agreement that ends soon is listed. Lists run from the latest to the earliest, and this one by the end that
/// comes first: so it counts backwards, from the last moment that a place can hold.
pub(crate) fn listing_of_ending(told: &[Told]) -> Option<Listing> {
    const LAST_MS: i64 = (1 << 48) - 1;
    let (_, until) = told.iter().find_map(|told| ending(&told.fact.content))?;
    Some(Listing {
        began_at_ms: LAST_MS - at_ms(until.ends_at),
        side: 0,
        state: 0,
    })
}

fn ending(content: &Content) -> Option<(FactId, LastDay)> {
    match content {
        Content::Sharing(Said::AgreementEnding { agreement, until }) => Some((*agreement, *until)),
        _ => None,
    }
}

fn shown(look: &Look<'_>, thread: &Thread) -> Result<Option<Ending>, Error> {
    let Some((agreement, until)) = thread.contents().find_map(ending) else {
        return Ok(None);
    };
    if until.ends_at <= look.now {
        return Ok(None);
    }
    let this: [&dyn rusqlite::ToSql; 2] = [&Bytes::from(thread.person), &Key(agreement)];
    let agreement = look.first("person = ?2 AND id = ?3", "place", &this)?;
    let identity = cases::identity(look, thread.person)?;
    Ok(agreement.map(|agreement| Ending {
        person: thread.person,
        identity,
        agreement,
        ends_at: until.ends_at,
    }))
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
        urgent: false,
    })
}

/// Whether it was withdrawn, or a later agreement with the same audience has taken its place, as far as the caller may see.
pub(crate) fn is_replaced(look: &Look<'_>, thread: &Thread) -> Result<bool, Error> {
    let audience = |content: &Content| match content {
        Content::Agreement { audience, .. } => Some(audience.clone()),
        _ => None,
    };
    let withdraws = |content: &Content, this: FactId| matches!(content, Content::Sharing(Said::AgreementWithdrawn { agreement, .. }) if *agreement == this);
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
        .map(|later| &later.disclosed.fact.content)
        .any(|later| audience(later) == with || withdraws(later, this.disclosed.id)))
}
