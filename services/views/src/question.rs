//! What every question has: a caller, perhaps a person, a page, tokens. No answers.

use casework::{
    Right,
    ids::{EventId, FactId, OrganisationId, PersonId},
    refusal::{Code, Refusal},
};
use identity::Caller;
use keyring::TokenKind;
use orgviews::{Cursor, Only, Page};

use api::status::Failure;

use crate::{Error, Views};

const PAGE_SIZE: usize = 50;

/// The verified caller.
pub(crate) fn anybody<T>(request: &tonic::Request<T>) -> Result<Caller, Error> {
    identity::caller(request)
        .cloned()
        .map_err(|status| Error::Unauthenticated(Box::new(status)))
}

/// The verified caller, in a role that reads about people.
pub(crate) fn reader<T>(request: &tonic::Request<T>) -> Result<Caller, Error> {
    with(request, Right::WorkWithPeople)
}

/// The verified caller, in a role that reads about people, or a manager, who is shown numbers.
pub(crate) fn reader_or_manager<T>(request: &tonic::Request<T>) -> Result<Caller, Error> {
    with(request, Right::ReadNumbers)
}

/// The verified caller, who looks after who reads what.
pub(crate) fn officer<T>(request: &tonic::Request<T>) -> Result<Caller, Error> {
    with(request, Right::ReadReadings)
}

/// The verified caller, in a role that has this right: no file is opened for any other.
fn with<T>(request: &tonic::Request<T>, right: Right) -> Result<Caller, Error> {
    let caller = anybody(request)?;
    if !caller.role().may(right) {
        return Err(Refusal::new(Code::RoleNotAllowed).into());
    }
    Ok(caller)
}

/// The person that a request names.
pub(crate) fn person(text: &str) -> Result<PersonId, Refusal> {
    api::types::id("person_id", text)
}

/// The one thing, and the one person, to which a list is narrowed; any, where nothing is said.
pub(crate) fn only(field: &'static str, thing: &str, person: &str) -> Result<Only, Refusal> {
    let given = |text: &str| !text.is_empty();
    let thing = given(thing).then(|| api::types::id(field, thing));
    let person = given(person).then(|| self::person(person));
    Ok(Only {
        thing: thing.transpose()?,
        person: person.transpose()?,
    })
}

/// What was found of a person. Somebody who is not known and somebody of whom nothing may be seen are the same.
pub(crate) fn known<T>(found: Option<T>) -> Result<T, Error> {
    found.ok_or_else(|| Refusal::of(Code::CaseUnknown, "person_id").into())
}

impl Views {
    /// The page of this list that a request asks for. A place in one list means nothing in another.
    pub(crate) fn page(
        &self,
        caller: &Caller,
        list: &str,
        size: i32,
        token: &str,
    ) -> Result<Page, Refusal> {
        let size = match size {
            0 => PAGE_SIZE,
            1..=200 => size.unsigned_abs() as usize,
            _ => return Err(Refusal::of(Code::NumberOutOfRange, "page_size")),
        };
        let after = match token {
            "" => None,
            token => Some(self.open(TokenKind::Page, &of(caller, list), "page_token", token)?),
        };
        Ok(Page { size, after })
    }

    /// The token of this list's next page; empty where there is none.
    pub(crate) fn page_token(&self, caller: &Caller, list: &str, next: Option<Cursor>) -> String {
        next.map(|next| self.seal(TokenKind::Page, &of(caller, list), next))
            .unwrap_or_default()
    }

    /// The position that an answer has to include.
    pub(crate) fn not_before(&self, caller: &Caller, token: &str) -> Result<Option<u64>, Refusal> {
        if token.is_empty() {
            return Ok(None);
        }
        let received = self
            .tokens
            .received(self.log, caller.organisation().as_str(), token);
        received
            .map(Some)
            .map_err(|_| Refusal::of(Code::TokenInvalid, "not_before"))
    }

    /// The token with which a passage is revised: the sealed event, a dot, and the place among its facts.
    pub(crate) fn passage_token(&self, caller: &Caller, passage: FactId) -> String {
        format!(
            "{}.{}",
            self.edit_token(caller, passage.event),
            passage.index
        )
    }

    /// The token that names the last event on something.
    pub(crate) fn edit_token(&self, caller: &Caller, last: EventId) -> String {
        let organisation = caller.organisation().as_str();
        self.seal(TokenKind::Edit, organisation, last.0.into_bytes())
    }

    /// The place in the feed of changes that a cursor names; none for an empty one.
    pub(crate) fn watched(&self, caller: &Caller, cursor: &str) -> Result<Option<u64>, Error> {
        if cursor.is_empty() {
            return Ok(None);
        }
        let owner = caller.organisation().as_str();
        let place = self.open(TokenKind::Watch, owner, "cursor", cursor)?;
        let [sequence, files] = [0, 8].map(|at| part(&place, at));
        if files != self.files {
            return Err(Failure::CursorTooOld.into());
        }
        Ok(Some(sequence))
    }

    /// The cursor that names a place in the feed of changes.
    pub(crate) fn watch_cursor(&self, organisation: &OrganisationId, sequence: u64) -> String {
        let mut payload = [0; 16];
        payload[..8].copy_from_slice(&sequence.to_be_bytes());
        payload[8..].copy_from_slice(&self.files.to_be_bytes());
        self.seal(TokenKind::Watch, organisation.as_str(), payload)
    }

    fn seal(&self, kind: TokenKind, owner: &str, payload: [u8; 16]) -> String {
        self.tokens.seal(kind, self.log, owner, payload)
    }

    fn open(
        &self,
        kind: TokenKind,
        owner: &str,
        field: &'static str,
        token: &str,
    ) -> Result<[u8; 16], Refusal> {
        let opened = self.tokens.open(kind, self.log, owner, token);
        opened.map_err(|_| Refusal::of(Code::TokenInvalid, field))
    }
}

/// A caller's organisation and one of its lists. No organisation's code has a space.
fn of(caller: &Caller, list: &str) -> String {
    format!("{} {list}", caller.organisation())
}

/// The number at this place of a token's payload.
fn part(payload: &[u8; 16], at: usize) -> u64 {
    payload[at..at + 8]
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}
