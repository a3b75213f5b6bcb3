//! How a case goes on, as far as the caller may see: paused, ended, or simply open; and what may be passed on of it.

use casework::{
    Category,
    disclosure::Rule,
    fact::{About, Content, Identity},
    ids::{OrganisationId, PersonId, ServiceId},
    joining::Told as Joining,
    life::{Ending, Told},
    referral::Told as Followed,
};
use jiff::Timestamp;

use crate::{Error, Reader, Shown, about_me, cases, fact_row::Bytes, reader::Look, threads};

/// How a case goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is paused.
    Paused,
    /// It ended.
    Ended(Ending),
}

/// What an organisation may pass on to whoever supports the person elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferPack {
    /// Who the person is, where the caller may see it.
    pub identity: Option<Identity>,
    /// The newest passages of About Me, in the order of the headings.
    pub about_me: Vec<Shown>,
    /// Whatever else the organisation recorded itself, oldest first.
    pub records: Vec<Shown>,
}

impl Reader {
    /// What the caller's organisation may pass on: the person's own words, and what it recorded itself; nothing that is
    /// restricted, kept from the person or about somebody else. None where the caller may see nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn transfer_pack(
        &self,
        now: Timestamp,
        person: PersonId,
    ) -> Result<Option<TransferPack>, Error> {
        let pack = self.look(now, |look| {
            if look.last_recorded_at_ms(person)?.is_none() {
                return Ok(None);
            }
            let mine: [&dyn rusqlite::ToSql; 1] = [&Bytes::from(person)];
            let mut records = look.all("person = ?2", "place", &mine)?;
            records.retain(|shown| may_be_passed_on(look, shown));
            records.sort_by_key(|shown| threads::recording_order(&shown.disclosed));
            let mut about_me = about_me::newest(look, person)?;
            about_me.retain(is_about_nobody_else);
            Ok(Some(TransferPack {
                identity: cases::identity(look, person)?,
                about_me,
                records,
            }))
        })?;
        Ok(pack.flatten())
    }
}

fn is_about_nobody_else(shown: &Shown) -> bool {
    let fact = &shown.disclosed.fact;
    fact.restriction.is_none() && !fact.categories.contains(Category::AboutSomebodyElse)
}

fn may_be_passed_on(look: &Look<'_>, shown: &Shown) -> bool {
    let fact = &shown.disclosed.fact;
    let own = shown.disclosed.by.organisation == *look.caller.organisation()
        && shown.grant.rule == Rule::OwnRecord;
    let stands_elsewhere = matches!(
        fact.about,
        About::Identity | About::Passage { .. } | About::Confirmation { .. }
    );
    own && !stands_elsewhere && is_about_nobody_else(shown)
}

/// How the case goes on, and who takes part in it.
pub(crate) struct Life {
    /// How it goes on and since when, where it is not simply open.
    pub(crate) state: Option<(State, Timestamp)>,
    /// Who takes part, in the order in which they joined.
    pub(crate) parts: Vec<Shown>,
}

impl Life {
    /// While the case is paused, nobody is late.
    pub(crate) fn is_paused(&self) -> bool {
        matches!(self.state, Some((State::Paused, _)))
    }
}

/// How the case goes on and who takes part, by what the caller may see of it.
///
/// An end takes everybody's part away, also where its record stays; whoever takes the case up again has theirs back.
pub(crate) fn of(look: &Look<'_>, person: PersonId) -> Result<Life, Error> {
    let key: [&dyn rusqlite::ToSql; 1] = [&Bytes::from(person)];
    let kinds = "person = ?2 AND kind IN ('pause', 'ending', 'involvement')";
    let mut told = look.all(kinds, "place", &key)?;
    told.sort_by_key(|shown| threads::recording_order(&shown.disclosed));
    let (mut state, mut parts, mut past) = (None, Vec::new(), Vec::new());
    for shown in told {
        let (at, by) = (shown.disclosed.at, shown.disclosed.by.organisation.clone());
        match &shown.disclosed.fact.content {
            Content::Life(Told::Paused { .. }) => state = Some((State::Paused, at)),
            Content::Life(Told::Resumed) => state = None,
            Content::Life(Told::Ended { ending, .. }) => {
                state = Some((State::Ended(*ending), at));
                past = std::mem::take(&mut parts);
            }
            Content::Life(Told::Reopened) => {
                state = None;
                past.retain(|part: &Shown| takes_part(part) == Some(&by));
                parts.append(&mut past);
            }
            Content::Joining(Joining::Left { organisation, .. }) => {
                parts.retain(|part| takes_part(part) != Some(organisation));
            }
            // A part as the lead is another one, and goes on.
            Content::OnReferral(Followed::PartEnded {
                organisation,
                service,
            }) => parts.retain(|part| !helps_through(part, organisation, *service)),
            Content::Involvement { lead, .. } => {
                // Whoever leads has a case that is open.
                if *lead {
                    state = None;
                }
                parts.push(shown);
            }
            _ => {}
        }
    }
    Ok(Life { state, parts })
}

fn takes_part(part: &Shown) -> Option<&OrganisationId> {
    match &part.disclosed.fact.content {
        Content::Involvement { organisation, .. } => Some(organisation),
        _ => None,
    }
}

fn helps_through(part: &Shown, of: &OrganisationId, through: ServiceId) -> bool {
    match &part.disclosed.fact.content {
        Content::Involvement {
            organisation,
            service,
            lead,
            ..
        } => organisation == of && *service == through && !lead,
        _ => false,
    }
}

/// The time by which an answer is due: that which was given, or the last to which a pause moved it on.
pub(crate) fn answer_by<'a>(
    contents: impl Iterator<Item = &'a Content>,
    given: Timestamp,
) -> Timestamp {
    let moved = contents.filter_map(|content| match content {
        Content::Life(Told::AnswerByMoved { answer_by }) => Some(*answer_by),
        _ => None,
    });
    moved.last().unwrap_or(given)
}
