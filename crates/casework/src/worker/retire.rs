//! `RetireWorker`: somebody acts for the organisation no longer, and cannot be named any more. What they hold stays
//! theirs until it is handed over.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{Mint, WorkerId},
    organisation::{DirectoryEvent, Organisation},
    refusal::Refusal,
};

/// Retires a worker of the caller's organisation.
#[derive(Clone, Debug)]
pub struct RetireWorker {
    /// Their id.
    pub worker: WorkerId,
}

impl Command for RetireWorker {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        organisation.administered_by(context)?;
        organisation.worker(&self.worker, "worker")?;
        let worker = self.worker.clone();
        Ok(DirectoryEvent::WorkerRetired { worker }.alone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        refusal::Code,
        testing::{administrator, decide_on, link_worker, register_worker, registered},
    };

    #[test]
    fn who_has_left_cannot_be_named_and_can_come_back() {
        let mut organisation = registered(&link_worker().organisation);
        let worker = link_worker().worker;
        let retire = RetireWorker {
            worker: worker.clone(),
        };
        let refused = decide_on(&mut organisation, &administrator(), &retire).unwrap_err();
        assert_eq!(refused, Refusal::of(Code::WorkerUnknown, "worker"));
        let register = register_worker(&link_worker());
        decide_on(&mut organisation, &administrator(), &register).unwrap();
        let refused = decide_on(&mut organisation, &link_worker(), &retire).unwrap_err();
        assert_eq!(refused.code, Code::RoleNotAllowed);
        decide_on(&mut organisation, &administrator(), &retire).unwrap();
        assert!(organisation.worker(&worker, "worker").is_err());
        decide_on(&mut organisation, &administrator(), &register).unwrap();
        assert!(organisation.worker(&worker, "worker").is_ok());
    }
}
