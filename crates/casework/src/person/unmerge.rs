//! `UnmergePerson`: two records that were merged are two people after all. What came with the merge leaves the record;
//! what was recorded since stays, and can be marked as recorded on the wrong person.

pub mod restore;

use crate::{
    category::{Categories, Category},
    command::{Command, Context},
    disclosure::shown_to,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::{History, Merge},
    ids::{MergeId, Mint},
    people::Told,
    refusal::{Code, Refusal},
    words::Words,
};

/// Undoes a merge.
#[derive(Clone, Debug)]
pub struct UnmergePerson {
    /// The merge.
    pub merge: MergeId,
    /// Why.
    pub words: Words,
}

impl UnmergePerson {
    /// The merge that is undone, where the caller may know of it. One that the duplicate brought along is undone there.
    fn meant<'a>(&self, history: &'a History, context: &Context) -> Option<&'a Merge> {
        let about = About::Merge { merge: self.merge };
        let mut facts = history.facts().iter();
        let told = facts.find(|recorded| recorded.fact.about == about)?;
        let known = shown_to(history, &context.by, told, context.now);
        let mut merges = history.merges();
        let meant = |merge: &&Merge| {
            merge.id == self.merge && !merge.undone && history.came_by_itself(merge)
        };
        merges.find(meant).filter(|_| known)
    }
}

impl Command for UnmergePerson {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.holds(history)?;
        let unknown = || Refusal::of(Code::MergeUnknown, "merge_id");
        let merge = self.meant(history, context).ok_or_else(unknown)?;
        if history.hides_since(merge) {
            return Err(Refusal::of(Code::MergeSettled, "merge_id"));
        }
        let merge = merge.id;
        let reveals = history.reveals(context.organisation());
        let fact = Fact {
            about: About::Merge { merge },
            categories: Categories::of(&[Category::Identity]).with(reveals),
            restriction: None,
            replaces: None,
            content: Content::People(Told::MergeUndone {
                words: self.words.clone(),
            }),
        };
        Ok(vec![Draft {
            what: What::MergeUndone { merge },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::{Audience, withdraw::WithdrawAgreement},
        decided_by::DecidedBy,
        fact::Restriction,
        ids::{FactId, PersonId},
        objection::Against,
        person::merge::{complete::CompleteMerge, take_in::TakeIn},
        testing::{
            World, about_me, agreement, first_fact, gp, link_worker, mark, maureen,
            merges::{DUPLICATE, complete, duplicate, merge, unmerge},
            note, objection, passage, referral,
        },
    };
    use jiff::ToSpan;
    use uuid::Uuid;

    #[test]
    fn the_record_is_what_it_was_and_what_was_written_since_stays() {
        let mut world = World::with_involved_charity();
        let mut other = duplicate();
        other
            .when(&gp(), &about_me(vec![passage("I like choirs.", &[])]))
            .unwrap();
        other.when(&gp(), &referral()).unwrap();
        let before = [gp(), link_worker()].map(|by| world.disclosed(&by));
        world.now += 5.minutes();
        let undo = merge(&mut world, &other);
        let since = world
            .when(&gp(), &note("Since.", &[Category::Health]))
            .unwrap()[0]
            .id;
        let refusal = world.when(&link_worker(), &unmerge(undo)).unwrap_err();
        assert_eq!(refusal.code, Code::CaseNotHeld);
        world.when(&gp(), &unmerge(undo)).unwrap();
        assert_eq!(world.shown(&gp(), since), 1);
        let after = [gp(), link_worker()].map(|by| {
            let mut shown = world.disclosed(&by);
            shown.retain(|one| one.id.event != since && one.at < world.now);
            shown
        });
        assert_eq!(after, before);
        let again = world.when(&gp(), &unmerge(undo)).unwrap_err();
        assert_eq!(again, Refusal::of(Code::MergeUnknown, "merge_id"));
    }

    #[test]
    fn whoever_accepted_there_since_takes_part_no_longer() {
        let mut world = World::with_case();
        let mut other = duplicate();
        other.when(&gp(), &referral()).unwrap();
        let undo = merge(&mut world, &other);
        let accept = crate::testing::accept(&world.history);
        world.when(&link_worker(), &accept).unwrap();
        assert!(world.history.involves(&link_worker().organisation));
        world.when(&gp(), &unmerge(undo)).unwrap();
        assert!(!world.history.involves(&link_worker().organisation));
    }

    #[test]
    fn what_was_hidden_since_is_not_shown_again_by_the_record_that_would_be_restored() {
        let settled = |hide: &dyn Fn(&mut World, FactId)| {
            let mut world = World::with_involved_charity();
            let mut other = duplicate();
            let told = about_me(vec![passage("I like choirs.", &[])]);
            let told = first_fact(&other.when(&gp(), &told).unwrap());
            let undo = merge(&mut world, &other);
            hide(&mut world, told);
            world.when(&gp(), &unmerge(undo)).map(drop)
        };
        let refused = Err(Refusal::of(Code::MergeSettled, "merge_id"));
        assert_eq!(settled(&|_, _| {}), Ok(()));
        let restrict = |world: &mut World, fact| {
            let restriction = Restriction::default();
            world.record(
                &gp(),
                Draft {
                    what: What::FactRestricted { fact, restriction },
                    facts: Vec::new(),
                },
            );
        };
        assert_eq!(settled(&restrict), refused);
        let mark = |world: &mut World, fact| drop(world.when(&gp(), &mark(fact)).unwrap());
        assert_eq!(settled(&mark), refused);
        let object = |world: &mut World, _| {
            let against = Against::Organisation(link_worker().organisation);
            world.when(&gp(), &objection(against, None)).unwrap();
        };
        assert_eq!(settled(&object), refused);
    }

    #[test]
    fn what_the_person_withdrew_since_is_not_agreed_to_again() {
        let mut world = World::with_involved_charity();
        let noted = world
            .when(&gp(), &note("Her knee.", &[Category::Health]))
            .unwrap()[0]
            .id;
        let agree = agreement(Audience::EveryoneInvolved, &[Category::Health]);
        world.when(&gp(), &agree).unwrap();
        let mut other = duplicate();
        other.now = world.now + 5.minutes();
        let agreed = first_fact(&other.when(&gp(), &agree).unwrap());
        world.now = other.now + 5.minutes();
        let undo = merge(&mut world, &other);
        assert_eq!(world.shown(&link_worker(), noted), 1);
        let withdraw = WithdrawAgreement {
            agreement: agreed,
            decided_by: DecidedBy::Person,
            words: None,
        };
        world.when(&gp(), &withdraw).unwrap();
        assert_eq!(world.shown(&link_worker(), noted), 0);
        let refusal = world.when(&gp(), &unmerge(undo)).unwrap_err();
        assert_eq!(refusal.code, Code::MergeSettled);
        // Nor where it is undone all the same.
        let undone = Draft {
            what: What::MergeUndone { merge: undo },
            facts: Vec::new(),
        };
        world.record(&gp(), undone);
        assert_eq!(world.shown(&link_worker(), noted), 0);
    }

    #[test]
    fn of_records_merged_one_after_another_the_last_is_taken_out_first() {
        const THIRD: PersonId = PersonId(Uuid::from_u128(4));
        let mut third = World::numbered(90_000);
        third.when(&gp(), &maureen()).unwrap();
        let mut other = duplicate();
        let all_of_it = TakeIn {
            from: THIRD,
            events: vec![
                third
                    .when(&gp(), &note("Hers.", &[Category::Health]))
                    .unwrap()[0]
                    .clone(),
            ],
        };
        other.when(&gp(), &all_of_it).unwrap();
        let from_the_third = CompleteMerge {
            from: THIRD,
            ..complete()
        };
        other.when(&gp(), &from_the_third).unwrap();
        let inner = other.history.merges().last().unwrap().id;
        let mut world = World::with_case();
        let outer = merge(&mut world, &other);
        let outer = world
            .history
            .merges()
            .find(|one| one.from == DUPLICATE)
            .map_or(outer, |one| one.id);
        let refusal = world.when(&gp(), &unmerge(inner)).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::MergeUnknown, "merge_id"));
        world.when(&gp(), &unmerge(outer)).unwrap();
        other.when(&gp(), &unmerge(inner)).unwrap();
    }
}
