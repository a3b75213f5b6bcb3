//! What every command has in common: it is decided on a folded stream, in a context, and yields drafts.

use jiff::Timestamp;

use crate::{
    event::{By, Draft},
    history::{Folded, History},
    ids::{Mint, OrganisationId},
    objection::Against,
    refusal::{Code, Refusal},
    role::{Right, Role},
};

/// Something that can be asked for.
///
/// `decide` is pure: the same state, context and mint give the same drafts, so it can be run again on a
/// newer state after a conflict.
pub trait Command: Send + Sync {
    /// The sort of stream that it acts on.
    type On: Folded;

    /// The events that carrying it out records, or why it is refused.
    fn decide(
        &self,
        state: &Self::On,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft<<Self::On as Folded>::What>>, Refusal>;

    /// Whether it is carried out also while the stream is at a standstill ([`Folded::standstill`]).
    fn despite_standstill(&self) -> bool {
        false
    }
}

/// Decides a command, as far as the stream is not at a standstill. Of that only they are told who would be let through.
///
/// # Errors
/// The command's own refusals, and that of the standstill.
pub fn decide<C: Command>(
    command: &C,
    state: &C::On,
    context: &Context,
    mint: &mut Mint,
) -> Result<Vec<Draft<<C::On as Folded>::What>>, Refusal> {
    let drafts = command.decide(state, context, mint)?;
    match state.standstill() {
        Some(refusal) if !command.despite_standstill() => Err(refusal),
        _ => Ok(drafts),
    }
}

/// Who asks, and when.
#[derive(Clone, Debug)]
pub struct Context {
    /// Who asks.
    pub by: By,
    /// The time.
    pub now: Timestamp,
}

impl Context {
    /// The organisation that asks.
    pub fn organisation(&self) -> &OrganisationId {
        &self.by.organisation
    }

    /// Refuses roles that do not have this right.
    pub fn may(&self, right: Right) -> Result<(), Refusal> {
        if self.by.role.may(right) {
            Ok(())
        } else {
            Err(Code::RoleNotAllowed.into())
        }
    }

    /// Refuses roles that never answer for their organisation.
    pub fn acting_for_organisation(&self) -> Result<(), Refusal> {
        self.may(Right::ActForOrganisation)
    }

    /// The caller takes part in the open case, and answers for their organisation in it; for anybody else there is no
    /// such case.
    pub fn involved(&self, history: &History) -> Result<(), Refusal> {
        // Whoever does not answer for their organisation is told so whether there is such a case or not.
        self.acting_for_organisation()?;
        self.helping(history)
    }

    /// The caller takes part in the open case, as a volunteer too; for anybody else there is no such case.
    pub fn helping(&self, history: &History) -> Result<(), Refusal> {
        let takes_part = history.open_case().is_some() && history.involves(self.organisation());
        // Whoever may read nothing at all because they were objected to by name has no part in it, either.
        let against_us = Against::Worker(self.by.organisation.clone(), self.by.worker.clone());
        let objected_to = history.objections().any(|objection| {
            objection.terms.categories.is_none() && objection.terms.against == against_us
        });
        let named = self.by.role != Role::Volunteer || history.is_named(&self.by, self.now);
        if takes_part && named && !objected_to {
            self.may(Right::WorkWithPeople)
        } else {
            Err(Refusal::of(Code::CaseUnknown, "person_id"))
        }
    }
}
