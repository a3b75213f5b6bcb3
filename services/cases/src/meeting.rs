//! Meetings of Multi-Specialty Teams.

pub(crate) mod cancel;
pub(crate) mod end;
pub(crate) mod schedule;

use std::collections::BTreeSet;

use api::reviews::Guests;
use casework::{
    ids::OrganisationId,
    refusal::{Code, Refusal},
    review::Guest,
    words::Words,
};

use crate::{Cases, error::Error};

impl Cases {
    /// An organisation as it is invited to a review, with its name.
    pub(crate) async fn guest(
        &self,
        organisation: &OrganisationId,
        field: &'static str,
    ) -> Result<(Guest, Words), Error> {
        let found = self.registered(organisation).await?;
        Ok(found.ok_or(Refusal::of(Code::OrganisationUnknown, field))?)
    }

    /// Those of the organisations that are registered.
    pub(crate) async fn guests(&self, named: BTreeSet<OrganisationId>) -> Result<Guests, Error> {
        let mut guests = Guests::new();
        for organisation in named {
            if let Some(guest) = self.registered(&organisation).await? {
                guests.insert(organisation, guest);
            }
        }
        Ok(guests)
    }

    async fn registered(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Option<(Guest, Words)>, Error> {
        let held = self.directory.read(organisation).await?;
        let found = &held.state;
        Ok(found.name.clone().map(|name| (Guest::of(found), name)))
    }
}
