//! The cast: six invented organisations, their workers and their services.
//!
//! Chosen so that every rule has somebody on whom it bites. No rules live here.

use casework::{
    Categories, Category, Role,
    event::By,
    ids::{OrganisationId, ServiceId, WorkerId},
    service::{Purpose, Service},
    testing,
};
use uuid::Uuid;

/// The organisations. Histories use the first four to six of them.
pub const ORGANISATIONS: [&str; 6] = [
    "E82999",
    "LVF-FRIENDS",
    "HCC-SOCIAL",
    "LVF-TURNING",
    "HCC-HOUSING",
    "LVF-ADVICE",
];

/// The workers of each organisation.
pub const WORKERS: [&str; 2] = ["alex", "billie"];

/// An organisation by its place in the cast.
pub fn organisation(place: usize) -> OrganisationId {
    ORGANISATIONS[place % ORGANISATIONS.len()].parse().unwrap()
}

/// A worker by their place in their organisation.
pub fn worker(place: usize) -> WorkerId {
    WORKERS[place % WORKERS.len()].parse().unwrap()
}

/// A worker acting for an organisation.
pub fn by(organisation: &OrganisationId, worker: usize, role: Role) -> By {
    testing::by(organisation.as_str(), WORKERS[worker % WORKERS.len()], role)
}

/// The services of the first `count` organisations: the first service of each, then the second ones.
pub fn services(count: usize) -> Vec<Service> {
    let mut services: Vec<_> = (0..count).map(first_service).collect();
    // The charity gives advice too; the practice has a second, narrower service.
    services.push(second("LVF-FRIENDS", Purpose::Advice, &[Category::Money]));
    services.push(second(
        "E82999",
        Purpose::HealthCare,
        &[Category::Contact, Category::MentalHealth],
    ));
    services
}

/// The service through which an organisation opens a case.
pub fn first_service(place: usize) -> Service {
    use Category as C;
    let name = ORGANISATIONS[place % ORGANISATIONS.len()];
    match name {
        "E82999" => testing::service(
            name,
            Purpose::HealthCare,
            &[C::Identity, C::AboutMe, C::Health, C::MentalHealth],
        ),
        "LVF-FRIENDS" => testing::service(
            name,
            Purpose::CommunitySupport,
            &[C::AboutMe, C::Contact, C::Health],
        ),
        // Asks for more than direct care ever discloses.
        "HCC-SOCIAL" => {
            let needs = [
                C::AboutMe,
                C::SocialCare,
                C::Safety,
                C::SexualHealth,
                C::Justice,
                C::AboutSomebodyElse,
            ];
            testing::service(name, Purpose::SocialCare, &needs)
        }
        "LVF-TURNING" => {
            let mut service =
                testing::service(name, Purpose::HealthCare, &[C::Health, C::SubstanceUse]);
            service.terms.reveals = Categories::of(&[C::SubstanceUse]);
            service
        }
        "HCC-HOUSING" => testing::service(name, Purpose::Housing, &[C::Housing, C::Money]),
        _ => testing::service(name, Purpose::Advice, &[C::Money]),
    }
}

fn second(organisation: &str, purpose: Purpose, needs: &[Category]) -> Service {
    let mut service = testing::service(organisation, purpose, needs);
    let name = format!("{organisation}, the second service");
    service.terms.service = ServiceId(Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()));
    service
}
