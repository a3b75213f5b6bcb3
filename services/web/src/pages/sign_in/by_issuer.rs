//! Signing in at the organisations' own issuer: sent there, and come back from there.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect},
};

use super::{Found, found, page};
use crate::{
    elsewhere::CannotReach,
    failure::{Answer, Failure},
    sent::Sent,
    session::{Before, Half, Jar, Session},
    site::Site,
};

/// What is said where the issuer could not be reached, or said no.
const DID_NOT_WORK: &str = "Signing in there did not work. Nothing is lost: try again, and if it does not work again, tell whoever runs this system.";

/// Sends a browser to the issuer.
pub async fn leave(State(site): State<Site>, jar: Jar) -> Answer {
    let Some(issuer) = &site.settings.elsewhere else {
        return Err(Failure::NoSuchPage);
    };
    let session = jar.session_or_new()?;
    match issuer.begin().await {
        Ok(begun) => {
            let before = Before {
                elsewhere: Some(begun.kept),
                half: None,
                says: String::new(),
                ..session.before
            };
            let session = Session::of_nobody(before)?;
            Ok((jar.with_session(&session), Redirect::to(&begun.address)).into_response())
        }
        Err(CannotReach) => again(&site, jar, session).await,
    }
}

/// Somebody comes back from the issuer.
pub async fn back(State(site): State<Site>, jar: Jar, sent: Sent) -> Answer {
    let Some(issuer) = &site.settings.elsewhere else {
        return Err(Failure::NoSuchPage);
    };
    let session = jar.session_or_new()?;
    // A browser that did not begin this sign-in does not end it: somebody else's would be signed in there.
    let begun = session.before.elsewhere.clone();
    let begun = begun.filter(|begun| begun.state == sent.get("state") && !begun.state.is_empty());
    let (Some(begun), code @ [_, ..]) = (begun, sent.get("code").as_bytes()) else {
        return again(&site, jar, session).await;
    };
    let code = String::from_utf8_lossy(code);
    let Ok(shown) = issuer.finish(&begun, &code).await else {
        return again(&site, jar, session).await;
    };
    let roles = shown.signed_in.roles.iter();
    let half = Half {
        who: shown.signed_in.who,
        since: site.clock.now(),
        is_shown: true,
        from_elsewhere: Some(Found {
            roles: roles.map(ToString::to_string).collect(),
            id_token: shown.id_token,
        }),
    };
    let before = Before {
        elsewhere: None,
        ..session.before
    };
    found(&site, jar, before, half, "").await
}

/// The sign-in page, which says that it did not work.
async fn again(site: &Site, jar: Jar, session: Session) -> Answer {
    let before = Before {
        says: DID_NOT_WORK.to_owned(),
        elsewhere: None,
        half: None,
        ..session.before
    };
    page(site, jar, Session::of_nobody(before)?, None).await
}
