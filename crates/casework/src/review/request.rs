//! `RequestReview`: a worker asks for the case to be discussed, with the person's words and the question.

use crate::{
    category::Categories,
    command::{Command, Context},
    decided_by::DecidedBy,
    disclosure::shown_to,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::{History, Recorded},
    ids::{FactId, Mint, ReviewId},
    refusal::{Code, Refusal},
    review::{Aim, ReviewRequested, Told, attachable},
    words::Words,
};

/// The most facts that can be attached.
pub const ATTACHED_MAX: usize = 32;

/// Asks for a review.
#[derive(Clone, Debug)]
pub struct RequestReview {
    /// What is wanted.
    pub aim: Aim,
    /// The question.
    pub question: Words,
    /// What the person says about it.
    pub person_says: Option<Words>,
    /// What it is about.
    pub categories: Categories,
    /// Whether somebody agreed to it, and who.
    pub consent: Consent,
    /// The facts that the team is to see.
    pub attached: Vec<FactId>,
}

/// Whether the person, or whoever decides for them, agreed to a review.
#[derive(Clone, Debug)]
pub enum Consent {
    /// They were told and agreed.
    Agreed(DecidedBy),
    /// They were not asked or did not agree; why it is discussed all the same.
    Without(Words),
}

impl Command for RequestReview {
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
        if let Consent::Agreed(decided_by) = &self.consent {
            decided_by.check("decided_by", context.now)?;
        }
        self.attached_are_visible(history, context)?;
        let review = ReviewId(mint.mint());
        let what = What::ReviewRequested(ReviewRequested {
            review,
            agreed: matches!(self.consent, Consent::Agreed(_)),
            attached: self.attached.clone(),
        });
        Ok(vec![Draft {
            what,
            facts: vec![self.fact(history, context, review)],
        }])
    }
}

impl RequestReview {
    fn attached_are_visible(&self, history: &History, context: &Context) -> Result<(), Refusal> {
        if self.attached.len() > ATTACHED_MAX {
            return Err(Refusal::of(Code::TooMany, "attached"));
        }
        for (place, id) in self.attached.iter().enumerate() {
            let fits = |recorded: &&Recorded| attachable(recorded.fact.about);
            let fact = history.fact(*id).filter(fits);
            if !fact.is_some_and(|fact| shown_to(history, &context.by, fact, context.now)) {
                return Err(Refusal::of(Code::FactUnknown, format!("attached[{place}]")));
            }
        }
        Ok(())
    }

    fn fact(&self, history: &History, context: &Context, review: ReviewId) -> Fact {
        let (decided_by, without_agreement) = match &self.consent {
            Consent::Agreed(decided_by) => (Some(decided_by.clone()), None),
            Consent::Without(reason) => (None, Some(reason.clone())),
        };
        let told = |called| Told::Requested {
            from: context.organisation().clone(),
            called,
            aim: self.aim,
            question: self.question.clone(),
            person_says: self.person_says.clone(),
            decided_by,
            without_agreement,
        };
        Fact {
            about: About::Review { review },
            categories: self
                .categories
                .with(history.reveals(context.organisation())),
            restriction: None,
            replaces: None,
            // Without a name there is nobody left to discuss.
            content: called(history)
                .map_or(Content::Erased, |called| Content::Review(told(called))),
        }
    }
}

/// What the person likes to be called, or their first name: the shared screen shows no more.
fn called(history: &History) -> Option<Words> {
    let identities = history.facts().iter().rev();
    let mut names = identities.filter_map(|recorded| match &recorded.fact.content {
        Content::Identity(identity) => Some(identity),
        _ => None,
    });
    let identity = names.next()?;
    let first = identity.name.as_str().split_whitespace().next()?;
    let first = || Words::name("name", first).ok();
    identity.preferred_name.clone().or_else(first)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        testing::{World, first_fact, gp, link_worker, note, review},
    };

    #[test]
    fn it_keeps_the_question_the_persons_words_and_what_they_like_to_be_called() {
        let mut world = World::with_case();
        let events = world.when(&gp(), &review()).unwrap();
        let Content::Review(Told::Requested {
            called,
            person_says,
            ..
        }) = &events[0].facts[0].content
        else {
            panic!("{events:?}");
        };
        assert_eq!(called.as_str(), "Mo");
        assert!(person_says.is_some());
    }

    #[test]
    fn it_alone_shows_nothing_to_anybody_else() {
        let mut world = World::with_case();
        world.when(&gp(), &review()).unwrap();
        assert_eq!(world.shown_in_all(&link_worker()), 0);
    }

    #[test]
    fn what_is_not_seen_or_not_for_a_meeting_cannot_be_attached() {
        let mut world = World::with_involved_charity();
        let low = world.when(&gp(), &note("Low mood.", &[Category::MentalHealth]));
        let hidden = RequestReview {
            attached: vec![first_fact(&low.unwrap())],
            ..review()
        };
        let unknown = Refusal::of(Code::FactUnknown, "attached[0]");
        assert_eq!(world.when(&link_worker(), &hidden).unwrap_err(), unknown);
        let identity = RequestReview {
            attached: vec![first_fact(&world.events)],
            ..review()
        };
        assert_eq!(world.when(&gp(), &identity).unwrap_err(), unknown);
    }

    #[test]
    fn whoever_takes_no_part_cannot_ask() {
        let mut world = World::with_case();
        let refusal = world.when(&link_worker(), &review()).unwrap_err();
        assert_eq!(refusal.code, Code::CaseUnknown);
    }
}
