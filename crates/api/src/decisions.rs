//! Decisions.

use casework::{
    decision::{
        AgainstGuidance, Choice, Decided, Told, Weighed, record::RecordDecision,
        revise::ReviseDecision,
    },
    ids::{DecisionId, EventId},
    refusal::{Code, Refusal},
    words::Words,
};
use uuid::Uuid;

use crate::{
    fact::text,
    sharing::{decided_by, wire_decided_by},
    types,
    v1::{self, decided},
};

/// The command.
pub fn record(request: &v1::RecordDecisionRequest) -> Result<RecordDecision, Refusal> {
    Ok(RecordDecision {
        decided: decided_of(request.decided.as_ref())?,
        categories: types::categories("categories", &request.categories)?,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn revise(
    request: &v1::ReviseDecisionRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<ReviseDecision, Refusal> {
    let seen = open(&request.token).map(EventId);
    Ok(ReviseDecision {
        decision: types::id("decision_id", &request.decision_id)?,
        seen: seen.ok_or(Refusal::of(Code::TokenInvalid, "token"))?,
        decided: decided_of(request.decided.as_ref())?,
        categories: types::categories("categories", &request.categories)?,
        words: Words::prose("words", &request.words)?,
    })
}

fn decided_of(wire: Option<&v1::Decided>) -> Result<Decided, Refusal> {
    let wire = wire.ok_or(Refusal::of(Code::ChoiceMissing, "decided"))?;
    let option = |(place, option): (usize, &decided::Weighed)| {
        let field = |name: &str| format!("decided.options[{place}].{name}");
        Ok(Weighed {
            option: Words::prose(&field("option"), &option.option)?,
            speaks_for: Words::optional(&field("speaks_for"), &option.speaks_for)?,
            speaks_against: Words::optional(&field("speaks_against"), &option.speaks_against)?,
        })
    };
    let options = wire.options.iter().enumerate().map(option);
    Ok(Decided {
        question: Words::prose("decided.question", &wire.question)?,
        options: options.collect::<Result<_, Refusal>>()?,
        matters: Words::prose("decided.matters", &wire.matters)?,
        choice: choice(wire.choice.as_ref())?,
        support: Words::prose("decided.support", &wire.support)?,
        against_guidance: wire.against_guidance.as_ref().map(against).transpose()?,
        decided_by: decided_by("decided.decided_by", wire.decided_by.as_ref())?,
    })
}

fn choice(wire: Option<&decided::Choice>) -> Result<Choice, Refusal> {
    match wire {
        Some(decided::Choice::Option(place)) => {
            let place = u8::try_from(*place);
            let place = place.map_err(|_| Refusal::of(Code::ChoiceMissing, "decided.option"))?;
            Ok(Choice::Option { place })
        }
        Some(decided::Choice::Other(words)) => Ok(Choice::Other {
            words: Words::prose("decided.other", words)?,
        }),
        None => Err(Refusal::of(Code::ChoiceMissing, "decided.choice")),
    }
}

fn against(wire: &decided::AgainstGuidance) -> Result<AgainstGuidance, Refusal> {
    Ok(AgainstGuidance {
        guidance: Words::prose("decided.against_guidance.guidance", &wire.guidance)?,
        person_knows: Words::prose("decided.against_guidance.person_knows", &wire.person_knows)?,
    })
}

/// What a fact about a decision says.
pub(crate) fn wire_fact(decision: DecisionId, told: &Told) -> v1::DecisionFact {
    v1::DecisionFact {
        decision_id: decision.to_string(),
        decided: Some(wire_decided(told.decided())),
        revised_because: match told {
            Told::Recorded { .. } => String::new(),
            Told::Revised { words, .. } => words.to_string(),
        },
    }
}

fn wire_decided(decided: &Decided) -> v1::Decided {
    let option = |option: &Weighed| decided::Weighed {
        option: option.option.to_string(),
        speaks_for: text(&option.speaks_for),
        speaks_against: text(&option.speaks_against),
    };
    let choice = match &decided.choice {
        Choice::Option { place } => decided::Choice::Option((*place).into()),
        Choice::Other { words } => decided::Choice::Other(words.to_string()),
    };
    let against = |against: &AgainstGuidance| decided::AgainstGuidance {
        guidance: against.guidance.to_string(),
        person_knows: against.person_knows.to_string(),
    };
    v1::Decided {
        question: decided.question.to_string(),
        options: decided.options.iter().map(option).collect(),
        matters: decided.matters.to_string(),
        choice: Some(choice),
        support: decided.support.to_string(),
        against_guidance: decided.against_guidance.as_ref().map(against),
        decided_by: Some(wire_decided_by(&decided.decided_by)),
    }
}
