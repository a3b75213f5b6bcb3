//! What the events tell: facts, what was asked, involvements, agreements and objections, each drawn from the whole list.
//!
//! Nothing is kept up to date, and nothing of the folded history is used. Who sees what is the oracle's.

use std::collections::BTreeMap;

use casework::{
    Role,
    agreement::AgreementRecorded,
    event::{By, Event, What},
    fact::{About, Fact},
    ids::{EventId, FactId, OrganisationId, WorkerId},
    objection::ObjectionRecorded,
    plan::Section,
    service::{Purpose, ServiceTerms},
};

use jiff::Timestamp;

use crate::themes::{
    self, Met,
    sharing::{self, Owed, ReadBy},
    volunteers::{self, Assigned},
};

/// What the events tell, drawn from the whole list.
pub struct Telling<'a> {
    /// Every fact, in the order of recording.
    pub facts: Vec<Known<'a>>,
    /// Whatever was asked of a service of another organisation, by its first asking.
    pub asked: Vec<Asked<'a>>,
    /// Every involvement that has not ended.
    pub involved: Vec<Involved<'a>>,
    /// The terms of every involvement that there has been.
    pub terms_ever: Vec<&'a ServiceTerms>,
    /// Every organisation that has a part in a thing.
    pub parties: Vec<PartOf<'a>>,
    /// Every organisation that is invited to a review.
    pub met: Vec<Met<'a>>,
    /// The purposes of organisations that were invited to a review or were there.
    pub met_for: Vec<(&'a OrganisationId, Purpose)>,
    /// Everybody whom a duty lets read what is about a thing.
    pub duties: Vec<DutyOf<'a>>,
    /// Every agreement that nothing has replaced or ended.
    pub agreed: Vec<Agreed<'a>>,
    /// Who reads each fact.
    pub readers: BTreeMap<FactId, ReadBy>,
    /// Each fact with its older versions, the newest first.
    pub versions: BTreeMap<FactId, Vec<FactId>>,
    newest: BTreeMap<FactId, Vec<FactId>>,
    /// The duties to disclose.
    pub owed: Vec<Owed<'a>>,
    /// Every volunteer who was named, and neither named anew nor released since.
    pub assigned: Vec<Assigned<'a>>,
    /// When each event was recorded.
    pub times: Vec<Timestamp>,
    /// Every objection, with the place of its event in the list.
    pub objected: Vec<(usize, &'a ObjectionRecorded)>,
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

/// Something that was asked of a service of another organisation.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "as the event's")]
pub struct Asked<'a> {
    /// What its facts are about.
    pub about: About,
    /// The place of the event that asked it.
    pub place: usize,
    /// The event that asked it.
    pub event: EventId,
    pub from: &'a OrganisationId,
    pub terms: &'a ServiceTerms,
    pub agreed: bool,
    pub ticked: &'a [FactId],
    /// The first answer, where there is one.
    pub answer: Option<&'a Event>,
    /// Whether the answer made the service take part.
    pub accepted: bool,
}

/// An organisation that has a part in a thing for good.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "as the party's")]
pub struct PartOf<'a> {
    pub about: About,
    pub event: EventId,
    /// The place of the person's agreement, where they agreed.
    pub agreed_at: Option<usize>,
    pub organisation: &'a OrganisationId,
}

/// A worker whom a duty lets read what their organisation recorded about a thing.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "as the rule's")]
pub struct DutyOf<'a> {
    pub about: About,
    pub event: EventId,
    pub organisation: &'a OrganisationId,
    pub worker: &'a WorkerId,
}

/// Somebody who reads.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "as the caller's")]
pub struct Reader {
    pub worker: WorkerId,
    pub role: Role,
}

/// An involvement.
pub struct Involved<'a> {
    /// The place of the event that it rests on.
    pub place: usize,
    /// The event that it rests on.
    pub event: EventId,
    /// The service's terms.
    pub terms: &'a ServiceTerms,
    /// What was asked of the service that led to it, where something was.
    pub through: Option<Asked<'a>>,
}

/// An agreement.
pub struct Agreed<'a> {
    /// The place of its event.
    pub place: usize,
    /// Its event.
    pub event: EventId,
    /// Its terms.
    pub terms: &'a AgreementRecorded,
}

impl<'a> Telling<'a> {
    /// Draws every list from all the events.
    pub fn of(events: &'a [Event]) -> Self {
        let asked = themes::asked(events);
        let mut involved = involved(events, &asked);
        let terms_ever = involved.iter().map(|involved| involved.terms).collect();
        involved.retain(|involved| !themes::ended(events, involved));
        let withdrawn = |(place, event): &(usize, &Event)| {
            let id = event.id;
            let later = |later: &Event| matches!(&later.what, What::ObjectionWithdrawn { objection } if *objection == id);
            events[*place..].iter().any(later)
        };
        let objected = events
            .iter()
            .enumerate()
            .filter(|objection| !withdrawn(objection))
            .filter_map(|(place, event)| match &event.what {
                What::ObjectionRecorded(terms) => Some((place, terms)),
                _ => None,
            });
        let facts = facts(events);
        let readers = sharing::readers(events, &facts);
        let back = |fact: &Known<'a>| {
            sharing::back(&facts, *fact)
                .iter()
                .map(|one| one.id)
                .collect()
        };
        let versions = facts.iter().map(|fact| (fact.id, back(fact))).collect();
        Telling {
            newest: newest(&facts, &versions, &readers),
            versions,
            readers,
            owed: sharing::owed(events),
            assigned: volunteers::assigned(events),
            facts,
            agreed: agreed(events),
            parties: themes::parties(events),
            met: themes::met(events),
            met_for: themes::purposes_of(events),
            duties: themes::duties(events),
            times: events.iter().map(|event| event.recorded_at).collect(),
            objected: objected.collect(),
            asked,
            involved,
            terms_ever,
        }
    }

    /// A fact.
    pub fn fact(&self, id: FactId) -> Option<Known<'a>> {
        self.facts.iter().copied().find(|fact| fact.id == id)
    }

    /// The passage that a confirmation confirms: one that was recorded before it.
    pub fn confirmed(&self, confirmation: Known<'a>, passage: FactId) -> Option<Known<'a>> {
        self.fact(passage)
            .filter(|passage| is_of_about_me(*passage) && passage.place < confirmation.place)
    }

    /// The newest versions of a fact: itself where nothing replaced it, and more than one where two replaced the same.
    pub fn newest(&self, fact: Known<'a>) -> Vec<Known<'a>> {
        let newest = self.newest[&fact.id].iter();
        newest.filter_map(|id| self.fact(*id)).collect()
    }

    /// Whether the fact is a passage that was ticked, or of which an older version with exactly its categories was.
    pub fn ticked(&self, asked: &Asked<'a>, fact: Known<'a>) -> bool {
        is_passage(fact) && self.chosen(asked.ticked, fact)
    }

    /// Whether the fact is one of these, or one of its older versions with exactly its categories is.
    pub fn chosen(&self, these: &[FactId], fact: Known<'a>) -> bool {
        let older = |newer: &Known<'a>| {
            let older = self.fact(newer.fact.replaces?)?;
            (older.place < newer.place).then_some(older)
        };
        let mut versions = std::iter::successors(Some(fact), older);
        let same = |version: &Known<'a>| version.fact.categories == fact.fact.categories;
        versions.any(|version| same(&version) && these.contains(&version.id))
    }

    /// The purposes of the organisation's services that are involved or were asked.
    pub fn purposes_of(&self, organisation: &OrganisationId) -> Vec<Purpose> {
        let involved = self.terms_ever.iter().copied();
        let met = self
            .met_for
            .iter()
            .filter(|(theirs, _)| *theirs == organisation);
        let terms = involved.chain(self.asked.iter().map(|asked| asked.terms));
        terms
            .filter(|terms| terms.organisation == *organisation)
            .map(|terms| terms.purpose)
            .chain(met.map(|(_, purpose)| *purpose))
            .collect()
    }
}

fn facts(events: &[Event]) -> Vec<Known<'_>> {
    let mut facts: Vec<Known<'_>> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        for (index, fact) in (0u16..).zip(&event.facts) {
            let id = FactId {
                event: event.id,
                index,
            };
            if facts.iter().all(|known| known.id != id) {
                facts.push(Known {
                    id,
                    place,
                    by: &event.by,
                    fact,
                });
            }
        }
    }
    facts
}

/// The newest versions of each fact. What was recorded in error or on the wrong person has taken nobody's place.
fn newest(
    facts: &[Known<'_>],
    versions: &BTreeMap<FactId, Vec<FactId>>,
    readers: &BTreeMap<FactId, ReadBy>,
) -> BTreeMap<FactId, Vec<FactId>> {
    let standing = facts
        .iter()
        .map(|fact| fact.id)
        .filter(|id| !readers[id].in_error && !readers[id].misplaced);
    let standing: Vec<FactId> = standing.collect();
    let newer = |id: FactId| {
        let newer = standing.iter().copied();
        newer.filter(move |newer| versions[newer][1..].contains(&id))
    };
    let newest = |id: FactId| -> Vec<FactId> {
        newer(id)
            .filter(|one| newer(*one).next().is_none())
            .collect()
    };
    let itself_or = |id: FactId| {
        Some(newest(id))
            .filter(|all| !all.is_empty())
            .unwrap_or(vec![id])
    };
    facts
        .iter()
        .map(|fact| (fact.id, itself_or(fact.id)))
        .collect()
}

fn involved<'a>(events: &'a [Event], asked: &[Asked<'a>]) -> Vec<Involved<'a>> {
    let place = |of: &Event| {
        events
            .iter()
            .position(|event| std::ptr::eq(event, of))
            .unwrap()
    };
    let accepted = asked.iter().filter_map(|asked| {
        let answer = asked.answer.filter(|_| asked.accepted)?;
        Some(Involved {
            place: place(answer),
            event: answer.id,
            terms: asked.terms,
            through: Some(*asked),
        })
    });
    let joined = themes::joined(events);
    let opened = themes::life::opened(events);
    opened.into_iter().chain(accepted).chain(joined).collect()
}

fn agreed(events: &[Event]) -> Vec<Agreed<'_>> {
    let agreed = events
        .iter()
        .enumerate()
        .filter_map(|(place, event)| match &event.what {
            What::AgreementRecorded(terms) => Some(Agreed {
                place,
                event: event.id,
                terms,
            }),
            _ => None,
        });
    let ends = |agreed: &Agreed<'_>, later: &Event| match &later.what {
        What::AgreementRecorded(newer) => newer.audience == agreed.terms.audience,
        What::AgreementLapsed { agreement } | What::AgreementWithdrawn { agreement } => {
            *agreement == agreed.event
        }
        _ => themes::life::ends_everything(later),
    };
    agreed
        .filter(|agreed| {
            !events[agreed.place + 1..]
                .iter()
                .any(|later| ends(agreed, later))
        })
        .collect()
}

/// Whether the fact is a passage of About Me.
pub fn is_of_about_me(fact: Known<'_>) -> bool {
    matches!(fact.fact.about, About::Passage { .. })
}

/// Whether the fact is a passage, of About Me or of the plan.
pub fn is_passage(fact: Known<'_>) -> bool {
    is_of_about_me(fact) || matches!(fact.fact.about, About::Plan { .. })
}

/// Whether the fact is an entry that can turn out to have been recorded in error.
pub fn is_entry(fact: Known<'_>) -> bool {
    let of_whole_plan = matches!(
        fact.fact.about,
        About::Plan {
            section: Section::Agreement | Section::Review
        }
    );
    let words = matches!(fact.fact.about, About::Note | About::Decision { .. });
    words || (is_passage(fact) && !of_whole_plan)
}
