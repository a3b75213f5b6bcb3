//! Records what has fallen due. Internal: offered to the timekeeper alone.

use api::internal::{Due, RecordDueRequest};
use casestore::Request;
use casework::{
    Role,
    event::By,
    ids::{PersonId, WorkerId},
    refusal::{Code, Refusal},
    timer::{self, RecordDue, Timer},
};
use prost::Message;
use uuid::Uuid;

use crate::{Cases, call::person, error::Error};

/// Records a timer that has fallen due; false where nothing was due.
///
/// The command's id comes from the timer and its due time alone: any number of timekeepers may ask, and it
/// is recorded once.
pub(crate) async fn record(cases: &Cases, request: RecordDueRequest) -> Result<bool, Error> {
    let due = request.due.ok_or(Refusal::of(Code::ChoiceMissing, "due"))?;
    let person = person(&due.person_id)?;
    let at = api::types::moment("due.at", due.at)?;
    let timer = api::types::read_timer("due.timer", &due.timer)?;
    let command = RecordDue(timer::Due { at, timer });
    let recorded = match request_for(cases, person, &due, &timer).await {
        Ok(request) => cases.people.execute(&person, &request, &command).await,
        Err(error) => Err(error),
    };
    match recorded {
        Ok(_) => Ok(true),
        Err(casestore::Error::Refused(refusal)) if refusal.code == Code::NotDue => Ok(false),
        Err(error) => Err(error.into()),
    }
}

async fn request_for(
    cases: &Cases,
    person: PersonId,
    due: &Due,
    timer: &Timer,
) -> Result<Request, casestore::Error> {
    let stream = cases.people.read(&person).await?;
    let organisation = timer.acts_for(&stream.state).cloned();
    let organisation = organisation.ok_or(Refusal::from(Code::NotDue))?;
    let worker: WorkerId = "timekeeper"
        .parse()
        .map_err(|_| Refusal::from(Code::IdInvalid))?;
    let secrets = cases.keys.secrets();
    let digest = secrets.request_digest("RecordDue", &due.encode_to_vec());
    let mut first = [0; 16];
    first.copy_from_slice(&digest[..16]);
    let by = By {
        organisation,
        worker,
        role: Role::Timekeeper,
    };
    Ok(Request {
        by,
        command_id: Uuid::new_v8(first),
        digest,
        now: cases.clock.now(),
    })
}
