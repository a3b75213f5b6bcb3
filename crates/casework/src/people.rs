//! The people theme: what its facts say, and what of it is folded. Merging and linking records stand in its folder.

pub mod link;
pub mod unlink;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    contact_point::ContactPoint,
    ids::{ContactPointId, FactId, LinkId, PersonId, VisitWarningId},
    visit_warning::Warning,
    words::Words,
};

/// What a fact of this theme says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "people", rename_all = "kebab-case")]
pub enum Told {
    /// How the person is reached.
    ContactPoint(ContactPoint),
    /// The person is not reached there any longer.
    ContactPointEnded {
        /// Why.
        words: Option<Words>,
    },
    /// What to mind on a visit.
    VisitWarning {
        /// What to mind.
        warnings: BTreeSet<Warning>,
    },
    /// Why it has to be minded.
    VisitWarningReason {
        /// Why.
        words: Words,
    },
    /// The warning is no longer called for.
    VisitWarningLifted {
        /// What everybody involved is to know about it.
        words: Option<Words>,
    },
    /// A fact was recorded on the wrong person.
    WrongPerson {
        /// How it came about.
        words: Words,
    },
    /// It was about this person after all.
    WrongPersonUnmarked {
        /// Why.
        words: Words,
    },
    /// The case is worked on together with another person's.
    Linked {
        /// The other person.
        other: PersonId,
        /// How they belong together.
        words: Words,
    },
    /// The two are no longer worked on together.
    Unlinked {
        /// Why.
        words: Option<Words>,
    },
}

impl Told {
    /// As [`crate::fact::Content::rank`].
    pub const fn rank(&self) -> u8 {
        match self {
            Told::ContactPoint(_)
            | Told::VisitWarning { .. }
            | Told::VisitWarningReason { .. }
            | Told::WrongPerson { .. }
            | Told::Linked { .. } => 0,
            Told::ContactPointEnded { .. }
            | Told::VisitWarningLifted { .. }
            | Told::WrongPersonUnmarked { .. }
            | Told::Unlinked { .. } => 3,
        }
    }
}

/// What of the theme is folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    ended: BTreeSet<ContactPointId>,
    lifted: BTreeSet<VisitWarningId>,
    marked: BTreeSet<FactId>,
    links: BTreeMap<LinkId, Link>,
}

/// That the case is worked on together with another person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The other person.
    pub other: PersonId,
    /// Whether it has ended.
    pub ended: bool,
}

impl People {
    /// Whether the contact point has ended.
    pub fn has_ended(&self, contact_point: ContactPointId) -> bool {
        self.ended.contains(&contact_point)
    }

    /// Whether the warning was lifted.
    pub fn is_lifted(&self, visit_warning: VisitWarningId) -> bool {
        self.lifted.contains(&visit_warning)
    }

    /// Whether this very fact is marked as recorded on the wrong person.
    pub fn is_marked(&self, fact: FactId) -> bool {
        self.marked.contains(&fact)
    }

    /// Every link that there has been.
    pub fn links(&self) -> impl Iterator<Item = (LinkId, Link)> + '_ {
        self.links.iter().map(|(id, link)| (*id, *link))
    }

    /// A contact point has ended.
    pub(crate) fn end(&mut self, contact_point: ContactPointId) {
        self.ended.insert(contact_point);
    }

    /// A warning was lifted.
    pub(crate) fn lift(&mut self, visit_warning: VisitWarningId) {
        self.lifted.insert(visit_warning);
    }

    /// A fact was recorded on the wrong person.
    pub(crate) fn mark(&mut self, fact: FactId) {
        self.marked.insert(fact);
    }

    /// It was about this person after all.
    pub(crate) fn unmark(&mut self, fact: FactId) {
        self.marked.remove(&fact);
    }

    /// Two cases are worked on together.
    pub(crate) fn link(&mut self, link: LinkId, other: PersonId) {
        let ended = false;
        self.links.entry(link).or_insert(Link { other, ended });
    }

    /// They are no longer.
    pub(crate) fn unlink(&mut self, link: LinkId) {
        if let Some(link) = self.links.get_mut(&link) {
            link.ended = true;
        }
    }
}
