//! My work: what needs one today.

use axum::response::{IntoResponse, Redirect};

use crate::{failure::Answer, visit::Visit};

/// The first page.
pub async fn home(_: Visit) -> Answer {
    Ok(Redirect::to("/work").into_response())
}

/// What needs one today.
pub async fn mine(visit: Visit) -> Answer {
    let form = crate::form::Form::new("My work", "x");
    visit.show_form(form).await
}
