//! `AssignVolunteer`: an organisation that takes part names a volunteer of its own for the case: for what, what they are
//! shown for it, and until when.

use crate::{
    agreement::record::recorder_only,
    calendar::{self, LastDay},
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{AssignmentId, Mint, WorkerId},
    refusal::{Code, Refusal},
    volunteer::{Told, VolunteerAssigned},
    words::Words,
};

/// Names a volunteer. It takes the place of their earlier assignment to the case.
#[derive(Clone, Debug)]
pub struct AssignVolunteer {
    /// The volunteer.
    pub worker: WorkerId,
    /// What they help with.
    pub task: Words,
    /// The categories that they are shown, as far as the organisation is: at least one.
    pub categories: Categories,
    /// The last day.
    pub until: LastDay,
}

impl Command for AssignVolunteer {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        if self.categories.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "categories"));
        }
        calendar::to_come("until", self.until.date, context.now)?;
        let Self {
            worker,
            task,
            categories,
            until,
        } = self.clone();
        let assignment = AssignmentId(mint.mint());
        let fact = Fact {
            about: About::Volunteer { assignment },
            categories: history.reveals(context.organisation()),
            // Who helps is the organisation's own matter.
            restriction: Some(recorder_only(context)),
            replaces: None,
            content: Content::Volunteer(Told::Assigned {
                worker: worker.clone(),
                task,
                categories,
                until,
            }),
        };
        let what = What::VolunteerAssigned(VolunteerAssigned {
            assignment,
            worker,
            categories,
            until,
        });
        Ok(vec![Draft {
            what,
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        event::By,
        note::record::RecordNote,
        role::Role,
        testing::{World, assign, gp, housing, link_worker, note, volunteer},
    };

    fn shown(world: &World, note: &[crate::event::Event]) -> usize {
        world.shown(&volunteer(), note[0].id)
    }

    #[test]
    fn a_volunteer_is_shown_nothing_until_they_are_named_and_then_their_categories_alone() {
        let mut world = World::with_involved_charity();
        let [home, health] = [Category::Housing, Category::Health].map(|about| {
            world
                .when(&link_worker(), &note("A note.", &[about]))
                .unwrap()
        });
        assert_eq!([shown(&world, &home), shown(&world, &health)], [0, 0]);
        let named = world
            .when(&link_worker(), &assign(&[Category::Housing]))
            .unwrap();
        assert_eq!([shown(&world, &home), shown(&world, &health)], [1, 0]);
        assert_eq!(
            shown(&world, &named),
            1,
            "they are told for what and until when"
        );
        assert_eq!(
            world.shown(&gp(), named[0].id),
            0,
            "who helps is nobody else's"
        );
    }

    #[test]
    fn what_their_organisation_is_not_shown_they_are_not_shown() {
        let mut world = World::with_involved_charity();
        world.when(&link_worker(), &assign(&Category::ALL)).unwrap();
        let theirs = world
            .when(&gp(), &note("Hidden.", &[Category::Justice]))
            .unwrap();
        assert_eq!(shown(&world, &theirs), 0);
        let kept = RecordNote {
            restriction: Some(crate::fact::Restriction {
                workers: [(link_worker().organisation, [link_worker().worker].into())].into(),
                ..Default::default()
            }),
            ..note("For one.", &[Category::Housing])
        };
        let kept = world.when(&link_worker(), &kept).unwrap();
        assert_eq!(shown(&world, &kept), 0);
    }

    #[test]
    fn it_ends_at_midnight_after_the_last_day() {
        let mut world = World::with_involved_charity();
        let home = world
            .when(&link_worker(), &note("Damp.", &[Category::Housing]))
            .unwrap();
        let assign = assign(&[Category::Housing]);
        world.when(&link_worker(), &assign).unwrap();
        world.now = assign.until.ends_at - jiff::SignedDuration::from_millis(1);
        assert_eq!(shown(&world, &home), 1);
        world.now = assign.until.ends_at;
        assert_eq!(shown(&world, &home), 0);
        let note = note("Late.", &[Category::Housing]);
        let refusal = world.when(&volunteer(), &note).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::CaseUnknown, "person_id"));
    }

    #[test]
    fn the_latest_assignment_holds_and_none_outlives_the_organisations_part() {
        let mut world = World::with_involved_charity();
        let mut noted = |about| {
            world
                .when(&link_worker(), &note("A note.", &[about]))
                .unwrap()[0]
                .id
        };
        let (home, money) = (noted(Category::Housing), noted(Category::Money));
        world
            .when(&link_worker(), &assign(&[Category::Housing]))
            .unwrap();
        world
            .when(&link_worker(), &assign(&[Category::Money]))
            .unwrap();
        let seen = |world: &World| [home, money].map(|event| world.shown(&volunteer(), event));
        assert_eq!(seen(&world), [0, 1]);
        let words = Words::prose("words", "She has found her choir.").unwrap();
        world
            .when(&link_worker(), &crate::case::leave::LeaveCase { words })
            .unwrap();
        assert_eq!(seen(&world), [0, 0]);
    }

    #[test]
    fn only_who_answers_for_an_organisation_that_takes_part_names_one() {
        let mut world = World::with_involved_charity();
        let command = assign(&[Category::Housing]);
        let refused = |world: &mut World, by: &By| world.when(by, &command).unwrap_err().code;
        let stranger = By {
            organisation: housing().terms.organisation,
            ..gp()
        };
        assert_eq!(refused(&mut world, &stranger), Code::CaseUnknown);
        assert_eq!(refused(&mut world, &volunteer()), Code::RoleNotAllowed);
        let manager = By {
            role: Role::Manager,
            ..link_worker()
        };
        assert_eq!(refused(&mut world, &manager), Code::RoleNotAllowed);
    }

    #[test]
    fn nothing_to_show_and_a_day_that_has_passed_are_refused() {
        let mut world = World::with_involved_charity();
        let refusal = world.when(&link_worker(), &assign(&[])).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::CategoryMissing, "categories"));
        let late = AssignVolunteer {
            until: LastDay::on("2020-01-01".parse().unwrap()).unwrap(),
            ..assign(&[Category::Housing])
        };
        let refusal = world.when(&link_worker(), &late).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::DatePast, "until"));
    }
}
