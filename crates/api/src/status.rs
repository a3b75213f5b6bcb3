//! The one mapping from refusals and failures to gRPC status, with `google.rpc` details.
//!
//! Every error carries `ErrorInfo` (stable code as the reason, the remedy, whether trying again helps) and,
//! where a field is at fault, `BadRequest`.

use std::{borrow::Cow, collections::HashMap};

use casework::refusal::{Refusal, Sort};
use tonic::Status;
use tonic_types::{ErrorDetails, StatusExt};

/// The domain of every `ErrorInfo`.
pub const DOMAIN: &str = "throughline";

/// A failure of the system rather than of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Others kept changing the same case.
    Contended,
    /// A part that is needed cannot be reached.
    Unavailable,
    /// The view does not include yet what the caller asked it to include.
    ViewBehind,
    /// The view cannot confirm how far behind the log it is.
    ViewUnconfirmed,
    /// The cursor points to changes that are no longer kept.
    CursorTooOld,
    /// Too many are being served at the same time.
    Busy,
    /// Something is wrong inside; the log of the system says what.
    Internal,
}

impl Failure {
    /// Every failure.
    pub const ALL: [Failure; 7] = [
        Failure::Contended,
        Failure::Unavailable,
        Failure::ViewBehind,
        Failure::ViewUnconfirmed,
        Failure::CursorTooOld,
        Failure::Busy,
        Failure::Internal,
    ];

    const fn parts(self) -> (tonic::Code, &'static str, &'static str, &'static str) {
        use tonic::Code as Grpc;
        match self {
            Failure::Contended => (
                Grpc::Aborted,
                "contended",
                "Others were changing the case at the same time.",
                "Send the command again with the same id.",
            ),
            Failure::Unavailable => (
                Grpc::Unavailable,
                "unavailable",
                "A part of the system cannot be reached.",
                "Try again in a moment; send a command again with the same id.",
            ),
            Failure::ViewBehind => (
                Grpc::Unavailable,
                "view_behind",
                "The view does not include your latest change yet.",
                "Ask again in a moment.",
            ),
            Failure::ViewUnconfirmed => (
                Grpc::Unavailable,
                "view_unconfirmed",
                "The view cannot confirm that it is up to date.",
                "Ask again in a moment; if it goes on, tell the operator.",
            ),
            Failure::CursorTooOld => (
                Grpc::OutOfRange,
                "cursor_too_old",
                "The cursor is older than the changes that are kept.",
                "Read the lists again, then watch from now with an empty cursor.",
            ),
            Failure::Busy => (
                Grpc::ResourceExhausted,
                "busy",
                "Too many are being served at the same time.",
                "Try again in a moment.",
            ),
            Failure::Internal => (
                Grpc::Internal,
                "internal",
                "Something went wrong inside the system.",
                "Tell the operator when it happened; nothing that was acknowledged is lost.",
            ),
        }
    }

    /// The stable code.
    pub const fn code(self) -> &'static str {
        self.parts().1
    }

    /// The status that callers are given.
    pub fn status(self) -> Status {
        let (grpc, code, cause, remedy) = self.parts();
        let retry = !matches!(self, Failure::Internal | Failure::CursorTooOld);
        build(grpc, code, cause, remedy, None, retry)
    }
}

/// The status that a refusal is given as.
pub fn refused(refusal: &Refusal) -> Status {
    let Refusal { code, field } = refusal;
    build(
        grpc_code(code.sort()),
        code.as_str(),
        code.cause(),
        code.remedy(),
        field.as_ref(),
        false,
    )
}

const fn grpc_code(sort: Sort) -> tonic::Code {
    use tonic::Code as Grpc;
    match sort {
        Sort::Unknown => Grpc::NotFound,
        Sort::There => Grpc::AlreadyExists,
        Sort::NotAllowed => Grpc::PermissionDenied,
        Sort::Changed => Grpc::Aborted,
        Sort::NotNow => Grpc::FailedPrecondition,
        Sort::Invalid => Grpc::InvalidArgument,
    }
}

fn build(
    grpc: tonic::Code,
    code: &str,
    cause: &str,
    remedy: &str,
    field: Option<&Cow<'static, str>>,
    retry: bool,
) -> Status {
    let mut details = ErrorDetails::new();
    let about = [("remedy", remedy.to_owned()), ("retry", retry.to_string())];
    let about: HashMap<String, String> = about
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    details.set_error_info(code, DOMAIN, about);
    if let Some(field) = field {
        details.add_bad_request_violation(field.as_ref(), format!("{cause} {remedy}"));
    }
    let place = field.map(|field| format!("{field}: ")).unwrap_or_default();
    Status::with_error_details(grpc, format!("{place}{cause} {remedy}"), details)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use casework::refusal::Code;

    #[test]
    fn a_refusal_names_code_field_and_remedy() {
        let status = refused(&Refusal::of(Code::TextTooLong, "words"));
        assert_eq!(status.code(), tonic::Code::InvalidArgument);
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!(
            (info.reason.as_str(), info.domain.as_str()),
            ("text_too_long", DOMAIN)
        );
        assert_eq!(info.metadata["remedy"], Code::TextTooLong.remedy());
        assert_eq!(
            details.bad_request().unwrap().field_violations[0].field,
            "words"
        );
    }

    #[test]
    fn failures_and_refusals_share_no_code() {
        for failure in Failure::ALL {
            assert!(Code::ALL.iter().all(|code| code.as_str() != failure.code()));
            assert_eq!(
                failure
                    .status()
                    .get_error_details()
                    .error_info()
                    .unwrap()
                    .reason,
                failure.code()
            );
        }
    }
}
