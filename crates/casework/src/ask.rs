//! What an organisation asks of a service of another, and who has a part in a thing: as disclosure looks at them.
//!
//! A referral, a handover and a requested action differ in what they mean for the case, and not in what they show.

use crate::{
    command::Context,
    disclosure::shown_to,
    fact::{About, Content, Fact},
    history::{History, Recorded},
    ids::{EventId, FactId, OrganisationId},
    refusal::{Code, Refusal},
    service::ServiceTerms,
    words::Words,
};

/// The most passages that can be ticked.
pub const TICKED_MAX: usize = 64;

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

/// Refuses passages to be ticked that the caller may not see.
pub(crate) fn ticked_are_visible(
    history: &History,
    context: &Context,
    ticked: &[FactId],
) -> Result<(), Refusal> {
    if ticked.len() > TICKED_MAX {
        return Err(Refusal::of(Code::TooMany, "ticked"));
    }
    let is_passage = |recorded: &&Recorded| recorded.fact.about.is_passage();
    for (place, id) in ticked.iter().enumerate() {
        let passage = history.fact(*id).filter(is_passage);
        if !passage.is_some_and(|passage| shown_to(history, &context.by, passage, context.now)) {
            return Err(Refusal::of(
                Code::PassageUnknown,
                format!("ticked[{place}]"),
            ));
        }
    }
    Ok(())
}

/// That a service which was asked takes part from now on. Its name stands in the words with which it was asked; where
/// they were erased, the part taken is known by the words' absence.
pub(crate) fn involvement(terms: &ServiceTerms, name: Option<&Words>, context: &Context) -> Fact {
    let content = match name {
        Some(name) => Content::Involvement {
            organisation: terms.organisation.clone(),
            service: terms.service,
            service_name: name.clone(),
            worker: context.by.worker.clone(),
            lead: false,
        },
        None => Content::Erased,
    };
    Fact {
        about: About::Involvement,
        categories: terms.reveals,
        restriction: None,
        replaces: None,
        content,
    }
}
