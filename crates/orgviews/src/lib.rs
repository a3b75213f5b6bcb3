//! One SQLite file per organisation: what it may see, as disclosure decided it, and the lists made of that.
//!
//! The projector's [`Writer`] takes an organisation and gives no content back; a [`Reader`] is had with a verified
//! caller alone, reads that caller's organisation's file, and filters by worker and time. What may be seen is decided
//! in `casework`; nothing here knows a rule, the log, or the wire.

pub mod about_me;
pub mod actions;
pub mod cases;
pub mod changes;
pub mod cover;
pub mod decisions;
mod digest;
pub mod directory;
mod error;
mod fact_row;
pub mod handovers;
mod information;
pub mod joining;
mod layout;
pub mod life;
pub mod many_opened;
pub mod meetings;
mod open;
pub mod page;
pub mod people;
pub mod plans;
pub mod reader;
pub mod readers;
pub mod readings;
pub mod rebuild;
pub mod records;
pub mod referrals;
pub mod reviews;
pub mod safeguarding;
pub mod sharing;
pub mod since;
pub mod story;
pub mod system;
mod threads;
pub mod told_once;
mod versions;
pub mod volunteers;
pub mod work;
pub mod writer;

pub use error::Error;
pub use layout::organisations;
pub use page::{Cursor, Page, Paged};
pub use reader::{Reader, Shown};
pub use readers::Readers;
pub use rebuild::Rebuild;
pub use system::{Halted, SystemBatch, SystemReader, SystemWriter};
pub use threads::Only;
pub use writer::{Applied, Batch, Change, Counts, Writer};
