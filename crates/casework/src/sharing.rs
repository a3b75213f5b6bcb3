//! What becomes of agreements, objections and duties, and of who reads a fact that was recorded already: the words of
//! it, and what it changes in the history. Who may do what stands with each command.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::LastDay,
    decided_by::DecidedBy,
    duty::DutyKind,
    fact::Restriction,
    history::{History, Recorded},
    ids::{FactId, OrganisationId},
    words::Words,
};

/// What a fact of this theme says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sharing", rename_all = "kebab-case")]
pub enum Told {
    /// A fact was restricted.
    Restricted {
        /// The fact.
        fact: FactId,
        /// Why it is kept from the person, where it is.
        kept_from_person: Option<KeptFromPerson>,
    },
    /// A fact is restricted no longer.
    RestrictionLifted {
        /// The fact.
        fact: FactId,
    },
    /// An entry was recorded in error.
    RecordedInError {
        /// The entry.
        entry: FactId,
        /// Why, for those who could see it.
        why: Words,
    },
    /// A court order or safeguarding duty names facts and who is to see them.
    Duty {
        /// Which sort.
        kind: DutyKind,
        /// Who is to see the facts.
        organisation: OrganisationId,
        /// Exactly these facts.
        facts: Vec<FactId>,
        /// The order, or why the duty exists.
        grounds: Words,
        /// Until when, where an end was given.
        until: Option<LastDay>,
    },
    /// A duty has ended.
    DutyEnded {
        /// The duty.
        duty: FactId,
        /// Why.
        why: Words,
    },
    /// An agreement was withdrawn.
    AgreementWithdrawn {
        /// The agreement.
        agreement: FactId,
        /// Who decided.
        decided_by: DecidedBy,
        /// What the person said about it.
        words: Option<Words>,
    },
    /// An objection was withdrawn.
    ObjectionWithdrawn {
        /// The objection.
        objection: FactId,
        /// Who decided.
        decided_by: DecidedBy,
        /// What the person said about it.
        words: Option<Words>,
    },
    /// An agreement ends soon.
    AgreementEnding {
        /// The agreement.
        agreement: FactId,
        /// Its last day.
        until: LastDay,
    },
}

/// Why a fact is kept from the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFromPerson {
    /// Why the person is not to see it.
    pub reason: Words,
    /// Who decided so.
    pub decider: Words,
}

impl Restriction {
    /// Those who are readers under both.
    pub(crate) fn and(&self, other: &Restriction) -> Restriction {
        let mut both = Restriction {
            organisations: &self.organisations & &other.organisations,
            workers: Default::default(),
            kept_from_person: self.kept_from_person || other.kept_from_person,
            in_error: self.in_error || other.in_error,
            privacy_officers: self.privacy_officers || other.privacy_officers,
        };
        for organisation in self.workers.keys().chain(other.workers.keys()) {
            let named = |one: &Restriction| one.workers.get(organisation).cloned();
            let whole = |one: &Restriction| one.organisations.contains(organisation);
            let (ours, theirs) = (
                named(self).unwrap_or_default(),
                named(other).unwrap_or_default(),
            );
            let workers = match (whole(self), whole(other)) {
                (true, true) => continue,
                (true, false) => theirs,
                (false, true) => ours,
                (false, false) => &ours & &theirs,
            };
            if !workers.is_empty() {
                both.workers.insert(organisation.clone(), workers);
            }
        }
        both
    }

    /// What is left of it for one organisation: naming the other readers to them would be no business of theirs.
    pub(crate) fn within(&self, organisation: &OrganisationId) -> Restriction {
        let ours = |of: &&OrganisationId| *of == organisation;
        let workers = self.workers.get_key_value(organisation);
        Restriction {
            organisations: self.organisations.iter().filter(ours).cloned().collect(),
            workers: workers
                .map(|(of, who)| (of.clone(), who.clone()))
                .into_iter()
                .collect(),
            ..*self
        }
    }
}

impl History {
    /// The restriction that a fact inherits from an older version which another organisation recorded.
    pub(crate) fn inherited(&self, recorded: &Recorded) -> Option<Restriction> {
        let others = |older: &&Recorded| older.by.organisation != recorded.by.organisation;
        self.older(recorded)
            .find(others)
            .and_then(|older| self.before_marks(older))
    }

    /// Who could read a fact, whether or not it turned out to have been recorded in error, or on the wrong person, since.
    pub(crate) fn before_marks(&self, recorded: &Recorded) -> Option<Restriction> {
        let before = self.retracted.get(&recorded.id);
        let before = before.or_else(|| self.misplaced.get(&recorded.id));
        before.unwrap_or(&recorded.fact.restriction).clone()
    }

    /// Leaves what was recorded on the wrong person to the privacy officers: the fact, and the older versions that the
    /// organisation recorded right before it.
    pub(crate) fn misplace(&mut self, fact: FactId) {
        let Some(recorded) = self.fact(fact) else {
            return;
        };
        for id in self.with_own_older(recorded) {
            if self.is_misplaced(id) {
                continue;
            }
            if let Some(recorded) = self.fact_mut(id) {
                let officers = Restriction {
                    privacy_officers: true,
                    ..Restriction::default()
                };
                let before = recorded.fact.restriction.replace(officers);
                self.misplaced.insert(id, before);
            }
        }
    }

    /// It was recorded on the right person after all.
    pub(crate) fn put_back(&mut self, fact: FactId) {
        let Some(recorded) = self.fact(fact) else {
            return;
        };
        for id in self.with_own_older(recorded) {
            if let Some(before) = self.misplaced.remove(&id)
                && let Some(recorded) = self.fact_mut(id)
            {
                recorded.fact.restriction = before;
            }
        }
    }

    /// Restricts a fact in place, so that all that follows from a restriction follows: the fact, the older versions that
    /// its organisation recorded right before it, and every newer version, which inherits it. What others restricted
    /// is never opened by it.
    pub(crate) fn restrict(&mut self, fact: FactId, restriction: Restriction) {
        let Some(recorded) = self.fact(fact) else {
            return;
        };
        let own = match self.inherited(recorded) {
            Some(inherited) => restriction.and(&inherited),
            None => restriction.clone(),
        };
        let newer: Vec<FactId> = self.newer(recorded).map(|newer| newer.id).collect();
        for id in self.with_own_older(recorded) {
            self.set_restriction(id, |_| Some(own.clone()));
        }
        for id in newer {
            self.set_restriction(id, |before| {
                Some(before.map_or(restriction.clone(), |before| before.and(&restriction)))
            });
        }
        let readers = restriction.organisations.into_iter();
        self.organisations
            .extend(readers.chain(restriction.workers.into_keys()));
    }

    /// Opens a fact again, and the older versions that its organisation recorded right before it. Newer ones stay.
    pub(crate) fn lift_restriction(&mut self, fact: FactId) {
        let Some(recorded) = self.fact(fact) else {
            return;
        };
        let inherited = self.inherited(recorded);
        for id in self.with_own_older(recorded) {
            self.set_restriction(id, |_| inherited.clone());
        }
    }

    /// Keeps what was recorded in error for its recorder's organisation alone: the fact, and the older versions that
    /// the organisation recorded right before it.
    pub(crate) fn retract(&mut self, fact: FactId) {
        let Some(recorded) = self.fact(fact) else {
            return;
        };
        let organisation = recorded.by.organisation.clone();
        for id in self.with_own_older(recorded) {
            let mut before = None;
            self.set_restriction(id, |restriction| {
                before = Some(restriction.cloned());
                let everybody = Restriction {
                    organisations: [organisation.clone()].into(),
                    ..Restriction::default()
                };
                let ours = restriction.map_or(everybody, |one| one.within(&organisation));
                Some(Restriction {
                    in_error: true,
                    ..ours
                })
            });
            if let Some(before) = before {
                self.retracted.insert(id, before);
            }
        }
    }

    /// A fact, and the older versions that its organisation recorded, back to the first that another one did.
    fn with_own_older(&self, recorded: &Recorded) -> Vec<FactId> {
        let own = |older: &&Recorded| older.by.organisation == recorded.by.organisation;
        let older = self.older(recorded).take_while(own);
        std::iter::once(recorded)
            .chain(older)
            .map(|one| one.id)
            .collect()
    }

    /// Changes who reads a fact; what was recorded in error stays as it is, and of what was recorded on the wrong person it
    /// changes who reads it once that is taken back.
    fn set_restriction(
        &mut self,
        id: FactId,
        change: impl FnOnce(Option<&Restriction>) -> Option<Restriction>,
    ) {
        if self.retracted.contains_key(&id) {
            return;
        }
        if let Some(before) = self.misplaced.get_mut(&id) {
            *before = change(before.as_ref());
        } else if let Some(recorded) = self.fact_mut(id) {
            recorded.fact.restriction = change(recorded.fact.restriction.as_ref());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn readers_under_both_are_readers_under_each() {
        let restriction = |whole: &[&str], some: &[(&str, &[&str])]| Restriction {
            organisations: whole.iter().map(|one| one.parse().unwrap()).collect(),
            workers: some
                .iter()
                .map(|(of, who)| {
                    let who = who.iter().map(|one| one.parse().unwrap());
                    (of.parse().unwrap(), who.collect())
                })
                .collect(),
            ..Restriction::default()
        };
        let samples = [
            restriction(&["ONE", "TWO"], &[]),
            restriction(&["ONE"], &[("TWO", &["a", "b"])]),
            restriction(&[], &[("ONE", &["a"]), ("TWO", &["b", "c"])]),
            restriction(&["TWO"], &[("TWO", &["a"]), ("ONE", &["c"])]),
            restriction(&[], &[]),
        ];
        let reads = |one: &Restriction, of: &str, who: &str| {
            let (of, who): (OrganisationId, crate::ids::WorkerId) =
                (of.parse().unwrap(), who.parse().unwrap());
            one.organisations.contains(&of)
                || one
                    .workers
                    .get(&of)
                    .is_some_and(|workers| workers.contains(&who))
        };
        for one in &samples {
            for other in &samples {
                for of in ["ONE", "TWO"] {
                    for who in ["a", "b", "c"] {
                        let both = reads(one, of, who) && reads(other, of, who);
                        assert_eq!(reads(&one.and(other), of, who), both, "{one:?} {other:?}");
                    }
                }
            }
        }
    }
}
