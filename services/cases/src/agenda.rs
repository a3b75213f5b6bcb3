//! Agendas of meetings.

pub(crate) mod order;
