//! The oracle: who may read which fact, stated a second time, from the plain list of events.
//!
//! Nothing of disclosure's own rules or of the folded history may be used here, and nothing is kept up to
//! date: every list is drawn from all the events at once, so that a mistake in either statement shows.

use std::collections::BTreeSet;

use casework::{
    Categories, Category,
    about_me::Heading,
    agreement::{AgreementRecorded, Audience},
    disclosure::Rule,
    event::{By, Event, What},
    fact::{About, Fact},
    ids::{EventId, FactId, OrganisationId, ReferralId, WorkerId},
    objection::{Against, ObjectionRecorded},
    service::{Purpose, ServiceTerms},
};
use jiff::Timestamp;

/// What the events tell, drawn from the whole list.
pub struct Telling<'a> {
    facts: Vec<Known<'a>>,
    asked: Vec<Asked<'a>>,
    involved: Vec<Involved<'a>>,
    agreed: Vec<Agreed<'a>>,
    objected: Vec<(usize, &'a ObjectionRecorded)>,
}

/// A fact, where it was recorded and by whom.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Its id.
    pub id: FactId,
    /// The place of its event in the list.
    pub place: usize,
    /// By whom.
    pub by: &'a By,
    /// The fact.
    pub fact: &'a Fact,
}

#[derive(Clone, Copy)]
struct Asked<'a> {
    id: ReferralId,
    place: usize,
    event: EventId,
    from: &'a OrganisationId,
    terms: &'a ServiceTerms,
    agreed: bool,
    ticked: &'a [FactId],
    answer: Option<&'a Event>,
}

struct Involved<'a> {
    event: EventId,
    terms: &'a ServiceTerms,
    through: Option<Asked<'a>>,
}

struct Agreed<'a> {
    place: usize,
    event: EventId,
    terms: &'a AgreementRecorded,
}

/// One reason to show a fact, before objections.
struct Reason {
    rule: Rule,
    rests_on: EventId,
    /// The purposes that it serves.
    purposes: Vec<Purpose>,
    /// The place of the event with which the person agreed to it, where they did.
    agreed_at: Option<usize>,
}

/// The rules, with what they rest on, that let this worker read this fact at this moment.
pub fn visible(
    events: &[Event],
    organisation: &OrganisationId,
    worker: &WorkerId,
    id: FactId,
    now: Timestamp,
) -> BTreeSet<(Rule, EventId)> {
    Telling::of(events).visible(organisation, worker, id, now)
}

impl<'a> Telling<'a> {
    /// Draws every list from all the events.
    pub fn of(events: &'a [Event]) -> Self {
        let asked = asked(events);
        let involved = involved(events, &asked);
        let objected = events.iter().enumerate().filter_map(|(place, event)| match &event.what {
            What::ObjectionRecorded(terms) => Some((place, terms)),
            _ => None,
        });
        Telling { facts: facts(events), agreed: agreed(events), objected: objected.collect(), asked, involved }
    }

    /// Every fact.
    pub fn facts(&self) -> &[Known<'a>] {
        &self.facts
    }

    /// As [`visible`].
    pub fn visible(
        &self,
        organisation: &OrganisationId,
        worker: &WorkerId,
        id: FactId,
        now: Timestamp,
    ) -> BTreeSet<(Rule, EventId)> {
        let Some(fact) = self.fact(id) else { return BTreeSet::new() };
        let mut rules = self.as_it_stands(organisation, worker, fact, now);
        let newest = self.newest(fact);
        if newest.id != id && self.as_it_stands(organisation, worker, newest, now).is_empty() {
            rules.retain(|(rule, _)| *rule == Rule::OwnRecord);
        }
        rules
    }

    /// What shows the fact, whatever became of it later.
    fn as_it_stands(
        &self,
        organisation: &OrganisationId,
        worker: &WorkerId,
        fact: Known<'a>,
        now: Timestamp,
    ) -> BTreeSet<(Rule, EventId)> {
        let reasons = if fact.fact.restriction.is_some() {
            self.restricted(organisation, worker, fact)
        } else {
            self.unrestricted(organisation, fact, now)
        };
        let stands = |reason: &Reason| !self.objected_to(organisation, worker, fact, reason);
        reasons.into_iter().filter(stands).map(|reason| (reason.rule, reason.rests_on)).collect()
    }

    fn restricted(&self, organisation: &OrganisationId, worker: &WorkerId, fact: Known<'a>) -> Vec<Reason> {
        let Some(readers) = &fact.fact.restriction else { return Vec::new() };
        let own = fact.by.organisation == *organisation;
        let wrote_it = own && fact.by.worker == *worker;
        let named = readers.workers.get(organisation).is_some_and(|workers| workers.contains(worker));
        if !wrote_it && !named && !readers.organisations.contains(organisation) {
            return Vec::new();
        }
        let rule = if own { Rule::OwnRecord } else { Rule::Named };
        vec![Reason { rule, rests_on: fact.id.event, purposes: self.purposes_of(organisation), agreed_at: None }]
    }

    fn unrestricted(&self, organisation: &OrganisationId, fact: Known<'a>, now: Timestamp) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if fact.by.organisation == *organisation {
            let rests_on = fact.id.event;
            reasons.push(Reason { rule: Rule::OwnRecord, rests_on, purposes: Vec::new(), agreed_at: None });
        }
        reasons.extend(self.through_referrals(organisation, fact));
        let involved = self.involved.iter().filter(|involved| involved.terms.organisation == *organisation);
        for involved in involved {
            reasons.extend(self.through_involvement(involved, fact, now));
        }
        reasons
    }

    fn through_referrals(&self, organisation: &OrganisationId, fact: Known<'a>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for asked in &self.asked {
            let thread = fact.fact.about == About::Referral { referral: asked.id };
            let agreed_at = asked.agreed.then_some(asked.place);
            if asked.terms.organisation == *organisation {
                let purposes = vec![asked.terms.purpose];
                if asked.answer.is_some() {
                    if thread {
                        reasons.push(Reason { rule: Rule::Party, rests_on: asked.event, purposes, agreed_at });
                    }
                } else {
                    let ticked = self.ticked(asked, fact);
                    if ticked || thread || is_identity(fact) || is_communication_need(fact) {
                        let agreed_at = if ticked { Some(asked.place) } else { agreed_at };
                        reasons.push(Reason { rule: Rule::Invited, rests_on: asked.event, purposes, agreed_at });
                    }
                }
            }
            if asked.from == organisation && thread {
                let purposes = self.purposes_of(organisation);
                reasons.push(Reason { rule: Rule::Party, rests_on: asked.event, purposes, agreed_at });
            }
        }
        reasons
    }

    fn through_involvement(&self, involved: &Involved<'a>, fact: Known<'a>, now: Timestamp) -> Vec<Reason> {
        let purposes = vec![involved.terms.purpose];
        let mut reasons = Vec::new();
        if direct_care_shows(involved.terms, fact.fact.categories) {
            let rests_on = involved.event;
            reasons.push(Reason { rule: Rule::DirectCare, rests_on, purposes: purposes.clone(), agreed_at: None });
        }
        for agreed in &self.agreed {
            let with = match &agreed.terms.audience {
                Audience::Organisation(organisation) => *organisation == involved.terms.organisation,
                Audience::Purpose(purpose) => *purpose == involved.terms.purpose,
                Audience::EveryoneInvolved => true,
            };
            let ended = agreed.terms.until.is_some_and(|until| now >= until.ends_at);
            if with && !ended && all_in(fact.fact.categories, agreed.terms.categories) {
                let (rests_on, agreed_at) = (agreed.event, Some(agreed.place));
                reasons.push(Reason { rule: Rule::Agreement, rests_on, purposes: purposes.clone(), agreed_at });
            }
        }
        let ticked = involved.through.is_some_and(|asked| self.ticked(&asked, fact));
        let shown_by_referral = is_identity(fact) || is_communication_need(fact);
        if ticked || shown_by_referral || is_plain_passage(fact) {
            let agreed_at = involved.through.filter(|asked| ticked || asked.agreed && shown_by_referral);
            let agreed_at = agreed_at.map(|asked| asked.place);
            reasons.push(Reason { rule: Rule::Party, rests_on: involved.event, purposes, agreed_at });
        }
        reasons
    }

    fn objected_to(
        &self,
        organisation: &OrganisationId,
        worker: &WorkerId,
        fact: Known<'a>,
        reason: &Reason,
    ) -> bool {
        self.objected.iter().any(|(place, objection)| {
            if objection.categories.is_some_and(|objected| none_in(fact.fact.categories, objected)) {
                return false;
            }
            let against_it = match &objection.against {
                // Whatever the rule, and whatever was agreed later.
                Against::Worker(theirs, named) => return theirs == organisation && named == worker,
                Against::Organisation(objected) => objected == organisation,
                Against::Purpose(purpose) => reason.purposes.contains(purpose),
                Against::Everyone => true,
            };
            let agreed_later = reason.agreed_at.is_some_and(|agreed_at| agreed_at > *place);
            against_it && reason.rule != Rule::OwnRecord && !agreed_later
        })
    }

    fn fact(&self, id: FactId) -> Option<Known<'a>> {
        self.facts.iter().copied().find(|fact| fact.id == id)
    }

    fn newest(&self, fact: Known<'a>) -> Known<'a> {
        let newer = |newer: &&Known<'a>| newer.fact.replaces == Some(fact.id) && newer.place > fact.place;
        self.facts.iter().rfind(newer).map_or(fact, |newer| self.newest(*newer))
    }

    /// Whether the fact, or an older version of it with exactly its categories, was ticked.
    fn ticked(&self, asked: &Asked<'a>, fact: Known<'a>) -> bool {
        let same = |older: &Known<'a>| older.place < fact.place && older.fact.categories == fact.fact.categories;
        asked.ticked.contains(&fact.id)
            || fact
                .fact
                .replaces
                .and_then(|older| self.fact(older))
                .is_some_and(|older| same(&older) && self.ticked(asked, older))
    }

    fn purposes_of(&self, organisation: &OrganisationId) -> Vec<Purpose> {
        let involved = self.involved.iter().map(|involved| involved.terms);
        let terms = involved.chain(self.asked.iter().map(|asked| asked.terms));
        terms.filter(|terms| terms.organisation == *organisation).map(|terms| terms.purpose).collect()
    }
}

fn facts(events: &[Event]) -> Vec<Known<'_>> {
    let mut facts: Vec<Known<'_>> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        for (index, fact) in (0u16..).zip(&event.facts) {
            let id = FactId { event: event.id, index };
            if facts.iter().all(|known| known.id != id) {
                facts.push(Known { id, place, by: &event.by, fact });
            }
        }
    }
    facts
}

fn asked(events: &[Event]) -> Vec<Asked<'_>> {
    let mut all: Vec<Asked<'_>> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let What::ReferralRaised { referral: id, terms, agreed, ticked, .. } = &event.what else { continue };
        let answers = |later: &&Event| match &later.what {
            What::ReferralAccepted { referral } | What::ReferralDeclined { referral, .. } => referral == id,
            _ => false,
        };
        if all.iter().all(|asked| asked.id != *id) {
            let answer = events[place..].iter().find(answers);
            let (event, from) = (event.id, &event.by.organisation);
            all.push(Asked { id: *id, place, event, from, terms, agreed: *agreed, ticked, answer });
        }
    }
    all
}

fn involved<'a>(events: &'a [Event], asked: &[Asked<'a>]) -> Vec<Involved<'a>> {
    let opened = events.iter().find_map(|event| match &event.what {
        What::CaseOpened { terms, .. } => Some(Involved { event: event.id, terms, through: None }),
        _ => None,
    });
    let accepted = asked.iter().filter_map(|asked| {
        let answer = asked.answer?;
        let accepted = matches!(answer.what, What::ReferralAccepted { .. });
        accepted.then_some(Involved { event: answer.id, terms: asked.terms, through: Some(*asked) })
    });
    opened.into_iter().chain(accepted).collect()
}

fn agreed(events: &[Event]) -> Vec<Agreed<'_>> {
    let agreed = events.iter().enumerate().filter_map(|(place, event)| match &event.what {
        What::AgreementRecorded(terms) => Some(Agreed { place, event: event.id, terms }),
        _ => None,
    });
    let ends = |agreed: &Agreed<'_>, later: &Event| match &later.what {
        What::AgreementRecorded(newer) => newer.audience == agreed.terms.audience,
        What::AgreementLapsed { agreement } => *agreement == agreed.event,
        _ => false,
    };
    agreed.filter(|agreed| !events[agreed.place + 1..].iter().any(|later| ends(agreed, later))).collect()
}

fn is_identity(fact: Known<'_>) -> bool {
    fact.fact.about == About::Identity
}

fn is_plain_passage(fact: Known<'_>) -> bool {
    let plain = |category| matches!(category, Category::AboutMe | Category::Plan);
    matches!(fact.fact.about, About::Passage { .. }) && fact.fact.categories.iter().all(plain)
}

fn is_communication_need(fact: Known<'_>) -> bool {
    fact.fact.about == About::Passage { heading: Heading::Communication } && is_plain_passage(fact)
}

fn direct_care_shows(terms: &ServiceTerms, categories: Categories) -> bool {
    use Category::{AboutSomebodyElse, Justice, SexualHealth, SubstanceUse};
    let never = |category| matches!(category, SexualHealth | SubstanceUse | Justice | AboutSomebodyElse);
    matches!(terms.purpose, Purpose::HealthCare | Purpose::SocialCare)
        && categories.iter().all(|category| terms.needs.contains(category) && !never(category))
}

fn all_in(categories: Categories, set: Categories) -> bool {
    categories.iter().all(|category| set.contains(category))
}

fn none_in(categories: Categories, set: Categories) -> bool {
    categories.iter().all(|category| !set.contains(category))
}
