//! Who a person is.

pub(crate) mod correct;
