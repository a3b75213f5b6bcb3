//! One person's stream, folded: what the decisions and disclosure read.
//!
//! Folding is total: whatever the order and content of events, it yields a state and never panics. An
//! event that makes no sense where it stands changes nothing but the version and the facts.

mod fold;
mod merged;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use crate::{
    action::Action,
    agreement::Agreement,
    ask::{Ask, Party},
    category::Categories,
    concern::{Concern, Concerns},
    custody::OpenCase,
    decision::Decision,
    duty::Duty,
    event::{By, Event, Kinds},
    fact::{About, Fact, Restriction},
    handover::Handover,
    ids::{
        ActionId, ConcernId, DecisionId, EventId, FactId, HandoverId, JoinRequestId, LinkId,
        OrganisationId, PersonId, ReferralId, ReviewId,
    },
    join_request::JoinRequest,
    life::Ended,
    objection::Objection,
    person::Link,
    plan,
    referral::Referral,
    refusal::Refusal,
    review::Review,
    service::ServiceTerms,
    volunteer::Assignment,
};

pub(crate) use merged::Moment;
pub use merged::{Merge, MergeCompleted, Merging, TakenIn};

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
    /// Why no command is carried out for now, where that is so.
    fn standstill(&self) -> Option<Refusal> {
        None
    }
}

/// One person's stream, folded.
#[derive(Clone, Debug)]
pub struct History {
    /// The person.
    pub person: PersonId,
    version: u64,
    pub(crate) case: Option<OpenCase>,
    /// Since when the open case is paused.
    pub(crate) paused: Option<Timestamp>,
    pub(crate) endings: Vec<Ended>,
    involvements: Vec<Involvement>,
    pub(crate) agreements: Vec<Agreement>,
    objections: Vec<Objection>,
    pub(crate) referrals: BTreeMap<ReferralId, Referral>,
    concerns: Concerns,
    pub(crate) actions: BTreeMap<ActionId, Action>,
    pub(crate) duties: Vec<Duty>,
    pub(crate) join_requests: BTreeMap<JoinRequestId, JoinRequest>,
    /// What was recorded in error, and who could read it before that was known.
    pub(crate) retracted: BTreeMap<FactId, Option<Restriction>>,
    /// What was recorded on the wrong person, and who could read it before that was known.
    pub(crate) misplaced: BTreeMap<FactId, Option<Restriction>>,
    pub(crate) handovers: BTreeMap<HandoverId, Handover>,
    pub(crate) decisions: BTreeMap<DecisionId, Decision>,
    pub(crate) plan_review: Option<plan::Review>,
    pub(crate) reviews: BTreeMap<ReviewId, Review>,
    pub(crate) volunteers: Vec<Assignment>,
    pub(crate) links: BTreeMap<LinkId, Link>,
    /// The record into which this one is being merged, or was.
    merging: Option<Merging>,
    /// Duplicates of which not all was taken in yet.
    taking_in: BTreeMap<PersonId, History>,
    merges: Vec<Merge>,
    facts: Vec<Recorded>,
    places: HashMap<FactId, usize>,
    newer: HashMap<FactId, Vec<FactId>>,
    pub(crate) organisations: BTreeSet<OrganisationId>,
    events: HashMap<EventId, (&'static str, Timestamp)>,
    /// When each event was recorded, by its version.
    times: Vec<Timestamp>,
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
    /// The event that it rests on: the case was opened, or what was asked of the service was accepted.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// What was asked of the service that led to it, where something was: the facts that are about this.
    pub through: Option<About>,
    /// The event that ended it, where one did.
    pub ended: Option<EventId>,
}

impl History {
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

    /// Every involvement that has not ended.
    pub fn involvements(&self) -> impl Iterator<Item = &Involvement> {
        self.involvements.iter().filter(|i| i.ended.is_none())
    }

    /// Every involvement that there has been.
    pub fn involvements_ever(&self) -> impl Iterator<Item = &Involvement> {
        self.involvements.iter()
    }

    /// Whether the organisation is involved.
    pub fn involves(&self, organisation: &OrganisationId) -> bool {
        self.involvements()
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

    /// Whatever one organisation has asked of a service of another.
    pub fn asks(&self) -> impl Iterator<Item = Ask<'_>> {
        let referrals = self.referrals.values().filter_map(Referral::ask);
        referrals
            .chain(self.actions.values().filter_map(Action::ask))
            .chain(self.handovers().filter_map(Handover::ask))
    }

    /// What was asked of a service, by what its facts are about.
    pub fn ask(&self, about: About) -> Option<Ask<'_>> {
        self.asks().find(|ask| ask.about == about)
    }

    /// Who is shown everything about a thing for good, since they have a part in it. Who asked for it and who was
    /// asked is known from [`History::asks`], and not given here.
    pub fn parties(&self) -> impl Iterator<Item = Party<'_>> {
        let actions = self.actions.values().flat_map(Action::parties);
        let endings = self.endings.iter().flat_map(Ended::parties);
        let requests = self.join_requests.values().flat_map(JoinRequest::parties);
        let handovers = self.handovers().filter_map(Handover::party);
        let reviews = self.reviews.values().flat_map(Review::parties);
        let received = self.referrals.values().filter_map(Referral::party);
        let informed = self.referrals.values().flat_map(Referral::informed);
        let things = actions.chain(endings).chain(requests);
        let decisions = self.decisions.values().map(Decision::party);
        let things = things.chain(handovers).chain(decisions);
        things.chain(reviews).chain(received).chain(informed)
    }

    /// The duties to disclose that have not been ended.
    pub fn duties(&self) -> impl Iterator<Item = &Duty> {
        self.duties.iter()
    }

    /// Every request to join.
    pub fn join_requests(&self) -> impl Iterator<Item = &JoinRequest> {
        self.join_requests.values()
    }

    /// One request to join.
    pub fn join_request(&self, id: JoinRequestId) -> Option<&JoinRequest> {
        self.join_requests.get(&id)
    }

    /// Whether the fact was recorded in error.
    pub fn is_retracted(&self, id: FactId) -> bool {
        self.retracted.contains_key(&id)
    }

    /// Whether the fact was recorded on the wrong person.
    pub fn is_misplaced(&self, id: FactId) -> bool {
        self.misplaced.contains_key(&id)
    }

    /// Whether the fact was recorded neither in error nor on the wrong person.
    pub fn stands(&self, id: FactId) -> bool {
        !self.is_retracted(id) && !self.is_misplaced(id)
    }

    /// Every referral.
    pub fn referrals(&self) -> impl Iterator<Item = &Referral> {
        self.referrals.values()
    }

    /// One referral.
    pub fn referral(&self, id: ReferralId) -> Option<&Referral> {
        self.referrals.get(&id)
    }

    /// Every safeguarding concern.
    pub fn concerns(&self) -> impl Iterator<Item = &Concern> {
        self.concerns.all()
    }

    /// One safeguarding concern.
    pub fn concern(&self, id: ConcernId) -> Option<&Concern> {
        self.concerns.get(id)
    }
    /// Every decision.
    pub fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.decisions.values()
    }

    /// Every action.
    pub fn actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.values()
    }

    /// One action.
    pub fn action(&self, id: ActionId) -> Option<&Action> {
        self.actions.get(&id)
    }

    /// Every review.
    pub fn reviews(&self) -> impl Iterator<Item = &Review> {
        self.reviews.values()
    }

    /// One review.
    pub fn review(&self, id: ReviewId) -> Option<&Review> {
        self.reviews.get(&id)
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

    /// The versions that a fact took the place of, the newest of them first.
    pub fn older<'a>(&'a self, recorded: &'a Recorded) -> impl Iterator<Item = &'a Recorded> {
        let older = |newer: &&'a Recorded| {
            let older = self.fact(newer.fact.replaces?)?;
            (self.places[&older.id] < *self.places.get(&newer.id)?).then_some(older)
        };
        std::iter::successors(Some(recorded), older).skip(1)
    }

    /// The newer versions of a fact whose place nothing has taken; none where the fact is the newest itself. A version
    /// that was recorded in error, or on the wrong person, has taken nobody's place.
    pub fn newest_of_all<'a>(
        &'a self,
        recorded: &'a Recorded,
    ) -> impl Iterator<Item = &'a Recorded> {
        let stands = |version: &&Recorded| self.stands(version.id);
        self.newer(recorded)
            .filter(stands)
            .filter(move |version| !self.newer(version).any(|newer| stands(&newer)))
    }

    fn replacing<'a>(&'a self, older: &Recorded) -> impl Iterator<Item = &'a Recorded> + use<'a> {
        let ids = self.newer.get(&older.id);
        ids.into_iter().flatten().filter_map(|id| self.fact(*id))
    }

    /// One fact.
    pub fn fact(&self, id: FactId) -> Option<&Recorded> {
        self.places.get(&id).map(|place| &self.facts[*place])
    }

    pub(crate) fn fact_mut(&mut self, id: FactId) -> Option<&mut Recorded> {
        let place = *self.places.get(&id)?;
        self.facts.get_mut(place)
    }

    /// The newest version of a fact: itself, where nothing has taken its place.
    pub fn newest<'a>(&'a self, recorded: &'a Recorded) -> &'a Recorded {
        self.newer(recorded).last().unwrap_or(recorded)
    }
}
