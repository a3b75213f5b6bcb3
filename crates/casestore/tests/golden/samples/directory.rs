//! The directory.

use casework::{capacity::Capacity, service::Described};

use super::*;

pub fn organisation_registered() -> Event<DirectoryEvent> {
    let name = words("Lavender Field Friends");
    event(
        11,
        DirectoryEvent::OrganisationRegistered { name },
        Vec::new(),
    )
}

pub fn organisation_updated() -> Event<DirectoryEvent> {
    let name = words("Lavender Field Companions");
    event(13, DirectoryEvent::OrganisationUpdated { name }, Vec::new())
}

pub fn service_registered() -> Event<DirectoryEvent> {
    let described = Described {
        name: words("Singing together"),
        description: Some(words("For anybody who likes company.")),
        for_whom: None,
        area: None,
        terms: charity(),
    };
    event(12, DirectoryEvent::ServiceRegistered(described), Vec::new())
}

pub fn service_updated() -> Event<DirectoryEvent> {
    let described = Described {
        name: words("Singing"),
        description: None,
        for_whom: Some(words("For anybody who likes company.")),
        area: Some(words("The Lavender Field estate.")),
        terms: charity(),
    };
    event(14, DirectoryEvent::ServiceUpdated(described), Vec::new())
}

pub fn capacity_updated() -> Event<DirectoryEvent> {
    let what = DirectoryEvent::CapacityUpdated {
        service: ServiceId(id(0x5E2)),
        capacity: Capacity::Waiting { weeks: 6 },
    };
    event(15, what, Vec::new())
}

pub fn service_retired() -> Event<DirectoryEvent> {
    let service = ServiceId(id(0x5E2));
    event(16, DirectoryEvent::ServiceRetired { service }, Vec::new())
}

pub fn worker_registered() -> Event<DirectoryEvent> {
    let what = DirectoryEvent::WorkerRegistered {
        worker: "sam.lee".parse().unwrap(),
        name: words("Sam Lee"),
        roles: [Role::LinkWorker, Role::PrivacyOfficer].into(),
        postcode: None,
    };
    event(17, what, Vec::new())
}

pub fn worker_retired() -> Event<DirectoryEvent> {
    let worker = "sam.lee".parse().unwrap();
    event(18, DirectoryEvent::WorkerRetired { worker }, Vec::new())
}
