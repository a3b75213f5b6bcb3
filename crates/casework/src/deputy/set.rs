//! `SetDeputy`: who acts for a worker while they are away.

use crate::{
    absence::themselves_or_manager,
    command::{Command, Context},
    event::Draft,
    ids::{Mint, WorkerId},
    organisation::{DirectoryEvent, Organisation},
    refusal::{Code, Refusal},
};

/// Says who a worker's deputy is.
#[derive(Clone, Debug)]
pub struct SetDeputy {
    /// The worker.
    pub worker: WorkerId,
    /// Their deputy; none where they have none any longer.
    pub deputy: Option<WorkerId>,
}

impl Command for SetDeputy {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        themselves_or_manager(organisation, &self.worker, context)?;
        if self.deputy.as_ref() == Some(&self.worker) {
            return Err(Refusal::of(Code::DeputyOwn, "deputy"));
        }
        Ok(vec![Draft {
            what: DirectoryEvent::DeputySet {
                worker: self.worker.clone(),
                deputy: self.deputy.clone(),
            },
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        event::By,
        role::Role,
        testing::{colleague, decide_on, gp, registered},
    };

    fn deputy(worker: &By, deputy: Option<&By>) -> SetDeputy {
        SetDeputy {
            worker: worker.worker.clone(),
            deputy: deputy.map(|deputy| deputy.worker.clone()),
        }
    }

    #[test]
    fn a_worker_or_their_manager_says_who_acts_for_them() {
        let mut practice = registered(&gp().organisation);
        let set = deputy(&gp(), Some(&colleague()));
        decide_on(&mut practice, &gp(), &set).unwrap();
        assert_eq!(
            practice.deputies.get(&gp().worker),
            Some(&colleague().worker)
        );
        let refusal = decide_on(&mut practice, &colleague(), &set).unwrap_err();
        assert_eq!(refusal.code, Code::RoleNotAllowed);
        let manager = By {
            role: Role::Manager,
            ..colleague()
        };
        decide_on(&mut practice, &manager, &deputy(&gp(), None)).unwrap();
        assert!(practice.deputies.is_empty());
    }

    #[test]
    fn nobody_is_their_own_deputy() {
        let mut practice = registered(&gp().organisation);
        let refusal = decide_on(&mut practice, &gp(), &deputy(&gp(), Some(&gp()))).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::DeputyOwn, "deputy"));
    }
}
