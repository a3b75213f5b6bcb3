//! The plan in the stories: what is tried, and nonsense.

use casework::{
    Categories,
    disclosure::shown_to,
    event::What,
    fact::About,
    history::Recorded,
    ids::{EventId, FactId},
    plan::{
        Section,
        record::{Passage, RecordPlan},
        review::ReviewPlan,
    },
    testing::plans,
};
use proptest::{option, prelude::*, sample::select};

use crate::{
    mangle,
    plan::{self, Who},
    story::{Story, last_day, pick, words},
    themes::{Needs, Step, Try, step},
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("record_plan", Needs::Part),
    ("agree_plan", Needs::Part),
    ("review_plan", Needs::Part),
    ("achieve_goal", Needs::Part),
    ("stop_goal", Needs::Part),
    ("pass_plan_review", Needs::Nothing),
];

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let passage = (
        prop_oneof![2 => Just(Section::Goal), 3 => select(&Section::WRITTEN)],
        prop_oneof![2 => Just(Categories::NONE), 1 => plan::topics()],
        option::weighted(0.4, any::<u8>()),
    );
    let write = (
        plan::who(),
        prop::collection::vec(passage, 0..4),
        option::weighted(0.4, -1..4_i8),
    )
        .prop_map(|(who, passages, review_in)| Write {
            who,
            passages,
            review_in,
        });
    let look = (
        plan::who(),
        -1..4_i8,
        any::<bool>(),
        prop::bool::weighted(0.15),
    )
        .prop_map(|(who, review_in, agree, stale)| Look {
            who,
            review_in,
            agree,
            stale,
        });
    let end = (
        plan::who(),
        any::<u8>(),
        any::<bool>(),
        prop::bool::weighted(0.15),
    )
        .prop_map(|(who, goal, reached, blind)| End {
            who,
            goal,
            reached,
            blind,
        });
    vec![(5, step(write)), (5, step(look)), (9, step(end))]
}

/// What of the plan they are shown, or all of it where `blind`.
fn of_plan(story: &Story, who: Who, blind: bool) -> Vec<&Recorded> {
    let (history, by) = (&story.world.history, story.by(who));
    let facts = history.facts().iter();
    facts
        .filter(|recorded| matches!(recorded.fact.about, About::Plan { .. }))
        .filter(|recorded| blind || shown_to(history, &by, recorded, story.world.now))
        .collect()
}

/// Passages are written, or written anew.
#[derive(Clone, Debug)]
struct Write {
    who: Who,
    passages: Vec<(Section, Categories, Option<u8>)>,
    review_in: Option<i8>,
}

impl Try for Write {
    fn carry_out(&self, story: &mut Story) {
        let known = of_plan(story, self.who, false);
        let written = self.passages.iter().map(|(section, categories, replaces)| {
            let older = replaces.and_then(|number| pick(&known, number));
            Passage {
                categories: *categories,
                replaces: older.map(|older| older.id),
                ..plans::written(*section, "Some words.")
            }
        });
        let record = RecordPlan {
            passages: written.collect(),
            review_on: self.review_in.map(|days| last_day(story.world.now, days)),
        };
        story.send("record_plan", &story.by(self.who), &record);
    }
}

/// The plan is agreed to, or looked at again.
#[derive(Clone, Debug)]
struct Look {
    who: Who,
    review_in: i8,
    agree: bool,
    stale: bool,
}

impl Try for Look {
    fn carry_out(&self, story: &mut Story) {
        let known = of_plan(story, self.who, self.stale);
        let seen = if self.stale {
            known.first()
        } else {
            known.last()
        };
        let seen = seen.map_or(EventId(uuid::Uuid::nil()), |recorded| recorded.id.event);
        let by = story.by(self.who);
        if self.agree {
            story.send("agree_plan", &by, &plans::agree(seen));
        } else {
            let review = ReviewPlan {
                seen,
                words: words("All of it still holds."),
                review_on: last_day(story.world.now, self.review_in),
            };
            story.send("review_plan", &by, &review);
        }
    }
}

/// A goal is reached or let go of.
#[derive(Clone, Debug)]
struct End {
    who: Who,
    goal: u8,
    reached: bool,
    blind: bool,
}

impl Try for End {
    fn carry_out(&self, story: &mut Story) {
        let mut known = of_plan(story, self.who, self.blind);
        let replaced: Vec<FactId> = known.iter().filter_map(|it| it.fact.replaces).collect();
        known.retain(|it| {
            let goal = About::Plan {
                section: Section::Goal,
            };
            self.blind || (it.fact.about == goal && !replaced.contains(&it.id))
        });
        let Some(goal) = pick(&known, self.goal).map(|goal| goal.id) else {
            return;
        };
        let by = story.by(self.who);
        if self.reached {
            story.send("achieve_goal", &by, &plans::achieve(goal));
        } else {
            story.send("stop_goal", &by, &plans::stop(goal));
        }
    }
}

/// Events of any content.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let any = prop_oneof![
        Just(What::PlanRecorded {}),
        mangle::last_day().prop_map(|review_on| What::PlanReviewSet { review_on }),
        Just(What::PlanAgreed {}),
        mangle::last_day().prop_map(|review_on| What::PlanReviewed { review_on }),
        mangle::id().prop_map(|review| What::PlanReviewDue {
            review: EventId(review),
        }),
        Just(What::GoalAchieved {}),
        Just(What::GoalStopped {}),
    ];
    vec![any.boxed()]
}

/// What facts can be about.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let sections = [
        Section::Goal,
        Section::Step,
        Section::Achieved,
        Section::Agreement,
        Section::Review,
    ];
    let any = select(sections.to_vec()).prop_map(|section| About::Plan { section });
    vec![any.boxed()]
}
