//! Whether the session that a browser brings still is one: it was not ended, has not stood idle, and its worker still has
//! their role. What may be done in it, the services say.

use http::{HeaderMap, HeaderName};
use identity::{accounts::Who, sessions::Ends};
use jiff::Timestamp;

use crate::{
    failure::Failure,
    session::{Session, Somebody},
    site::Site,
};

/// What script sends along where nobody asked for it: it does not keep a session up.
const UNATTENDED: HeaderName = HeaderName::from_static("throughline-unattended");
/// Paths that script alone asks for, by itself.
const BY_ITSELF: [&str; 1] = ["/changes"];

/// Somebody who is signed in, beside a request.
#[derive(Clone)]
pub struct SignedIn {
    /// Their session.
    pub session: Session,
    /// Who they are.
    pub somebody: Somebody,
    /// As which worker they are known.
    pub who: Who,
    /// When it ends.
    pub ends: Ends,
}

/// What a session still is.
pub enum Standing {
    /// Nobody has signed in.
    Nobody,
    /// Somebody has.
    SignedIn(Box<SignedIn>),
    /// Somebody had.
    Ended(Who),
}

/// Whether a request was made by itself.
pub fn is_unattended(path: &str, headers: &HeaderMap) -> bool {
    BY_ITSELF.contains(&path) || headers.contains_key(UNATTENDED)
}

/// What this session still is.
///
/// # Errors
/// Where that cannot be told: nobody is let in then.
pub async fn standing(
    site: &Site,
    session: Option<Session>,
    is_unattended: bool,
) -> Result<Standing, Failure> {
    let Some(session) = session else {
        return Ok(Standing::Nobody);
    };
    let Some(somebody) = session.somebody.clone() else {
        return Ok(Standing::Nobody);
    };
    let Some(who) = somebody.speaker.who() else {
        return Ok(Standing::Nobody);
    };
    let now = site.clock.now();
    let ends = site.sessions.ends(&who, &session.id, now, is_unattended);
    let Some(ends) = ends.await? else {
        return Ok(Standing::Ended(who));
    };
    if !still_acts(site, &somebody, &who, now).await? {
        site.sessions.end_everywhere(&who).await?;
        return Ok(Standing::Ended(who));
    }
    Ok(Standing::SignedIn(Box::new(SignedIn {
        session,
        somebody,
        who,
        ends,
    })))
}

/// Whether they still have the role in which they act. The directory is asked once a minute.
async fn still_acts(
    site: &Site,
    somebody: &Somebody,
    who: &Who,
    now: Timestamp,
) -> Result<bool, Failure> {
    if somebody.is_from_elsewhere() {
        return Ok(true);
    }
    let roles = roles(site, who, now).await?;
    Ok(roles.contains(&somebody.speaker.role))
}

/// The roles of a worker: those in the directory, and those that their account gives.
///
/// # Errors
/// Where the directory cannot be asked.
pub async fn roles(site: &Site, who: &Who, now: Timestamp) -> Result<Vec<String>, Failure> {
    let mut roles: Vec<String> = match &site.accounts {
        Some(accounts) => {
            let granted = accounts.granted(who).await.map_err(|_| Failure::Accounts)?;
            granted.iter().map(ToString::to_string).collect()
        }
        None => Vec::new(),
    };
    let connection = site.as_newcomer(who);
    let directory = &site.directory;
    let workers = directory.workers(&connection, who.organisation.as_str(), now);
    let workers = workers.await?;
    let worker = workers.iter().find(|one| one.worker == who.worker.as_str());
    for role in worker.map(|worker| &worker.roles[..]).unwrap_or_default() {
        if !roles.contains(role) {
            roles.push(role.clone());
        }
    }
    Ok(roles)
}
