//! Actions: who does what by when, across cases and in one, and what came of it.

mod agree;
mod ask;
mod list;
mod samples;

use api::v1::{
    AcceptActionRequest, Action, ActionState, CancelActionRequest, CompleteActionRequest,
    DeclineActionRequest, DeclineReason, ListActionsRequest, ListActionsResponse,
    actions_command_service_client::ActionsCommandServiceClient,
    actions_query_service_client::ActionsQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

pub use samples::samples;

use super::form;
use crate::{
    entry::Section,
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    listing::Listing,
    names::Names,
    sent::Sent,
    site::Site,
    told,
    visit::{Next, Visit},
};

const SHOWN: i32 = 50;
/// In how many days something is to be done, where nothing else is said.
const DAYS: i64 = 14;

/// The paths of actions.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/actions", get(list::list))
        .route("/actions/{id}", get(one))
        .route("/actions/{id}/accept", form(accept_action))
        .route("/actions/{id}/decline", form(decline_action))
        .route("/actions/{id}/complete", form(complete_action))
        .route("/actions/{id}/cancel", form(cancel_action))
        .route("/actions/{id}/reassign", form(ask::reassign_action))
        .route("/people/{person}/actions/ask", form(ask::request_action))
        .route("/people/{person}/actions", get(list::of_person))
        .route("/people/{person}/actions/new", form(agree::agree_action))
}

async fn asked(visit: &Visit, request: ListActionsRequest) -> Result<ListActionsResponse, Failure> {
    let mut actions = ActionsQueryServiceClient::new(visit.connection());
    let request = ListActionsRequest {
        page_size: SHOWN,
        not_before: visit.not_before(),
        ..request
    };
    Ok(actions.list_actions(request).await?.into_inner())
}

async fn names(visit: &Visit, actions: &[Action]) -> Result<Names, Failure> {
    let mentioned = told::mentioned(actions.iter().flat_map(|action| &action.facts));
    visit.names(mentioned.iter().map(String::as_str)).await
}

async fn find(visit: &Visit, id: &str) -> Result<Action, Failure> {
    let request = ListActionsRequest {
        action_id: id.to_owned(),
        ..Default::default()
    };
    asked(visit, request)
        .await?
        .actions
        .into_iter()
        .next()
        .ok_or(Failure::NoSuchPage)
}

/// One action, with what can be done next.
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let action = find(&visit, &id).await?;
    let names = names(&visit, std::slice::from_ref(&action)).await?;
    let entries = action
        .facts
        .iter()
        .map(|fact| told::entry(fact, &action.person_id, &names));
    let page = visit
        .page_about(&action.person_id, "action", "Action")
        .await?;
    let section = Section::new("What was agreed, and what came of it", entries.collect());
    let mut listing = Listing::new(page.within("actions").live(), "Action").section(section);
    let to = |end: &str| format!("/actions/{id}/{end}");
    let ours = action.organisation.is_empty() || action.organisation == visit.organisation();
    let form = match action.state() {
        ActionState::Requested if ours => {
            listing = listing.action(to("decline"), "Decline, and say why");
            Some(accept_form(&action).inline(to("accept")))
        }
        ActionState::Open if ours => {
            listing = listing
                .action(to("reassign"), "Give it to a colleague")
                .action(to("cancel"), "Call it off");
            Some(complete_form(&action).inline(to("complete")))
        }
        ActionState::Open | ActionState::Requested => {
            listing = listing.action(to("cancel"), "Call it off");
            None
        }
        _ => None,
    };
    listing.form = form.map(|form| visit.inline(form, &listing.page));
    visit.show(&listing)
}

fn of(form: Form, action: &Action) -> Form {
    form.about(&action.person_id)
        .back_to(format!("/actions/{}", action.action_id))
        .field(Field::hidden("token", &action.token))
}

fn accept_form(action: &Action) -> Form {
    of(Form::new("Take it on", "Take it on"), action).field(Field::text(
        "words",
        "A word to whoever asked (optional)",
        30,
    ))
}

/// Takes a requested action on.
pub async fn accept_action(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let action = find(&visit, &id).await?;
    let request = AcceptActionRequest {
        command_id: sent.command_id(),
        person_id: action.person_id.clone(),
        action_id: id.clone(),
        token: sent.given("token", &action.token),
        words: sent.text("words"),
    };
    let mut actions = ActionsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = actions.accept_action(request).await;
    let next = |_: &_| Next::to(format!("/actions/{id}"), "It is yours to do now.");
    visit
        .settle(accept_form(&action), &sent, answer, next)
        .await
}

fn decline_form(action: &Action) -> Form {
    of(Form::new("Decline the request", "Decline"), action)
        .field(Field::choice(
            "reason",
            "Why?",
            Choice::of::<DeclineReason>(),
        ))
        .field(Field::words("words", "What whoever asked should know", 3))
}

/// Declines a requested action.
pub async fn decline_action(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let action = find(&visit, &id).await?;
    let reason = match sent.choice::<DeclineReason>("reason") {
        0 if sent.is_rehearsed() => DeclineReason::Other.into(),
        reason => reason,
    };
    let request = DeclineActionRequest {
        command_id: sent.command_id(),
        person_id: action.person_id.clone(),
        action_id: id,
        token: sent.given("token", &action.token),
        reason,
        words: sent.words("words"),
        instead: String::new(),
    };
    let mut actions = ActionsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = actions.decline_action(request).await;
    let next = |_: &_| Next::to("/actions", "You have declined, and whoever asked is told.");
    visit
        .settle(decline_form(&action), &sent, answer, next)
        .await
}

fn complete_form(action: &Action) -> Form {
    of(Form::new("It is done", "Record that it is done"), action).field(Field::words(
        "words",
        "What came of it?",
        2,
    ))
}

/// Records that it is done.
pub async fn complete_action(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let action = find(&visit, &id).await?;
    let request = CompleteActionRequest {
        command_id: sent.command_id(),
        person_id: action.person_id.clone(),
        action_id: id.clone(),
        token: sent.given("token", &action.token),
        words: sent.words("words"),
    };
    let mut actions = ActionsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = actions.complete_action(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/actions/{id}"),
            "It is done, and whoever agreed it is told.",
        )
    };
    visit
        .settle(complete_form(&action), &sent, answer, next)
        .await
}

fn cancel_form(action: &Action) -> Form {
    of(Form::new("Call it off", "Call it off"), action).field(Field::words("words", "Why?", 2))
}

/// Calls it off.
pub async fn cancel_action(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let action = find(&visit, &id).await?;
    let request = CancelActionRequest {
        command_id: sent.command_id(),
        person_id: action.person_id.clone(),
        action_id: id.clone(),
        token: sent.given("token", &action.token),
        words: sent.words("words"),
    };
    let mut actions = ActionsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = actions.cancel_action(request).await;
    let next = |_: &_| Next::to(format!("/actions/{id}"), "It is called off.");
    visit
        .settle(cancel_form(&action), &sent, answer, next)
        .await
}
