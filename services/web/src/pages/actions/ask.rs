//! Asking another organisation's service to do something, and giving an action to a colleague.

use api::v1::{
    Category, ReassignActionRequest, RequestActionRequest, RequestActionResponse,
    actions_command_service_client::ActionsCommandServiceClient,
};
use axum::extract::Path;
use jiff::Span;

use super::{DAYS, find, of};
use crate::{
    choices,
    failure::Answer,
    form::{Choice, Field, Form},
    sent::{Sent, Stage},
    visit::{Next, Visit},
};

pub(super) fn ask_form(
    person: &str,
    services: Vec<Choice>,
    passages: Vec<Choice>,
    due: &str,
) -> Form {
    Form::new("Ask a service to do something", "Ask")
        .about(person)
        .back_to(format!("/people/{person}/actions"))
        .lead("It is a request until they accept. They see who this is, how to reach them safely, and this request.")
        .field(Field::pick("service", "Whom do you ask?", services))
        .field(Field::words("words", "What is to be done?", 2))
        .field(Field::date("due", "By when?").with_date(due))
        .field(Field::categories("What is it about?"))
        .field_if(choices::ticked("What they want the service to read before answering", passages))
        .field(Field::tick("person_agreed", "Does the person agree?", "They agree to it"))
        .more(Field::text("without_agreement", "If not, or if they could not be asked: why?", 30))
}

/// Asks a service of another organisation.
pub async fn request_action(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let due = visit
        .today()
        .saturating_add(Span::new().days(DAYS))
        .to_string();
    let mut services = choices::services_of_others(&visit).await?;
    services.insert(0, Choice::new("", "Choose"));
    let passages = choices::passages(&visit, &person).await?;
    let form = ask_form(&person, services, passages, &due);
    let (organisation, service) = choices::chosen_service(sent.get("service"));
    let is_opened = sent.stage == Stage::Opened;
    let request = RequestActionRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        organisation: organisation.to_owned(),
        service_id: service.to_owned(),
        words: sent.words("words"),
        categories: if is_opened {
            vec![Category::Plan.into()]
        } else {
            sent.categories()
        },
        due: if is_opened { due } else { sent.date("due") },
        person_agreed: sent.is_ticked("person_agreed") || is_opened,
        without_agreement: sent.text("without_agreement"),
        ticked: sent.all("ticked"),
    };
    let mut actions = ActionsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = actions.request_action(request).await;
    let next = |done: &RequestActionResponse| {
        Next::to(
            format!("/actions/{}", done.action_id),
            "The request is sent.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

/// Gives an action to a colleague.
pub async fn reassign_action(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let action = find(&visit, &id).await?;
    let colleagues = choices::colleagues(&visit, &action.worker).await?;
    let first = colleagues
        .first()
        .map(|choice| choice.value.clone())
        .unwrap_or_default();
    let form = reassign_form(&action, colleagues);
    let request = ReassignActionRequest {
        command_id: sent.command_id(),
        person_id: action.person_id.clone(),
        action_id: id.clone(),
        token: sent.given("token", &action.token),
        worker: match sent.stage {
            Stage::Earnest => sent.text("worker"),
            _ => sent.given("worker", &first),
        },
        words: sent.text("words"),
    };
    let mut actions = ActionsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = actions.reassign_action(request).await;
    let next = |_: &_| Next::to(format!("/actions/{id}"), "It is theirs to do now.");
    visit.settle(form, &sent, answer, next).await
}

pub(super) fn reassign_form(action: &api::v1::Action, colleagues: Vec<Choice>) -> Form {
    of(
        Form::new("Give it to a colleague", "Give it to them"),
        action,
    )
    .field(Field::pick("worker", "To whom?", colleagues))
    .field(Field::text("words", "A word to them (optional)", 30))
}
