//! `RequestAction`: another organisation's service, which was not in the room, is asked to do something.

use crate::{
    action::{ActionRequested, Told},
    ask,
    calendar::{self, LastDay},
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{ActionId, FactId, Mint},
    refusal::{Code, Refusal},
    service::Service,
    words::Words,
};

/// Requests an action.
#[derive(Clone, Debug)]
pub struct RequestAction {
    /// The service that is asked.
    pub service: Service,
    /// What is to be done.
    pub words: Words,
    /// What it is about.
    pub categories: Categories,
    /// The day by which it is to be done.
    pub due: LastDay,
    /// Why the person was not asked or did not agree; none where they agreed.
    pub without_agreement: Option<Words>,
    /// The passages that the person wants the service to see.
    pub ticked: Vec<FactId>,
}

impl Command for RequestAction {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let terms = &self.service.terms;
        if terms.organisation == *context.organisation() {
            return Err(Refusal::of(Code::ServiceOwn, "service_id"));
        }
        if self.categories.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "categories"));
        }
        calendar::to_come("due", self.due.date, context.now)?;
        ask::ticked_are_visible(history, context, &self.ticked)?;
        let action = ActionId(mint.mint());
        let answer_by = terms.answer_by(context.now);
        let told = Told::Requested {
            from: context.organisation().clone(),
            to: terms.organisation.clone(),
            service: terms.service,
            service_name: self.service.name.clone(),
            words: self.words.clone(),
            due: self.due.date,
            without_agreement: self.without_agreement.clone(),
            answer_by: answer_by[0],
        };
        Ok(vec![Draft {
            what: What::ActionRequested(ActionRequested {
                action,
                terms: terms.clone(),
                agreed: self.without_agreement.is_none(),
                ticked: self.ticked.clone(),
                due: self.due,
                answer_by,
            }),
            facts: vec![Fact {
                about: About::Action { action },
                // Asking this service reveals what naming it reveals; so does who asks.
                categories: self
                    .categories
                    .with(terms.reveals)
                    .with(history.reveals(context.organisation())),
                restriction: None,
                replaces: None,
                content: Content::Action(told),
            }],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{
        World, about_me, actions::request, first_fact, gp, link_worker, passage, practice,
    };

    #[test]
    fn the_invited_see_who_it_is_the_request_and_what_was_ticked() {
        let mut world = World::with_case();
        let choir = world
            .when(
                &gp(),
                &about_me(vec![passage("Choir.", &[]), passage("Tea.", &[])]),
            )
            .unwrap();
        let request = RequestAction {
            ticked: vec![first_fact(&choir)],
            ..request()
        };
        world.when(&gp(), &request).unwrap();
        let kinds: Vec<_> = world
            .disclosed(&link_worker())
            .iter()
            .map(|d| d.fact.about.kind())
            .collect();
        assert_eq!(kinds, ["identity", "passage", "action"]);
        assert!(!world.history.involves(&link_worker().organisation));
    }

    #[test]
    fn own_services_past_days_and_hidden_passages_are_refused() {
        let mut world = World::with_case();
        let own = RequestAction {
            service: practice(),
            ..request()
        };
        assert_eq!(
            world.when(&gp(), &own).unwrap_err(),
            Refusal::of(Code::ServiceOwn, "service_id")
        );
        let past = RequestAction {
            due: LastDay::on("2026-06-07".parse().unwrap()).unwrap(),
            ..request()
        };
        assert_eq!(
            world.when(&gp(), &past).unwrap_err(),
            Refusal::of(Code::DatePast, "due")
        );
        let hidden = RequestAction {
            ticked: vec![FactId {
                event: crate::ids::EventId(uuid::Uuid::nil()),
                index: 0,
            }],
            ..request()
        };
        assert_eq!(
            world.when(&gp(), &hidden).unwrap_err(),
            Refusal::of(Code::PassageUnknown, "ticked[0]")
        );
    }
}
