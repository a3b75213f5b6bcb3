//! `ConfirmAboutMe`: the person says that passages of About Me are still true, so that nobody has to ask again.

use crate::{
    about_me::record::{PASSAGES_MAX, newest_seen},
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
};

/// Confirms passages of About Me. The passages stay as they are.
#[derive(Clone, Debug)]
pub struct ConfirmAboutMe {
    /// The passages: of each the newest version that the caller has seen.
    pub passages: Vec<FactId>,
}

impl Command for ConfirmAboutMe {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.helping(history)?;
        if self.passages.is_empty() {
            return Err(Refusal::of(Code::NothingToRecord, "tokens"));
        }
        if self.passages.len() > PASSAGES_MAX {
            return Err(Refusal::of(Code::TooMany, "tokens"));
        }
        let mut facts: Vec<Fact> = Vec::new();
        for (place, id) in self.passages.iter().enumerate() {
            let confirmation = fact(history, context, place, *id)?;
            // Naming a passage twice confirms it once.
            if !facts.contains(&confirmation) {
                facts.push(confirmation);
            }
        }
        // One event each: a place among an event's facts would betray that there are others, which may be hidden.
        let draft = |confirmation| Draft {
            what: What::AboutMeConfirmed {},
            facts: vec![confirmation],
        };
        Ok(facts.into_iter().map(draft).collect())
    }
}

fn fact(history: &History, context: &Context, place: usize, id: FactId) -> Result<Fact, Refusal> {
    let field = || format!("tokens[{place}]");
    let passage = newest_seen(history, context, id, field)?;
    let categories = passage.fact.categories;
    // Whoever sees the passage sees who confirmed it. Other records are hidden where their writer's name reveals
    // too much; hiding this one would part it from its passage, and the passage's categories are not ours to change.
    if !categories.covers(history.reveals(context.organisation())) {
        return Err(Refusal::of(Code::NameReveals, field()));
    }
    Ok(Fact {
        about: About::Confirmation { passage: id },
        categories,
        // The passage's own restriction decides. A copy would name the readers to whoever confirmed it.
        restriction: None,
        replaces: None,
        content: Content::Confirmation,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        about_me::record::Passage,
        category::{Categories, Category},
        event::{By, Event},
        fact::Restriction,
        history::Folded,
        ids::EventId,
        objection::Against,
        testing::{
            World, about_me, accept, confirm, first_fact, gp, housing, link_worker, note,
            objection, passage, referral,
        },
    };

    /// The practice writes a passage about this, besides the person.
    fn written(world: &mut World, categories: &[Category]) -> FactId {
        let about_me = about_me(vec![passage("Choir on Thursdays.", categories)]);
        first_fact(&world.when(&gp(), &about_me).unwrap())
    }

    /// Another version of a passage, about this besides.
    fn revised(world: &mut World, older: FactId, categories: &[Category]) -> FactId {
        let replaces = Some(older);
        let passage = Passage {
            replaces,
            ..passage("Choir on Fridays.", categories)
        };
        first_fact(&world.when(&gp(), &about_me(vec![passage])).unwrap())
    }

    fn confirmed(world: &mut World, by: &By, passage: FactId) -> EventId {
        world.when(by, &confirm(&[passage])).unwrap()[0].id
    }

    fn colleague(by: By) -> By {
        let worker = "another".parse().unwrap();
        By { worker, ..by }
    }

    #[test]
    fn those_who_see_the_passage_see_who_confirmed_it_and_the_passage_stays_as_it_is() {
        let mut world = World::with_involved_charity();
        let passage = written(&mut world, &[]);
        let of_passage = |world: &World, by: &By| {
            let shown = world.disclosed(by).into_iter();
            shown.filter(|d| d.id == passage).collect::<Vec<_>>()
        };
        let before = [gp(), link_worker()].map(|by| of_passage(&world, &by));
        let event = confirmed(&mut world, &link_worker(), passage);
        for by in [gp(), link_worker()] {
            let shown = world.disclosed(&by);
            let confirmation = shown.iter().find(|d| d.id.event == event).unwrap();
            assert_eq!(confirmation.fact.about, About::Confirmation { passage });
            assert_eq!(
                (&confirmation.by, confirmation.at),
                (&link_worker(), world.now)
            );
        }
        let after = [gp(), link_worker()].map(|by| of_passage(&world, &by));
        assert_eq!(after, before);
    }

    #[test]
    fn those_who_do_not_see_the_passage_do_not_learn_that_it_was_confirmed() {
        let mut world = World::with_involved_charity();
        let passage = written(&mut world, &[Category::MentalHealth]);
        let event = confirmed(&mut world, &gp(), passage);
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 0]
        );
    }

    #[test]
    fn an_objection_takes_the_confirmation_with_the_passage_also_from_who_recorded_it() {
        let mut world = World::with_involved_charity();
        let passage = written(&mut world, &[]);
        let event = confirmed(&mut world, &link_worker(), passage);
        let charity = Against::Organisation(link_worker().organisation);
        let about_me = objection(charity, Some(&[Category::AboutMe]));
        world.when(&gp(), &about_me).unwrap();
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 0]
        );
    }

    #[test]
    fn the_confirmation_of_a_restricted_passage_is_for_its_readers_alone() {
        let mut world = World::with_involved_charity();
        let passage = written(&mut world, &[]);
        // No command restricts a passage yet, so the event is written by hand.
        let readers = [(
            link_worker().organisation,
            [link_worker().worker].into_iter().collect(),
        )];
        let restricted = Fact {
            restriction: Some(Restriction {
                workers: readers.into(),
                ..Restriction::default()
            }),
            ..world.history.fact(passage).unwrap().fact.clone()
        };
        let id = EventId(uuid::Uuid::from_u128(7));
        world.history.apply(Event {
            id,
            recorded_at: world.now,
            by: gp(),
            what: What::AboutMeRecorded {},
            facts: vec![restricted],
        });
        let event = confirmed(
            &mut world,
            &link_worker(),
            FactId {
                event: id,
                index: 0,
            },
        );
        let shown = [
            gp(),
            link_worker(),
            colleague(gp()),
            colleague(link_worker()),
        ]
        .map(|by| world.shown(&by, event));
        assert_eq!(shown, [1, 1, 0, 0]);
        let own = world.disclosed(&link_worker());
        let own = own.iter().find(|d| d.id.event == event).unwrap();
        assert_eq!(own.fact.restriction, None, "it would name the readers");
    }

    #[test]
    fn it_goes_where_a_newer_version_that_is_hidden_takes_the_passage() {
        let mut world = World::with_involved_charity();
        let passage = written(&mut world, &[]);
        let event = confirmed(&mut world, &link_worker(), passage);
        assert_eq!(world.shown(&link_worker(), event), 1);
        revised(&mut world, passage, &[Category::MentalHealth]);
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 0]
        );
    }

    #[test]
    fn a_passage_that_was_revised_in_the_meantime_is_stale() {
        let mut world = World::with_involved_charity();
        let (other, older) = (written(&mut world, &[]), written(&mut world, &[]));
        let newer = revised(&mut world, older, &[]);
        let refusal = world.when(&link_worker(), &confirm(&[other, older]));
        assert_eq!(refusal.unwrap_err(), Refusal::of(Code::Stale, "tokens[1]"));
        world
            .when(&link_worker(), &confirm(&[other, newer]))
            .unwrap();
    }

    #[test]
    fn what_is_hidden_or_no_passage_is_unknown() {
        let mut world = World::with_involved_charity();
        let hidden = written(&mut world, &[Category::MentalHealth]);
        let unknown = Refusal::of(Code::PassageUnknown, "tokens[0]");
        let refusal = world.when(&link_worker(), &confirm(&[hidden]));
        assert_eq!(refusal.unwrap_err(), unknown);
        let note = note("Asthma.", &[Category::Health]);
        let noted = first_fact(&world.when(&gp(), &note).unwrap());
        let refusal = world.when(&gp(), &confirm(&[noted]));
        assert_eq!(refusal.unwrap_err(), unknown);
    }

    #[test]
    fn an_organisation_whose_name_reveals_more_than_the_passage_may_not_confirm_it() {
        let mut world = World::with_case();
        let mut asked = referral();
        asked.service.terms.reveals = Categories::of(&[Category::SubstanceUse]);
        world.when(&gp(), &asked).unwrap();
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        let passage = written(&mut world, &[]);
        let refusal = world.when(&link_worker(), &confirm(&[passage]));
        assert_eq!(
            refusal.unwrap_err(),
            Refusal::of(Code::NameReveals, "tokens[0]")
        );
        let own = about_me(vec![crate::testing::passage("I do not drink.", &[])]);
        let own = first_fact(&world.when(&link_worker(), &own).unwrap());
        confirmed(&mut world, &link_worker(), own);
    }

    #[test]
    fn for_whoever_does_not_take_part_there_is_no_such_person() {
        let mut world = World::with_case();
        let passage = written(&mut world, &[]);
        let mut asked = referral();
        asked.service = housing();
        asked.ticked = vec![passage];
        world.when(&gp(), &asked).unwrap();
        // Invited, and shown the passage; but it has not accepted.
        let invited = By {
            organisation: housing().terms.organisation,
            ..link_worker()
        };
        for by in [invited, link_worker()] {
            let refusal = world.when(&by, &confirm(&[passage])).unwrap_err();
            let of_nobody = World::new().when(&by, &confirm(&[passage]));
            assert_eq!(refusal, of_nobody.unwrap_err());
            assert_eq!(refusal.code, Code::CaseUnknown);
        }
    }

    #[test]
    fn nothing_and_too_much_are_refused_and_a_passage_named_twice_is_confirmed_once() {
        let mut world = World::with_case();
        let passage = written(&mut world, &[]);
        for (count, code) in [(0, Code::NothingToRecord), (29, Code::TooMany)] {
            let refusal = world.when(&gp(), &confirm(&vec![passage; count]));
            assert_eq!(refusal.unwrap_err(), Refusal::of(code, "tokens"));
        }
        let events = world.when(&gp(), &confirm(&[passage; 28])).unwrap();
        assert_eq!(events[0].facts.len(), 1);
    }
}
