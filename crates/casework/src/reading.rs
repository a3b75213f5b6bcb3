//! Readings: who opened what about a person, and when. A stream of their own beside the person's, on which no decision
//! rests; never folded into the case.

mod signal;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    event::{Event, Kinds},
    history::Folded,
    ids::PersonId,
};

pub use signal::{Signal, Subject, signals};

/// A reading counts as the same as one by the same worker of the same page within this time.
const SAME_WITHIN: SignedDuration = SignedDuration::from_mins(15);

/// How many quarters an hour has.
pub const QUARTERS_AN_HOUR: i64 = 4;

/// What can be opened about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// The brief.
    Brief,
    /// The story.
    Story,
    /// What a handover passes on.
    TransferPack,
    /// The pack of a review.
    ReviewPack,
}

impl Page {
    /// Every page.
    pub const ALL: [Page; 4] = [
        Page::Brief,
        Page::Story,
        Page::TransferPack,
        Page::ReviewPack,
    ];

    /// Whether what nobody should have to ask again stands on it: About Me, the plan, how somebody is reached, who they
    /// are. A meeting's pack holds a part of that, and the question.
    pub const fn tells_who_somebody_is(self) -> bool {
        match self {
            Page::Brief | Page::Story | Page::TransferPack => true,
            Page::ReviewPack => false,
        }
    }

    /// Whether what is new about somebody stands on it.
    pub const fn tells_news(self) -> bool {
        matches!(self, Page::Brief | Page::Story)
    }

    /// The page with this stable name.
    pub fn named(name: &str) -> Option<Page> {
        Page::ALL.into_iter().find(|page| page.as_str() == name)
    }

    /// The page's stable name, as it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Page::Brief => "brief",
            Page::Story => "story",
            Page::TransferPack => "transfer-pack",
            Page::ReviewPack => "review-pack",
        }
    }
}

/// What an event of a stream of readings means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum ReadingEvent {
    /// A worker opened a page.
    PageRead {
        /// Which one.
        page: Page,
        /// The quarter of an hour, counted from 1970. Two records of the same worker, page and quarter are one reading.
        quarter: i64,
    },
}

impl Kinds for ReadingEvent {
    fn kind(&self) -> &'static str {
        match self {
            ReadingEvent::PageRead { .. } => "page-read",
        }
    }

    fn thing(&self) -> Option<uuid::Uuid> {
        None
    }
}

/// A person's readings. Nothing is kept of them here: what is asked of them, the organisations' files answer.
#[derive(Clone, Debug)]
pub struct Readings {
    /// The person.
    pub person: PersonId,
}

impl Folded for Readings {
    type Id = PersonId;
    type What = ReadingEvent;

    fn new(person: PersonId) -> Self {
        Self { person }
    }

    fn apply(&mut self, _: Event<ReadingEvent>) {}
}

/// When a quarter of an hour, counted from 1970, begins; none where no clock shows that.
pub fn begins(quarter: i64) -> Option<Timestamp> {
    let second = quarter.checked_mul(SAME_WITHIN.as_secs())?;
    Timestamp::from_second(second).ok()
}

/// The quarter of an hour in which a moment lies, counted from 1970.
pub fn quarter(at: Timestamp) -> i64 {
    at.as_second().div_euclid(SAME_WITHIN.as_secs())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_quarter_lasts_fifteen_minutes() {
        let quarter = |text: &str| quarter(text.parse().unwrap());
        assert_eq!(
            quarter("2026-06-08T09:00:00Z"),
            quarter("2026-06-08T09:14:59Z")
        );
        assert_eq!(
            quarter("2026-06-08T09:15:00Z"),
            quarter("2026-06-08T09:00:00Z") + 1
        );
        assert_eq!(quarter("1969-12-31T23:59:59Z"), -1);
        let nine = "2026-06-08T09:00:00Z";
        assert_eq!(begins(quarter(nine)), nine.parse().ok());
        assert_eq!(begins(i64::MAX), None);
    }

    #[test]
    fn the_stored_name_is_the_written_one() {
        for page in Page::ALL {
            assert_eq!(
                serde_json::to_string(&page).unwrap(),
                format!("\"{}\"", page.as_str())
            );
            assert_eq!(Page::named(page.as_str()), Some(page));
        }
    }
}
