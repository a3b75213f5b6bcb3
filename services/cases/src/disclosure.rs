//! Questions to one person's history: why is this shown, and what was shown at a moment.
//!
//! The same function that fills every organisation's file answers.

pub(crate) mod preview;
pub(crate) mod readings;

use api::{
    fact,
    v1::{
        ExplainFactRequest, ExplainFactResponse, ListShownAsOfRequest, ListShownAsOfResponse,
        list_shown_as_of_response::ShownFact,
    },
};
use casework::{
    Right, Role,
    disclosure::{self, Disclosed},
    event::By,
    history::History,
    ids::FactId,
    refusal::{Code, Refusal},
};
use jiff::Timestamp;
use keyring::TokenKind;
use tonic::Request;

use crate::{
    Cases,
    call::{caller, person},
    error::Error,
};

pub(crate) async fn explain(
    cases: &Cases,
    request: Request<ExplainFactRequest>,
) -> Result<ExplainFactResponse, Error> {
    let by = reader(&request)?;
    let ExplainFactRequest { person_id, fact_id } = request.into_inner();
    let id: FactId = api::types::id("fact_id", &fact_id)?;
    let stream = cases.people.read(&person(&person_id)?).await?;
    let (history, now) = (&stream.state, cases.clock.now());
    let unknown = || unknown(history, &by, now);
    let recorded = history.fact(id).ok_or_else(unknown)?;
    let holding = disclosure::grants(history, &by.organisation, recorded)
        .into_iter()
        .filter(|grant| grant.holds(&by.worker, by.role, now));
    let reason = |grant| {
        let (event_type, recorded_at) = history.event(disclosure::Grant::clone(&grant).rests_on)?;
        Some(api::disclosure::reason(&grant, event_type, recorded_at))
    };
    let reasons: Vec<_> = holding.filter_map(reason).collect();
    if reasons.is_empty() {
        return Err(unknown().into());
    }
    Ok(ExplainFactResponse {
        reasons,
        kind: recorded.fact.about.kind().to_owned(),
        on_wrong_person: history.is_misplaced(id),
        restricted: recorded.fact.restriction.is_some(),
    })
}

pub(crate) async fn shown_as_of(
    cases: &Cases,
    request: Request<ListShownAsOfRequest>,
) -> Result<ListShownAsOfResponse, Error> {
    let by = reader(&request)?;
    let content = request.into_inner();
    let person = person(&content.person_id)?;
    let at = api::types::moment("at", content.at)?;
    let size = page_size(content.page_size)?;
    let after = page_after(cases, &by, &content.page_token)?;
    let events = cases.people.events(&person).await?;
    let then = disclosure::history_at(person, events, at);
    let stream = cases.people.read(&person).await?;
    let now = Moment {
        history: &stream.state,
        at: cases.clock.now(),
    };
    let mut facts: Vec<ShownFact> = disclosure::disclose_to(&then, &by.organisation)
        .iter()
        .filter_map(|disclosed| shown(disclosed, &by, at, &now))
        .skip(after)
        .take(size + 1)
        .collect();
    if facts.is_empty() && after == 0 && !sees_anything(now.history, &by, now.at) {
        return Err(Refusal::of(Code::CaseUnknown, "person_id").into());
    }
    let more = facts.len() > size;
    facts.truncate(size);
    let next_page_token = if more {
        page_token(cases, &by, after + size)
    } else {
        String::new()
    };
    Ok(ListShownAsOfResponse {
        facts,
        next_page_token,
    })
}

/// A history, and the moment from which it is looked at.
struct Moment<'a> {
    history: &'a History,
    at: Timestamp,
}

/// A fact as it could be seen then. What was taken away since stays away: a privacy officer is told that it
/// was shown, nobody is shown its words.
fn shown(disclosed: &Disclosed, by: &By, at: Timestamp, now: &Moment<'_>) -> Option<ShownFact> {
    let grant = disclosed
        .grants
        .iter()
        .find(|grant| grant.holds(&by.worker, by.role, at))?;
    let recorded = now.history.fact(disclosed.id);
    let still_shown =
        recorded.is_some_and(|recorded| disclosure::shown_to(now.history, by, recorded, now.at));
    if !still_shown && by.role != Role::PrivacyOfficer {
        return None;
    }
    let mut wire = fact::shown(disclosed, grant);
    if !still_shown {
        wire.content = None;
    }
    Some(ShownFact {
        fact: Some(wire),
        kind: disclosed.fact.about.kind().to_owned(),
        still_shown,
    })
}

fn reader<T>(request: &Request<T>) -> Result<By, Error> {
    with(request, Right::WorkWithPeople)
}

fn with<T>(request: &Request<T>, right: Right) -> Result<By, Error> {
    let by = caller(request)?;
    if !by.role.may(right) {
        return Err(Refusal::from(Code::RoleNotAllowed).into());
    }
    Ok(by)
}

fn unknown(history: &History, by: &By, now: Timestamp) -> Refusal {
    if sees_anything(history, by, now) {
        Refusal::of(Code::FactUnknown, "fact_id")
    } else {
        Refusal::of(Code::CaseUnknown, "person_id")
    }
}

fn sees_anything(history: &History, by: &By, now: Timestamp) -> bool {
    history
        .facts()
        .iter()
        .any(|recorded| disclosure::shown_to(history, by, recorded, now))
}

fn page_size(size: i32) -> Result<usize, Refusal> {
    match size {
        0 => Ok(50),
        1..=200 => Ok(size.unsigned_abs() as usize),
        _ => Err(Refusal::of(Code::NumberOutOfRange, "page_size")),
    }
}

fn page_after(cases: &Cases, by: &By, token: &str) -> Result<usize, Refusal> {
    if token.is_empty() {
        return Ok(0);
    }
    let invalid = || Refusal::of(Code::TokenInvalid, "page_token");
    let tokens = cases.keys.secrets().tokens();
    let payload = tokens
        .open(TokenKind::Page, cases.log, by.organisation.as_str(), token)
        .map_err(|_| invalid())?;
    usize::try_from(u128::from_be_bytes(payload)).map_err(|_| invalid())
}

fn page_token(cases: &Cases, by: &By, after: usize) -> String {
    let tokens = cases.keys.secrets().tokens();
    tokens.seal(
        TokenKind::Page,
        cases.log,
        by.organisation.as_str(),
        (after as u128).to_be_bytes(),
    )
}
