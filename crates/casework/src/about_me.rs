//! About Me: the seven headings of the PRSB standard "About Me" (version 1.3).

pub mod confirm;
pub mod record;

use serde::{Deserialize, Serialize};

/// A heading of About Me.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Heading {
    /// What is most important to me.
    MostImportant,
    /// People who are important to me.
    People,
    /// How I communicate and how to communicate with me.
    Communication,
    /// My wellness.
    Wellness,
    /// Please do and please don't.
    DoAndDoNot,
    /// How and when to support me.
    Support,
    /// Also worth knowing about me.
    AlsoWorthKnowing,
}

impl Heading {
    /// The headings, in the standard's order.
    pub const ALL: [Heading; 7] = [
        Heading::MostImportant,
        Heading::People,
        Heading::Communication,
        Heading::Wellness,
        Heading::DoAndDoNot,
        Heading::Support,
        Heading::AlsoWorthKnowing,
    ];
}
