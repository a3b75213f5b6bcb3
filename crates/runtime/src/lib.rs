//! What every process needs around its work: configuration, telemetry, shutdown and the clock.
//!
//! Nothing here knows what the process does, and nothing here is about a person.

pub mod clock;
pub mod configuration;
pub mod shutdown;
pub mod telemetry;

pub use clock::{Clock, ManualClock, SystemClock};
pub use configuration::{Configuration, LogFormat};
pub use shutdown::Tasks;
