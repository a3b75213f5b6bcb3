//! Agreeing an action with the person: a colleague does it, or the person themselves.

use api::v1::{
    AgreeActionRequest, AgreeActionResponse, Category,
    actions_command_service_client::ActionsCommandServiceClient,
    agree_action_request::{OrganisationOwner, PersonOwner, Who},
};
use axum::extract::Path;
use jiff::Span;

use super::DAYS;
use crate::{
    failure::Answer,
    form::{Choice, Field, Form},
    sent::{Sent, Stage},
    visit::{Next, Visit},
};

pub(super) fn agree_form(person: &str, owners: Vec<Choice>, own: &str, due: &str) -> Form {
    Form::new("Agree an action", "Record the action")
        .about(person)
        .back_to(format!("/people/{person}/actions"))
        .field(Field::text("words", "What is to be done?", 30))
        .field(Field::pick("owner", "Who does it?", owners).with(own))
        .field(Field::date("organisation.due", "By when?").with_date(due))
        .field(Field::categories("What is it about?").with(i32::from(Category::Plan).to_string()))
        .field(Field::tick(
            "agreed",
            "Does the person agree?",
            "They agree to it",
        ))
        .more(Field::text(
            "organisation.without_agreement",
            "If not, or if they could not be asked: why?",
            30,
        ))
}

/// Agrees an action of a colleague's, or a step of the person's own.
pub async fn agree_action(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let directory = &visit.site.directory;
    let workers = directory
        .workers(&visit.connection(), visit.organisation(), visit.now)
        .await?;
    let mut owners: Vec<Choice> = workers
        .into_iter()
        .map(|worker| Choice::new(worker.worker, worker.name))
        .collect();
    owners.push(Choice::new("person", "The person: a step of their own"));
    let due = visit
        .today()
        .saturating_add(Span::new().days(DAYS))
        .to_string();
    let own = visit.somebody.speaker.worker.clone();
    let form = agree_form(&person, owners, &own, &due);
    let is_opened = sent.stage == Stage::Opened;
    let who = match sent.given("owner", &own).as_str() {
        "person" => Who::Person(PersonOwner {
            helper: String::new(),
            hoped_by: sent.date("organisation.due"),
        }),
        worker => Who::Organisation(OrganisationOwner {
            organisation: visit.organisation().to_owned(),
            worker: worker.to_owned(),
            due: if is_opened {
                due
            } else {
                sent.date("organisation.due")
            },
            person_agreed: sent.is_ticked("agreed") || is_opened,
            without_agreement: sent.text("organisation.without_agreement"),
        }),
    };
    let request = AgreeActionRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        words: sent.words("words"),
        categories: if is_opened {
            vec![Category::Plan.into()]
        } else {
            sent.categories()
        },
        who: Some(who),
    };
    let mut actions = ActionsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = actions.agree_action(request).await;
    let next = |_: &AgreeActionResponse| {
        Next::to(
            format!("/people/{person}/actions"),
            "The action is recorded.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}
