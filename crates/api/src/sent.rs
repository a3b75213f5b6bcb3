//! What every command on the wire has in common. Implemented for whatever a `…CommandService` of the contract takes.
//!
//! What a command says is converted in its theme's module.

use crate::v1;

/// A command on the wire.
pub trait Sent: prost::Message {
    /// The name of the rpc, so that one command id is never taken for two commands of the same form.
    const RPC: &'static str;

    /// The id that the caller made for it.
    fn command_id(&self) -> &str;
}

/// A command that names the person whom it is about.
pub trait SentAboutPerson: Sent {
    /// The person, as the caller named them.
    fn person_id(&self) -> &str;
}

/// What answers a command.
pub trait Answered {
    /// The receipt: what was recorded is durable. None where nothing was there to record.
    fn receipt(&self) -> Option<&v1::Receipt>;

    /// What the command took away; none where it takes nothing away.
    fn withdrawal(&self) -> Option<&v1::Withdrawal>;
}

include!(concat!(env!("OUT_DIR"), "/commands.rs"));
