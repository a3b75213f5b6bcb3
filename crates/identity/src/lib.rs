//! Who is calling, for which organisation, in which role: the pages' accounts, sessions and drafts among it.
//!
//! Here live the [`Caller`], which only an [`Authenticator`] of this crate makes, and the layer that puts
//! it before every service; and for the processes with the pages, who has signed in. What a caller may see or do is decided
//! elsewhere: nothing here knows a case.

pub mod accounts;
pub mod assertions;
mod authenticator;
mod caller;
mod chance;
mod development;
pub mod drafts;
mod layer;
pub mod records;
mod secret;
pub mod sessions;
pub mod tokens;
mod until;
mod vault;

/// What each role may, for pages that offer no more than that.
pub use casework::{Right, Role};

pub use authenticator::{Admitted, Authenticator, NoCallers, Unauthenticated};
pub use caller::Caller;
pub use development::{DevelopmentCallers, Error, ORGANISATION_KEY, ROLE_KEY, WORKER_KEY};
pub use layer::{Authentication, AuthenticationLayer, caller};
pub use secret::PagesSecret;
pub use until::ended;
pub use vault::Vault;
