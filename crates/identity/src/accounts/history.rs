//! What happened to an account. An administrator reads nothing, and yet could invite themselves as a worker whom they made
//! up, or as one who is there: so it is kept who invited whom, and shown to the whole organisation.

use casework::ids::WorkerId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How much is kept of each account: the latest.
const KEPT: usize = 50;

/// What happened to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Its worker was invited, for the first time.
    Invited,
    /// They were invited again: what they had to sign in with was forgotten.
    InvitedAgain,
    /// Whoever had the invitation chose a password.
    Opened,
    /// It was closed.
    Closed,
}

/// Something that happened to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// What.
    pub what: What,
    /// When.
    pub at: Timestamp,
    /// Which worker of the organisation did it; none where it was done on the machine itself, by the operator.
    pub by: Option<WorkerId>,
}

/// What happened to one account, the earliest first.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct History(Vec<Happened>);

impl History {
    pub(super) fn add(&mut self, what: What, by: Option<&WorkerId>, at: Timestamp) {
        let by = by.cloned();
        self.0.push(Happened { what, at, by });
        let over = self.0.len().saturating_sub(KEPT);
        self.0.drain(..over);
    }

    pub(super) fn invited(&mut self, by: Option<&WorkerId>, at: Timestamp) {
        let again = self.0.iter().any(|one| one.what == What::Opened);
        let what = if again {
            What::InvitedAgain
        } else {
            What::Invited
        };
        self.add(what, by, at);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.0.last().is_some_and(|one| one.what == What::Closed)
    }

    pub(super) fn all(&self) -> Vec<Happened> {
        self.0.clone()
    }
}
