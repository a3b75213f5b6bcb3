//! Volunteers.

use casework::{
    ids::AssignmentId,
    refusal::{Code, Refusal},
    volunteer::{Told, assign::AssignVolunteer, release::ReleaseVolunteer},
    words::Words,
};

use crate::{
    fact::text,
    types::{self, wire_categories},
    v1::{self, volunteer_fact as wire},
};

/// The command.
pub fn assign(request: &v1::AssignVolunteerRequest) -> Result<AssignVolunteer, Refusal> {
    let until = types::last_day("until", &request.until)?;
    Ok(AssignVolunteer {
        worker: types::id("worker", &request.worker)?,
        task: Words::prose("task", &request.task)?,
        categories: types::categories("categories", &request.categories)?,
        until: until.ok_or(Refusal::of(Code::DateInvalid, "until"))?,
    })
}

/// The command.
pub fn release(request: &v1::ReleaseVolunteerRequest) -> Result<ReleaseVolunteer, Refusal> {
    Ok(ReleaseVolunteer {
        assignment: types::id("assignment_id", &request.assignment_id)?,
        words: Words::optional("words", &request.words)?,
    })
}

/// What a fact about an assignment says.
pub(crate) fn wire_fact(assignment: AssignmentId, told: &Told) -> v1::VolunteerFact {
    let told = match told {
        Told::Assigned {
            worker,
            task,
            categories,
            until,
        } => wire::Told::Assigned(wire::Assigned {
            worker: worker.to_string(),
            task: task.to_string(),
            categories: wire_categories(*categories),
            until: until.date.to_string(),
        }),
        Told::Released { words } => wire::Told::Released(wire::Released { words: text(words) }),
    };
    v1::VolunteerFact {
        assignment_id: assignment.to_string(),
        told: Some(told),
    }
}
