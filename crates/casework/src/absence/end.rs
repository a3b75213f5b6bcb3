//! `EndAbsence`: a worker is back.

use crate::{
    absence::themselves_or_manager,
    command::{Command, Context},
    event::Draft,
    ids::{Mint, WorkerId},
    organisation::{DirectoryEvent, Organisation},
    refusal::{Code, Refusal},
};

/// Records that a worker is back.
#[derive(Clone, Debug)]
pub struct EndAbsence {
    /// The worker.
    pub worker: WorkerId,
}

impl Command for EndAbsence {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        themselves_or_manager(organisation, &self.worker, context)?;
        let absence = organisation.absences.get(&self.worker);
        if !absence.is_some_and(|absence| absence.holds(context.now)) {
            return Err(Code::NotAway.into());
        }
        let worker = self.worker.clone();
        Ok(vec![Draft {
            what: DirectoryEvent::AbsenceEnded { worker },
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        absence::record::RecordAbsence,
        testing::{decide_on, gp, registered},
    };

    #[test]
    fn who_is_away_comes_back_once() {
        let mut practice = registered(&gp().organisation);
        let worker = gp().worker;
        let away = RecordAbsence {
            worker: worker.clone(),
            last_day: None,
        };
        let back = EndAbsence { worker };
        let early = decide_on(&mut practice, &gp(), &back).unwrap_err();
        assert_eq!(early.code, Code::NotAway);
        decide_on(&mut practice, &gp(), &away).unwrap();
        decide_on(&mut practice, &gp(), &back).unwrap();
        assert!(practice.absences.is_empty());
    }
}
