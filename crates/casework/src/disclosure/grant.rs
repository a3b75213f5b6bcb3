//! A grant: the rule under which an organisation is shown a fact, what it rests on, for whom, until when.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{EventId, WorkerId},
    role::Role,
};

/// Why an organisation is shown a fact, in the order in which reasons are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// It recorded the fact itself.
    OwnRecord,
    /// A safeguarding duty names it, or a court order.
    /// A court order or safeguarding duty names the fact and the organisation.
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
    /// The organisation's volunteers whom it lets read, each until the moment from which their assignment holds no longer.
    /// Nobody else reads in that role.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub volunteers: BTreeMap<WorkerId, Timestamp>,
}

impl Grant {
    /// Whether the grant lets this worker read at this moment, in this role.
    pub fn holds(&self, worker: &WorkerId, role: Role, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
            && self.readers.include(worker, role)
            && (role != Role::Volunteer || self.names(worker, now))
    }

    /// Whether the worker is a volunteer whom it lets read at this moment.
    fn names(&self, worker: &WorkerId, now: Timestamp) -> bool {
        let until = self.volunteers.get(worker);
        until.is_some_and(|until| now < *until)
    }

    /// This grant, for no more readers and no longer than `bound`.
    pub(crate) fn within(&self, bound: &Grant) -> Grant {
        let until = [self.until, bound.until].into_iter().flatten().min();
        let volunteers = self.volunteers.iter().filter_map(|(worker, until)| {
            let bound = bound.volunteers.get(worker)?;
            Some((worker.clone(), *until.min(bound)))
        });
        Grant {
            readers: self.readers.and(&bound.readers),
            volunteers: volunteers.collect(),
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
    /// Whoever acts as privacy officer, but not these.
    PrivacyOfficers {
        /// Who is left out.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        but: BTreeSet<WorkerId>,
    },
}

impl Readers {
    /// Whether the worker is among them, in this role.
    pub fn include(&self, worker: &WorkerId, role: Role) -> bool {
        match self {
            Readers::All => true,
            Readers::Only(these) => these.contains(worker),
            Readers::AllBut(these) => !these.contains(worker),
            Readers::PrivacyOfficers { but } => {
                role == Role::PrivacyOfficer && !but.contains(worker)
            }
        }
    }

    /// Nobody at all.
    pub fn none() -> Self {
        Readers::Only(BTreeSet::new())
    }

    /// Privacy officers, all of them.
    pub fn privacy_officers() -> Self {
        Readers::PrivacyOfficers {
            but: BTreeSet::new(),
        }
    }

    /// Those who are in both. Who are privacy officers is known when somebody reads, and so these together with single
    /// workers are nobody.
    pub(crate) fn and(&self, other: &Readers) -> Readers {
        match (self, other) {
            (Readers::All, readers) | (readers, Readers::All) => readers.clone(),
            (Readers::PrivacyOfficers { but }, Readers::AllBut(these))
            | (Readers::AllBut(these), Readers::PrivacyOfficers { but })
            | (Readers::PrivacyOfficers { but }, Readers::PrivacyOfficers { but: these }) => {
                Readers::PrivacyOfficers { but: but | these }
            }
            (Readers::PrivacyOfficers { .. }, Readers::Only(_))
            | (Readers::Only(_), Readers::PrivacyOfficers { .. }) => Readers::none(),
            (Readers::Only(these), readers) | (readers, Readers::Only(these)) => Readers::Only(
                these
                    .iter()
                    .filter(|worker| readers.name(worker))
                    .cloned()
                    .collect(),
            ),
            (Readers::AllBut(these), Readers::AllBut(those)) => Readers::AllBut(these | those),
        }
    }

    /// Those who are in either; never somebody who is in neither. Privacy officers besides single workers are left out,
    /// since who they are is not known here.
    pub fn or(&self, other: &Readers) -> Readers {
        match (self, other) {
            (Readers::PrivacyOfficers { but }, Readers::PrivacyOfficers { but: these }) => {
                Readers::PrivacyOfficers { but: but & these }
            }
            (officers @ Readers::PrivacyOfficers { .. }, others)
            | (others, officers @ Readers::PrivacyOfficers { .. }) => {
                let nobody = *others == Readers::none();
                if nobody { officers } else { others }.clone()
            }
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

    /// Whether the worker is among them in any role.
    fn name(&self, worker: &WorkerId) -> bool {
        match self {
            Readers::PrivacyOfficers { .. } => false,
            readers => readers.include(worker, Role::Practitioner),
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
            Readers::privacy_officers(),
            Readers::PrivacyOfficers {
                but: workers(&["a", "d"]),
            },
        ];
        let officers = |readers: &Readers| matches!(readers, Readers::PrivacyOfficers { .. });
        let roles = [Role::Practitioner, Role::PrivacyOfficer];
        for one in &samples {
            for other in &samples {
                for (worker, role) in workers(&["a", "b", "c", "d"])
                    .into_iter()
                    .flat_map(|worker| roles.map(|role| (worker.clone(), role)))
                {
                    let reads = |readers: &Readers| readers.include(&worker, role);
                    let (both, either) = (reads(one) && reads(other), reads(one) || reads(other));
                    let (and, or) = (reads(&one.and(other)), reads(&one.or(other)));
                    assert!(!and || both, "{one:?} and {other:?}: {worker}");
                    assert!(!or || either, "{one:?} or {other:?}: {worker}");
                    if officers(one) == officers(other) {
                        assert_eq!((and, or), (both, either), "{one:?}, {other:?}: {worker}");
                    }
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
            volunteers: BTreeMap::new(),
        };
        let holds = |second| {
            let now = Timestamp::from_second(second).unwrap();
            grant.holds(&worker, Role::Practitioner, now)
        };
        assert!(holds(99));
        assert!(!holds(100));
    }

    #[test]
    fn a_volunteer_reads_by_name_until_their_own_end_and_nobody_else_needs_a_name() {
        let [named, other] = ["a", "b"].map(|name| name.parse::<WorkerId>().unwrap());
        let at = |second| Timestamp::from_second(second).unwrap();
        let grant = |ends: &[(&WorkerId, i64)]| Grant {
            rule: Rule::Agreement,
            rests_on: EventId(uuid::Uuid::nil()),
            readers: Readers::All,
            until: None,
            volunteers: ends
                .iter()
                .map(|(worker, end)| (WorkerId::clone(worker), at(*end)))
                .collect(),
        };
        let one = grant(&[(&named, 100)]);
        let holds = |grant: &Grant, worker, role, second| grant.holds(worker, role, at(second));
        assert!(holds(&one, &named, Role::Volunteer, 99));
        assert!(!holds(&one, &named, Role::Volunteer, 100));
        assert!(!holds(&one, &other, Role::Volunteer, 99));
        assert!(holds(&one, &other, Role::VcseWorker, 200));
        let within = one.within(&grant(&[(&named, 50), (&other, 50)]));
        assert_eq!(within.volunteers, grant(&[(&named, 50)]).volunteers);
    }
}
