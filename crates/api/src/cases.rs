//! Opening a case.

use casework::{
    case::open::OpenCase,
    fact::Identity,
    ids::WorkerId,
    refusal::{Code, Refusal},
    service::Service,
    words::{NhsNumber, Words},
};

use crate::{types, v1};

/// The command, where the caller leads unless somebody else is named.
pub fn open(
    request: &v1::OpenCaseRequest,
    service: Service,
    caller: &WorkerId,
) -> Result<OpenCase, Refusal> {
    Ok(OpenCase {
        service,
        lead: types::worker_or("lead_worker", &request.lead_worker, caller)?,
        identity: identity(
            request
                .identity
                .as_ref()
                .unwrap_or(&v1::Identity::default()),
        )?,
    })
}

/// Who the person is.
pub fn identity(identity: &v1::Identity) -> Result<Identity, Refusal> {
    let preferred_name = match identity.preferred_name.trim() {
        "" => None,
        name => Some(Words::name("identity.preferred_name", name)?),
    };
    let nhs_number = NhsNumber::parse(&identity.nhs_number);
    Ok(Identity {
        name: Words::name("identity.name", &identity.name)?,
        preferred_name,
        birth_date: types::date("identity.birth_date", &identity.birth_date)?,
        nhs_number: nhs_number.ok_or(Refusal::of(Code::NhsNumberInvalid, "identity.nhs_number"))?,
    })
}
