//! `ReleaseVolunteer`: a volunteer helps with the case no longer, and is shown nothing of it from then on.

use crate::{
    agreement::record::recorder_only,
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{AssignmentId, Mint},
    refusal::{Code, Refusal},
    volunteer::Told,
    words::Words,
};

/// Releases a volunteer of the caller's organisation.
#[derive(Clone, Debug)]
pub struct ReleaseVolunteer {
    /// The assignment.
    pub assignment: AssignmentId,
    /// Why, where it is said.
    pub words: Option<Words>,
}

impl Command for ReleaseVolunteer {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let assignment = self.assignment;
        let mut ours = history.volunteers(context.organisation());
        if !ours.any(|one| one.terms.assignment == assignment) {
            return Err(Refusal::of(Code::AssignmentUnknown, "assignment_id"));
        }
        let fact = Fact {
            about: About::Volunteer { assignment },
            categories: history.reveals(context.organisation()),
            restriction: Some(recorder_only(context)),
            replaces: None,
            content: Content::Volunteer(Told::Released {
                words: self.words.clone(),
            }),
        };
        Ok(vec![Draft {
            what: What::VolunteerReleased { assignment },
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
        testing::{World, assign, gp, link_worker, note, release, volunteer},
    };

    #[test]
    fn whoever_is_released_is_shown_nothing_of_it_any_longer_and_is_released_once() {
        let mut world = World::with_involved_charity();
        world
            .when(&link_worker(), &assign(&[Category::Housing]))
            .unwrap();
        let own = world
            .when(&volunteer(), &note("Rang.", &[Category::Housing]))
            .unwrap()[0]
            .id;
        assert_eq!(world.shown(&volunteer(), own), 1);
        let command = release(&world.history);
        let released = world.when(&link_worker(), &command).unwrap();
        assert_eq!(world.shown(&volunteer(), own), 0);
        assert_eq!(world.shown(&volunteer(), released[0].id), 0);
        assert_eq!(world.shown(&link_worker(), own), 1);
        let again = world.when(&link_worker(), &command).unwrap_err();
        assert_eq!(again, Refusal::of(Code::AssignmentUnknown, "assignment_id"));
    }

    #[test]
    fn nobody_releases_another_organisations_volunteer() {
        let mut world = World::with_involved_charity();
        world
            .when(&link_worker(), &assign(&[Category::Housing]))
            .unwrap();
        let command = release(&world.history);
        let refusal = world.when(&gp(), &command).unwrap_err();
        assert_eq!(
            refusal,
            Refusal::of(Code::AssignmentUnknown, "assignment_id")
        );
    }
}
