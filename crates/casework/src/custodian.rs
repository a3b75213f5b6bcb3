//! Which organisation is custodian for another: it takes a case where that one cannot answer.

pub mod name;
