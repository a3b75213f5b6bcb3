//! `RecordAboutMe`: passages of About Me are written, or take the place of older ones.

use crate::{
    about_me::Heading,
    category::{Categories, Category},
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::{History, Recorded},
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
    version,
    words::Words,
};

/// The most passages that one command may hold.
pub const PASSAGES_MAX: usize = 28;

/// Records passages of About Me.
#[derive(Clone, Debug)]
pub struct RecordAboutMe {
    /// The passages.
    pub passages: Vec<Passage>,
}

/// One passage as it is written.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The heading that it stands under.
    pub heading: Heading,
    /// The person's words, or words about how they are.
    pub words: Words,
    /// What it is about, besides being about the person.
    pub categories: Categories,
    /// Whether the person does not want to be asked about this again.
    pub do_not_ask_again: bool,
    /// Who helped to write it.
    pub helped_by: Option<Words>,
    /// The version that it takes the place of: the newest that the writer has seen.
    pub replaces: Option<FactId>,
}

impl Command for RecordAboutMe {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.helping(history)?;
        if self.passages.is_empty() {
            return Err(Refusal::of(Code::NothingToRecord, "passages"));
        }
        if self.passages.len() > PASSAGES_MAX {
            return Err(Refusal::of(Code::TooMany, "passages"));
        }
        // One event each: a place among an event's facts would betray that there are others, which may be hidden.
        let draft = |(place, passage)| {
            Ok(Draft {
                what: What::AboutMeRecorded {},
                facts: vec![fact(history, context, place, passage)?],
            })
        };
        self.passages.iter().enumerate().map(draft).collect()
    }
}

fn fact(
    history: &History,
    context: &Context,
    place: usize,
    passage: &Passage,
) -> Result<Fact, Refusal> {
    let mut categories = passage
        .categories
        .with(Categories::of(&[Category::AboutMe]));
    categories = categories.with(history.reveals(context.organisation()));
    let mut restriction = None;
    if let Some(id) = passage.replaces {
        let older = newest_seen(history, context, id, || format!("passages[{place}].token"))?;
        // A newer version inherits what protected the older one: writing it again must not open it up.
        categories = categories.with(older.fact.categories);
        restriction = older.fact.restriction.clone();
    }
    Ok(Fact {
        about: About::Passage {
            heading: passage.heading,
        },
        categories,
        restriction,
        replaces: passage.replaces,
        content: Content::Passage {
            words: passage.words.clone(),
            do_not_ask_again: passage.do_not_ask_again,
            helped_by: passage.helped_by.clone(),
        },
    })
}

/// The passage that the caller names, where it is the newest version that they may see.
pub(super) fn newest_seen<'a>(
    history: &'a History,
    context: &Context,
    id: FactId,
    field: impl Fn() -> String,
) -> Result<&'a Recorded, Refusal> {
    let is_passage = |about: &About| about.heading().is_some();
    let unknown = Refusal::of(Code::PassageUnknown, field());
    version::newest_seen(history, context, id, is_passage, unknown)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{World, about_me, first_fact, gp, link_worker, passage};

    #[test]
    fn what_is_only_about_the_person_reaches_everybody_involved() {
        let mut world = World::with_involved_charity();
        let event = world
            .when(&gp(), &about_me(vec![passage("Choir on Thursdays.", &[])]))
            .unwrap()[0]
            .id;
        assert_eq!(world.shown(&link_worker(), event), 1);
    }

    #[test]
    fn a_passage_in_another_category_needs_more_than_taking_part() {
        let mut world = World::with_involved_charity();
        let event = world
            .when(
                &gp(),
                &about_me(vec![passage("I get so low.", &[Category::MentalHealth])]),
            )
            .unwrap()[0]
            .id;
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 0]
        );
    }

    #[test]
    fn a_new_version_inherits_the_categories_of_the_old_one() {
        let mut world = World::with_involved_charity();
        let low = first_fact(
            &world
                .when(
                    &gp(),
                    &about_me(vec![passage("I get so low.", &[Category::MentalHealth])]),
                )
                .unwrap(),
        );
        let revised = Passage {
            replaces: Some(low),
            ..passage("I am better now.", &[])
        };
        let event = world.when(&gp(), &about_me(vec![revised])).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 0);
    }

    #[test]
    fn who_may_not_see_the_newest_version_sees_no_older_one() {
        let mut world = World::with_involved_charity();
        let events = world
            .when(&gp(), &about_me(vec![passage("Fine.", &[])]))
            .unwrap();
        assert_eq!(world.shown(&link_worker(), events[0].id), 1);
        let revised = Passage {
            replaces: Some(first_fact(&events)),
            ..passage("Not fine.", &[Category::MentalHealth])
        };
        world.when(&gp(), &about_me(vec![revised])).unwrap();
        assert_eq!(
            [
                world.shown(&gp(), events[0].id),
                world.shown(&link_worker(), events[0].id)
            ],
            [1, 0]
        );
    }

    #[test]
    fn a_version_that_has_been_replaced_is_stale() {
        let mut world = World::with_case();
        let first = first_fact(
            &world
                .when(&gp(), &about_me(vec![passage("Tea.", &[])]))
                .unwrap(),
        );
        let revise = about_me(vec![Passage {
            replaces: Some(first),
            ..passage("Coffee.", &[])
        }]);
        world.when(&gp(), &revise).unwrap();
        assert_eq!(
            world.when(&gp(), &revise).unwrap_err(),
            Refusal::of(Code::Stale, "passages[0].token")
        );
    }

    #[test]
    fn a_passage_that_is_hidden_is_unknown() {
        let mut world = World::with_involved_charity();
        let low = first_fact(
            &world
                .when(
                    &gp(),
                    &about_me(vec![passage("I get so low.", &[Category::MentalHealth])]),
                )
                .unwrap(),
        );
        let revise = about_me(vec![Passage {
            replaces: Some(low),
            ..passage("Hm.", &[])
        }]);
        assert_eq!(
            world.when(&link_worker(), &revise).unwrap_err().code,
            Code::PassageUnknown
        );
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        let mut world = World::with_case();
        assert_eq!(
            world.when(&gp(), &about_me(vec![])).unwrap_err().code,
            Code::NothingToRecord
        );
        let many = vec![passage("Tea.", &[]); PASSAGES_MAX + 1];
        assert_eq!(
            world.when(&gp(), &about_me(many)).unwrap_err().code,
            Code::TooMany
        );
    }
}
