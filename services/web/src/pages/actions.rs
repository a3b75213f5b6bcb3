//! Actions: who does what by when, across cases and in one, and what came of it.

mod agree;
mod ask;
mod samples;

use api::v1::{
    AcceptActionRequest, Action, ActionState, CancelActionRequest, CompleteActionRequest,
    DeclineActionRequest, DeclineReason, ListActionsRequest,
    actions_command_service_client::ActionsCommandServiceClient,
    actions_query_service_client::ActionsQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

pub use samples::samples;

use super::form;
use crate::{
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    labels::label,
    listing::Listing,
    names::Names,
    sent::Sent,
    site::Site,
    told,
    visit::{Next, Visit},
};

const SHOWN: i32 = 100;
/// In how many days something is to be done, where nothing else is said.
const DAYS: i64 = 14;

/// The paths of actions.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/actions", get(list))
        .route("/actions/{id}", get(one))
        .route("/actions/{id}/accept", form(accept_action))
        .route("/actions/{id}/decline", form(decline_action))
        .route("/actions/{id}/complete", form(complete_action))
        .route("/actions/{id}/cancel", form(cancel_action))
        .route("/actions/{id}/reassign", form(ask::reassign_action))
        .route("/people/{person}/actions/ask", form(ask::request_action))
        .route("/people/{person}/actions", get(of_person))
        .route("/people/{person}/actions/new", form(agree::agree_action))
}

async fn asked(visit: &Visit, request: ListActionsRequest) -> Result<Vec<Action>, Failure> {
    let mut actions = ActionsQueryServiceClient::new(visit.connection());
    let request = ListActionsRequest {
        page_size: SHOWN,
        not_before: visit.not_before(),
        ..request
    };
    Ok(actions.list_actions(request).await?.into_inner().actions)
}

async fn names(visit: &Visit, actions: &[Action]) -> Result<Names, Failure> {
    let mentioned = told::mentioned(actions.iter().flat_map(|action| &action.facts));
    visit.names(mentioned.iter().map(String::as_str)).await
}

fn row(action: &Action, with_name: bool, names: &Names) -> Entry {
    let first = action.facts.first();
    let mut entry = first.map_or_else(
        || Entry::new("Action"),
        |fact| told::entry(fact, &action.person_id, names),
    );
    if with_name {
        let name = action
            .identity
            .as_ref()
            .map(|identity| identity.name.clone());
        entry = entry.about(
            "For",
            name.unwrap_or_else(|| "Name not shared with you".to_owned()),
        );
    }
    entry.tags.clear();
    entry = entry.tag(
        label::<ActionState>(action.state),
        if action.state() == ActionState::Done {
            "green"
        } else {
            "blue"
        },
    );
    if action.overdue {
        entry = entry.tag("Overdue", "red");
    }
    entry.why.clear();
    entry.id = action.action_id.clone();
    entry.to(format!("/actions/{}", action.action_id))
}

/// Actions across cases: one's own first, then one's organisation's.
pub async fn list(visit: Visit) -> Answer {
    let of = |worker: &str, state: ActionState| ListActionsRequest {
        organisation: visit.organisation().to_owned(),
        worker: worker.to_owned(),
        state: state.into(),
        ..Default::default()
    };
    let worker = visit.somebody.speaker.worker.clone();
    let mine = asked(&visit, of(&worker, ActionState::Open)).await?;
    let requested = asked(&visit, of("", ActionState::Requested)).await?;
    let ours = asked(&visit, of("", ActionState::Open)).await?;
    let others: Vec<_> = ours
        .into_iter()
        .filter(|action| action.worker != worker)
        .collect();
    let all: Vec<_> = mine
        .iter()
        .chain(&requested)
        .chain(&others)
        .cloned()
        .collect();
    let names = names(&visit, &all).await?;
    let rows = |of: &[Action]| of.iter().map(|action| row(action, true, &names)).collect();
    let page =
        Listing::new(visit.page("Actions")?.within("actions").live(), "Actions")
            .section(Section::new("Yours", rows(&mine)).or(
                "Nothing is yours to do. What is agreed at a meeting or in a case appears here.",
            ))
            .section(Section::new("Asked of your organisation", rows(&requested)))
            .section(Section::new("Your colleagues’", rows(&others)));
    visit.show(&page)
}

/// The actions of one case.
pub async fn of_person(visit: Visit, Path(person): Path<String>) -> Answer {
    let of = |own_steps| ListActionsRequest {
        person_id: person.clone(),
        own_steps,
        ..Default::default()
    };
    let (mut all, own) = (
        asked(&visit, of(false)).await?,
        asked(&visit, of(true)).await?,
    );
    let names = names(&visit, &[all.clone(), own.clone()].concat()).await?;
    all.sort_by_key(|action| !matches!(action.state(), ActionState::Open | ActionState::Requested));
    let rows = |of: &[Action]| of.iter().map(|action| row(action, false, &names)).collect();
    let page = visit
        .page_about(&person, "actions", "Actions")
        .await?
        .live();
    let page = Listing::new(page, "Actions")
        .action(format!("/people/{person}/actions/new"), "Agree an action")
        .action(
            format!("/people/{person}/actions/ask"),
            "Ask another organisation",
        )
        .section(Section::new("What others do", rows(&all)).or("Nothing has been agreed yet."))
        .section(Section::new("Their own steps", rows(&own)));
    visit.show(&page)
}

async fn find(visit: &Visit, id: &str) -> Result<Action, Failure> {
    let request = ListActionsRequest {
        action_id: id.to_owned(),
        ..Default::default()
    };
    asked(visit, request)
        .await?
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
