//! A command on its way: who sent it, under which id, with what content.

use casework::{
    event::By,
    ids::{CommandId, Mint},
};
use eventlog::Position;
use jiff::Timestamp;
use keyring::Secrets;
use uuid::Uuid;

/// Who sends a command, under which id, with what content, and when.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who sends it.
    pub by: By,
    /// The id that the sender gave it.
    pub command_id: Uuid,
    /// A keyed digest of the content.
    pub digest: [u8; 32],
    /// The time.
    pub now: Timestamp,
}

impl Request {
    /// The id that is given to whatever this command makes known that has a stream of its own (`"person"`): the same
    /// for every retry.
    pub fn proposed_id(&self, secrets: &Secrets, kind: &str) -> Uuid {
        let By {
            organisation,
            worker,
            ..
        } = &self.by;
        let seed = secrets.command_seed(organisation.as_str(), worker.as_str(), self.command_id);
        Mint::new(secrets.request_digest(kind, &seed)).mint()
    }

    /// The request for a step that follows from this one, in this stream or another. Its id comes from this one's, so that
    /// a retry completes what the first try began.
    pub fn following(&self, secrets: &Secrets, step: &str) -> Request {
        Request {
            command_id: self.proposed_id(secrets, step),
            ..self.clone()
        }
    }

    /// The command's own id, bound to the sender, and the mint for the ids that it needs: the same for every retry.
    pub(crate) fn mint(&self, secrets: &Secrets) -> (CommandId, Mint) {
        let By {
            organisation,
            worker,
            ..
        } = &self.by;
        let mut mint = Mint::new(secrets.command_seed(
            organisation.as_str(),
            worker.as_str(),
            self.command_id,
        ));
        (CommandId(mint.mint()), mint)
    }
}

/// A command was carried out, now or when it was sent the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// The position of its commit in the log.
    pub position: Position,
    /// The id of the thing that it brought into being.
    pub thing: Option<Uuid>,
    /// Whether an earlier request under the same id had done it already.
    pub repeated: bool,
}

impl Done {
    /// A command was only rehearsed: it has no place in the log.
    pub fn rehearsed(thing: Option<Uuid>) -> Self {
        Self {
            position: Position::START,
            thing,
            repeated: false,
        }
    }
}
