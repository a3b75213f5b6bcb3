//! What needs somebody: whatever waits in the organisation's things, for whom and until when, as far as the caller may
//! see it. What waits in a thing of some kind is said by its theme.

mod about;

use std::collections::{BTreeMap, BTreeSet};

use casework::{
    Role,
    fact::Content,
    ids::{OrganisationId, PersonId, WorkerId},
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    Cursor, Error, Page, Paged, Reader, actions, cases,
    error::sqlite,
    fact_row::Bytes,
    handovers, information, joining,
    page::{at_ms, place},
    plans,
    reader::{LOOK_AT_MOST, Look},
    referrals, reviews, safeguarding, sharing,
    threads::{self, Thread},
};

pub use about::LINE_MAX_CHARS;

/// What sort of thing waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "as the contract's")]
pub enum Kind {
    Referral,
    ReferralUnanswered,
    InformationRequest,
    Concern,
    AgreementEnding,
    Handover,
    ActionRequest,
    Action,
    JoinRequest,
    PlanReview,
    Review,
}

/// For whom something waits, as its facts say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Nobody of the organisation is named yet.
    Organisation,
    /// Whoever recorded how it began.
    Beginner,
    /// Whoever leads the case.
    Lead,
    /// This worker.
    Worker(WorkerId),
    /// Whoever began it, and the safeguarding leads: everybody who reads it.
    Safeguarding,
}

/// What waits in a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) kind: Kind,
    pub(crate) whose: Whose,
    /// When it is due, where it is.
    pub(crate) due: Option<Timestamp>,
    /// From when on it waits, and from when on no longer, where that is not at once and for good.
    pub(crate) within: Option<(Timestamp, Timestamp)>,
    /// Whether it comes before everything that is not urgent.
    pub(crate) urgent: bool,
}

/// What waits in a thing of this kind, by its facts, oldest first. Called with all of them when it is listed, and with
/// those that the caller may see when it is read.
pub(crate) fn waiting<'a>(
    kind: &str,
    organisation: &OrganisationId,
    contents: impl Iterator<Item = &'a Content> + Clone,
) -> Option<Waiting> {
    match kind {
        "referral" => referrals::waiting(organisation, contents),
        "information" => information::waiting(organisation, contents),
        "concern" => safeguarding::waiting(contents),
        "agreement" => sharing::waiting(contents),
        "handover" => handovers::waiting(organisation, contents),
        "action" => actions::waiting(organisation, contents),
        "join-request" => joining::waiting(organisation, contents),
        "plan" => plans::waiting(contents),
        "review" => reviews::waiting(organisation, contents),
        _ => None,
    }
}

/// Where a waiting thing stands in the narrow table: by the time at which it is due, what is urgent first.
pub(crate) fn due_at_ms(waiting: &Waiting) -> i64 {
    let due = waiting.due.map_or(i64::MAX, at_ms);
    if waiting.urgent {
        due.saturating_sub(AFTER_THE_URGENT_MS)
    } else {
        due
    }
}

// What is not urgent stands as much later in the list: longer than any time to answer, and little enough for a place.
const AFTER_THE_URGENT_MS: i64 = 1 << 47;

/// Why something is the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "as the contract's")]
pub enum Reason {
    Owner,
    Lead,
    Unassigned,
    SafeguardingLead,
    Covering,
}

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What sort of thing.
    pub kind: Kind,
    /// The thing.
    pub thing: Uuid,
    /// The person.
    pub person: PersonId,
    /// What they are called, where the caller may see it.
    pub name: Option<String>,
    /// What it is about, in at most [`LINE_MAX_CHARS`] characters, where that is told in a list.
    pub about: Option<String>,
    /// When it is due.
    pub due: Option<Timestamp>,
    /// Whether that time has passed.
    pub overdue: bool,
    /// Whether it comes before everything that is not urgent.
    pub urgent: bool,
    /// Why it is the caller's; none where it is not.
    pub reason: Option<Reason>,
    /// Whose it is; none where it is the organisation's.
    pub worker: Option<WorkerId>,
}

impl Entry {
    fn place(&self) -> Cursor {
        let due = self.due.map_or(i64::MAX, at_ms);
        let after = if self.urgent { 0 } else { AFTER_THE_URGENT_MS };
        place(due.saturating_add(after), self.thing)
    }
}

/// How much waits for one worker, of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// How many wait.
    pub waiting: usize,
    /// How many of them are overdue.
    pub overdue: usize,
    /// How long the longest has been overdue.
    pub longest: SignedDuration,
}

/// How much waits, by worker (none: the organisation's) and kind.
pub type Workload = BTreeMap<(Option<WorkerId>, Kind), Load>;

impl Reader {
    /// A page of what needs the caller, by the time at which it is due; with what needs the workers for whom they stand
    /// in, as far as the caller may see it.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn my_work(
        &self,
        now: Timestamp,
        covering: &BTreeSet<WorkerId>,
        page: &Page,
    ) -> Result<Paged<Entry>, Error> {
        let mine = self.look(now, |look| {
            let mut mine = all(look)?;
            for entry in &mut mine {
                let covered = entry.worker.as_ref().filter(|one| covering.contains(one));
                entry.reason = entry.reason.or(covered.map(|_| Reason::Covering));
            }
            mine.retain(|entry| entry.reason.is_some());
            Ok(of_page(mine, page))
        })?;
        Ok(mine.unwrap_or_default())
    }

    /// A page of what is overdue in the organisation, and how much waits for whom. A manager is shown the numbers
    /// alone, and none of what only some may read.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn overdue(&self, now: Timestamp, page: &Page) -> Result<(Paged<Entry>, Workload), Error> {
        let found = self.look(now, |look| {
            let mut all = all(look)?;
            let manager = look.caller.role() == Role::Manager;
            if manager {
                all.retain(|entry| entry.kind != Kind::Concern);
            }
            let workload = workload(&all, now);
            all.retain(|entry| entry.overdue && !manager);
            Ok((of_page(all, page), workload))
        })?;
        Ok(found.unwrap_or_default())
    }
}

fn workload(entries: &[Entry], now: Timestamp) -> Workload {
    let mut workload = Workload::new();
    for entry in entries {
        let key = (entry.worker.clone(), entry.kind);
        let load = workload.entry(key).or_default();
        load.waiting += 1;
        if let Some(due) = entry.due.filter(|_| entry.overdue) {
            load.overdue += 1;
            load.longest = load.longest.max(now.duration_since(due));
        }
    }
    workload
}

fn of_page(mut entries: Vec<Entry>, page: &Page) -> Paged<Entry> {
    entries.sort_by_key(Entry::place);
    entries.retain(|entry| page.after.is_none_or(|after| entry.place() > after));
    let more = entries.len() > page.size;
    entries.truncate(page.size);
    let next = entries.last().map(Entry::place).filter(|_| more);
    (entries, next)
}

/// Whatever waits for anybody of the organisation, as far as the caller may see it. Of more than [`LOOK_AT_MOST`]
/// things, those that are due first.
fn all(look: &Look<'_>) -> Result<Vec<Entry>, Error> {
    let failed = sqlite("listing work");
    // An agreement that has ended waits for nothing, and ended ones would fill the list.
    let select = format!(
        "SELECT person, kind, thing FROM threads
         WHERE due_at_ms IS NOT NULL AND (kind <> 'agreement' OR due_at_ms > ?1 OR state IS NULL)
         ORDER BY due_at_ms LIMIT {LOOK_AT_MOST}"
    );
    let mut select = look.rows.prepare_cached(&select).map_err(&failed)?;
    let mut rows = select.query([at_ms(look.now)]).map_err(&failed)?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next().map_err(&failed)? {
        let person = row.get::<_, Bytes>(0).map_err(&failed)?.person();
        let kind: String = row.get(1).map_err(&failed)?;
        let thing = row.get::<_, Bytes>(2).map_err(&failed)?.uuid();
        if let Some(thread) = threads::one(look, person, &kind, thing)? {
            entries.extend(entry(look, &kind, &thread)?);
        }
    }
    Ok(entries)
}

fn entry(look: &Look<'_>, kind: &str, thread: &Thread) -> Result<Option<Entry>, Error> {
    let organisation = look.caller.organisation();
    let waits = |waiting: &Waiting| {
        let within = waiting.within;
        within.is_none_or(|(from, until)| from <= look.now && look.now < until)
    };
    let Some(mut waiting) = waiting(kind, organisation, thread.contents()).filter(waits) else {
        return Ok(None);
    };
    if kind == "referral" && !referrals::waits_here(look, thread, &mut waiting)? {
        return Ok(None);
    }
    if kind == "agreement" && sharing::is_replaced(look, thread)? {
        return Ok(None);
    }
    let Some((worker, reason)) = whose(look, &waiting.whose, thread)? else {
        return Ok(None);
    };
    let identity = cases::identity(look, thread.person)?;
    let name = identity.map(|one| one.preferred_name.unwrap_or(one.name).to_string());
    Ok(Some(Entry {
        kind: waiting.kind,
        thing: thread.thing,
        person: thread.person,
        name,
        about: about::about(thread.contents()),
        due: waiting.due,
        overdue: waiting.due.is_some_and(|due| due <= look.now),
        urgent: waiting.urgent,
        reason,
        worker,
    }))
}

/// Whose something is, where it is somebody's; and why it is the caller's, where it is.
type Owner = (Option<WorkerId>, Option<Reason>);

/// Whose it is, and why it is the caller's where it is; none where it is nobody's of the caller's organisation.
fn whose(look: &Look<'_>, whose: &Whose, thread: &Thread) -> Result<Option<Owner>, Error> {
    let caller = look.caller.worker();
    let began = thread.facts.first().map(|shown| &shown.disclosed.by);
    let named = |worker: WorkerId, reason| {
        let mine = worker == *caller;
        Some((Some(worker), mine.then_some(reason)))
    };
    Ok(match whose {
        Whose::Organisation => Some((None, Some(Reason::Unassigned))),
        Whose::Beginner => began.and_then(|by| named(by.worker.clone(), Reason::Owner)),
        Whose::Lead => {
            let lead = cases::lead(look, thread.person)?;
            let ours = lead.filter(|(organisation, _)| organisation == look.caller.organisation());
            ours.and_then(|(_, worker)| named(worker, Reason::Lead))
        }
        Whose::Worker(worker) => named(worker.clone(), Reason::Owner),
        Whose::Safeguarding => began.map(|by| {
            let reason = if by.worker == *caller {
                Reason::Owner
            } else {
                Reason::SafeguardingLead
            };
            (Some(by.worker.clone()), Some(reason))
        }),
    })
}
