//! Shared decisions.

use casework::{
    decision::{AgainstGuidance, Choice, Decided, Told, Weighed},
    ids::DecisionId,
};

use super::*;

const DECISION: DecisionId = DecisionId(id(0xDEC1));

fn told(number: u128, what: What, told: Told) -> Event {
    let about = About::Decision { decision: DECISION };
    let told = fact(about, &[Category::Health], Content::Decision(told));
    event(number, what, vec![told])
}

fn decided(choice: Choice) -> Decided {
    Decided {
        question: words("A second inhaler?"),
        options: vec![Weighed {
            option: words("Take it"),
            speaks_for: Some(words("Fewer bad nights.")),
            speaks_against: Some(words("Her hands would shake.")),
        }],
        matters: words("To hold a cup without spilling."),
        choice,
        support: words("The nurse rings every month."),
        against_guidance: Some(AgainstGuidance {
            guidance: words("Guidance is to take it."),
            person_knows: words("She knows, and would rather have steady hands."),
        }),
        decided_by: DecidedBy::Person,
    }
}

pub fn decision_recorded() -> Event {
    let choice = Choice::Other {
        words: words("Wait until the spring."),
    };
    let what = What::DecisionRecorded { decision: DECISION };
    let decided = decided(choice);
    told(90, what, Told::Recorded { decided })
}

pub fn decision_revised() -> Event {
    let what = What::DecisionRevised { decision: DECISION };
    let revised = Told::Revised {
        decided: Decided {
            against_guidance: None,
            ..decided(Choice::Option { place: 0 })
        },
        words: words("The nights are too bad."),
    };
    let mut event = told(91, what, revised);
    event.facts[0].replaces = Some(FactId {
        event: EventId(id(90)),
        index: 0,
    });
    event
}
