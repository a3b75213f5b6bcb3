//! Shared decisions in the stories: what is tried, nonsense, and who has a part in one.

use casework::{
    Categories,
    decision::{record::RecordDecision, revise::ReviseDecision},
    disclosure::shown_to,
    event::{Event, What},
    fact::About,
    ids::DecisionId,
    testing::decisions,
};
use proptest::prelude::*;

use crate::{
    mangle,
    plan::{self, Who},
    story::{Story, pick, words},
    telling::PartOf,
    themes::{Needs, Step, Try, step},
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("record_decision", Needs::Part),
    ("revise_decision", Needs::Part),
];

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let record =
        (plan::who(), plan::topics(), any::<bool>()).prop_map(|(who, categories, weighed)| {
            Record {
                who,
                categories,
                weighed,
            }
        });
    let revise = (
        plan::who(),
        any::<u8>(),
        prop_oneof![2 => Just(Categories::NONE), 1 => plan::topics()],
        prop::bool::weighted(0.15),
    )
        .prop_map(|(who, decision, categories, stale)| Revise {
            who,
            decision,
            categories,
            stale,
        });
    vec![(4, step(record)), (5, step(revise))]
}

/// The person decides.
#[derive(Clone, Debug)]
struct Record {
    who: Who,
    categories: Categories,
    weighed: bool,
}

impl Try for Record {
    fn carry_out(&self, story: &mut Story) {
        let mut record = RecordDecision {
            categories: self.categories,
            ..decisions::decide()
        };
        if !self.weighed {
            record.decided.against_guidance = None;
        }
        story.send("record_decision", &story.by(self.who), &record);
    }
}

/// The person decides again.
#[derive(Clone, Debug)]
struct Revise {
    who: Who,
    decision: u8,
    categories: Categories,
    stale: bool,
}

impl Try for Revise {
    fn carry_out(&self, story: &mut Story) {
        let (history, by) = (&story.world.history, story.by(self.who));
        let all: Vec<DecisionId> = history.decisions().map(|it| it.id).collect();
        let Some(decision) = pick(&all, self.decision).copied() else {
            return;
        };
        let about = About::Decision { decision };
        let told = history.facts().iter().filter(|it| it.fact.about == about);
        let mut seen = told.filter(|it| self.stale || shown_to(history, &by, it, story.world.now));
        let seen = if self.stale {
            seen.next()
        } else {
            seen.next_back()
        };
        let Some(seen) = seen.map(|recorded| recorded.id.event) else {
            return;
        };
        let revise = ReviseDecision {
            decision,
            seen,
            decided: decisions::decided(),
            categories: self.categories,
            words: words("More is known now."),
        };
        story.send("revise_decision", &by, &revise);
    }
}

/// Events of any content.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let decision = || mangle::id().prop_map(DecisionId);
    let recorded = decision().prop_map(|decision| What::DecisionRecorded { decision });
    let revised = decision().prop_map(|decision| What::DecisionRevised { decision });
    vec![recorded.boxed(), revised.boxed()]
}

/// What facts can be about.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let decision = mangle::id().prop_map(DecisionId);
    vec![
        decision
            .prop_map(|decision| About::Decision { decision })
            .boxed(),
    ]
}

/// Whoever recorded a decision first keeps seeing what becomes of it, as the person agreed by deciding with them.
pub fn parties(events: &[Event]) -> Vec<PartOf<'_>> {
    let mut all: Vec<PartOf<'_>> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let What::DecisionRecorded { decision } = event.what else {
            continue;
        };
        let about = About::Decision { decision };
        if all.iter().all(|known| known.about != about) {
            all.push(PartOf {
                about,
                event: event.id,
                agreed_at: Some(place),
                organisation: &event.by.organisation,
            });
        }
    }
    all
}
