//! What somebody had typed and not sent: kept while they type and when their session ends, offered where they left it, and
//! gone once it is sent.

use axum::response::{IntoResponse, Redirect, Response};
use http::Uri;
use identity::{accounts::Who, drafts::Draft};

use crate::{
    failure::{Answer, Failure},
    sent::{COMMAND_ID, OPENED_AT, REHEARSE, TITLE, TOKEN},
    session::{Before, Jar, Session},
    site::Site,
};

/// What an address says that asks for its page's draft.
const ASKED_FOR: &str = "draft=restore";
/// What a draft does not hold: what belongs to the session, and what stood around the answers.
const NOT_KEPT: [&str; 4] = [TOKEN, REHEARSE, OPENED_AT, TITLE];
/// How the names of fields with a password begin.
const SECRET: &str = "password";
/// What is said where a session ended in the middle of something.
pub const ENDED: &str = "You were signed out, because nothing was asked for a while or because it was time. Sign in again to go on.";
const ENDED_AND_KEPT: &str = "You were signed out before this could be sent. What you had typed was kept: sign in, and it is there again.";

/// What a form begins with in place of what its page offers.
#[derive(Clone, Debug)]
pub struct Restored(pub Vec<(String, String)>);

/// The page that a draft is of: without what asks for it.
pub fn path_of(uri: &Uri) -> String {
    let query = uri.query().unwrap_or_default();
    let rest: Vec<_> = query
        .split('&')
        .filter(|part| !part.is_empty() && *part != ASKED_FOR)
        .collect();
    match &rest[..] {
        [] => uri.path().to_owned(),
        rest => format!("{}?{}", uri.path(), rest.join("&")),
    }
}

/// The address at which a draft is there again.
pub fn address(path: &str) -> String {
    let between = if path.contains('?') { '&' } else { '?' };
    format!("{path}{between}{ASKED_FOR}")
}

/// The draft that an address asks for.
pub async fn asked_for(site: &Site, who: &Who, uri: &Uri) -> Result<Option<Restored>, Response> {
    let mut parts = uri.query().unwrap_or_default().split('&');
    if !parts.any(|part| part == ASKED_FOR) {
        return Ok(None);
    }
    let now = site.clock.now();
    let draft = site.drafts.of(who, &path_of(uri), now).await;
    let draft = draft.map_err(|error| Failure::from(error).into_response())?;
    Ok(draft.map(|draft| Restored(draft.values)))
}

/// Keeps what was typed, in the page's own place.
pub async fn keep(
    site: &Site,
    who: &Who,
    path: &str,
    fields: Vec<(String, String)>,
) -> Result<(), Failure> {
    let title = fields.iter().find(|(name, _)| name == TITLE);
    let title = title
        .map_or("A form", |(_, title)| title.as_str())
        .to_owned();
    let mut values = fields;
    values.retain(|(name, _)| !NOT_KEPT.contains(&name.as_str()) && !name.starts_with(SECRET));
    if values
        .iter()
        .all(|(name, value)| name == COMMAND_ID || value.is_empty())
    {
        return Ok(());
    }
    let draft = Draft {
        path: path.to_owned(),
        title,
        values,
        kept_at: site.clock.now(),
    };
    Ok(site.drafts.keep(who, &draft).await?)
}

/// Keeps what was sent when the session had ended, and leads to signing in, from where it leads back.
pub async fn kept_at_the_end(
    site: &Site,
    who: &Who,
    uri: &Uri,
    fields: Vec<(String, String)>,
    jar: Jar,
) -> Answer {
    let path = path_of(uri);
    keep(site, who, &path, fields).await?;
    let is_kept = site
        .drafts
        .of(who, &path, site.clock.now())
        .await?
        .is_some();
    let before = if is_kept {
        Before {
            back: address(&path),
            says: ENDED_AND_KEPT.to_owned(),
            ..Default::default()
        }
    } else {
        Before {
            says: ENDED.to_owned(),
            ..Default::default()
        }
    };
    let session = Session::of_nobody(before)?;
    Ok((jar.with_session(&session), Redirect::to("/sign-in")).into_response())
}
