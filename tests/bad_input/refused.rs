//! Reads a refusal, which has to be whole: stable code, remedy, whether trying again helps, the field where one is at
//! fault.

use throughline::demo::acting::Acting;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::{call::Call, place::Place};

/// What a refusal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub code: Code,
    /// The stable code.
    pub reason: String,
    /// The field at fault; empty where none is.
    pub field: String,
}

/// Reads a refusal of the request itself, which sending it again does not help.
#[track_caller]
pub fn refused(status: &Status) -> Refused {
    let details = status.get_error_details();
    let info = details
        .error_info()
        .unwrap_or_else(|| panic!("not typed: {status:?}"));
    assert_eq!(info.domain, "throughline");
    let remedy = info
        .metadata
        .get("remedy")
        .unwrap_or_else(|| panic!("no remedy: {status:?}"));
    assert!(
        !remedy.is_empty() && status.message().ends_with(remedy.as_str()),
        "{status:?}"
    );
    assert_eq!(
        info.metadata.get("retry").map(String::as_str),
        Some("false"),
        "{status:?}"
    );
    let violations = details
        .bad_request()
        .map(|bad| bad.field_violations.clone())
        .unwrap_or_default();
    assert!(violations.len() <= 1, "{violations:?}");
    for violation in &violations {
        assert!(
            violation.description.contains(remedy.as_str()),
            "{violation:?}"
        );
    }
    Refused {
        code: status.code(),
        reason: info.reason.clone(),
        field: violations
            .into_iter()
            .next()
            .map(|violation| violation.field)
            .unwrap_or_default(),
    }
}

/// Sends a call that has to be refused with this code, for this field.
pub async fn refuses(who: &Acting, call: Call, reason: &str, field: &str) -> Refused {
    let said = format!("{} {field}", call.rpc());
    let status = match call.send(who).await {
        Ok(answer) => panic!("{said}: {answer} and not {reason}"),
        Err(status) => status,
    };
    let refused = refused(&status);
    assert_eq!(
        (refused.reason.as_str(), refused.field.as_str()),
        (reason, field),
        "{said}"
    );
    refused
}

impl Place {
    /// Sends calls that have to be refused, and looks that nothing came of any of them.
    pub async fn refuses_all(&self, rows: impl IntoIterator<Item = (&Acting, Call, &str, &str)>) {
        let before = self.everything().await;
        for (who, call, reason, field) in rows {
            refuses(who, call, reason, field).await;
        }
        let after = self.everything().await;
        for (was, is) in before.iter().zip(&after) {
            assert_eq!(was, is, "something came of a refused call");
        }
    }
}
