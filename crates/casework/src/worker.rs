//! Workers as their organisation enters them in the directory, so that others can name them.

pub mod register;
pub mod retire;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{ids::WorkerId, role::Role, words::Words};

/// A worker of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// Their id within the organisation.
    pub id: WorkerId,
    /// Their name.
    pub name: Words,
    /// The roles in which they act.
    pub roles: BTreeSet<Role>,
    /// Whether they act for it no longer.
    pub retired: bool,
}
