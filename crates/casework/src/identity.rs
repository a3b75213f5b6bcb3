//! Who the person is: name, date of birth, NHS number. Nothing else about them.

pub mod correct;

use jiff::{Timestamp, ToSpan};

use crate::{
    calendar,
    fact::Identity,
    refusal::{Code, Refusal},
};

/// Refuses a date of birth that nobody alive can have.
pub(crate) fn possible(identity: &Identity, now: Timestamp) -> Result<(), Refusal> {
    let today = calendar::date_at(now);
    if identity.birth_date > today {
        return Err(Refusal::of(Code::DateFuture, "identity.birth_date"));
    }
    if identity.birth_date < today.saturating_sub(130.years()) {
        return Err(Refusal::of(Code::DateTooFar, "identity.birth_date"));
    }
    Ok(())
}
