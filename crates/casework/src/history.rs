//! One person's stream, folded: what the decisions and disclosure read.
//!
//! Folding is total: whatever the order and content of events, it yields a state and never panics. An
//! event that makes no sense where it stands changes nothing but the version and the facts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use crate::{
    agreement::Agreement,
    category::Categories,
    custody::{Holder, OpenCase},
    event::{By, Event, Kinds, What},
    fact::Fact,
    ids::{CaseId, EventId, FactId, OrganisationId, PersonId, ReferralId, WorkerId},
    objection::Objection,
    referral::{Referral, State},
    service::ServiceTerms,
};

/// A state that is folded from one sort of stream.
pub trait Folded: Sized + Send + 'static {
    /// What names the stream.
    type Id: Clone + Send + Sync;
    /// The kinds of its events.
    type What: Kinds + Send + Sync;

    /// The state before the first event.
    fn new(id: Self::Id) -> Self;
    /// Takes in the next event.
    fn apply(&mut self, event: Event<Self::What>);
}

/// One person's stream, folded.
#[derive(Clone, Debug)]
pub struct History {
    /// The person.
    pub person: PersonId,
    version: u64,
    case: Option<OpenCase>,
    involvements: Vec<Involvement>,
    agreements: Vec<Agreement>,
    objections: Vec<Objection>,
    referrals: BTreeMap<ReferralId, Referral>,
    facts: Vec<Recorded>,
    places: HashMap<FactId, usize>,
    newer: HashMap<FactId, Vec<FactId>>,
    organisations: BTreeSet<OrganisationId>,
    events: HashMap<EventId, (&'static str, Timestamp)>,
}

/// A fact with when and by whom it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its id.
    pub id: FactId,
    /// The place of its event in the stream, from 1.
    pub version: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
    /// The fact.
    pub fact: Fact,
}

/// An organisation's part in the case, through one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Involvement {
    /// The service's terms at that time.
    pub terms: ServiceTerms,
    /// The event that it rests on: the case was opened, or a referral accepted.
    pub event: EventId,
    /// The referral that led to it, where one did.
    pub referral: Option<ReferralId>,
}

impl Folded for History {
    type Id = PersonId;
    type What = What;

    fn new(person: PersonId) -> Self {
        Self {
            person,
            version: 0,
            case: None,
            involvements: Vec::new(),
            agreements: Vec::new(),
            objections: Vec::new(),
            referrals: BTreeMap::new(),
            facts: Vec::new(),
            places: HashMap::new(),
            newer: HashMap::new(),
            organisations: BTreeSet::new(),
            events: HashMap::new(),
        }
    }

    fn apply(&mut self, event: Event) {
        self.version += 1;
        self.organisations.insert(event.by.organisation.clone());
        self.events
            .insert(event.id, (event.what.kind(), event.recorded_at));
        let written = event
            .facts
            .iter()
            .fold(Categories::NONE, |all, fact| all.with(fact.categories));
        self.apply_what(event.id, &event.by, event.what, written);
        for (index, fact) in (0..=u16::MAX).zip(event.facts) {
            let id = FactId {
                event: event.id,
                index,
            };
            self.apply_fact(Recorded {
                id,
                version: self.version,
                at: event.recorded_at,
                by: event.by.clone(),
                fact,
            });
        }
    }
}

impl History {
    fn apply_what(&mut self, event: EventId, by: &By, what: What, written: Categories) {
        match what {
            What::CaseOpened { case, terms, lead } => self.open(event, by, case, terms, lead),
            What::AgreementRecorded(terms) => {
                // A new agreement takes the place of the earlier one for its audience, also if it is narrower.
                self.agreements
                    .retain(|earlier| earlier.terms.audience != terms.audience);
                self.agreements.push(Agreement {
                    event,
                    version: self.version,
                    terms,
                    lapsed: false,
                });
            }
            What::AgreementLapsed { agreement } => {
                self.agreements
                    .iter_mut()
                    .filter(|a| a.event == agreement)
                    .for_each(|a| a.lapsed = true);
            }
            What::ObjectionRecorded(terms) => self.objections.push(Objection {
                version: self.version,
                terms,
            }),
            What::ReferralRaised {
                referral,
                terms,
                agreed,
                ticked,
                answer_by,
            } => {
                self.organisations.insert(terms.organisation.clone());
                let (id, from, version) = (referral, by.organisation.clone(), self.version);
                let (state, overdue, last_event, categories) = (State::Open, 0, event, written);
                let raised = Referral {
                    id,
                    event,
                    version,
                    from,
                    terms,
                    agreed,
                    ticked,
                    categories,
                    answer_by,
                    state,
                    overdue,
                    last_event,
                };
                self.referrals.entry(referral).or_insert(raised);
            }
            What::ReferralAccepted { referral } => {
                self.answer(referral, event, State::Accepted(event))
            }
            What::ReferralDeclined { referral, .. } => {
                self.answer(referral, event, State::Declined)
            }
            What::ReferralOverdue { referral, .. } => {
                if let Some(referral) = self
                    .referrals
                    .get_mut(&referral)
                    .filter(|r| r.state == State::Open)
                {
                    referral.overdue += 1;
                    referral.last_event = event;
                }
            }
            What::AboutMeRecorded {} | What::AboutMeConfirmed {} | What::NoteRecorded {} => {}
        }
    }

    fn open(&mut self, event: EventId, by: &By, case: CaseId, terms: ServiceTerms, lead: WorkerId) {
        if self.case.is_some() {
            return;
        }
        let holder = Holder {
            organisation: by.organisation.clone(),
            worker: lead,
        };
        self.case = Some(OpenCase {
            case,
            opened: event,
            holder,
        });
        self.organisations.insert(terms.organisation.clone());
        self.involvements.push(Involvement {
            terms,
            event,
            referral: None,
        });
    }

    fn answer(&mut self, referral: ReferralId, event: EventId, state: State) {
        let Some(referral) = self
            .referrals
            .get_mut(&referral)
            .filter(|r| r.state == State::Open)
        else {
            return;
        };
        referral.state = state;
        referral.last_event = event;
        if let State::Accepted(event) = state {
            self.involvements.push(Involvement {
                terms: referral.terms.clone(),
                event,
                referral: Some(referral.id),
            });
        }
    }

    fn apply_fact(&mut self, recorded: Recorded) {
        if self.places.contains_key(&recorded.id) {
            return;
        }
        if let Some(restriction) = &recorded.fact.restriction {
            self.organisations
                .extend(restriction.organisations.iter().cloned());
            self.organisations
                .extend(restriction.workers.keys().cloned());
        }
        if let Some(older) = recorded
            .fact
            .replaces
            .filter(|older| self.places.contains_key(older))
        {
            self.newer.entry(older).or_default().push(recorded.id);
        }
        self.places.insert(recorded.id, self.facts.len());
        self.facts.push(recorded);
    }

    /// How many events have been taken in.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The type of an event, and when it was recorded.
    pub fn event(&self, id: EventId) -> Option<(&'static str, Timestamp)> {
        self.events.get(&id).copied()
    }

    /// The open case, where there is one.
    pub fn open_case(&self) -> Option<&OpenCase> {
        self.case.as_ref()
    }

    /// Every organisation that could be shown something: it recorded, was asked, is involved or is named as a reader.
    pub fn organisations(&self) -> impl Iterator<Item = &OrganisationId> {
        self.organisations.iter()
    }

    /// Every involvement.
    pub fn involvements(&self) -> impl Iterator<Item = &Involvement> {
        self.involvements.iter()
    }

    /// Whether the organisation is involved.
    pub fn involves(&self, organisation: &OrganisationId) -> bool {
        self.involvements
            .iter()
            .any(|i| i.terms.organisation == *organisation)
    }

    /// The categories that naming this organisation's services reveals. Whatever it records names it.
    pub fn reveals(&self, organisation: &OrganisationId) -> Categories {
        let ours = self
            .involvements
            .iter()
            .filter(|i| i.terms.organisation == *organisation);
        ours.fold(Categories::NONE, |all, i| all.with(i.terms.reveals))
    }

    /// The agreements that have not been replaced and whose end has not been recorded.
    pub fn live_agreements(&self) -> impl Iterator<Item = &Agreement> {
        self.agreements.iter().filter(|a| !a.lapsed)
    }

    /// Every objection.
    pub fn objections(&self) -> impl Iterator<Item = &Objection> {
        self.objections.iter()
    }

    /// Every referral.
    pub fn referrals(&self) -> impl Iterator<Item = &Referral> {
        self.referrals.values()
    }

    /// One referral.
    pub fn referral(&self, id: ReferralId) -> Option<&Referral> {
        self.referrals.get(&id)
    }

    /// Every fact, in the order of recording.
    pub fn facts(&self) -> &[Recorded] {
        &self.facts
    }

    /// The versions that have taken the place of a fact: oldest first, and where two replaced the same, both.
    pub fn newer<'a>(&'a self, recorded: &'a Recorded) -> impl Iterator<Item = &'a Recorded> {
        let mut newer: Vec<&Recorded> = self.replacing(recorded).collect();
        // A version is taken in after the one that it replaces, so this ends.
        let mut at = 0;
        while let Some(version) = newer.get(at).copied() {
            newer.extend(self.replacing(version));
            at += 1;
        }
        newer.sort_by_key(|version| self.places[&version.id]);
        newer.into_iter()
    }

    /// The newer versions of a fact whose place nothing has taken; none where the fact is the newest itself.
    pub fn newest_of_all<'a>(
        &'a self,
        recorded: &'a Recorded,
    ) -> impl Iterator<Item = &'a Recorded> {
        self.newer(recorded)
            .filter(|version| !self.newer.contains_key(&version.id))
    }

    fn replacing<'a>(&'a self, older: &Recorded) -> impl Iterator<Item = &'a Recorded> + use<'a> {
        let ids = self.newer.get(&older.id);
        ids.into_iter().flatten().filter_map(|id| self.fact(*id))
    }

    /// One fact.
    pub fn fact(&self, id: FactId) -> Option<&Recorded> {
        self.places.get(&id).map(|place| &self.facts[*place])
    }

    /// The newest version of a fact: itself, where nothing has taken its place.
    pub fn newest<'a>(&'a self, recorded: &'a Recorded) -> &'a Recorded {
        self.newer(recorded).last().unwrap_or(recorded)
    }
}
