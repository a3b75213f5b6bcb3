//! Who is calling, for which organisation, in which role.
//!
//! Here live the [`Caller`], which only an [`Authenticator`] of this crate makes, and the layer that puts
//! it before every service. What a caller may see or do is decided elsewhere: nothing here knows a case.

mod authenticator;
mod caller;
mod development;
mod layer;
pub mod tokens;

pub use authenticator::{Authenticator, NoCallers, Unauthenticated};
pub use caller::Caller;
pub use development::{DevelopmentCallers, Error, ORGANISATION_KEY, ROLE_KEY, WORKER_KEY};
pub use layer::{Authentication, AuthenticationLayer, caller};
