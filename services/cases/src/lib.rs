//! Commands become events, and questions to one person's history are answered.
//!
//! No rule is decided here: handlers convert, look up what a decision needs, carry it out through
//! `casestore`, and answer with a receipt.

pub mod about_me;
pub mod absence;
pub mod action;
pub mod agenda;
pub mod agreement;
mod call;
pub mod capacity;
pub mod case;
pub mod concern;
pub mod concern_told;
pub mod contact_point;
pub mod coordination;
pub mod custodian;
pub mod custody;
pub mod death;
pub mod decision;
pub mod deputy;
pub mod disclosure;
pub mod duty;
mod error;
pub mod fact;
pub mod first_contact;
pub mod goal;
mod grpc;
pub mod handover;
pub mod identity;
pub mod information;
pub mod join_request;
mod known;
pub mod lead;
pub mod meeting;
pub mod move_away;
pub mod no_discussion;
pub mod note;
pub mod objection;
pub mod organisation;
pub mod person;
pub mod plan;
pub mod readings;
pub mod referral;
pub mod restriction;
pub mod review;
pub mod review_decision;
pub mod review_invitation;
pub mod safeguarding_lead;
pub mod service;
pub mod support;
pub mod timekeeping;
pub mod visit_warning;
mod volunteer;
mod withdrawal;
pub mod worker;
pub mod wrong_person;

use std::sync::Arc;

use api::{Connection, internal::projector_service_client::ProjectorServiceClient};
use casestore::Streams;
use casework::{
    history::History,
    ids::{OrganisationId, ServiceId},
    meeting::Meeting,
    organisation::Organisation,
    reading::Readings,
    safeguarding_lead::SafeguardingLead,
    service::Service,
};
use keyring::Keyring;
use runtime::clock::Clock;
use uuid::Uuid;

pub use error::Error;
pub use grpc::{
    SERVICES, public, readings as readings_service, timekeeping as timekeeping_service,
};

/// What the handlers work with.
pub struct Cases {
    /// People's streams.
    pub people: Streams<History>,
    /// The directory's streams.
    pub directory: Streams<Organisation>,
    /// The meetings' streams.
    pub meetings: Streams<Meeting>,
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
    /// How often each worker has looked for people of late.
    pub searches: person::find::Searches,
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

    /// A service that can be asked, as its organisation registered it.
    async fn service(
        &self,
        organisation: &OrganisationId,
        service: ServiceId,
    ) -> Result<Service, Error> {
        let organisation = self.directory.read(organisation).await?;
        Ok(organisation.state.offered(service)?.clone())
    }
}
