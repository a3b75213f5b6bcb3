//! The texts of the directory.

use api::v1::{
    RegisterOrganisationRequest, RegisterServiceRequest, RegisterWorkerRequest,
    RetireServiceRequest, RetireWorkerRequest, UpdateCapacityRequest, UpdateOrganisationRequest,
    UpdateServiceRequest,
};

use super::*;

pub fn of_the_directory() -> Vec<Text> {
    let mut texts = texts! { OPERATOR, RegisterOrganisation(RegisterOrganisationRequest) from Place::organisation;
        command_id: ID, code: NO_ID, name: PROSE,
    };
    texts.extend(
        texts! { ADMINISTRATOR, RegisterService(RegisterServiceRequest) from Place::service;
            command_id: ID, name: PROSE, description: PERHAPS_PROSE, for_whom: PERHAPS_PROSE, area: PERHAPS_PROSE,
        },
    );
    texts.extend(
        texts! { ADMINISTRATOR, UpdateOrganisation(UpdateOrganisationRequest) from Place::name;
            command_id: ID, name: PROSE,
        },
    );
    // Carried out once, the token is stale: what may be left out is tried empty in one field.
    texts.extend(
        texts! { ADMINISTRATOR, UpdateService(UpdateServiceRequest) from Place::description;
            command_id: ID, service_id: NO_ID, token: NO_TOKEN, name: PROSE, description: PERHAPS_PROSE,
            for_whom: (ANSWERED, TOO_LONG), area: (ANSWERED, TOO_LONG),
        },
    );
    texts.extend(
        texts! { ADMINISTRATOR, UpdateCapacity(UpdateCapacityRequest) from Place::capacity;
            command_id: ID, service_id: NO_ID,
        },
    );
    texts.extend(
        texts! { ADMINISTRATOR, RetireService(RetireServiceRequest) from Place::retirement;
            command_id: ID, service_id: NO_ID, token: NO_TOKEN,
        },
    );
    texts.extend(
        texts! { ADMINISTRATOR, RegisterWorker(RegisterWorkerRequest) from Place::worker;
            command_id: ID, worker: NO_ID, name: PROSE, postcode: (None, "postcode_invalid"),
        },
    );
    let no_role = (Some("choice_missing"), "choice_missing");
    texts.push(text(ADMINISTRATOR, "roles[0]", no_role, |place, text| {
        Call::RegisterWorker(RegisterWorkerRequest {
            roles: vec![text],
            ..place.worker()
        })
    }));
    texts.extend(
        texts! { ADMINISTRATOR, RetireWorker(RetireWorkerRequest) from Place::leaving;
            command_id: ID, worker: NO_ID,
        },
    );
    texts
}
