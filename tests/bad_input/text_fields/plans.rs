//! Texts of commands about the plan and shared decisions.

use api::v1::{
    AchieveGoalRequest, AgreePlanRequest, Decided, RecordDecisionRequest, RecordPlanRequest,
    ReviewPlanRequest, ReviseDecisionRequest, StopGoalRequest, decided,
    record_plan_request::NewPassage,
};

use super::*;

pub fn texts() -> Vec<Text> {
    // The plan that was seen is agreed to before it changes.
    let mut texts = texts! { PRACTICE, AgreePlan(AgreePlanRequest) from Place::plan_agreed;
        command_id: ID, person_id: NO_ID, token: NO_TOKEN, words: PERHAPS_PROSE,
    };
    texts.extend(
        texts! { PRACTICE, RecordPlan(RecordPlanRequest) from Place::plan_recorded;
            command_id: ID, person_id: NO_ID, review_on: (None, "date_invalid"),
        },
    );
    macro_rules! passage {
        ($($path:literal $field:ident: $refused:expr,)*) => {
            [$(text(PRACTICE, $path, $refused, |place, text| {
                let sample = place.plan_recorded();
                let passages = vec![NewPassage { $field: text, ..sample.passages[0].clone() }];
                Call::RecordPlan(RecordPlanRequest { passages, ..sample })
            }),)*]
        };
    }
    texts.extend(passage! {
        "passages[0].words" words: PROSE,
        "passages[0].helped_by" helped_by: PERHAPS_PROSE,
        "passages[0].token" token: PERHAPS_TOKEN,
    });
    texts.push(text(
        PRACTICE,
        "decided_by.attorney.name",
        PROSE,
        |place, text| {
            Call::AgreePlan(AgreePlanRequest {
                decided_by: attorney(&text, "A document."),
                ..place.plan_agreed()
            })
        },
    ));
    texts.extend(
        texts! { PRACTICE, ReviewPlan(ReviewPlanRequest) from Place::plan_reviewed;
            command_id: ID, person_id: NO_ID, token: NO_TOKEN, words: PROSE, review_on: NO_DATE,
        },
    );
    // Where a word may be left out it is tried long only: the goal would have ended for the rows that follow.
    texts.extend(
        texts! { PRACTICE, AchieveGoal(AchieveGoalRequest) from Place::goal_achieved;
            command_id: ID, person_id: NO_ID, token: NO_TOKEN, words: (ANSWERED, TOO_LONG),
        },
    );
    texts.extend(
        texts! { PRACTICE, StopGoal(StopGoalRequest) from Place::goal_stopped;
            command_id: ID, person_id: NO_ID, token: NO_TOKEN, words: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, RecordDecision(RecordDecisionRequest) from Place::decision_recorded;
            command_id: ID, person_id: NO_ID,
        },
    );
    texts.extend(
        texts! { PRACTICE, ReviseDecision(ReviseDecisionRequest) from Place::decision_revised;
            command_id: ID, person_id: NO_ID, decision_id: NO_ID, token: NO_TOKEN, words: PROSE,
        },
    );
    texts.extend(of_what_was_decided());
    texts
}

fn of_what_was_decided() -> Vec<Text> {
    macro_rules! decided {
        ($($path:literal $refused:expr, $spoil:expr;)*) => {
            vec![$(text(PRACTICE, $path, $refused, |place, text| {
                let spoil: fn(&mut Decided, String) = $spoil;
                with(place, |decided| spoil(decided, text))
            }),)*]
        };
    }
    decided! {
        "decided.question" PROSE, |decided, text| decided.question = text;
        "decided.matters" PROSE, |decided, text| decided.matters = text;
        "decided.support" PROSE, |decided, text| decided.support = text;
        "decided.other" PROSE, |decided, text| decided.choice = Some(decided::Choice::Other(text));
        "decided.options[0].option" PROSE, |decided, text| decided.options[0].option = text;
        "decided.options[0].speaks_for" PERHAPS_PROSE, |decided, text| decided.options[0].speaks_for = text;
        "decided.options[0].speaks_against" PERHAPS_PROSE,
            |decided, text| decided.options[0].speaks_against = text;
        "decided.against_guidance.guidance" PROSE,
            |decided, text| decided.against_guidance.as_mut().unwrap().guidance = text;
        "decided.against_guidance.person_knows" PROSE,
            |decided, text| decided.against_guidance.as_mut().unwrap().person_knows = text;
        "decided.decided_by.best_interests.consulted" PROSE,
            |decided, text| decided.decided_by = best_interests("Dr Patel", &text, "2026-12-31");
    }
}

/// The sample of a decision with one thing in it spoilt.
fn with(place: &Place, spoil: impl FnOnce(&mut Decided)) -> Call {
    let mut request = place.decision_recorded();
    spoil(request.decided.as_mut().unwrap());
    Call::RecordDecision(request)
}
