//! Whether a service takes people on, as it says itself. It binds nobody: whoever is full can be asked, and decline.

pub mod update;

use serde::{Deserialize, Serialize};

/// The longest wait that can be said, in weeks.
pub const WAITING_WEEKS_MAX: u8 = 104;

/// Whether a service takes people on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "capacity", rename_all = "kebab-case")]
pub enum Capacity {
    /// It does.
    #[default]
    Open,
    /// It does, after a wait.
    Waiting {
        /// About how long, in weeks: 1 to [`WAITING_WEEKS_MAX`].
        weeks: u8,
    },
    /// It does not for now.
    Full,
}
