//! `RecordPlan`: passages of the plan are written, or take the place of older ones; and when it is looked at again.

use crate::{
    calendar::{self, LastDay},
    category::{Categories, Category},
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{FactId, Mint},
    plan::{Section, Told, whole},
    refusal::{Code, Refusal},
    version,
    words::Words,
};

/// The most passages that one command may hold.
pub const PASSAGES_MAX: usize = 28;

/// Records passages of the plan.
#[derive(Clone, Debug)]
pub struct RecordPlan {
    /// The passages.
    pub passages: Vec<Passage>,
    /// When the plan is looked at again, where that is said.
    pub review_on: Option<LastDay>,
}

/// One passage as it is written.
#[derive(Clone, Debug)]
pub struct Passage {
    /// What it is.
    pub section: Section,
    /// The person's words, or words about how they are.
    pub words: Words,
    /// What it is about, besides being of the plan.
    pub categories: Categories,
    /// Who helped to write it.
    pub helped_by: Option<Words>,
    /// The version that it takes the place of: the newest that the writer has seen.
    pub replaces: Option<FactId>,
}

impl Command for RecordPlan {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        if self.passages.is_empty() && self.review_on.is_none() {
            return Err(Refusal::of(Code::NothingToRecord, "passages"));
        }
        if self.passages.len() > PASSAGES_MAX {
            return Err(Refusal::of(Code::TooMany, "passages"));
        }
        // One event each: a place among an event's facts would betray that there are others, which may be hidden.
        let draft = |(place, passage)| {
            Ok(Draft {
                what: What::PlanRecorded {},
                facts: vec![fact(history, context, place, passage)?],
            })
        };
        let mut drafts = self
            .passages
            .iter()
            .enumerate()
            .map(draft)
            .collect::<Result<Vec<_>, Refusal>>()?;
        if let Some(review_on) = self.review_on {
            calendar::to_come("review_on", review_on.date, context.now)?;
            let told = Told::ReviewSet {
                review_on: review_on.date,
            };
            drafts.push(Draft {
                what: What::PlanReviewSet { review_on },
                facts: vec![whole(history, context, Section::Review, told)],
            });
        }
        Ok(drafts)
    }
}

fn fact(
    history: &History,
    context: &Context,
    place: usize,
    passage: &Passage,
) -> Result<Fact, Refusal> {
    if !Section::WRITTEN.contains(&passage.section) {
        return Err(Refusal::of(
            Code::ChoiceMissing,
            format!("passages[{place}].section"),
        ));
    }
    let mut categories = passage
        .categories
        .with(Categories::of(&[Category::Plan]))
        .with(history.reveals(context.organisation()));
    let mut restriction = None;
    if let Some(id) = passage.replaces {
        let of_plan =
            |about: &About| matches!(about, About::Plan { section } if section.has_versions());
        let unknown = Refusal::of(Code::PassageUnknown, format!("passages[{place}].token"));
        let older = version::newest_seen(history, context, id, of_plan, unknown)?;
        // A newer version inherits what protected the older one: writing it again must not open it up.
        categories = categories.with(older.fact.categories);
        restriction = older.fact.restriction.clone();
    }
    Ok(Fact {
        about: About::Plan {
            section: passage.section,
        },
        categories,
        restriction,
        replaces: passage.replaces,
        content: Content::Plan(Told::Passage {
            words: passage.words.clone(),
            helped_by: passage.helped_by.clone(),
        }),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{
        World, first_fact, gp, link_worker,
        plans::{goal, plan, written},
    };

    #[test]
    fn what_is_of_the_plan_alone_reaches_everybody_involved() {
        let mut world = World::with_involved_charity();
        let event = world.when(&gp(), &plan(vec![goal("Sing again.")])).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 1);
    }

    #[test]
    fn a_passage_in_another_category_needs_more_than_taking_part() {
        let mut world = World::with_involved_charity();
        let low = Passage {
            categories: Categories::of(&[Category::MentalHealth]),
            ..written(Section::Contingency, "I stop answering the phone.")
        };
        let event = world.when(&gp(), &plan(vec![low])).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 0);
    }

    #[test]
    fn a_new_version_inherits_what_protected_the_old_one_and_one_that_was_replaced_is_stale() {
        let mut world = World::with_involved_charity();
        let low = Passage {
            categories: Categories::of(&[Category::MentalHealth]),
            ..goal("Feel less low.")
        };
        let first = first_fact(&world.when(&gp(), &plan(vec![low])).unwrap());
        let revise = plan(vec![Passage {
            replaces: Some(first),
            ..goal("Feel well.")
        }]);
        let event = world.when(&gp(), &revise).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 0);
        assert_eq!(
            world.when(&gp(), &revise).unwrap_err(),
            Refusal::of(Code::Stale, "passages[0].token")
        );
        assert_eq!(
            world.when(&link_worker(), &revise).unwrap_err(),
            Refusal::of(Code::PassageUnknown, "passages[0].token")
        );
    }

    #[test]
    fn a_passage_of_about_me_is_not_revised_as_one_of_the_plan() {
        let mut world = World::with_case();
        let about_me = crate::testing::about_me(vec![crate::testing::passage("Tea.", &[])]);
        let tea = first_fact(&world.when(&gp(), &about_me).unwrap());
        let revise = plan(vec![Passage {
            replaces: Some(tea),
            ..goal("Sing again.")
        }]);
        assert_eq!(
            world.when(&gp(), &revise).unwrap_err().code,
            Code::PassageUnknown
        );
    }

    #[test]
    fn nothing_too_much_and_what_is_not_written_so_are_refused() {
        let mut world = World::with_case();
        let code =
            |world: &mut World, passages| world.when(&gp(), &plan(passages)).unwrap_err().code;
        assert_eq!(code(&mut world, vec![]), Code::NothingToRecord);
        let many = vec![goal("Sing again."); PASSAGES_MAX + 1];
        assert_eq!(code(&mut world, many), Code::TooMany);
        let ended = vec![written(Section::Achieved, "Done.")];
        assert_eq!(code(&mut world, ended), Code::ChoiceMissing);
    }
}
