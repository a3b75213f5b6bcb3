//! What went wrong, as a page says it: what happened, whether anything was lost, and what to do.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::session::NoChance;

/// A page could not be shown, or a form not be taken.
#[derive(Debug)]
pub enum Failure {
    /// The services refused, or could not be reached.
    Service(Box<Status>),
    /// There is no such page.
    NoSuchPage,
    /// The form did not come from a page of this session.
    NotOurForm,
    /// It is for somebody else to do: who.
    NotYours(&'static str),
    /// Accounts and sessions cannot be reached.
    Accounts,
    /// Somebody has shown who they are, and has no role.
    NoRole,
    /// The link of an invitation is good no longer.
    NoInvitation,
    /// Something failed inside.
    Inside,
}

/// What a page answers.
pub type Answer = Result<Response, Failure>;

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Failure::Service(Box::new(status))
    }
}

impl From<identity::records::Error> for Failure {
    fn from(error: identity::records::Error) -> Self {
        tracing::warn!(%error, "accounts and sessions cannot be reached");
        Failure::Accounts
    }
}

impl From<NoChance> for Failure {
    fn from(_: NoChance) -> Self {
        Failure::Inside
    }
}

impl From<askama::Error> for Failure {
    fn from(_: askama::Error) -> Self {
        Failure::Inside
    }
}

/// What the services say went wrong and what to do, for people.
pub fn cause(status: &Status) -> &str {
    // The field at fault stands before it, in the contract's words, for programs.
    let says = status.message();
    let field = status
        .get_details_bad_request()
        .and_then(|bad| bad.field_violations.first().map(|one| one.field.clone()));
    match field {
        Some(field) => says.strip_prefix(&format!("{field}: ")).unwrap_or(says),
        None => says,
    }
}

/// The stable code of a refusal.
pub fn code(status: &Status) -> String {
    let says = status.get_details_error_info();
    says.map(|says| says.reason).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage<'a> {
    title: &'a str,
    says: &'a str,
    styles: String,
}

impl Failure {
    fn parts(&self) -> (StatusCode, &'static str, String) {
        match self {
            Failure::NoSuchPage => (
                StatusCode::NOT_FOUND,
                "There is no such page",
                "Check the address, or go to your work and look for it from there.".to_owned(),
            ),
            Failure::NotOurForm => (
                StatusCode::FORBIDDEN,
                "The form was too old, or came from elsewhere",
                "Nothing was recorded. Go back, reload the page and send it again.".to_owned(),
            ),
            Failure::NotYours(says) => (
                StatusCode::FORBIDDEN,
                "You cannot do this",
                (*says).to_owned(),
            ),
            Failure::NoRole => (
                StatusCode::FORBIDDEN,
                "You have no role here",
                "Your organisation’s administrator says in which roles you work. Ask them to register you.".to_owned(),
            ),
            Failure::NoInvitation => (
                StatusCode::NOT_FOUND,
                "This invitation is good no longer",
                "It was used, or is past its day. Ask your organisation’s administrator for another one; if you have opened your account already, sign in.".to_owned(),
            ),
            Failure::Accounts => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Nobody can sign in just now",
                "Accounts cannot be reached. Try again in a moment; nothing that was confirmed is lost.".to_owned(),
            ),
            Failure::Inside => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong",
                "Nothing that was confirmed is lost. Try again in a moment.".to_owned(),
            ),
            Failure::Service(status) => {
                let (http, title) = match status.code() {
                    Code::NotFound => (
                        StatusCode::NOT_FOUND,
                        "There is nothing here that you can see",
                    ),
                    Code::PermissionDenied => (StatusCode::FORBIDDEN, "You cannot do this"),
                    Code::Unauthenticated => (StatusCode::UNAUTHORIZED, "You are not signed in"),
                    Code::InvalidArgument | Code::FailedPrecondition | Code::AlreadyExists => {
                        (StatusCode::UNPROCESSABLE_ENTITY, "This cannot be done now")
                    }
                    Code::Aborted => (StatusCode::CONFLICT, "Somebody else has changed this"),
                    Code::Unavailable | Code::DeadlineExceeded | Code::ResourceExhausted => (
                        StatusCode::SERVICE_UNAVAILABLE,
                        "This cannot be shown just now",
                    ),
                    _ => (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong"),
                };
                (http, title, cause(status).to_owned())
            }
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, title, says) = self.parts();
        if status.is_server_error() {
            tracing::warn!(%status, "a page could not be shown");
        }
        let page = FailurePage {
            title,
            says: &says,
            styles: crate::assets::path("pages.css"),
        };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_to_do_and_no_field_of_the_contract() {
        let details = tonic_types::ErrorDetails::with_bad_request_violation(
            "reason",
            "The text is empty. Write something.",
        );
        let status = Status::with_error_details(
            Code::InvalidArgument,
            "reason: The text is empty. Write something.",
            details,
        );
        assert_eq!(cause(&status), "The text is empty. Write something.");
        let response = Failure::from(status).into_response();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}
