//! Threads: facts about one thing (a referral, say), gathered, with how far it has come. What every list of things is
//! made of; what a thing's facts mean is said by its theme.
//!
//! State is told from the facts that somebody may see, and from nothing else.

use std::collections::BTreeMap;

use casework::{
    disclosure::Disclosed,
    fact::{About, Content, Fact},
    ids::{EventId, FactId, OrganisationId, PersonId},
    plan::Section,
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Cursor, Error, Page, Paged, Shown, actions,
    error::sqlite,
    fact_row::Bytes,
    handovers, information, joining, plans,
    reader::{LOOK_AT_MOST, Look},
    referrals, reviews, safeguarding, sharing, volunteers,
};

/// What the narrow row of a thing says: where it stands, which side of it the organisation is on, how far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listing {
    pub(crate) began_at_ms: i64,
    pub(crate) side: i64,
    pub(crate) state: i64,
}

/// A fact as the writer looks at it.
pub(crate) struct Told {
    pub(crate) id: FactId,
    pub(crate) at_ms: i64,
    pub(crate) fact: Fact,
}

impl Told {
    /// As [`recording_order`].
    pub(crate) fn order(&self) -> (i64, FactId) {
        (self.at_ms, self.id)
    }
}

/// How a thing of this kind is listed, from its facts, oldest first; none where it is between others, or where how it
/// began is not shown: it is in the story alone then.
pub(crate) fn listing(kind: &str, organisation: &OrganisationId, told: &[Told]) -> Option<Listing> {
    match kind {
        "referral" => referrals::listing(organisation, told),
        "information" => information::listing(organisation, told),
        "action" => actions::listing(told),
        "concern" => safeguarding::listing(told),
        "agreement" => sharing::listing(told),
        "join-request" => joining::listing(organisation, told),
        "agreement-ending" => sharing::listing_of_ending(told),
        "handover" => handovers::listing(organisation, told),
        "plan" => plans::listing(told),
        "volunteer" => volunteers::listing(told),
        "review" => reviews::listing(organisation, told),
        _ => None,
    }
}

/// The thing that a fact is about. An agreement is one by itself: it is waited for its end. A person has one plan, and
/// it is waited for the day on which it is looked at again.
pub(crate) fn thing(disclosed: &Disclosed) -> Option<Uuid> {
    let about = &disclosed.fact.about;
    let agreement = matches!(about, About::Agreement).then_some(disclosed.id.event.0);
    let of_plan = About::Plan {
        section: Section::Review,
    };
    let plan = (*about == of_plan).then_some(Uuid::nil());
    about.thing().or(agreement).or(plan)
}

/// Which things alone are wanted; any, where neither is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Only {
    /// This one.
    pub thing: Option<Uuid>,
    /// Those about this person.
    pub person: Option<PersonId>,
}

/// Which things are wanted: of one kind; on any side and in any state, where none is given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub(crate) only: Only,
    pub(crate) kind: &'static str,
    pub(crate) side: Option<i64>,
    pub(crate) state: Option<i64>,
}

impl Only {
    /// As a condition of its own where something is said, so that each has its index. Every parameter stands in it.
    fn condition(self) -> &'static str {
        match (self.thing, self.person) {
            (Some(_), Some(_)) => " AND thing = ?5 AND person = ?6",
            (Some(_), None) => " AND thing = ?5 AND ?6 IS NULL",
            (None, Some(_)) => " AND ?5 IS NULL AND person = ?6",
            (None, None) => " AND ?5 IS NULL AND ?6 IS NULL",
        }
    }
}

/// What the caller may see of one thing.
pub(crate) struct Thread {
    pub(crate) person: PersonId,
    pub(crate) thing: Uuid,
    /// Everything, oldest first; never empty.
    pub(crate) facts: Vec<Shown>,
}

impl Thread {
    pub(crate) fn of(person: PersonId, thing: Uuid, mut facts: Vec<Shown>) -> Option<Thread> {
        facts.sort_by_key(|shown| recording_order(&shown.disclosed));
        (!facts.is_empty()).then_some(Thread {
            person,
            thing,
            facts,
        })
    }

    /// What its facts say, oldest first.
    pub(crate) fn contents(&self) -> impl Iterator<Item = &Content> + Clone {
        self.facts.iter().map(|shown| &shown.disclosed.fact.content)
    }

    /// The last event on it that the caller may see: whoever acts on it names it.
    pub(crate) fn last_event(&self) -> EventId {
        self.facts
            .last()
            .map_or(EventId(Uuid::nil()), |shown| shown.disclosed.id.event)
    }
}

/// A page of things, the one that began last first. `make` tells from what the caller may see whether one is wanted.
///
/// A page may hold fewer entries than it could and yet give a place to go on from.
pub(crate) fn list<T>(
    look: &Look<'_>,
    wanted: &Wanted,
    page: &Page,
    make: impl Fn(Thread) -> Result<Option<T>, Error>,
) -> Result<Paged<T>, Error> {
    let failed = sqlite("listing things");
    // A listed state is everybody's; where it depends on who looks, none is listed, and only the facts tell.
    let select = format!(
        "SELECT place, person, thing FROM threads
         WHERE kind = ?1 AND place < ?2 AND (?3 IS NULL OR side = ?3) AND (?4 IS NULL OR state IS NULL OR state = ?4){}
         ORDER BY place DESC LIMIT {LOOK_AT_MOST}",
        wanted.only.condition()
    );
    let Only { thing, person } = wanted.only;
    let (thing, person) = (thing.map(Bytes::from), person.map(Bytes::from));
    let mut select = look.rows.prepare_cached(&select).map_err(&failed)?;
    let mut rows = select
        .query((
            wanted.kind,
            page.below(),
            wanted.side,
            wanted.state,
            thing,
            person,
        ))
        .map_err(&failed)?;
    let (mut found, mut last, mut looked_at): (Vec<T>, Option<Cursor>, usize) =
        (Vec::new(), None, 0);
    while let Some(row) = rows.next().map_err(&failed)? {
        looked_at += 1;
        let person = row.get::<_, Bytes>(1).map_err(&failed)?.person();
        let thing = row.get::<_, Bytes>(2).map_err(&failed)?.uuid();
        let made = match one(look, person, wanted.kind, thing)? {
            Some(thread) => make(thread)?,
            None => None,
        };
        if let Some(made) = made {
            if found.len() == page.size {
                return Ok((found, last));
            }
            found.push(made);
        }
        last = Some(row.get(0).map_err(&failed)?);
    }
    Ok((found, last.filter(|_| looked_at == LOOK_AT_MOST)))
}

/// Every thing that is wanted, in no order: for a list that is sorted by what its facts say.
pub(crate) fn all(look: &Look<'_>, wanted: &Wanted) -> Result<Vec<Thread>, Error> {
    let failed = sqlite("listing things");
    let thing = wanted.only.thing.map(Bytes::from);
    let only = match thing {
        Some(_) => " AND thing = ?4",
        None => " AND ?4 IS NULL",
    };
    let select = format!(
        "SELECT person, thing FROM threads
         WHERE kind = ?1 AND (?2 IS NULL OR side = ?2) AND (?3 IS NULL OR state IS NULL OR state = ?3){only}"
    );
    let found = look.rows.prepare_cached(&select).and_then(|mut select| {
        let pair = |row: &rusqlite::Row<'_>| {
            Ok((
                row.get::<_, Bytes>(0)?.person(),
                row.get::<_, Bytes>(1)?.uuid(),
            ))
        };
        select
            .query_map((wanted.kind, wanted.side, wanted.state, thing), pair)?
            .collect::<Result<Vec<_>, _>>()
    });
    let mut threads = Vec::new();
    for (person, thing) in found.map_err(failed)? {
        threads.extend(one(look, person, wanted.kind, thing)?);
    }
    Ok(threads)
}

/// One thing, as the caller may see it.
pub(crate) fn one(
    look: &Look<'_>,
    person: PersonId,
    kind: &str,
    thing: Uuid,
) -> Result<Option<Thread>, Error> {
    let values: [&dyn rusqlite::ToSql; 3] = [&Bytes::from(person), &kind, &Bytes::from(thing)];
    let facts = look.all("person = ?2 AND kind = ?3 AND thing = ?4", "place", &values)?;
    Ok(Thread::of(person, thing, facts))
}

/// The things of a kind about a person, in no order.
pub(crate) fn of_person(
    look: &Look<'_>,
    person: PersonId,
    kind: &'static str,
) -> Result<Vec<Thread>, Error> {
    let values: [&dyn rusqlite::ToSql; 2] = [&Bytes::from(person), &kind];
    let all = look.all("person = ?2 AND kind = ?3", "place", &values)?;
    let mut by_thing: BTreeMap<Uuid, Vec<Shown>> = BTreeMap::new();
    for shown in all {
        if let Some(thing) = shown.disclosed.fact.about.thing() {
            by_thing.entry(thing).or_default().push(shown);
        }
    }
    let threads = by_thing.into_iter();
    Ok(threads
        .filter_map(|(thing, facts)| Thread::of(person, thing, facts))
        .collect())
}

/// Sorts facts as they were recorded: each event of a record has a later time than the one before. Where records were merged,
/// their events may share one.
pub(crate) fn recording_order(disclosed: &Disclosed) -> (Timestamp, FactId) {
    (disclosed.at, disclosed.id)
}
