//! Asking another organisation's service to do something, and giving an action to a colleague.

use api::v1::{
    Category, ListServicesRequest, ReassignActionRequest, RequestActionRequest,
    RequestActionResponse, actions_command_service_client::ActionsCommandServiceClient,
    directory_query_service_client::DirectoryQueryServiceClient,
};
use axum::extract::Path;
use jiff::Span;

use super::{DAYS, find, of};
use crate::{
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    sent::{Sent, Stage},
    visit::{Next, Visit},
};

const SHOWN: i32 = 100;

/// The services of other organisations.
async fn services(visit: &Visit) -> Result<Vec<Choice>, Failure> {
    let mut directory = DirectoryQueryServiceClient::new(visit.connection());
    let request = ListServicesRequest {
        page_size: SHOWN,
        ..Default::default()
    };
    let found = directory
        .list_services(request)
        .await?
        .into_inner()
        .services
        .into_iter();
    let others = found.filter(|service| service.organisation != visit.organisation());
    let choice = |service: api::v1::Service| {
        let value = format!("{} {}", service.organisation, service.service_id);
        Choice::new(
            value,
            format!("{}, {}", service.name, service.organisation_name),
        )
    };
    Ok(std::iter::once(Choice::new("", "Choose"))
        .chain(others.map(choice))
        .collect())
}

pub(super) fn ask_form(person: &str, services: Vec<Choice>, due: &str) -> Form {
    Form::new("Ask a service to do something", "Ask")
        .about(person)
        .back_to(format!("/people/{person}/actions"))
        .lead("It is a request until they accept. They see who this is, how to reach them safely, and this request.")
        .field(Field::pick("service", "Whom do you ask?", services))
        .field(Field::words("words", "What is to be done?", 2))
        .field(Field::date("due", "By when?").with_date(due))
        .field(Field::categories("What is it about?"))
        .field(Field::tick("person_agreed", "Does the person agree?", "They agree to it"))
        .more(Field::text("without_agreement", "If not, or if they could not be asked: why?", 30))
}

/// Asks a service of another organisation.
pub async fn request_action(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let due = visit
        .today()
        .saturating_add(Span::new().days(DAYS))
        .to_string();
    let form = ask_form(&person, services(&visit).await?, &due);
    let (organisation, service) = sent.get("service").split_once(' ').unwrap_or_default();
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
        ticked: Vec::new(),
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
    let directory = &visit.site.directory;
    let workers = directory
        .workers(&visit.connection(), visit.organisation(), visit.now)
        .await?;
    let others = workers
        .into_iter()
        .filter(|worker| worker.worker != action.worker);
    let colleagues: Vec<_> = others
        .map(|worker| Choice::new(worker.worker, worker.name))
        .collect();
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
