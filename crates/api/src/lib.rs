//! The gRPC contract in Rust: generated code, and the only place where wire and domain types meet.
//!
//! One file for each theme of the contract. Nothing here decides anything: a conversion either gives a
//! domain value or a refusal that names the field.

pub mod about_me;
pub mod actions;
pub mod cases;
pub mod connection;
pub mod cover;
pub mod decisions;
pub mod directory;
pub mod disclosure;
pub mod fact;
pub mod handovers;
pub mod joining;
pub mod life;
pub mod meetings;
pub mod people;
pub mod plans;
pub mod records;
pub mod referrals;
pub mod reviews;
pub mod safeguarding;
pub mod sent;
pub mod sharing;
pub mod status;
pub mod story;
pub mod types;
pub mod volunteers;

pub use connection::Connection;

/// The public contract, generated.
#[allow(
    missing_docs,
    clippy::all,
    reason = "generated; documented in the protos"
)]
pub mod v1 {
    tonic::include_proto!("throughline.v1");
}

/// What the services of one system say to each other, generated.
#[allow(
    missing_docs,
    clippy::all,
    reason = "generated; documented in the protos"
)]
pub mod internal {
    tonic::include_proto!("throughline.internal.v1");
}

/// The public contract's descriptors, for reflection: an encoded `google.protobuf.FileDescriptorSet`.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.binpb"));
