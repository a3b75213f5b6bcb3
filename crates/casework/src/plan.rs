//! The plan: the one personalised care and support plan of a person, in passages, each of them a fact of its own.
//!
//! A passage has versions, as one of About Me has; that a goal was reached or let go of is its newest version.

pub mod agree;
pub mod record;
pub mod review;
pub mod review_due;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::LastDay,
    category::{Categories, Category},
    command::Context,
    decided_by::DecidedBy,
    disclosure::shown_to,
    fact::{About, Content, Fact},
    history::{History, Recorded},
    ids::EventId,
    refusal::{Code, Refusal},
    words::Words,
};

/// What a passage of the plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// What the person is good at, and can offer.
    Strength,
    /// A goal, in the person's words.
    Goal,
    /// A step towards a goal, in the person's words.
    Step,
    /// Who helps.
    Helper,
    /// What to do if things get worse.
    Contingency,
    /// What helps to cope.
    Coping,
    /// A goal was reached: takes the place of the goal.
    Achieved,
    /// A goal was let go of: takes the place of the goal.
    Stopped,
    /// The plan was agreed.
    Agreement,
    /// When the plan is looked at again, and that it was.
    Review,
}

impl Section {
    /// What can be written, in the order in which it stands in the plan.
    pub const WRITTEN: [Section; 6] = [
        Section::Strength,
        Section::Goal,
        Section::Step,
        Section::Helper,
        Section::Coping,
        Section::Contingency,
    ];

    /// Whether a goal has ended with it.
    pub const fn ends_goal(self) -> bool {
        matches!(self, Section::Achieved | Section::Stopped)
    }

    /// Whether it is a passage that has versions; the others tell of the plan as a whole.
    pub const fn has_versions(self) -> bool {
        !matches!(self, Section::Agreement | Section::Review)
    }
}

/// What a fact of the plan says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "plan", rename_all = "kebab-case")]
pub enum Told {
    /// A passage.
    Passage {
        /// The person's words, or words about how they are.
        words: Words,
        /// Who helped to write it, where somebody did.
        helped_by: Option<Words>,
    },
    /// A goal was reached.
    Achieved {
        /// What came of it.
        words: Option<Words>,
    },
    /// A goal was let go of.
    Stopped {
        /// Why, in the person's words.
        words: Words,
    },
    /// The plan was agreed.
    Agreed {
        /// Who decided.
        decided_by: DecidedBy,
        /// What they said about it.
        words: Option<Words>,
    },
    /// When the plan is looked at again.
    ReviewSet {
        /// The day.
        review_on: Date,
    },
    /// The plan was looked at again.
    Reviewed {
        /// What came of it.
        words: Words,
        /// When it is looked at the next time.
        review_on: Date,
    },
    /// The day on which the plan was to be looked at again has passed.
    ReviewDue {
        /// The day.
        review_on: Date,
    },
}

/// When the plan is looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// The event that said so.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// The day.
    pub review_on: LastDay,
    /// The categories of what was written.
    pub categories: Categories,
    /// Whether the day has been recorded as past.
    pub due: bool,
}

impl History {
    /// When the plan is looked at again, where that was said.
    pub fn plan_review(&self) -> Option<&Review> {
        self.plan_review.as_ref()
    }

    pub(crate) fn set_plan_review(
        &mut self,
        event: EventId,
        review_on: LastDay,
        categories: Categories,
    ) {
        self.plan_review = Some(Review {
            event,
            version: self.version(),
            review_on,
            categories,
            due: false,
        });
    }

    pub(crate) fn plan_review_is_due(&mut self, review: EventId) {
        self.plan_review
            .iter_mut()
            .filter(|set| set.event == review)
            .for_each(|set| set.due = true);
    }
}

/// A fact about the plan as a whole.
fn whole(history: &History, context: &Context, section: Section, told: Told) -> Fact {
    Fact {
        about: About::Plan { section },
        categories: Categories::of(&[Category::Plan]).with(history.reveals(context.organisation())),
        restriction: None,
        replaces: None,
        content: Content::Plan(told),
    }
}

/// Refuses what is said of a plan that has changed since the caller saw it. `seen` is the last event on it that they saw.
fn seen_last(history: &History, context: &Context, seen: EventId) -> Result<(), Refusal> {
    let of_plan = |recorded: &&Recorded| matches!(recorded.fact.about, About::Plan { .. });
    let visible = history
        .facts()
        .iter()
        .filter(of_plan)
        .filter(|recorded| shown_to(history, &context.by, recorded, context.now));
    let visible: Vec<_> = visible
        .map(|recorded| (recorded.at.as_millisecond(), recorded.id.event))
        .collect();
    let Some(last) = visible.iter().map(|(at, _)| *at).max() else {
        return Err(Code::PlanUnknown.into());
    };
    // Events of records that were merged may share their time, and a view tells them apart by nothing else.
    if visible.contains(&(last, seen)) {
        Ok(())
    } else {
        Err(Refusal::of(Code::Stale, "token"))
    }
}
