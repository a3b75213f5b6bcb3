//! Decisions, as tests send them.

use crate::{
    category::{Categories, Category},
    decided_by::DecidedBy,
    decision::{
        AgainstGuidance, Choice, Decided, Weighed, record::RecordDecision, revise::ReviseDecision,
    },
    fact::About,
    history::History,
    words::Words,
};

fn words(text: &str) -> Words {
    Words::prose("words", text).unwrap()
}

/// The person decides against a second inhaler.
pub fn decided() -> Decided {
    let weighed = |option, speaks_for| Weighed {
        option: words(option),
        speaks_for: Some(words(speaks_for)),
        speaks_against: None,
    };
    Decided {
        question: words("A second inhaler?"),
        options: vec![
            weighed("Take it", "Fewer bad nights."),
            weighed("Leave it", "Her hands do not shake."),
        ],
        matters: words("To hold a cup without spilling."),
        choice: Choice::Option { place: 1 },
        support: words("The nurse rings every month."),
        against_guidance: Some(AgainstGuidance {
            guidance: words("Guidance is to take it."),
            person_knows: words("She knows, and would rather have steady hands."),
        }),
        decided_by: DecidedBy::Person,
    }
}

/// A decision is recorded.
pub fn decide() -> RecordDecision {
    RecordDecision {
        decided: decided(),
        categories: Categories::of(&[Category::Health]),
    }
}

/// The first decision is revised: the person takes the inhaler after all.
pub fn revise(history: &History) -> ReviseDecision {
    let decision = history.decisions().next().unwrap().id;
    let about = About::Decision { decision };
    let mut newest_first = history.facts().iter().rev();
    let last = newest_first.find(|recorded| recorded.fact.about == about);
    ReviseDecision {
        decision,
        seen: last.unwrap().id.event,
        decided: Decided {
            choice: Choice::Option { place: 0 },
            against_guidance: None,
            ..decided()
        },
        categories: Categories::NONE,
        words: words("The nights are too bad."),
    }
}
