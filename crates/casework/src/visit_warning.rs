//! Visit warnings: what everybody involved has to know before they visit. Why is a fact of its own, for named readers.

pub mod lift;
pub mod record;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    category::{Categories, Category},
    fact::About,
    history::{History, Recorded},
    version,
};

/// What the warnings themselves are about.
const SAFETY: Categories = Categories::of(&[Category::Safety]);

/// A warning, coded: it says what to do or to expect, and not why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// Two visit together, or nobody.
    TwoToVisit,
    /// Do not visit at home; meet elsewhere.
    NotAtHome,
    /// Ring before visiting.
    RingFirst,
    /// Somebody there may be aggressive.
    Aggression,
    /// A dog or another animal that is not to be met loose.
    Animal,
    /// The building, or the way there, is dangerous.
    Building,
    /// There is a risk of infection.
    Infection,
}

/// What to mind: at least one warning.
pub type Warnings = BTreeSet<Warning>;

/// Whether everybody involved is shown it: a warning, or that it was lifted, whose place nothing has taken.
pub(crate) fn is_for_visitors(history: &History, recorded: &Recorded) -> bool {
    matches!(recorded.fact.about, About::VisitWarning { .. })
        && SAFETY.covers(recorded.fact.categories)
        && version::is_newest(history, recorded)
}
