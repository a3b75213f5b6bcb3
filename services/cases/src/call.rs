//! A request on its way: who calls, which command it is, and the receipt that answers it.

use std::sync::OnceLock;

use api::{
    sent::{Sent, SentAboutPerson},
    v1,
};
use casestore::{Done, Request};
use casework::{
    command::{self, Command, Context},
    disclosure::rehearsal,
    event::{By, Kinds},
    history::History,
    ids::{MeetingId, Mint, PersonId},
    meeting::Meeting,
    organisation::Organisation,
    refusal::{Code, Refusal},
    review::MeetingOf,
};
use keyring::TokenKind;
use tonic::metadata::MetadataMap;
use uuid::Uuid;

use crate::{Cases, error::Error};

/// Metadata key that says, by `true`, that a command is only rehearsed: it is decided, it is told who would be shown what
/// it records, and nothing is recorded.
const REHEARSAL_KEY: &str = "throughline-rehearsal";

/// A command on its way.
pub(crate) struct Call<'a, T> {
    cases: &'a Cases,
    /// What was sent.
    pub content: T,
    /// Who sent it, under which id, with what content, and when.
    pub request: Request,
    is_rehearsal: bool,
    rehearsed: OnceLock<v1::Rehearsal>,
}

/// The verified caller.
pub(crate) fn caller<T>(request: &tonic::Request<T>) -> Result<By, Error> {
    let caller =
        identity::caller(request).map_err(|status| Error::Unauthenticated(Box::new(status)))?;
    Ok(By {
        organisation: caller.organisation().clone(),
        worker: caller.worker().clone(),
        role: caller.role(),
    })
}

impl Cases {
    /// Takes up a command. A rehearsal of it is refused.
    pub(crate) fn call<T: Sent>(&self, request: tonic::Request<T>) -> Result<Call<'_, T>, Error> {
        let call = self.call_or_rehearse(request)?;
        if call.is_rehearsal {
            return Err(Refusal::new(Code::RehearsalNotPossible).into());
        }
        Ok(call)
    }

    /// As [`Cases::call`], for a command that may be rehearsed: all that it does is one [`Call::carry_out`], whatever
    /// else it would do it leaves undone where [`Call::is_rehearsal`].
    pub(crate) fn call_or_rehearse<T: Sent>(
        &self,
        request: tonic::Request<T>,
    ) -> Result<Call<'_, T>, Error> {
        let by = caller(&request)?;
        let is_rehearsal = is_rehearsal(request.metadata());
        let content = request.into_inner();
        let command_id = api::types::command_id(content.command_id())?;
        let digest = self
            .keys
            .secrets()
            .request_digest(T::RPC, &content.encode_to_vec());
        let now = self.clock.now();
        Ok(Call {
            cases: self,
            content,
            request: Request {
                by,
                command_id,
                digest,
                now,
            },
            is_rehearsal,
            rehearsed: OnceLock::new(),
        })
    }
}

fn is_rehearsal(metadata: &MetadataMap) -> bool {
    metadata
        .get(REHEARSAL_KEY)
        .is_some_and(|value| value == "true")
}

impl<T: SentAboutPerson> Call<'_, T> {
    /// Carries the command out on the stream of the person whom it names.
    pub async fn carry_out<C>(&self, command: &C) -> Result<Done, Error>
    where
        C: Command<On = History>,
    {
        let person = person(self.content.person_id())?;
        if self.is_rehearsal {
            return self.rehearse(person, command).await;
        }
        self.carry_out_on(person, command).await
    }

    /// Decides the command and says who would be shown what it records. Nothing is recorded, and the history in memory
    /// stays as it is.
    async fn rehearse<C>(&self, person: PersonId, command: &C) -> Result<Done, Error>
    where
        C: Command<On = History>,
    {
        let stream = self.cases.people.read(&person).await?;
        let context = Context {
            by: self.request.by.clone(),
            now: stream.next_at(self.request.now),
        };
        // What is minted here is recorded nowhere.
        let mut mint = Mint::new([0; 32]);
        let drafts = command::decide(command, &stream.state, &context, &mut mint)?;
        let thing = drafts.iter().find_map(|draft| draft.what.thing());
        let heard = rehearsal::heard(&stream.state, &context, drafts, &mut mint);
        // A handler carries out one command: what it rehearsed first is what it rehearses.
        self.rehearsed
            .get_or_init(|| api::disclosure::wire_rehearsal(&heard));
        Ok(Done::rehearsed(thing))
    }

    /// Waits until every file has been rewritten from which the command took something, or until the time is up.
    pub async fn withdrawal(&self, done: &Done) -> Result<Option<v1::Withdrawal>, Error> {
        if self.is_rehearsal {
            return Ok(None);
        }
        let person = person(self.content.person_id())?;
        let withdrawn = self.cases.withdrawn(&self.request.by, person, done);
        Ok(Some(withdrawn.await?))
    }
}

impl<T> Call<'_, T> {
    /// Whether the command is only rehearsed.
    pub fn is_rehearsal(&self) -> bool {
        self.is_rehearsal
    }

    /// Carries the command out on the directory entry of the caller's own organisation: it changes no other.
    pub async fn carry_out_in_directory<C>(&self, command: &C) -> Result<Done, Error>
    where
        C: Command<On = Organisation>,
    {
        let directory = &self.cases.directory;
        let ours = &self.request.by.organisation;
        Ok(directory.execute(ours, &self.request, command).await?)
    }

    /// Carries the command out on a meeting.
    pub async fn carry_out_at<C>(&self, meeting: &MeetingOf, command: &C) -> Result<Done, Error>
    where
        C: Command<On = Meeting>,
    {
        let meetings = &self.cases.meetings;
        Ok(meetings.execute(meeting, &self.request, command).await?)
    }

    /// A meeting that the caller's organisation organises.
    pub fn our_meeting(&self, meeting: MeetingId) -> MeetingOf {
        MeetingOf {
            organiser: self.request.by.organisation.clone(),
            meeting,
        }
    }

    /// Carries the command out on the stream of a person whom the command does not name by their id.
    pub async fn carry_out_on<C>(&self, person: PersonId, command: &C) -> Result<Done, Error>
    where
        C: Command<On = History>,
    {
        let people = &self.cases.people;
        Ok(people.execute(&person, &self.request, command).await?)
    }

    /// The person whom somebody of the caller's organisation has found.
    pub fn open_join(&self, token: &str) -> Result<PersonId, Refusal> {
        let organisation = self.request.by.organisation.as_str();
        let tokens = self.cases.keys.secrets().tokens();
        tokens
            .open(TokenKind::Join, self.cases.log, organisation, token)
            .map(|payload| PersonId(Uuid::from_bytes(payload)))
            .map_err(|_| Refusal::of(Code::TokenInvalid, "token"))
    }

    /// The receipt: what was done is durable, and the token lets a query wait for it.
    pub fn receipt(&self, done: &Done) -> Option<v1::Receipt> {
        if self.is_rehearsal {
            return Some(v1::Receipt {
                token: String::new(),
                rehearsal: self.rehearsed.get().cloned(),
            });
        }
        let organisation = self.request.by.organisation.as_str();
        let tokens = self.cases.keys.secrets().tokens();
        let token = tokens.receipt(self.cases.log, organisation, done.position.0);
        Some(v1::Receipt {
            token,
            rehearsal: None,
        })
    }

    /// The event that an edit token of the caller's organisation names.
    pub fn open_edit(&self, token: &str) -> Option<Uuid> {
        let organisation = self.request.by.organisation.as_str();
        let tokens = self.cases.keys.secrets().tokens();
        tokens
            .open(TokenKind::Edit, self.cases.log, organisation, token)
            .ok()
            .map(Uuid::from_bytes)
    }
}

/// The person that a request names.
pub(crate) fn person(text: &str) -> Result<PersonId, Refusal> {
    api::types::id("person_id", text)
}

/// The id of the thing that a command brought into being.
pub(crate) fn thing(done: &Done) -> Result<String, Error> {
    // Every command that asks for it records an event that has one; a receipt without it is another command's.
    let thing = done
        .thing
        .ok_or(Refusal::of(Code::CommandReused, "command_id"))?;
    Ok(thing.to_string())
}
