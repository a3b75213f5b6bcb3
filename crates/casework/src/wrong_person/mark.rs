//! `MarkWrongPerson`: an entry was recorded on the wrong person.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, restrict::own_newest},
    history::History,
    ids::{FactId, Mint},
    people::Told,
    refusal::{Code, Refusal},
    words::Words,
    wrong_person::said,
};

/// Marks an entry as being about somebody else. Older versions go with it.
#[derive(Clone, Debug)]
pub struct MarkWrongPerson {
    /// The entry: the newest version that the caller has seen.
    pub fact: FactId,
    /// How it came about, for the privacy officers.
    pub words: Words,
}

impl Command for MarkWrongPerson {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let recorded = own_newest(history, context, self.fact)?;
        // What others wait for, and what the person decided, has commands of its own by which it ends.
        if !can_be_misplaced(&recorded.fact.about) {
            return Err(Refusal::of(Code::FactFixed, "fact_id"));
        }
        let told = Told::WrongPerson {
            words: self.words.clone(),
        };
        let what = What::WrongPersonMarked { fact: self.fact };
        Ok(said(what, recorded, told))
    }
}

/// An entry, or how the person is reached and visited.
fn can_be_misplaced(about: &About) -> bool {
    let of_people = matches!(
        about,
        About::ContactPoint { .. } | About::VisitWarning { .. } | About::VisitWarningReason { .. }
    );
    about.is_entry() || of_people
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        about_me::record::Passage,
        category::Category,
        event::By,
        fact::retract::RetractFact,
        testing::{
            World, about_me, decisions, first_fact, gp, link_worker, mark, note, passage, plans,
            privacy_officer,
        },
    };

    fn shown(world: &World, event: FactId) -> [usize; 3] {
        [gp(), privacy_officer(), link_worker()].map(|by| world.shown(&by, event.event))
    }

    #[test]
    fn it_leaves_every_view_but_that_of_the_recorders_privacy_officers() {
        let mut world = World::with_involved_charity();
        let written = world.when(&gp(), &about_me(vec![passage("Choir.", &[])]));
        let first = first_fact(&written.unwrap());
        let newer = Passage {
            replaces: Some(first),
            ..passage("Choir on Fridays.", &[])
        };
        let second = first_fact(&world.when(&gp(), &about_me(vec![newer])).unwrap());
        assert_eq!(shown(&world, second), [1, 1, 1]);
        let stale = world.when(&gp(), &mark(first)).unwrap_err();
        assert_eq!(stale.code, Code::Stale);
        let told = first_fact(&world.when(&gp(), &mark(second)).unwrap());
        let all = [first, second, told].map(|fact| shown(&world, fact));
        assert_eq!(all, [[0, 1, 0]; 3]);
        let again = world.when(&gp(), &mark(second)).unwrap_err();
        assert_eq!(again, Refusal::of(Code::FactUnknown, "fact_id"));
        let again = world.when(&privacy_officer(), &mark(second)).unwrap_err();
        assert_eq!(again.code, Code::FactMisplaced);
    }

    #[test]
    fn of_the_plan_and_of_decisions_it_holds_too() {
        let mut world = World::with_involved_charity();
        let goal = plans::plan(vec![plans::goal("Sing again.")]);
        let goal = first_fact(&world.when(&gp(), &goal).unwrap());
        let decision = first_fact(&world.when(&gp(), &decisions::decide()).unwrap());
        assert_eq!(shown(&world, goal), [1, 1, 1]);
        for misplaced in [goal, decision] {
            world.when(&gp(), &mark(misplaced)).unwrap();
            assert_eq!(shown(&world, misplaced), [0, 1, 0]);
        }
    }

    #[test]
    fn what_another_organisation_wrote_before_stands_again() {
        let mut world = World::with_involved_charity();
        let written = world.when(&link_worker(), &about_me(vec![passage("Choir.", &[])]));
        let first = first_fact(&written.unwrap());
        let newer = Passage {
            replaces: Some(first),
            ..passage("Low.", &[Category::MentalHealth])
        };
        let second = first_fact(&world.when(&gp(), &about_me(vec![newer])).unwrap());
        world.when(&gp(), &mark(second)).unwrap();
        assert_eq!(shown(&world, first), [1, 1, 1]);
        let confirm = crate::testing::confirm(&[first]);
        world.when(&gp(), &confirm).unwrap();
    }

    #[test]
    fn what_was_said_to_be_in_error_can_be_marked_too_and_then_nobody_is_told_of_that_either() {
        let mut world = World::with_involved_charity();
        let written = world.when(&gp(), &about_me(vec![passage("Choir.", &[])]));
        let fact = first_fact(&written.unwrap());
        let why = Words::prose("why", "About her neighbour.").unwrap();
        let told = first_fact(&world.when(&gp(), &RetractFact { fact, why }).unwrap());
        assert_eq!(shown(&world, told), [1, 1, 1]);
        world.when(&gp(), &mark(fact)).unwrap();
        assert_eq!([shown(&world, fact), shown(&world, told)], [[0, 1, 0]; 2]);
    }

    #[test]
    fn nobody_marks_what_others_recorded_or_what_is_no_entry() {
        let mut world = World::with_involved_charity();
        let noted = world.when(&link_worker(), &note("Tea.", &[Category::AboutMe]));
        let theirs = first_fact(&noted.unwrap());
        let refusal = world.when(&gp(), &mark(theirs)).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::FactUnknown, "fact_id"));
        let identity = first_fact(&world.events);
        let refusal = world.when(&gp(), &mark(identity)).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::FactFixed, "fact_id"));
    }

    #[test]
    fn an_officer_who_was_objected_to_by_name_reads_it_no_more_than_anything_else() {
        let mut world = World::with_case();
        let noted = world.when(&gp(), &note("Asthma.", &[Category::Health]));
        let fact = first_fact(&noted.unwrap());
        let By {
            organisation,
            worker,
            ..
        } = privacy_officer();
        let against = crate::objection::Against::Worker(organisation, worker);
        world
            .when(&gp(), &crate::testing::objection(against, None))
            .unwrap();
        world.when(&gp(), &mark(fact)).unwrap();
        assert_eq!(shown(&world, fact), [0, 0, 0]);
    }
}
