//! What is to be done, by whoever leads the case and by the person.

use api::v1::{
    AgreeActionRequest,
    agree_action_request::{OrganisationOwner, PersonOwner, Who},
};

use super::{Telling, numbers};
use crate::demo::send::send;

/// What whoever leads promises to do.
const PROMISES: &[&str] = &[
    "Ring {name} on the day, and go along.",
    "Find out who answers {their} letter, and ring {name} with the name.",
    "Ask for the form in large print, and bring it.",
    "Write down for {name} who comes when.",
];

impl Telling {
    /// Whoever leads promises something by a day, and the person says what they want to do themselves.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn agrees_who_does_what(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let promise = self.say(PROMISES);
        let owner = OrganisationOwner {
            organisation: who.organisation().into(),
            worker: who.worker().into(),
            due: self.date_in(9),
            person_agreed: true,
            without_agreement: String::new(),
        };
        self.agrees_action(&promise, Who::Organisation(owner))
            .await?;
        let goal = self.chance.pick(self.need.goals);
        let goal = self.person.in_words(goal);
        let own = PersonOwner {
            helper: String::new(),
            hoped_by: self.date_in(30),
        };
        self.agrees_action(&goal, Who::Person(own)).await
    }

    async fn agrees_action(&mut self, words: &str, whose: Who) -> anyhow::Result<()> {
        let who = self.lead();
        let request = AgreeActionRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            words: words.into(),
            categories: numbers(&[self.need.topic]),
            who: Some(whose),
        };
        let agreed = send!(self.sender, &who, actions.agree_action, request)?;
        self.keep(&who, agreed.receipt);
        Ok(())
    }
}
