//! The demo's locality: its organisations, what they offer and who works there, entered through the directory's commands.
//!
//! Who and what there is stands in `locality/organisations.rs`. For larger loads the locality can be had several times.

mod meetings;
pub mod organisations;

use std::collections::BTreeMap;

use api::{
    Connection,
    v1::{
        NameSafeguardingLeadRequest, RegisterOrganisationRequest, RegisterServiceRequest,
        RegisterWorkerRequest, SafeguardingLead,
    },
};

use jiff::civil::Date;

use super::{
    acting::Acting,
    send::{Sender, send},
};
use meetings::Meeting;
use organisations::{ORGANISATIONS, Organisation, Service, Worker};

/// The role that enters an organisation's services and workers.
const ADMINISTRATOR: &str = "organisation-administrator";

/// A service of the locality, as others refer to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    organisation: usize,
    service: usize,
}

/// One locality, whose organisations' codes end as `suffix` says.
pub struct Locality {
    connection: Connection,
    suffix: String,
    /// The ids of the services, by organisation and place in its list.
    ids: BTreeMap<(usize, usize), String>,
    /// The meetings of the team, the first one first.
    meetings: Vec<Meeting>,
}

/// Who registers organisations: their organisation, and what it calls them.
pub const OPERATOR: (&str, &str) = ("ICB-OPERATOR", "operator");

impl Locality {
    /// Registers everything that there is in the locality, and schedules its team's meetings, on a timeline whose day 0 is
    /// `first`.
    ///
    /// # Errors
    /// Where a command is refused.
    pub async fn register(
        connection: &Connection,
        number: usize,
        first: Date,
        sender: &mut Sender,
    ) -> anyhow::Result<Self> {
        let suffix = match number {
            0 => String::new(),
            number => format!("-{number}"),
        };
        let mut locality = Self {
            connection: connection.clone(),
            suffix,
            ids: BTreeMap::new(),
            meetings: Vec::new(),
        };
        let operator = Acting::new(connection, OPERATOR.0, OPERATOR.1, "operator");
        for (number, organisation) in ORGANISATIONS.iter().enumerate() {
            let request = RegisterOrganisationRequest {
                command_id: sender.command_id(),
                code: locality.code(organisation),
                name: organisation.name.into(),
            };
            send!(sender, &operator, directory.register_organisation, request)?;
            locality
                .name_safeguarding_lead(organisation, sender)
                .await?;
            for worker in organisation.workers {
                locality.employ(organisation, worker, sender).await?;
            }
            for (place, service) in organisation.services.iter().enumerate() {
                let id = locality.offer(organisation, service, sender).await?;
                locality.ids.insert((number, place), id);
            }
        }
        locality.schedule_meetings(first, sender).await?;
        Ok(locality)
    }

    async fn employ(
        &self,
        organisation: &Organisation,
        worker: &Worker,
        sender: &mut Sender,
    ) -> anyhow::Result<()> {
        let request = RegisterWorkerRequest {
            command_id: sender.command_id(),
            worker: worker.id.into(),
            name: worker.name(),
            roles: roles(worker),
            postcode: String::new(),
        };
        let administrator = self.administrator(organisation);
        send!(sender, &administrator, directory.register_worker, request)?;
        Ok(())
    }

    async fn offer(
        &self,
        organisation: &Organisation,
        service: &Service,
        sender: &mut Sender,
    ) -> anyhow::Result<String> {
        let numbers = |categories: &[api::v1::Category]| {
            categories
                .iter()
                .map(|category| i32::from(*category))
                .collect()
        };
        let request = RegisterServiceRequest {
            command_id: sender.command_id(),
            name: service.name.into(),
            description: service.description.into(),
            purpose: service.purpose.into(),
            needs: numbers(service.needs),
            reveals: numbers(service.reveals),
            opening_days: (1..=service.open_days).collect(),
            answer_within_days: service.answer_within_days,
            ..RegisterServiceRequest::default()
        };
        let administrator = self.administrator(organisation);
        let registered = send!(sender, &administrator, directory.register_service, request)?;
        Ok(registered.service_id)
    }

    async fn name_safeguarding_lead(
        &self,
        organisation: &Organisation,
        sender: &mut Sender,
    ) -> anyhow::Result<()> {
        let Some((worker, name, telephone)) = organisation.safeguarding else {
            return Ok(());
        };
        let [worker, name, telephone] = [worker, name, telephone].map(str::to_owned);
        let request = NameSafeguardingLeadRequest {
            command_id: sender.command_id(),
            lead: Some(SafeguardingLead {
                worker,
                name,
                telephone,
            }),
            instead_of: String::new(),
        };
        let administrator = self.administrator(organisation);
        send!(
            sender,
            &administrator,
            safeguarding.name_safeguarding_lead,
            request
        )?;
        Ok(())
    }

    fn administrator(&self, organisation: &Organisation) -> Acting {
        Acting::new(
            &self.connection,
            &self.code(organisation),
            "administrator",
            ADMINISTRATOR,
        )
    }

    /// The organisation's code here.
    pub fn code(&self, organisation: &Organisation) -> String {
        format!("{}{}", organisation.code, self.suffix)
    }

    /// The services that are known by a key: one, or several among which to choose.
    ///
    /// # Panics
    /// Where nobody offers anything under that key.
    pub fn offers(&self, key: &str) -> Vec<Offer> {
        let mut offers = Vec::new();
        for (organisation, listed) in ORGANISATIONS.iter().enumerate() {
            for (service, offered) in listed.services.iter().enumerate() {
                if offered.key == key {
                    offers.push(Offer {
                        organisation,
                        service,
                    });
                }
            }
        }
        assert!(!offers.is_empty(), "nobody offers {key}");
        offers
    }

    /// The service's id.
    pub fn id(&self, offer: Offer) -> String {
        let id = self.ids.get(&(offer.organisation, offer.service));
        id.cloned().unwrap_or_default()
    }

    /// Somebody of an organisation here.
    pub fn acting(&self, organisation: &Organisation, worker: &Worker) -> Acting {
        Acting::new(
            &self.connection,
            &self.code(organisation),
            worker.id,
            worker.role,
        )
    }
}

/// Managers enter their organisation's services and workers too.
fn roles(worker: &Worker) -> Vec<String> {
    let besides = (worker.role == "manager").then_some(ADMINISTRATOR);
    let roles = std::iter::once(worker.role).chain(besides);
    roles.map(str::to_owned).collect()
}

impl Offer {
    /// Who offers it.
    pub fn organisation(self) -> &'static Organisation {
        &ORGANISATIONS[self.organisation]
    }

    /// What it is.
    pub fn service(self) -> &'static Service {
        &self.organisation().services[self.service]
    }

    /// Those who do its work.
    pub fn workers(self) -> impl Iterator<Item = &'static Worker> {
        let key = self.service().key;
        let workers = self.organisation().workers.iter();
        workers.filter(move |worker| worker.works_in.contains(&key))
    }
}
