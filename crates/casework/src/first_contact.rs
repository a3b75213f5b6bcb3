//! The first time that a service which was asked to help meets or speaks to the person.

pub mod record;
