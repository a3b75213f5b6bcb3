//! The merge is complete: all that the duplicate held is part of the record that stays, and visible there to whoever is
//! entitled to it.

use crate::{
    category::{Categories, Category},
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::{History, MergeCompleted},
    ids::{MergeId, Mint, PersonId},
    people::Told,
    refusal::Refusal,
    words::Words,
};

/// Completes a merge into this record.
#[derive(Clone, Debug)]
pub struct CompleteMerge {
    /// The duplicate.
    pub from: PersonId,
    /// The name under which it was kept, where its words are left.
    pub name: Option<Words>,
    /// How it is known that the two are one person.
    pub words: Words,
}

impl Command for CompleteMerge {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.holds(history)?;
        let merge = MergeId(mint.mint());
        let reveals = history.reveals(context.organisation());
        let mut facts = vec![Fact {
            about: About::Merge { merge },
            categories: Categories::of(&[Category::Identity]).with(reveals),
            restriction: None,
            replaces: None,
            content: Content::People(Told::Merged {
                name: self.name.clone(),
                words: self.words.clone(),
            }),
        }];
        facts.extend(lead(history, context));
        let from = self.from;
        Ok(vec![Draft {
            what: What::MergeCompleted(MergeCompleted { merge, from }),
            facts,
        }])
    }
}

/// Who leads: what the duplicate's handovers told of its own lead may be later than what was last told here.
fn lead(history: &History, context: &Context) -> Option<Fact> {
    let holder = &history.open_case()?.holder;
    let ours = history.facts().iter().rev().find(|recorded| {
        matches!(&recorded.fact.content, Content::Involvement { organisation, .. } if organisation == context.organisation())
    })?;
    let Content::Involvement {
        organisation,
        service,
        service_name,
        ..
    } = &ours.fact.content
    else {
        return None;
    };
    Some(Fact {
        about: About::Involvement,
        categories: history.reveals(context.organisation()),
        restriction: None,
        replaces: None,
        content: Content::Involvement {
            organisation: organisation.clone(),
            service: *service,
            service_name: service_name.clone(),
            worker: holder.worker.clone(),
            lead: true,
        },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::{Audience, withdraw::WithdrawAgreement},
        decided_by::DecidedBy,
        fact::Restriction,
        note::record::RecordNote,
        objection::Against,
        testing::{
            World, about_me, agreement, assign, first_fact, gp, link_worker,
            merges::{complete, duplicate, merge, unmerge},
            note, objection, passage, referral, volunteer,
        },
    };
    use jiff::ToSpan;

    #[test]
    fn what_was_told_there_is_shown_to_those_who_take_part_here() {
        let mut world = World::with_involved_charity();
        let mut other = duplicate();
        let told = about_me(vec![passage("I like choirs.", &[])]);
        let told = first_fact(&other.when(&gp(), &told).unwrap());
        merge(&mut world, &other);
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, told.event));
        assert_eq!(shown, [1, 1]);
        // The record's own identity and its lead are what they were.
        let holder = &world.history.open_case().unwrap().holder;
        assert_eq!(holder.worker, gp().worker);
        assert!(world.history.identity().unwrap().nhs_number.is_some());
    }

    #[test]
    fn a_duplicates_volunteers_are_not_taken_over_and_are_back_when_that_is_undone() {
        let housing = [Category::Housing];
        let mut world = World::with_involved_charity();
        let mut other = duplicate();
        other.when(&gp(), &referral()).unwrap();
        let accept = crate::testing::accept(&other.history);
        other.when(&link_worker(), &accept).unwrap();
        other.when(&link_worker(), &assign(&housing)).unwrap();
        let here = world.when(&link_worker(), &note("Damp.", &housing));
        let there = other.when(&link_worker(), &note("Cold.", &housing));
        let (here, there) = (here.unwrap()[0].id, there.unwrap()[0].id);
        assert_eq!(other.shown(&volunteer(), there), 1);
        let undo = merge(&mut world, &other);
        let shown = |world: &World| [here, there].map(|event| world.shown(&volunteer(), event));
        assert_eq!(shown(&world), [0, 0]);
        world.when(&link_worker(), &assign(&housing)).unwrap();
        assert_eq!(shown(&world), [1, 1], "named again, for what there is now");
        world.when(&gp(), &unmerge(undo)).unwrap();
        assert_eq!(shown(&world), [1, 0]);
    }

    #[test]
    fn restrictions_are_kept_and_whoever_took_part_there_takes_part_here() {
        let mut world = World::with_case();
        let mut other = duplicate();
        let kept = RecordNote {
            restriction: Some(Restriction::default()),
            ..note("For me alone.", &[Category::Health])
        };
        let kept = first_fact(&other.when(&gp(), &kept).unwrap());
        other.when(&gp(), &referral()).unwrap();
        let accept = crate::testing::accept(&other.history);
        other.when(&link_worker(), &accept).unwrap();
        merge(&mut world, &other);
        assert!(world.history.involves(&link_worker().organisation));
        let colleague = crate::event::By {
            worker: "another".parse().unwrap(),
            ..gp()
        };
        let shown = [gp(), colleague, link_worker()].map(|by| world.shown(&by, kept.event));
        assert_eq!(shown, [1, 0, 0]);
    }

    #[test]
    fn an_objection_of_either_record_holds_until_a_later_agreement() {
        let health = [Category::Health];
        let everyone = agreement(Audience::EveryoneInvolved, &health);
        let against = objection(
            Against::Organisation(link_worker().organisation),
            Some(&health),
        );
        for objected_later in [true, false] {
            let mut world = World::with_involved_charity();
            let noted = world.when(&gp(), &note("Her knee.", &health)).unwrap()[0].id;
            let mut other = duplicate();
            world.now += 10.minutes();
            world.when(&gp(), &everyone).unwrap();
            other.now = world.now
                + if objected_later {
                    5.minutes()
                } else {
                    -5.minutes()
                };
            other.when(&gp(), &against).unwrap();
            world.now += 60.minutes();
            merge(&mut world, &other);
            let shown = world.shown(&link_worker(), noted);
            assert_eq!(shown, usize::from(!objected_later), "{objected_later}");
        }
    }

    #[test]
    fn an_agreement_that_was_withdrawn_later_in_either_record_stays_withdrawn() {
        let health = [Category::Health];
        let everyone = agreement(Audience::EveryoneInvolved, &health);
        for withdrawn_here in [true, false] {
            let mut world = World::with_involved_charity();
            let noted = world.when(&gp(), &note("Her knee.", &health)).unwrap()[0].id;
            let mut other = duplicate();
            let (first, second) = if withdrawn_here {
                (&mut world, &mut other)
            } else {
                (&mut other, &mut world)
            };
            let agreed = first_fact(&first.when(&gp(), &everyone).unwrap());
            second.now = first.now + 5.minutes();
            second.when(&gp(), &everyone).unwrap();
            first.now = second.now + 5.minutes();
            let withdraw = WithdrawAgreement {
                agreement: agreed,
                decided_by: DecidedBy::Person,
                words: None,
            };
            first.when(&gp(), &withdraw).unwrap();
            world.now += 60.minutes();
            merge(&mut world, &other);
            assert_eq!(world.shown(&link_worker(), noted), 0, "{withdrawn_here}");
        }
    }

    #[test]
    fn without_anything_taken_in_nothing_comes_of_it() {
        let mut world = World::with_case();
        let before = world.shown_in_all(&gp());
        world.when(&gp(), &complete()).unwrap();
        // What is said of the merge, and who leads.
        assert_eq!(world.shown_in_all(&gp()), before + 2);
        assert_eq!(world.history.merges().count(), 0);
    }
}
