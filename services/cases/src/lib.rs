//! Commands become events, and questions to one person's history are answered.
//!
//! No rule is decided here: handlers convert, look up what a decision needs, carry it out through
//! `casestore`, and answer with a receipt.

pub mod about_me;
pub mod agreement;
mod call;
pub mod case;
pub mod concern;
pub mod concern_told;
pub mod disclosure;
mod error;
mod grpc;
pub mod note;
pub mod objection;
pub mod organisation;
pub mod readings;
pub mod referral;
pub mod safeguarding_lead;
pub mod service;
pub mod timekeeping;
mod withdrawal;

use std::sync::Arc;

use api::{Connection, internal::projector_service_client::ProjectorServiceClient};
use casestore::Streams;
use casework::{
    history::History,
    ids::{OrganisationId, ServiceId},
    organisation::Organisation,
    reading::Readings,
    refusal::{Code, Refusal},
    safeguarding_lead::SafeguardingLead,
    service::Service,
};
use keyring::Keyring;
use runtime::clock::Clock;
use uuid::Uuid;

pub use error::Error;
pub use grpc::{public, readings as readings_service, timekeeping as timekeeping_service};

/// What the handlers work with.
pub struct Cases {
    /// People's streams.
    pub people: Streams<History>,
    /// The directory's streams.
    pub directory: Streams<Organisation>,
    /// Who read what.
    pub readings: Streams<Readings>,
    /// The readings that this process has recorded lately.
    pub remembered: readings::Remembered,
    /// The keys: lookups, command ids and tokens.
    pub keys: Arc<dyn Keyring>,
    /// The log's id, to which tokens are bound.
    pub log: Uuid,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The projector, asked how far a withdrawal has come.
    pub projector: ProjectorServiceClient<Connection>,
}

impl Cases {
    /// The safeguarding leads of an organisation.
    async fn safeguarding_leads(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Vec<SafeguardingLead>, Error> {
        let organisation = self.directory.read(organisation).await?;
        Ok(organisation
            .state
            .safeguarding_leads
            .values()
            .cloned()
            .collect())
    }

    /// A service as its organisation registered it.
    async fn service(
        &self,
        organisation: &OrganisationId,
        service: ServiceId,
    ) -> Result<Service, Error> {
        let organisation = self.directory.read(organisation).await?;
        let service = organisation.state.services.get(&service).cloned();
        Ok(service.ok_or(Refusal::of(Code::ServiceUnknown, "service_id"))?)
    }
}
