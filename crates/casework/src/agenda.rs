//! A meeting's agenda: its items and their order.

pub mod order;
pub mod release;
pub mod take;
