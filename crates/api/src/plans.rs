//! The plan.

use casework::{
    goal::{achieve::AchieveGoal, stop::StopGoal},
    ids::{EventId, FactId},
    plan::{
        Section, Told,
        agree::AgreePlan,
        record::{Passage, RecordPlan},
        review::ReviewPlan,
    },
    refusal::{Code, Refusal},
    words::Words,
};
use uuid::Uuid;

use crate::{
    about_me::fact_of,
    fact::text,
    sharing::{decided_by, wire_decided_by},
    types,
    v1::{self, PlanSection, plan_fact},
};

/// Gives the event that an edit token names.
type Open<'a> = &'a dyn Fn(&str) -> Option<Uuid>;

const SECTIONS: [(PlanSection, Section); 6] = [
    (PlanSection::Strength, Section::Strength),
    (PlanSection::Goal, Section::Goal),
    (PlanSection::Step, Section::Step),
    (PlanSection::Helper, Section::Helper),
    (PlanSection::Coping, Section::Coping),
    (PlanSection::Contingency, Section::Contingency),
];

/// The command.
pub fn record(request: &v1::RecordPlanRequest, open: Open<'_>) -> Result<RecordPlan, Refusal> {
    let passages = request.passages.iter().enumerate();
    Ok(RecordPlan {
        passages: passages
            .map(|(place, passage)| passage_of(place, passage, open))
            .collect::<Result<_, _>>()?,
        review_on: types::last_day("review_on", &request.review_on)?,
    })
}

fn passage_of(
    place: usize,
    passage: &v1::record_plan_request::NewPassage,
    open: Open<'_>,
) -> Result<Passage, Refusal> {
    let field = |name: &str| format!("passages[{place}].{name}");
    let replaces = match passage.token.as_str() {
        "" => None,
        token => Some(
            fact_of(token, open).ok_or_else(|| Refusal::of(Code::TokenInvalid, field("token")))?,
        ),
    };
    Ok(Passage {
        section: section(passage.section)
            .ok_or_else(|| Refusal::of(Code::ChoiceMissing, field("section")))?,
        words: Words::prose(&field("words"), &passage.words)?,
        categories: types::categories(&field("categories"), &passage.categories)?,
        helped_by: Words::optional(&field("helped_by"), &passage.helped_by)?,
        replaces,
    })
}

pub(crate) fn section(value: i32) -> Option<Section> {
    let wire = PlanSection::try_from(value).ok()?;
    let mut sections = SECTIONS.into_iter();
    sections
        .find(|(one, _)| *one == wire)
        .map(|(_, section)| section)
}

/// The command.
pub fn agree(request: &v1::AgreePlanRequest, open: Open<'_>) -> Result<AgreePlan, Refusal> {
    Ok(AgreePlan {
        seen: seen(&request.token, open)?,
        decided_by: decided_by("decided_by", request.decided_by.as_ref())?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command.
pub fn review(request: &v1::ReviewPlanRequest, open: Open<'_>) -> Result<ReviewPlan, Refusal> {
    let review_on = types::last_day("review_on", &request.review_on)?;
    Ok(ReviewPlan {
        seen: seen(&request.token, open)?,
        words: Words::prose("words", &request.words)?,
        review_on: review_on.ok_or(Refusal::of(Code::DateInvalid, "review_on"))?,
    })
}

/// The command.
pub fn achieve(request: &v1::AchieveGoalRequest, open: Open<'_>) -> Result<AchieveGoal, Refusal> {
    Ok(AchieveGoal {
        goal: goal(&request.token, open)?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command.
pub fn stop(request: &v1::StopGoalRequest, open: Open<'_>) -> Result<StopGoal, Refusal> {
    Ok(StopGoal {
        goal: goal(&request.token, open)?,
        words: Words::prose("words", &request.words)?,
    })
}

fn goal(token: &str, open: Open<'_>) -> Result<FactId, Refusal> {
    fact_of(token, open).ok_or(Refusal::of(Code::TokenInvalid, "token"))
}

fn seen(token: &str, open: Open<'_>) -> Result<EventId, Refusal> {
    open(token)
        .map(EventId)
        .ok_or(Refusal::of(Code::TokenInvalid, "token"))
}

/// What a fact of the plan says.
pub(crate) fn wire_fact(section: Section, told: &Told) -> v1::PlanFact {
    use plan_fact::Told as Wire;
    let day = |date: &jiff::civil::Date| date.to_string();
    let told = match told {
        Told::Passage { words, helped_by } => Wire::Passage(plan_fact::Passage {
            section: wire_section(section) as i32,
            words: words.to_string(),
            helped_by: text(helped_by),
        }),
        Told::Achieved { words } => Wire::Achieved(plan_fact::Achieved { words: text(words) }),
        Told::Stopped { words } => Wire::Stopped(plan_fact::Stopped {
            words: words.to_string(),
        }),
        Told::Agreed {
            decided_by: by,
            words,
        } => Wire::Agreed(plan_fact::Agreed {
            decided_by: Some(wire_decided_by(by)),
            words: text(words),
        }),
        Told::ReviewSet { review_on } => Wire::ReviewSet(plan_fact::ReviewSet {
            review_on: day(review_on),
        }),
        Told::Reviewed { words, review_on } => Wire::Reviewed(plan_fact::Reviewed {
            words: words.to_string(),
            review_on: day(review_on),
        }),
        Told::ReviewDue { review_on } => Wire::ReviewDue(plan_fact::ReviewDue {
            review_on: day(review_on),
        }),
    };
    v1::PlanFact { told: Some(told) }
}

fn wire_section(section: Section) -> PlanSection {
    let mut sections = SECTIONS.into_iter();
    let found = sections.find(|(_, one)| *one == section);
    found.map_or(PlanSection::Unspecified, |(wire, _)| wire)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_can_be_written_survives_the_wire_and_nothing_else_is_taken() {
        for written in Section::WRITTEN {
            assert_eq!(section(wire_section(written) as i32), Some(written));
        }
        for value in [0, 7, -1] {
            assert_eq!(section(value), None);
        }
    }
}
