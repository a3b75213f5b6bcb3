//! Facts of each theme. Every field is stated, so that a new one asks for its sample.

pub(super) mod custody;
pub(super) mod people;
pub(super) mod referrals;
pub(super) mod reviews;
pub(super) mod sharing;
pub(super) mod work;

/// A message of the contract, each field turned into what it holds.
macro_rules! made {
    ($($name:ident)::+ { $($field:ident: $value:expr),* $(,)? }) => {
        $($name)::+ { $($field: $value.into()),* }
    };
}
use made;
