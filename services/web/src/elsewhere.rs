//! Signing in at the organisations' own issuer (OpenID Connect, authorization code flow), as far as the pages know it: where
//! browsers are sent, and who comes back. How the issuer is asked is whoever's who starts the pages.

use async_trait::async_trait;
use identity::tokens::SignedIn;
use serde::{Deserialize, Serialize};

/// The path to which an issuer sends browsers back.
pub const BACK: &str = "/sign-in/back";

/// An issuer at which people sign in.
#[async_trait]
pub trait Elsewhere: Send + Sync + 'static {
    /// What it is called, on the button.
    fn name(&self) -> &str;

    /// Where browsers are sent: scheme, host and port.
    fn origin(&self) -> &str;

    /// Begins a sign-in.
    ///
    /// # Errors
    /// Where the issuer has not been reached yet.
    async fn begin(&self) -> Result<Begun, CannotReach>;

    /// Who comes back with this code, to a sign-in that was begun so.
    ///
    /// # Errors
    /// Where the issuer does not confirm it.
    async fn finish(&self, begun: &Kept, code: &str) -> Result<Shown, CannotReach>;

    /// Where somebody signs out there too; none, where the issuer says of no such place.
    fn leave(&self, id_token: &str) -> Option<String>;
}

/// A sign-in that was begun.
pub struct Begun {
    /// Where the browser is sent.
    pub address: String,
    /// What is kept at the browser, sealed, until it is back.
    pub kept: Kept,
}

/// What ties the end of a sign-in to its beginning (RFC 6749 section 10.12, RFC 7636, OpenID Connect Core section 3.1.2.1).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back in the ID token.
    pub nonce: String,
    /// Goes with the code, and shows that it was this server that asked.
    pub verifier: String,
}

/// Somebody who has signed in there.
pub struct Shown {
    /// Who, and in which roles.
    pub signed_in: SignedIn,
    /// What they show when they sign out.
    pub id_token: String,
}

/// The issuer was not reached, or did not confirm. What it said is in the log, and for nobody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sign-in elsewhere did not work")]
pub struct CannotReach;
