//! Shared decisions (NICE guideline NG197): what was weighed, what matters to the person, and what they chose.
//!
//! People decide for themselves, also against guidance; what is recorded is that they knew, and how they are supported.

pub mod record;
pub mod revise;

use serde::{Deserialize, Serialize};

use crate::{
    ask::Party,
    category::Categories,
    command::Context,
    decided_by::DecidedBy,
    event::By,
    fact::About,
    history::{History, Recorded},
    ids::{DecisionId, EventId, OrganisationId},
    refusal::{Code, Refusal},
    words::Words,
};

/// The most options that can be weighed.
pub const OPTIONS_MAX: usize = 12;

/// What was decided, and what was weighed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What was to be decided.
    pub question: Words,
    /// What could be done.
    pub options: Vec<Weighed>,
    /// What matters to the person.
    pub matters: Words,
    /// What they chose.
    pub choice: Choice,
    /// The support that was agreed, whichever way.
    pub support: Words,
    /// What guidance says, where the choice goes against it.
    pub against_guidance: Option<AgainstGuidance>,
    /// Who decided.
    pub decided_by: DecidedBy,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// What it is.
    pub option: Words,
    /// What speaks for it.
    pub speaks_for: Option<Words>,
    /// What speaks against it.
    pub speaks_against: Option<Words>,
}

/// What the person chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "choice", rename_all = "kebab-case")]
pub enum Choice {
    /// One of the options.
    Option {
        /// Its place among them, from 0.
        place: u8,
    },
    /// Something else.
    Other {
        /// What.
        words: Words,
    },
}

/// The choice goes against guidance, and the person knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgainstGuidance {
    /// What guidance says.
    pub guidance: Words,
    /// How the person was told, and what they make of it.
    pub person_knows: Words,
}

/// What a fact about a decision says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case")]
pub enum Told {
    /// It was decided for the first time.
    Recorded {
        /// What.
        decided: Decided,
    },
    /// The person changed their mind, or more is known.
    Revised {
        /// What is decided now.
        decided: Decided,
        /// Why.
        words: Words,
    },
}

impl Told {
    /// What it says was decided.
    pub const fn decided(&self) -> &Decided {
        match self {
            Told::Recorded { decided } | Told::Revised { decided, .. } => decided,
        }
    }
}

/// A decision as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// The event that recorded it.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// Who recorded it.
    pub from: OrganisationId,
}

impl Decision {
    /// What its facts are about.
    pub const fn about(&self) -> About {
        About::Decision { decision: self.id }
    }

    /// Who has a part in it: whoever recorded it sees how the person changes their mind.
    pub fn party(&self) -> Party<'_> {
        Party {
            about: self.about(),
            event: self.event,
            agreed: Some(self.version),
            organisation: &self.from,
        }
    }
}

impl History {
    pub(crate) fn record_decision(&mut self, event: EventId, by: &By, id: DecisionId) {
        let (version, from) = (self.version(), by.organisation.clone());
        self.decisions.entry(id).or_insert(Decision {
            id,
            event,
            version,
            from,
        });
    }

    /// The facts about a decision.
    fn told_of(&self, decision: DecisionId) -> impl Iterator<Item = &Recorded> {
        self.facts()
            .iter()
            .filter(move |recorded| recorded.fact.about == About::Decision { decision })
    }
}

/// Refuses what cannot stand as it is written.
fn check(decided: &Decided, categories: Categories, context: &Context) -> Result<(), Refusal> {
    if categories.is_empty() {
        return Err(Refusal::of(Code::CategoryMissing, "categories"));
    }
    if decided.options.is_empty() {
        return Err(Refusal::of(Code::NothingToRecord, "decided.options"));
    }
    if decided.options.len() > OPTIONS_MAX {
        return Err(Refusal::of(Code::TooMany, "decided.options"));
    }
    match decided.choice {
        Choice::Option { place } if usize::from(place) >= decided.options.len() => {
            return Err(Refusal::of(Code::ChoiceMissing, "decided.option"));
        }
        _ => {}
    }
    decided.decided_by.check("decided.decided_by", context.now)
}
