//! Deputies and absences.

use casework::{
    absence::{end::EndAbsence, record::RecordAbsence},
    deputy::set::SetDeputy,
    ids::WorkerId,
    refusal::Refusal,
};

use crate::{types, v1};

/// The command, about the caller unless somebody else is named.
pub fn set_deputy(request: &v1::SetDeputyRequest, caller: &WorkerId) -> Result<SetDeputy, Refusal> {
    let deputy = match request.deputy.as_str() {
        "" => None,
        deputy => Some(types::worker("deputy", deputy)?),
    };
    Ok(SetDeputy {
        worker: types::worker_or("worker", &request.worker, caller)?,
        deputy,
    })
}

/// The command, about the caller unless somebody else is named.
pub fn record_absence(
    request: &v1::RecordAbsenceRequest,
    caller: &WorkerId,
) -> Result<RecordAbsence, Refusal> {
    Ok(RecordAbsence {
        worker: types::worker_or("worker", &request.worker, caller)?,
        last_day: types::last_day("last_day", &request.last_day)?,
    })
}

/// The command, about the caller unless somebody else is named.
pub fn end_absence(
    request: &v1::EndAbsenceRequest,
    caller: &WorkerId,
) -> Result<EndAbsence, Refusal> {
    Ok(EndAbsence {
        worker: types::worker_or("worker", &request.worker, caller)?,
    })
}
