//! `RecordAbsence`: a worker is away from now on.

use crate::{
    absence::{Absence, themselves_or_manager},
    calendar::{self, LastDay},
    command::{Command, Context},
    event::Draft,
    ids::{Mint, WorkerId},
    organisation::{DirectoryEvent, Organisation},
    refusal::Refusal,
};

/// Records that a worker is away. A later one takes the place of the one before.
#[derive(Clone, Debug)]
pub struct RecordAbsence {
    /// The worker.
    pub worker: WorkerId,
    /// The last day of it; none where nobody knows yet.
    pub last_day: Option<LastDay>,
}

impl Command for RecordAbsence {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        themselves_or_manager(organisation, &self.worker, context)?;
        if let Some(day) = self.last_day {
            calendar::to_come("last_day", day.date, context.now)?;
        }
        let absence = Absence {
            since: context.now,
            last_day: self.last_day,
        };
        let worker = self.worker.clone();
        Ok(vec![Draft {
            what: DirectoryEvent::AbsenceRecorded { worker, absence },
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        refusal::Code,
        testing::{World, decide_on, gp, link_worker, registered},
    };

    fn until(date: &str) -> RecordAbsence {
        RecordAbsence {
            worker: gp().worker,
            last_day: LastDay::on(date.parse().unwrap()),
        }
    }

    #[test]
    fn somebody_is_away_from_now_until_the_end_of_the_last_day() {
        let mut practice = registered(&gp().organisation);
        decide_on(&mut practice, &gp(), &until("2026-06-09")).unwrap();
        let absence = practice.absences[&gp().worker];
        let at = |time: &str| absence.holds(time.parse().unwrap());
        assert_eq!(
            [
                at("2026-06-07T09:00:00Z"),
                absence.holds(World::new().now),
                at("2026-06-09T22:59:59Z"),
                at("2026-06-09T23:00:00Z"),
            ],
            [false, true, true, false]
        );
    }

    #[test]
    fn a_day_that_has_passed_and_a_stranger_are_refused() {
        let mut practice = registered(&gp().organisation);
        let past = decide_on(&mut practice, &gp(), &until("2026-06-07")).unwrap_err();
        assert_eq!(past, Refusal::of(Code::DatePast, "last_day"));
        let stranger = decide_on(&mut practice, &link_worker(), &until("2026-06-09"));
        assert_eq!(stranger.unwrap_err().code, Code::RoleNotAllowed);
    }
}
