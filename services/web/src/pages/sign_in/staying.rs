//! Staying signed in: until when one is, and what was typed meanwhile.

use axum::response::{IntoResponse, Redirect};
use http::StatusCode;

use crate::{
    drafts,
    entry::{Entry, Section},
    failure::{Answer, Failure},
    listing::Listing,
    sent::Sent,
    visit::{Visit, is_ours},
    words,
};

/// The field with the page that a draft is of.
const PATH: &str = "draft-path";

/// Until when one is signed in. Opening it keeps the session up.
pub async fn session(visit: Visit) -> Answer {
    let at = words::time(visit.ends.at);
    let says = if visit.ends.is_final {
        format!(
            "At {at} you are signed out, however much you do: sign in again then. What you have typed and not sent is kept."
        )
    } else {
        format!(
            "If you do nothing until {at}, you are signed out. Opening any page moves that on. What you have typed and not sent is kept."
        )
    };
    let page = Listing::new(
        visit.page("Until when you are signed in")?,
        "Until when you are signed in",
    )
    .action("/work", "Go on")
    .section(Section::new(
        format!("Until {at}"),
        vec![Entry::new("Then").says(says)],
    ));
    visit.show(&page)
}

/// Keeps what somebody is typing.
pub async fn keep(visit: Visit, sent: Sent) -> Answer {
    let path = sent.text(PATH);
    if !is_ours(&path) {
        return Err(Failure::NotOurForm);
    }
    let mut values = sent.into_values();
    values.retain(|(name, _)| name != PATH);
    drafts::keep(&visit.site, &visit.who, &path, values).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Throws away what somebody had typed.
pub async fn discard(visit: Visit, sent: Sent) -> Answer {
    let path = sent.text(PATH);
    if !is_ours(&path) {
        return Err(Failure::NotOurForm);
    }
    visit.site.drafts.discard(&visit.who, &path).await?;
    Ok(Redirect::to(&path).into_response())
}
