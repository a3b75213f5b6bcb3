//! Visit warnings: what everybody who is involved has to know before they visit. Why is a fact of its own, for named
//! readers.

pub mod lift;
pub mod record;

use serde::{Deserialize, Serialize};

/// A warning, coded: it says what to do, and not why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// Never visit alone.
    NeverAlone,
    /// Do not visit at home; meet elsewhere.
    NotAtHome,
    /// Ring before visiting.
    RingFirst,
    /// A dog that is not to be met loose.
    Dog,
    /// The building, or the way there, is dangerous.
    DangerousBuilding,
    /// There is a risk of infection.
    Infection,
}
