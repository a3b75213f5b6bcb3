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
        address: Words::optional("address", &request.address)?,
    })
}

/// Who the person is; without a number where none is given.
pub fn identity(identity: &v1::Identity) -> Result<Identity, Refusal> {
    let preferred_name = match identity.preferred_name.trim() {
        "" => None,
        name => Some(Words::name("identity.preferred_name", name)?),
    };
    let nhs_number = match identity.nhs_number.trim() {
        "" => None,
        number => Some(number_in("identity.nhs_number", number)?),
    };
    Ok(Identity {
        name: Words::name("identity.name", &identity.name)?,
        preferred_name,
        birth_date: types::date("identity.birth_date", &identity.birth_date)?,
        nhs_number,
    })
}

/// The NHS number in a field.
pub(crate) fn number_in(field: &'static str, text: &str) -> Result<NhsNumber, Refusal> {
    NhsNumber::parse(text).ok_or(Refusal::of(Code::NhsNumberInvalid, field))
}
