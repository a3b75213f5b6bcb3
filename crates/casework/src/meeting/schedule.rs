//! `ScheduleMeeting`: a team is to meet.

use jiff::SignedDuration;

use crate::{
    calendar,
    command::{Command, Context},
    event::Draft,
    ids::Mint,
    meeting::{Meeting, MeetingEvent, Plan},
    refusal::{Code, Refusal},
};

/// The most organisations of a team.
pub const TEAM_MAX: usize = 32;
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Schedules a meeting of the caller's organisation.
#[derive(Clone, Debug)]
pub struct ScheduleMeeting {
    /// When and where.
    pub plan: Plan,
}

impl Command for ScheduleMeeting {
    type On = Meeting;

    fn decide(
        &self,
        meeting: &Meeting,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<MeetingEvent>>, Refusal> {
        context.acting_for_organisation()?;
        let plan = &self.plan;
        if meeting.id.organiser != *context.organisation() || meeting.plan.is_some() {
            return Err(Code::MeetingUnknown.into());
        }
        calendar::to_come("starts_at", calendar::date_at(plan.starts_at), context.now)?;
        let length = plan.starts_at.duration_until(plan.ends_at);
        if !length.is_positive() || length > LONGEST {
            return Err(Refusal::of(Code::TimesInvalid, "ends_at"));
        }
        if !(1..=120).contains(&plan.minutes_per_item) {
            return Err(Refusal::of(Code::NumberOutOfRange, "minutes_per_item"));
        }
        if plan.team.len() > TEAM_MAX {
            return Err(Refusal::of(Code::TooMany, "team"));
        }
        Ok(vec![Draft {
            what: MeetingEvent::MeetingScheduled(plan.clone()),
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        history::Folded,
        testing::{chair, decide_on, gp, meeting, meeting_of, operator},
    };

    #[test]
    fn the_organisers_worker_schedules_it_once() {
        let mut found = Meeting::new(meeting_of());
        assert!(decide_on(&mut found, &gp(), &meeting()).is_err());
        decide_on(&mut found, &chair(), &meeting()).unwrap();
        assert_eq!(found.plan.as_ref(), Some(&meeting().plan));
        assert!(decide_on(&mut found, &chair(), &meeting()).is_err());
    }

    #[test]
    fn it_ends_after_it_starts_and_on_the_same_day() {
        for hours in [-1, 0, 25] {
            let mut command = meeting();
            command.plan.ends_at = command.plan.starts_at + SignedDuration::from_hours(hours);
            let refused = decide_on(&mut Meeting::new(meeting_of()), &chair(), &command);
            assert_eq!(
                refused.unwrap_err(),
                Refusal::of(Code::TimesInvalid, "ends_at")
            );
        }
    }

    #[test]
    fn who_works_with_nobody_schedules_nothing() {
        let refused = decide_on(&mut Meeting::new(meeting_of()), &operator(), &meeting());
        assert_eq!(refused.unwrap_err().code, Code::RoleNotAllowed);
    }
}
