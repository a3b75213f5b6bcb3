//! Records on the wrong person: such a record leaves every view but that of the privacy officers of the organisation
//! that recorded it.

pub mod mark;
pub mod unmark;
