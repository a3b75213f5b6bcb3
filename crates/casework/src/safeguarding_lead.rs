//! An organisation's safeguarding leads: whom its workers' concerns go to.

pub mod name;

use serde::{Deserialize, Serialize};

use crate::{ids::WorkerId, words::Words};

/// Somebody whom an organisation has named as a safeguarding lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeguardingLead {
    /// Who it is, as they sign in.
    pub worker: WorkerId,
    /// Their name.
    pub name: Words,
    /// Where to ring them.
    pub telephone: Words,
}
