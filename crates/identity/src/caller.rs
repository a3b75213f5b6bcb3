//! The verified caller. Nothing here decides whether somebody is one.

use std::fmt;

use casework::{
    Role,
    ids::{OrganisationId, WorkerId},
};

/// Who is calling, for which organisation, in which role: verified, since only this crate's authenticators
/// make one. Whatever opens an organisation's file asks for a `&Caller`, and so cannot be reached without.
///
/// Its parts can be read:
///
/// ```
/// # use {casework::ids::OrganisationId, identity::Caller};
/// fn organisation(caller: &Caller) -> OrganisationId {
///     caller.organisation().clone()
/// }
/// ```
///
/// and not reached past the accessors, so that none is changed:
///
/// ```compile_fail,E0616
/// # use {casework::ids::OrganisationId, identity::Caller};
/// fn organisation(caller: &Caller) -> OrganisationId {
///     caller.organisation.clone()
/// }
/// ```
///
/// A caller can be passed on as it is:
///
/// ```
/// # use {casework::{Role, ids::{OrganisationId, WorkerId}}, identity::Caller};
/// fn passed_on(caller: Caller, organisation: OrganisationId, worker: WorkerId, role: Role) -> Caller {
///     caller
/// }
/// ```
///
/// and not put together from its parts:
///
/// ```compile_fail,E0451
/// # use {casework::{Role, ids::{OrganisationId, WorkerId}}, identity::Caller};
/// fn passed_on(caller: Caller, organisation: OrganisationId, worker: WorkerId, role: Role) -> Caller {
///     Caller { organisation, worker, role }
/// }
/// ```
///
/// An authenticator's answer holds one:
///
/// ```
/// # use {identity::{Admitted, Authenticator, Caller, Unauthenticated}, tonic::metadata::MetadataMap};
/// fn who(door: &dyn Authenticator, metadata: &MetadataMap) -> Result<Caller, Unauthenticated> {
///     Ok(door.authenticate("/", metadata)?.caller)
/// }
/// ```
///
/// and there is no default to fall back on:
///
/// ```compile_fail,E0277
/// # use {identity::{Admitted, Authenticator, Caller, Unauthenticated}, tonic::metadata::MetadataMap};
/// fn who(door: &dyn Authenticator, metadata: &MetadataMap) -> Result<Caller, Unauthenticated> {
///     Ok(door.authenticate("/", metadata).map(|admitted| admitted.caller).unwrap_or_default())
/// }
/// ```
///
/// nor is one made from anything else, in this crate's other modules' way or by conversion:
///
/// ```compile_fail,E0624
/// # use {identity::{Admitted, Authenticator, Caller, Unauthenticated}, tonic::metadata::MetadataMap};
/// fn who(door: &dyn Authenticator, metadata: &MetadataMap) -> Result<Caller, Unauthenticated> {
///     Ok(Caller::verified("RX1".parse().unwrap(), "w1".parse().unwrap(), casework::Role::Manager))
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    organisation: OrganisationId,
    worker: WorkerId,
    role: Role,
}

impl Caller {
    /// For this crate's authenticators, once they have verified all three.
    pub(crate) fn verified(organisation: OrganisationId, worker: WorkerId, role: Role) -> Self {
        Self {
            organisation,
            worker,
            role,
        }
    }

    /// The organisation that the caller acts for.
    pub fn organisation(&self) -> &OrganisationId {
        &self.organisation
    }

    /// The worker, as the organisation names them.
    pub fn worker(&self) -> &WorkerId {
        &self.worker
    }

    /// The role in which the worker acts.
    pub fn role(&self) -> Role {
        self.role
    }
}

/// Without the worker, so that it can stand in a log line.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("organisation", &self.organisation.as_str())
            .field("role", &self.role.as_str())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn debug_leaves_the_worker_out() {
        let caller = Caller::verified(
            "RX1".parse().unwrap(),
            "sam.example".parse().unwrap(),
            Role::Manager,
        );
        let shown = format!("{caller:?}");
        assert_eq!(
            shown,
            r#"Caller { organisation: "RX1", role: "manager", .. }"#
        );
    }
}
