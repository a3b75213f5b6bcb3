//! One organisation's entry in the directory: its stream, folded.

pub mod register;
pub mod update;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    absence::Absence,
    capacity::Capacity,
    command::Context,
    event::{Draft, Event, Kinds},
    history::Folded,
    ids::{OrganisationId, ServiceId, WorkerId},
    refusal::{Code, Refusal},
    role::{Right, Role},
    safeguarding_lead::SafeguardingLead,
    service::{Described, Service},
    words::{Postcode, Words},
    worker::Worker,
};

/// What an event of an organisation's stream means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum DirectoryEvent {
    /// The organisation was registered.
    OrganisationRegistered {
        /// Its name.
        name: Words,
    },
    /// The organisation goes by another name.
    OrganisationUpdated {
        /// Its name.
        name: Words,
    },
    /// A service was registered.
    ServiceRegistered(Described),
    /// A service was described anew.
    ServiceUpdated(Described),
    /// A service says whether it takes people on.
    CapacityUpdated {
        /// The service.
        service: ServiceId,
        /// Whether it does.
        capacity: Capacity,
    },
    /// A service is offered no longer.
    ServiceRetired {
        /// The service.
        service: ServiceId,
    },
    /// A worker was registered.
    WorkerRegistered {
        /// Their id.
        worker: WorkerId,
        /// Their name.
        name: Words,
        /// The roles in which they act.
        roles: BTreeSet<Role>,
        /// Where they live.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        postcode: Option<Postcode>,
    },
    /// A safeguarding lead was named.
    SafeguardingLeadNamed {
        /// Who it is.
        lead: SafeguardingLead,
        /// The lead whose place they take, where they do.
        instead_of: Option<WorkerId>,
    },
    /// A worker acts for the organisation no longer.
    WorkerRetired {
        /// Their id.
        worker: WorkerId,
    },
    /// Another organisation was named its custodian.
    CustodianNamed {
        /// Which one.
        custodian: OrganisationId,
    },
    /// It was said who acts for a worker while they are away.
    DeputySet {
        /// The worker.
        worker: WorkerId,
        /// Their deputy; none where they have none any longer.
        deputy: Option<WorkerId>,
    },
    /// A worker is away.
    AbsenceRecorded {
        /// The worker.
        worker: WorkerId,
        /// From when to when.
        absence: Absence,
    },
    /// A worker is back.
    AbsenceEnded {
        /// The worker.
        worker: WorkerId,
    },
}

impl DirectoryEvent {
    /// The drafts of a command that records this alone.
    pub(crate) fn alone(self) -> Vec<Draft<DirectoryEvent>> {
        vec![Draft {
            what: self,
            facts: Vec::new(),
        }]
    }
}

impl Kinds for DirectoryEvent {
    fn kind(&self) -> &'static str {
        match self {
            DirectoryEvent::OrganisationRegistered { .. } => "organisation-registered",
            DirectoryEvent::OrganisationUpdated { .. } => "organisation-updated",
            DirectoryEvent::ServiceRegistered(_) => "service-registered",
            DirectoryEvent::ServiceUpdated(_) => "service-updated",
            DirectoryEvent::CapacityUpdated { .. } => "capacity-updated",
            DirectoryEvent::ServiceRetired { .. } => "service-retired",
            DirectoryEvent::WorkerRegistered { .. } => "worker-registered",
            DirectoryEvent::WorkerRetired { .. } => "worker-retired",
            DirectoryEvent::SafeguardingLeadNamed { .. } => "safeguarding-lead-named",
            DirectoryEvent::CustodianNamed { .. } => "custodian-named",
            DirectoryEvent::DeputySet { .. } => "deputy-set",
            DirectoryEvent::AbsenceRecorded { .. } => "absence-recorded",
            DirectoryEvent::AbsenceEnded { .. } => "absence-ended",
        }
    }

    fn thing(&self) -> Option<uuid::Uuid> {
        match self {
            DirectoryEvent::ServiceRegistered(described) => Some(described.terms.service.0),
            _ => None,
        }
    }
}

/// An organisation's entry in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its code.
    pub id: OrganisationId,
    /// Its name, once it is registered.
    pub name: Option<Words>,
    /// Its services, retired ones too.
    pub services: BTreeMap<ServiceId, Service>,
    /// Its safeguarding leads.
    pub safeguarding_leads: BTreeMap<WorkerId, SafeguardingLead>,
    /// Its workers, those who have left too.
    pub workers: BTreeMap<WorkerId, Worker>,
    /// Where those workers live who say so. No part of the directory: it is compared with where people live of whom they
    /// read, and shown to nobody.
    pub homes: BTreeMap<WorkerId, Postcode>,
    /// Which organisation takes its cases where it cannot answer.
    pub custodian: Option<OrganisationId>,
    /// Who acts for a worker while they are away.
    pub deputies: BTreeMap<WorkerId, WorkerId>,
    /// Who is away, or was until the last day that was given.
    pub absences: BTreeMap<WorkerId, Absence>,
}

impl Organisation {
    /// A service that can be asked.
    ///
    /// # Errors
    /// Where the organisation has none of this id, or has retired it.
    pub fn offered(&self, service: ServiceId) -> Result<&Service, Refusal> {
        let unknown = Refusal::of(Code::ServiceUnknown, "service_id");
        let service = self.services.get(&service).ok_or(unknown)?;
        if service.retired {
            return Err(Refusal::of(Code::ServiceRetired, "service_id"));
        }
        Ok(service)
    }

    /// Somebody who acts for the organisation.
    ///
    /// # Errors
    /// Where it has registered nobody under this id, or they have left.
    pub fn worker(&self, worker: &WorkerId, field: &'static str) -> Result<&Worker, Refusal> {
        let found = self.workers.get(worker).filter(|worker| !worker.retired);
        found.ok_or(Refusal::of(Code::WorkerUnknown, field))
    }

    /// Refuses whoever is no administrator, and an organisation that is not registered.
    pub(crate) fn administered_by(&self, context: &Context) -> Result<(), Refusal> {
        context.may(Right::Administer)?;
        if self.name.is_none() {
            return Err(Code::OrganisationUnknown.into());
        }
        Ok(())
    }

    fn described(&mut self, event: crate::ids::EventId, described: Described) {
        let service = described.terms.service;
        let capacity = self.services.get(&service).map(|before| before.capacity);
        let described = described.service(event, capacity.unwrap_or_default());
        self.services.insert(service, described);
    }
}

impl Folded for Organisation {
    type Id = OrganisationId;
    type What = DirectoryEvent;

    fn new(id: OrganisationId) -> Self {
        Self {
            id,
            name: None,
            services: BTreeMap::new(),
            safeguarding_leads: BTreeMap::new(),
            workers: BTreeMap::new(),
            homes: BTreeMap::new(),
            custodian: None,
            deputies: BTreeMap::new(),
            absences: BTreeMap::new(),
        }
    }

    fn apply(&mut self, event: Event<DirectoryEvent>) {
        match event.what {
            DirectoryEvent::OrganisationRegistered { name }
            | DirectoryEvent::OrganisationUpdated { name } => self.name = Some(name),
            DirectoryEvent::ServiceRegistered(described)
            | DirectoryEvent::ServiceUpdated(described) => self.described(event.id, described),
            DirectoryEvent::CapacityUpdated { service, capacity } => {
                if let Some(service) = self.services.get_mut(&service) {
                    service.capacity = capacity;
                }
            }
            DirectoryEvent::ServiceRetired { service } => {
                if let Some(service) = self.services.get_mut(&service) {
                    service.retired = true;
                }
            }
            DirectoryEvent::WorkerRegistered {
                worker: id,
                name,
                roles,
                postcode,
            } => {
                let worker = Worker {
                    id: id.clone(),
                    name,
                    roles,
                    retired: false,
                };
                match postcode {
                    Some(postcode) => self.homes.insert(id.clone(), postcode),
                    None => self.homes.remove(&id),
                };
                self.workers.insert(id, worker);
            }
            DirectoryEvent::CustodianNamed { custodian } => self.custodian = Some(custodian),
            DirectoryEvent::DeputySet { worker, deputy } => {
                match deputy {
                    Some(deputy) => self.deputies.insert(worker, deputy),
                    None => self.deputies.remove(&worker),
                };
            }
            DirectoryEvent::AbsenceRecorded { worker, absence } => {
                self.absences.insert(worker, absence);
            }
            DirectoryEvent::AbsenceEnded { worker } => {
                self.absences.remove(&worker);
            }
            DirectoryEvent::WorkerRetired { worker } => {
                if let Some(worker) = self.workers.get_mut(&worker) {
                    worker.retired = true;
                }
            }
            DirectoryEvent::SafeguardingLeadNamed { lead, instead_of } => {
                if let Some(before) = instead_of {
                    self.safeguarding_leads.remove(&before);
                }
                self.safeguarding_leads.insert(lead.worker.clone(), lead);
            }
        }
    }
}
