//! What an organisation asks of a service of another, and who has a part in a thing: as disclosure looks at them.
//!
//! A referral, a handover and a requested action differ in what they mean for the case, and not in what they show.

use crate::{
    fact::About,
    ids::{EventId, FactId, OrganisationId},
    service::ServiceTerms,
};

/// Something that was asked of a service of another organisation.
///
/// Until it is answered, the organisation that was asked is invited; who asked, and who has answered, is shown all
/// about it for good.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// What the facts are about that tell of it.
    pub about: About,
    /// The event with which it was asked.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// Who asked.
    pub from: &'a OrganisationId,
    /// The service that was asked.
    pub terms: &'a ServiceTerms,
    /// Whether the person agreed to it.
    pub agreed: bool,
    /// The passages that the person wants the service to see.
    pub ticked: &'a [FactId],
    /// Whether an answer is waited for.
    pub open: bool,
}

/// An organisation that has a part in a thing: it attended, or owns it.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    /// What the facts are about that tell of the thing.
    pub about: About,
    /// The event that gave the organisation its part.
    pub event: EventId,
    /// The place in the stream of the person's agreement to it, where they agreed.
    pub agreed: Option<u64>,
    /// The organisation.
    pub organisation: &'a OrganisationId,
}
