//! A request on its way: who calls, which command it is, and the receipt that answers it.

use api::v1;
use casestore::{Done, Request};
use casework::{
    event::By,
    ids::PersonId,
    refusal::{Code, Refusal},
};
use keyring::TokenKind;
use prost::Message;
use uuid::Uuid;

use crate::{Cases, error::Error};

/// A command on its way.
pub(crate) struct Call<'a> {
    cases: &'a Cases,
    /// Who sent it, under which id, with what content, and when.
    pub request: Request,
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
    /// Takes up a command: `rpc` names it, so that one id is never taken for two commands of the same form.
    pub(crate) fn call<T: Message>(
        &self,
        rpc: &str,
        request: &tonic::Request<T>,
        command_id: impl Fn(&T) -> &str,
    ) -> Result<Call<'_>, Error> {
        let by = caller(request)?;
        let content = request.get_ref();
        let command_id = api::types::command_id(command_id(content))?;
        let digest = self
            .keys
            .secrets()
            .request_digest(rpc, &content.encode_to_vec());
        Ok(Call {
            cases: self,
            request: Request {
                by,
                command_id,
                digest,
                now: self.clock.now(),
            },
        })
    }
}

impl Call<'_> {
    /// The receipt: what was done is durable, and the token lets a query wait for it.
    pub fn receipt(&self, done: &Done) -> v1::Receipt {
        let mut payload = [0; 16];
        payload[..8].copy_from_slice(&done.position.0.to_be_bytes());
        let organisation = self.request.by.organisation.as_str();
        let tokens = self.cases.keys.secrets().tokens();
        v1::Receipt {
            token: tokens.seal(TokenKind::Receipt, self.cases.log, organisation, payload),
        }
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
