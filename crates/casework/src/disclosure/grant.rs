//! A grant: the rule under which an organisation is shown a fact, what it rests on, for whom, until when.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{EventId, WorkerId};

/// Why an organisation is shown a fact, in the order in which reasons are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// It recorded the fact itself.
    OwnRecord,
    /// A safeguarding duty names it, or a court order.
    Duty,
    /// The fact is restricted, and names it as a reader.
    Named,
    /// It is invited, and has not answered yet.
    Invited,
    /// It is invited to the review at which this is discussed.
    Meeting,
    /// It is involved for health or social care, whose purpose needs this.
    DirectCare,
    /// The person, or whoever decides for them, agreed.
    Agreement,
    /// It is a party: involved in the case, or to this referral.
    Party,
}

/// One grant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    /// The rule.
    pub rule: Rule,
    /// The event that it rests on.
    pub rests_on: EventId,
    /// Which of the organisation's workers it lets read.
    #[serde(default, skip_serializing_if = "Readers::is_all")]
    pub readers: Readers,
    /// The moment from which it holds no longer, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Grant {
    /// Whether the grant lets this worker read at this moment.
    pub fn holds(&self, worker: &WorkerId, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until) && self.readers.include(worker)
    }

    /// This grant, for no more readers and no longer than `bound`.
    pub(crate) fn within(&self, bound: &Grant) -> Grant {
        let until = [self.until, bound.until].into_iter().flatten().min();
        Grant {
            readers: self.readers.and(&bound.readers),
            until,
            ..self.clone()
        }
    }
}

/// Which of an organisation's workers a grant lets read.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Readers {
    /// All of them.
    #[default]
    All,
    /// Only these.
    Only(BTreeSet<WorkerId>),
    /// All but these.
    AllBut(BTreeSet<WorkerId>),
}

impl Readers {
    /// Whether the worker is among them.
    pub fn include(&self, worker: &WorkerId) -> bool {
        match self {
            Readers::All => true,
            Readers::Only(these) => these.contains(worker),
            Readers::AllBut(these) => !these.contains(worker),
        }
    }

    /// Nobody at all.
    pub fn none() -> Self {
        Readers::Only(BTreeSet::new())
    }

    /// Those who are in both.
    pub(crate) fn and(&self, other: &Readers) -> Readers {
        match (self, other) {
            (Readers::All, readers) | (readers, Readers::All) => readers.clone(),
            (Readers::Only(these), readers) | (readers, Readers::Only(these)) => Readers::Only(
                these
                    .iter()
                    .filter(|worker| readers.include(worker))
                    .cloned()
                    .collect(),
            ),
            (Readers::AllBut(these), Readers::AllBut(those)) => Readers::AllBut(these | those),
        }
    }

    /// Those who are in either.
    pub fn or(&self, other: &Readers) -> Readers {
        match (self, other) {
            (Readers::All, _) | (_, Readers::All) => Readers::All,
            (Readers::Only(these), Readers::Only(those)) => Readers::Only(these | those),
            (Readers::AllBut(these), Readers::AllBut(those)) => Readers::AllBut(these & those),
            (Readers::Only(these), Readers::AllBut(those))
            | (Readers::AllBut(those), Readers::Only(these)) => Readers::AllBut(those - these),
        }
    }

    /// These readers without some workers.
    pub(crate) fn without(self, workers: BTreeSet<WorkerId>) -> Readers {
        if workers.is_empty() {
            self
        } else {
            self.and(&Readers::AllBut(workers))
        }
    }

    fn is_all(&self) -> bool {
        *self == Readers::All
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn readers_meet_as_sets_do() {
        let workers = |names: &[&str]| {
            names
                .iter()
                .map(|n| n.parse().unwrap())
                .collect::<BTreeSet<WorkerId>>()
        };
        let samples = [
            Readers::All,
            Readers::none(),
            Readers::Only(workers(&["a", "b"])),
            Readers::AllBut(workers(&["b"])),
            Readers::AllBut(workers(&["a", "c"])),
        ];
        for one in &samples {
            for other in &samples {
                for worker in workers(&["a", "b", "c", "d"]) {
                    assert_eq!(
                        one.and(other).include(&worker),
                        one.include(&worker) && other.include(&worker)
                    );
                    assert_eq!(
                        one.or(other).include(&worker),
                        one.include(&worker) || other.include(&worker)
                    );
                }
            }
        }
    }

    #[test]
    fn a_grant_ends_at_its_moment() {
        let worker: WorkerId = "a".parse().unwrap();
        let until = Some(Timestamp::from_second(100).unwrap());
        let grant = Grant {
            rule: Rule::Agreement,
            rests_on: EventId(uuid::Uuid::nil()),
            readers: Readers::All,
            until,
        };
        assert!(grant.holds(&worker, Timestamp::from_second(99).unwrap()));
        assert!(!grant.holds(&worker, Timestamp::from_second(100).unwrap()));
    }
}
