//! The caseload, and one person's brief.

use std::{cmp::Reverse, ops::ControlFlow};

use casework::{
    Role,
    fact::{About, Content, Identity},
    ids::{FactId, OrganisationId, PersonId, WorkerId},
    plan::Section,
};
use jiff::Timestamp;

use crate::{
    Cursor, Error, Page, Paged, Reader, Shown, about_me, actions, decisions,
    error::sqlite,
    fact_row::Bytes,
    handovers,
    life::{self, Life, State},
    page::place,
    people, plans,
    reader::{LOOK_AT_MOST, Look},
    referrals::{self, Direction},
    since::{self, Since},
    threads, volunteers,
};

/// How many of the latest facts stand on a brief.
pub const LATEST: usize = 20;

/// How the caller's organisation stands to a case, as far as the caller may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It keeps what it recorded or took part in, and no more.
    Kept,
    /// It is asked to help and has not answered.
    Invited,
    /// It takes part.
    Involved,
}

/// One person on the caseload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseloadEntry {
    /// The person.
    pub person: PersonId,
    /// Who they are, where the caller may see it.
    pub identity: Option<Identity>,
    /// How the caller's organisation stands to the case.
    pub standing: Standing,
    /// When something that the caller may see was last recorded.
    pub last_recorded_at: Timestamp,
    /// How the case goes on, and since when, where it is not simply open.
    pub state: Option<(State, Timestamp)>,
    /// Who leads the case, where the caller may see it: the organisation and its worker.
    pub lead: Option<(OrganisationId, WorkerId)>,
}

/// The overview of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// Who they are, and how the caller's organisation stands to the case.
    pub entry: CaseloadEntry,
    /// The newest passages of About Me, in the order of the headings.
    pub about_me: Vec<Shown>,
    /// The last confirmation of each passage that was confirmed, in the same order.
    pub confirmed: Vec<Shown>,
    /// The passages among them that the person does not want to be asked about again.
    pub do_not_ask_again: Vec<FactId>,
    /// How the person is reached.
    pub contact_points: Vec<Shown>,
    /// What to mind on a visit.
    pub visit_warnings: Vec<Shown>,
    /// Who takes part.
    pub people: Vec<Shown>,
    /// Referrals that have not been answered, as they were raised.
    pub open_referrals: Vec<Shown>,
    /// What organisations are to do and are asked to do, as it began: what is overdue first.
    pub next_actions: Vec<Shown>,
    /// The person's own steps that are not done yet.
    pub own_steps: Vec<Shown>,
    /// The person's goals that have not ended.
    pub goals: Vec<Shown>,
    /// Of each decision the version that holds, the latest first.
    pub decisions: Vec<Shown>,
    /// The latest of everything else, newest first: at most [`LATEST`].
    pub latest: Vec<Shown>,
    /// What has come since the caller looked last.
    pub since: Since,
}

impl Reader {
    /// The people of whom the caller may see something, the one with the latest visible record first.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn caseload(&self, now: Timestamp, page: &Page) -> Result<Paged<CaseloadEntry>, Error> {
        let entries = self.look(now, |look| {
            let mut places = latest_people(look, page)?;
            let more = places.len() > page.size;
            places.truncate(page.size);
            let next = places.last().map(|(place, ..)| *place).filter(|_| more);
            let entries = places
                .into_iter()
                .map(|(_, at_ms, person)| entry(look, person, at_ms));
            Ok((entries.collect::<Result<_, Error>>()?, next))
        })?;
        Ok(entries.unwrap_or_default())
    }

    /// The people whose case this worker of the caller's organisation leads, as far as the caller may see, the one with
    /// the latest visible record first.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn led_by(&self, now: Timestamp, worker: &WorkerId) -> Result<Vec<CaseloadEntry>, Error> {
        let page = Page {
            size: LOOK_AT_MOST,
            after: None,
        };
        let (mut entries, _) = self.caseload(now, &page)?;
        entries.retain(|entry| {
            entry.standing == Standing::Involved
                && entry.lead.as_ref().is_some_and(|(_, lead)| lead == worker)
        });
        Ok(entries)
    }

    /// One person's brief; none where the caller may see nothing of them.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn brief(&self, now: Timestamp, person: PersonId) -> Result<Option<Brief>, Error> {
        let brief = self.look(now, |look| {
            let Some(at_ms) = look.last_recorded_at_ms(person)? else {
                return Ok(None);
            };
            let about_me = about_me::newest(look, person)?;
            let mut confirmations = about_me::confirmations(look, person)?;
            let confirmed = about_me
                .iter()
                .filter_map(|shown| confirmations.remove(&shown.disclosed.id))
                .collect();
            let open_referrals: Vec<Shown> = referrals::open(look, person)?
                .into_iter()
                .map(|(raised, _)| raised)
                .collect();
            let do_not_ask_again = about_me
                .iter()
                .filter(|shown| not_again(shown))
                .map(|shown| shown.disclosed.id)
                .collect();
            let [next_actions, own_steps] = actions::to_come(look, person)?;
            let decisions = decisions::newest(look, person)?;
            let elsewhere = [&open_referrals, &next_actions, &own_steps, &decisions];
            let latest = latest(look, person, &elsewhere.map(Vec::as_slice).concat())?;
            Ok(Some(Brief {
                goals: plans::goals(look, person)?,
                next_actions,
                own_steps,
                decisions,
                entry: entry(look, person, at_ms)?,
                about_me,
                confirmed,
                do_not_ask_again,
                contact_points: people::contact_points(look, person)?,
                visit_warnings: people::visit_warnings(look, person)?,
                people: life::of(look, person)?.parts,
                latest,
                since: since::since(look, person)?,
                open_referrals,
            }))
        })?;
        Ok(brief.flatten())
    }
}

/// One more person than the page takes, where there are as many, each with their place and time.
///
/// The list is sorted by what the caller may see: sorted by what is in the file, it would betray that something
/// hidden was recorded. Where the latest fact may be read by everybody, the place in the file is that place; the
/// others, who are few, are looked at one by one, as long as their place in the file is high enough to matter.
fn latest_people(look: &Look<'_>, page: &Page) -> Result<Vec<(Cursor, i64, PersonId)>, Error> {
    if look.caller.role() == Role::Volunteer {
        return helped(look, page);
    }
    let failed = sqlite("listing people");
    let wanted = page.size + 1;
    let select =
        "SELECT place, last_recorded_at_ms, person FROM people WHERE depends = 0 AND place < ?1
                  ORDER BY place DESC LIMIT ?2";
    let mut select = look.rows.prepare_cached(select).map_err(&failed)?;
    let limit = i64::try_from(wanted).unwrap_or(i64::MAX);
    let rows = select.query_map((page.below(), limit), |row| {
        Ok((
            row.get::<_, Cursor>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, Bytes>(2)?.person(),
        ))
    });
    let mut people: Vec<_> = rows.and_then(Iterator::collect).map_err(&failed)?;
    let select = "SELECT place, person FROM people WHERE depends = 1 ORDER BY place DESC";
    let mut select = look.rows.prepare_cached(select).map_err(&failed)?;
    let mut rows = select.query([]).map_err(&failed)?;
    while let Some(row) = rows.next().map_err(&failed)? {
        let highest: Cursor = row.get(0).map_err(&failed)?;
        if people.len() >= wanted && people.last().is_some_and(|(last, ..)| highest < *last) {
            break;
        }
        let person = row.get::<_, Bytes>(1).map_err(&failed)?.person();
        let Some(at_ms) = look.last_recorded_at_ms(person)? else {
            continue;
        };
        let place = place(at_ms, person.0);
        if place < page.below() {
            let before = people.partition_point(|(other, ..)| *other > place);
            people.insert(before, (place, at_ms, person));
            people.truncate(wanted);
        }
    }
    Ok(people)
}

/// As [`latest_people`], for a volunteer: of those alone for whose case somebody was named, who are few.
fn helped(look: &Look<'_>, page: &Page) -> Result<Vec<(Cursor, i64, PersonId)>, Error> {
    let mut people = Vec::new();
    for person in volunteers::people(look)? {
        if let Some(at_ms) = look.last_recorded_at_ms(person)? {
            people.push((place(at_ms, person.0), at_ms, person));
        }
    }
    people.retain(|(place, ..)| *place < page.below());
    people.sort_by_key(|(place, ..)| Reverse(*place));
    people.truncate(page.size + 1);
    Ok(people)
}

/// How a person stands on the caseload, whose latest visible record is of that time.
fn entry(look: &Look<'_>, person: PersonId, at_ms: i64) -> Result<CaseloadEntry, Error> {
    let last_recorded_at = Timestamp::from_millisecond(at_ms).map_err(|_| Error::Row {
        table: "people",
        key: person.to_string(),
        reason: "its time".to_owned(),
    })?;
    let life = life::of(look, person)?;
    let (standing, lead) = standing(look, person, &life)?;
    Ok(CaseloadEntry {
        person,
        identity: identity(look, person)?,
        standing,
        state: life.state,
        last_recorded_at,
        lead,
    })
}

/// Who the person is, where the caller may see it.
pub(crate) fn identity(look: &Look<'_>, person: PersonId) -> Result<Option<Identity>, Error> {
    Ok(
        people::identity(look, person)?.and_then(|shown| match shown.disclosed.fact.content {
            Content::Identity(identity) => Some(identity),
            _ => None,
        }),
    )
}

/// Who leads the case, where the caller may see it.
pub(crate) fn lead(
    look: &Look<'_>,
    person: PersonId,
) -> Result<Option<(OrganisationId, WorkerId)>, Error> {
    Ok(standing(look, person, &life::of(look, person)?)?.1)
}

/// How the caller's organisation stands to a case, and who leads it.
pub(crate) fn standing(
    look: &Look<'_>,
    person: PersonId,
    life: &Life,
) -> Result<(Standing, Option<(OrganisationId, WorkerId)>), Error> {
    let (mut ours, mut led) = (false, Vec::new());
    for shown in &life.parts {
        if let Content::Involvement {
            organisation,
            worker,
            lead,
            ..
        } = &shown.disclosed.fact.content
        {
            ours |= organisation == look.caller.organisation();
            if *lead {
                led.push((shown.disclosed.at, organisation.clone(), worker.clone()));
            }
        }
    }
    // Handovers tell of the lead of a case that goes on.
    if !matches!(life.state, Some((State::Ended(_), _))) {
        led.extend(handovers::leads(look, person)?);
    }
    // A handover and the part that it gave are told together, and say the same.
    let last = led.into_iter().max_by_key(|(at, ..)| *at);
    let leads = last.map(|(_, organisation, worker)| (organisation, worker));
    if ours {
        return Ok((Standing::Involved, leads));
    }
    let open = referrals::open(look, person)?;
    let offered = handovers::open(look, person)?;
    let invited = open
        .iter()
        .any(|(_, direction)| *direction == Some(Direction::In))
        || offered.is_some_and(|(_, to_us)| to_us)
        || actions::asked_of_us(look, person)?;
    Ok((
        if invited {
            Standing::Invited
        } else {
            Standing::Kept
        },
        leads,
    ))
}

/// The latest of what stands nowhere else on the brief.
fn latest(look: &Look<'_>, person: PersonId, elsewhere: &[Shown]) -> Result<Vec<Shown>, Error> {
    let mut latest = Vec::new();
    let mine = "person = ?2";
    look.each(mine, "place DESC", &[&Bytes::from(person)], |shown| {
        let is_it = |other: &Shown| other.disclosed.id == shown.disclosed.id;
        if is_news(&shown.disclosed.fact.about) && !elsewhere.iter().any(is_it) {
            latest.push(shown);
        }
        Ok(if latest.len() == LATEST {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    })?;
    latest.sort_by_key(|shown: &Shown| Reverse(threads::recording_order(&shown.disclosed)));
    Ok(latest)
}

/// Whether a fact stands among the latest; the others have a place of their own on the brief.
fn is_news(about: &About) -> bool {
    match about {
        About::Note
        | About::Agreement
        | About::Objection
        | About::Referral { .. }
        | About::Information { .. }
        | About::Action { .. }
        | About::Retraction { .. }
        | About::Duty
        | About::JoinRequest { .. }
        | About::AgreementEnding { .. }
        | About::Handover { .. }
        | About::Decision { .. } => true,
        // What was written stands on the brief or in the plan; what became of it is news.
        About::Plan { section } => !Section::WRITTEN.contains(section),
        About::Review { .. } | About::ReviewInvitation { .. } => true,
        // A concern stands in the list of concerns alone: a brief is opened beside the person.
        About::Pause | About::Ending { .. } | About::Merge { .. } | About::Link { .. } => true,
        About::Identity
        | About::Involvement
        | About::Restriction
        | About::ReferralOptions { .. }
        | About::Concern { .. }
        | About::Passage { .. }
        | About::Confirmation { .. }
        | About::ContactPoint { .. }
        | About::VisitWarning { .. }
        | About::VisitWarningReason { .. }
        | About::Volunteer { .. }
        | About::WrongPerson { .. } => false,
    }
}

fn not_again(shown: &Shown) -> bool {
    matches!(
        shown.disclosed.fact.content,
        Content::Passage {
            do_not_ask_again: true,
            ..
        }
    )
}
