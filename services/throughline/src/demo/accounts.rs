//! Everybody's account in a sandbox of invented people.

use std::collections::BTreeSet;

use casework::Role;
use identity::accounts::Who;
use runtime::clock::{Clock, SystemClock};

use super::locality::{OPERATOR, organisations::ORGANISATIONS};
use crate::system::System;

/// What everybody in it signs in with: it is on the sign-in page.
pub const PASSWORD: &str = "demo kettle orchard";

/// Opens the account of the operator, and of everybody of the first locality, by the same invitations as anywhere else; tells
/// whose organisation is next.
///
/// # Errors
/// Where an account cannot be made or kept.
pub async fn open(system: &System, mut next: impl FnMut(&str)) -> anyhow::Result<()> {
    let accounts = system.accounts().accounts();
    let now = SystemClock.now();
    let operator = Who::new(OPERATOR.0, OPERATOR.1)?;
    let operators = [Role::Operator].into();
    let invitation = accounts.invite_as(&operator, &operators, now).await?;
    accounts
        .accept(&invitation.token, PASSWORD, "", now)
        .await?;
    for organisation in &ORGANISATIONS {
        next(organisation.name);
        for worker in organisation.workers {
            let who = Who::new(organisation.code, worker.id)?;
            let invitation = accounts.invite_as(&who, &BTreeSet::new(), now).await?;
            accounts
                .accept(&invitation.token, PASSWORD, "", now)
                .await?;
        }
    }
    Ok(())
}
