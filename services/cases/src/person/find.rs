//! `FindPerson`: looks the number, or name and address, up, asks the person's stream, and tells no more than that there is a case.
//!
//! How often a worker looks is counted in memory, within a bound: a process that starts again counts anew, and each of
//! several processes counts for itself. It slows guessing down; what was looked for stands in the person's stream.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use api::v1::{FindPersonRequest, FindPersonResponse};
use casework::{
    command::{Command, Context},
    event::By,
    history::{Folded, History},
    ids::{Mint, OrganisationId, PersonId, WorkerId},
    refusal::{Code, Refusal},
};
use jiff::{Timestamp, ToSpan};
use keyring::TokenKind;
use tonic::Request;

use crate::{Cases, error::Error};

/// How often a worker may look within an hour.
const SEARCHES_MAX: usize = 30;
/// How many workers are counted at a time.
const WORKERS_MAX: usize = 10_000;

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<FindPersonRequest>,
) -> Result<FindPersonResponse, Error> {
    let call = cases.call(request)?;
    let (number, command) = api::joining::find(&call.content)?;
    let request = &call.request;
    // Whoever may not look is told so of anybody, and not counted.
    let context = Context {
        by: request.by.clone(),
        now: request.now,
    };
    let nobody = History::new(PersonId(uuid::Uuid::nil()));
    if let Err(refusal) = command.decide(&nobody, &context, &mut Mint::new([0; 32]))
        && refusal.code != Code::CaseUnknown
    {
        return Err(refusal.into());
    }
    cases.searches.count(&request.by, request.now)?;
    let known = match (&number, &command.described) {
        (Some(number), _) => cases.known_by_number(number).await?,
        (None, Some(described)) => cases.known_by(described).await?,
        (None, None) => None,
    };
    let Some(person) = known else {
        return Ok(FindPersonResponse::default());
    };
    let found = command.finds(&cases.people.read(&person).await?.state);
    let done = match call.carry_out_on(person, &command).await {
        // Known, and nothing recorded yet: there is no case.
        Err(Error::Store(casestore::Error::Refused(refusal)))
            if refusal.code == Code::CaseUnknown =>
        {
            return Ok(FindPersonResponse::default());
        }
        done => done?,
    };
    if !found {
        return Ok(FindPersonResponse::default());
    }
    let tokens = cases.keys.secrets().tokens();
    let organisation = request.by.organisation.as_str();
    let payload = person.0.into_bytes();
    Ok(FindPersonResponse {
        receipt: call.receipt(&done),
        token: tokens.seal(TokenKind::Join, cases.log, organisation, payload),
    })
}

/// When each worker has looked for people, within the last hour.
#[derive(Default)]
pub struct Searches(Mutex<HashMap<(OrganisationId, WorkerId), VecDeque<Timestamp>>>);

impl Searches {
    /// Counts a search, or refuses it.
    pub(crate) fn count(&self, by: &By, now: Timestamp) -> Result<(), Refusal> {
        let mut searches = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hour_ago = now.checked_sub(1.hour()).unwrap_or(Timestamp::MIN);
        let worker = (by.organisation.clone(), by.worker.clone());
        if searches.len() >= WORKERS_MAX && !searches.contains_key(&worker) {
            searches.retain(|_, at| at.back().is_some_and(|last| *last > hour_ago));
            // As many workers within one hour are no workers: nobody new is let through until it is over.
            if searches.len() >= WORKERS_MAX {
                return Err(Code::TooManySearches.into());
            }
        }
        let at = searches.entry(worker).or_default();
        while at.front().is_some_and(|first| *first <= hour_ago) {
            at.pop_front();
        }
        if at.len() >= SEARCHES_MAX {
            return Err(Code::TooManySearches.into());
        }
        at.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use casework::Role;

    use super::*;

    fn worker(name: &str) -> By {
        By {
            organisation: "E82999".parse().unwrap(),
            worker: name.parse().unwrap(),
            role: Role::Practitioner,
        }
    }

    #[test]
    fn a_worker_looks_so_often_within_an_hour_and_no_more() {
        let (searches, now) = (Searches::default(), Timestamp::UNIX_EPOCH);
        for _ in 0..SEARCHES_MAX {
            searches.count(&worker("a"), now).unwrap();
        }
        let code = |by: &By, now| searches.count(by, now).unwrap_err().code;
        assert_eq!(code(&worker("a"), now), Code::TooManySearches);
        searches.count(&worker("b"), now).unwrap();
        assert_eq!(
            code(&worker("a"), now + 59.minutes()),
            Code::TooManySearches
        );
        searches.count(&worker("a"), now + 60.minutes()).unwrap();
    }

    #[test]
    fn no_more_workers_are_counted_than_there_is_room_for() {
        let (searches, now) = (Searches::default(), Timestamp::UNIX_EPOCH);
        for number in 0..WORKERS_MAX {
            searches.count(&worker(&format!("w{number}")), now).unwrap();
        }
        assert!(searches.count(&worker("more"), now).is_err());
        searches.count(&worker("more"), now + 61.minutes()).unwrap();
        assert_eq!(searches.0.lock().unwrap().len(), 1);
    }
}
