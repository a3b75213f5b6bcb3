//! The directory's side of the small world: an organisation, its service and its workers.

use super::{by, charity, decide_on, link_worker, operator};
use crate::{
    event::By,
    history::Folded,
    ids::OrganisationId,
    organisation::{Organisation, register::RegisterOrganisation},
    role::Role,
    service::{Details, Service, register::RegisterService},
    words::Words,
    worker::register::RegisterWorker,
};

/// An organisation that has been registered.
pub fn registered(id: &OrganisationId) -> Organisation {
    let mut organisation = Organisation::new(id.clone());
    let name = Words::name("name", "An organisation").unwrap();
    decide_on(
        &mut organisation,
        &operator(),
        &RegisterOrganisation { name },
    )
    .unwrap();
    organisation
}

/// The charity's administrator.
pub fn administrator() -> By {
    by(
        "LVF-FRIENDS",
        "administrator",
        Role::OrganisationAdministrator,
    )
}

/// The charity's service, as it describes it.
pub fn charity_details() -> Details {
    let charity = charity();
    Details {
        name: charity.name,
        description: None,
        for_whom: None,
        area: None,
        purpose: charity.terms.purpose,
        needs: charity.terms.needs,
        reveals: charity.terms.reveals,
        opening_days: charity.terms.opening_days,
        answer_within_days: charity.terms.answer_within_days,
    }
}

/// The charity with its service, both registered.
pub fn with_service() -> (Organisation, Service) {
    let mut organisation = registered(&link_worker().organisation);
    let details = charity_details();
    decide_on(
        &mut organisation,
        &administrator(),
        &RegisterService { details },
    )
    .unwrap();
    let service = organisation.services.values().next().unwrap().clone();
    (organisation, service)
}

/// Enters this worker, in their role, in the directory.
pub fn register_worker(by: &By) -> RegisterWorker {
    RegisterWorker {
        worker: by.worker.clone(),
        name: Words::name("name", "Sam Lee").unwrap(),
        roles: [by.role].into(),
        postcode: None,
    }
}
