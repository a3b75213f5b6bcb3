//! One organisation's entry in the directory: its stream, folded.

pub mod register;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    event::{Event, Kinds},
    history::Folded,
    ids::{OrganisationId, ServiceId, WorkerId},
    safeguarding_lead::SafeguardingLead,
    service::{Service, ServiceTerms},
    words::Words,
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
    /// A service was registered.
    ServiceRegistered {
        /// Its name.
        name: Words,
        /// What it does and for whom.
        description: Option<Words>,
        /// Its terms.
        terms: ServiceTerms,
    },
    /// A safeguarding lead was named.
    SafeguardingLeadNamed {
        /// Who it is.
        lead: SafeguardingLead,
        /// The lead whose place they take, where they do.
        instead_of: Option<WorkerId>,
    },
}

impl Kinds for DirectoryEvent {
    fn kind(&self) -> &'static str {
        match self {
            DirectoryEvent::OrganisationRegistered { .. } => "organisation-registered",
            DirectoryEvent::ServiceRegistered { .. } => "service-registered",
            DirectoryEvent::SafeguardingLeadNamed { .. } => "safeguarding-lead-named",
        }
    }

    fn thing(&self) -> Option<uuid::Uuid> {
        match self {
            DirectoryEvent::OrganisationRegistered { .. }
            | DirectoryEvent::SafeguardingLeadNamed { .. } => None,
            DirectoryEvent::ServiceRegistered { terms, .. } => Some(terms.service.0),
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
    /// Its services.
    pub services: BTreeMap<ServiceId, Service>,
    /// Its safeguarding leads.
    pub safeguarding_leads: BTreeMap<WorkerId, SafeguardingLead>,
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
        }
    }

    fn apply(&mut self, event: Event<DirectoryEvent>) {
        match event.what {
            DirectoryEvent::OrganisationRegistered { name } => self.name = Some(name),
            DirectoryEvent::ServiceRegistered {
                name,
                description,
                terms,
            } => {
                self.services.insert(
                    terms.service,
                    Service {
                        name,
                        description,
                        terms,
                    },
                );
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
