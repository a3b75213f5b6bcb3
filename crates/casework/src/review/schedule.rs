//! `ScheduleReview`: a review is put on a meeting's agenda; the organisation that organises the meeting is invited.

use jiff::Timestamp;

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{EventId, MeetingId, Mint, ReviewId},
    refusal::{Code, Refusal},
    review::{Guest, ReviewScheduled, State, Told, open_to_act_on, window_after},
};

/// Puts a review on a meeting's agenda. What it says of the meeting is copied from the meeting's own stream.
#[derive(Clone, Debug)]
pub struct ScheduleReview {
    /// The review.
    pub review: ReviewId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// The meeting.
    pub meeting: MeetingId,
    /// Who organises it.
    pub organiser: Guest,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it is planned to end.
    pub ends_at: Timestamp,
}

impl Command for ScheduleReview {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let review = open_to_act_on(history, self.review, self.seen, context)?;
        if review.state != State::Waiting {
            return Err(Code::ReviewScheduled.into());
        }
        if self.ends_at <= context.now {
            return Err(Refusal::of(Code::MeetingOver, "meeting_id"));
        }
        let told = Told::Scheduled {
            organiser: self.organiser.organisation.clone(),
            meeting: self.meeting,
            starts_at: self.starts_at,
        };
        let what = What::ReviewScheduled(ReviewScheduled {
            review: self.review,
            meeting: self.meeting,
            organiser: self.organiser.clone(),
            window_ends: window_after(self.ends_at),
        });
        let fact = review.fact(history, context, self.organiser.reveals, told);
        Ok(vec![Draft {
            what,
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::SignedDuration;

    use super::*;
    use crate::{
        category::Category,
        disclosure::Rule,
        review::request::RequestReview,
        testing::{World, about_me, chair, first_fact, gp, note, passage, review, schedule},
    };

    #[test]
    fn the_organiser_is_shown_the_pack_and_nothing_else() {
        let mut world = World::with_case();
        let asthma = world
            .when(&gp(), &note("Asthma.", &[Category::Health]))
            .unwrap();
        world
            .when(&gp(), &note("Cough.", &[Category::Health]))
            .unwrap();
        let passages = vec![
            passage("Choir.", &[Category::AboutMe]),
            passage("Low.", &[Category::MentalHealth]),
        ];
        world.when(&gp(), &about_me(passages)).unwrap();
        let command = RequestReview {
            attached: vec![first_fact(&asthma)],
            ..review()
        };
        world.when(&gp(), &command).unwrap();
        assert_eq!(world.shown_in_all(&chair()), 0);
        world
            .when(&gp(), &schedule(&world.history, world.now))
            .unwrap();
        let shown = world.disclosed(&chair());
        let kinds: Vec<_> = shown.iter().map(|d| d.fact.about.kind()).collect();
        assert_eq!(kinds, ["note", "passage", "review", "review"]);
        assert!(shown.iter().all(|d| d.grants[0].rule == Rule::Meeting));
    }

    #[test]
    fn it_ends_seven_days_after_the_planned_end() {
        let mut world = World::with_case();
        world.when(&gp(), &review()).unwrap();
        let command = schedule(&world.history, world.now);
        let event = world.when(&gp(), &command).unwrap()[0].id;
        let ends = command.ends_at + SignedDuration::from_hours(7 * 24);
        world.now = ends - SignedDuration::from_millis(1);
        assert_eq!(world.shown(&chair(), event), 1);
        world.now = ends;
        assert_eq!(world.shown(&chair(), event), 0);
    }

    #[test]
    fn it_is_on_one_agenda_at_a_time_and_on_none_that_is_over() {
        let mut world = World::with_case();
        world.when(&gp(), &review()).unwrap();
        let past = ScheduleReview {
            ends_at: world.now,
            ..schedule(&world.history, world.now)
        };
        assert_eq!(
            world.when(&gp(), &past).unwrap_err(),
            Refusal::of(Code::MeetingOver, "meeting_id")
        );
        world
            .when(&gp(), &schedule(&world.history, world.now))
            .unwrap();
        let again = world
            .when(&gp(), &schedule(&world.history, world.now))
            .unwrap_err();
        assert_eq!(again.code, Code::ReviewScheduled);
    }

    #[test]
    fn what_was_not_seen_is_not_scheduled() {
        let mut world = World::with_case();
        world.when(&gp(), &review()).unwrap();
        let blind = ScheduleReview {
            seen: EventId(uuid::Uuid::nil()),
            ..schedule(&world.history, world.now)
        };
        assert_eq!(
            world.when(&gp(), &blind).unwrap_err(),
            Refusal::of(Code::Stale, "token")
        );
        // For the organiser there is no review before it is invited.
        assert_eq!(
            world
                .when(&chair(), &schedule(&world.history, world.now))
                .unwrap_err()
                .code,
            Code::ReviewUnknown
        );
    }
}
