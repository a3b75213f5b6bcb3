//! What becomes of facts that were recorded already.

pub(crate) mod correct;
pub(crate) mod restrict;
pub(crate) mod retract;
