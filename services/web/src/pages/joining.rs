//! Finding a person: one case for each. Asking to join it, joining with the person present, answering, adding somebody.

mod samples;

use api::v1::{
    self, AcceptJoinRequestRequest, DeclineJoinRequestRequest, FindPersonRequest, Identity,
    JoinCaseRequest, LeaveCaseRequest, ListJoinRequestsRequest, OpenCaseRequest, Purpose,
    RaiseJoinRequestRequest, RequestToJoin, Service,
    cases_command_service_client::CasesCommandServiceClient,
    joining_command_service_client::JoiningCommandServiceClient,
    joining_query_service_client::JoiningQueryServiceClient,
};
use askama::Template;
use axum::{Router, extract::Path, routing::get};

pub use samples::samples;

use super::form;
use crate::{
    choices,
    entry::Section,
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    page::Page,
    sent::{Sent, Stage},
    site::Site,
    told,
    visit::{Next, Visit},
};

/// The paths of finding and joining.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/find", form(find_person))
        .route("/people/join", form(raise_join_request))
        .route("/people/join-now", form(join_case))
        .route("/people/new", form(open_case))
        .route("/people/{person}/leave", form(leave_case))
        .route("/join-requests/{id}", get(one))
        .route("/join-requests/{id}/accept", form(accept_join_request))
        .route("/join-requests/{id}/decline", form(decline_join_request))
}

/// What a search found: nothing but that there is a case.
#[derive(Template)]
#[template(path = "pages/found.html")]
pub struct Found {
    page: Page,
    is_there: bool,
    joins_at_once: bool,
    token: String,
}

fn find_form() -> Form {
    Form::new("Find a person", "Find")
        .back_to("/people")
        .lead("One person has one case. The answer is only whether there is one that you can ask to join. The search is recorded, and the person can see who looked.")
        .field(Field::date("birth_date", "Date of birth").hint("For example, 4 3 1951"))
        .field(Field::text("nhs_number", "NHS number", 20).hint("Ten digits; spaces do not matter."))
        .more(Field::text("name", "Without the number: full name", 30))
        .more(Field::text("address", "and address, with the postcode", 30))
        .keeps_no_draft()
}

/// Looks for a person. Sent by post, so that numbers stand in no address.
pub async fn find_person(visit: Visit, sent: Sent) -> Answer {
    if sent.stage != Stage::Earnest {
        let form = find_form().filled(&Sent::new(Vec::new(), false));
        return visit.show_form(form).await;
    }
    let request = FindPersonRequest {
        command_id: sent.command_id(),
        nhs_number: sent.text("nhs_number"),
        birth_date: sent.date("birth_date"),
        name: sent.text("name"),
        address: sent.text("address"),
    };
    let mut joining = JoiningCommandServiceClient::new(visit.connection());
    match joining.find_person(request).await {
        Ok(found) => {
            let page = visit.page("Find a person")?.within("people");
            let token = found.into_inner().token;
            let ours = our_services(&visit).await?;
            visit.show(&Found {
                is_there: !token.is_empty(),
                joins_at_once: ours.iter().any(joins_at_once),
                token,
                page,
            })
        }
        Err(status) => {
            let mut form = find_form().filled(&sent);
            form.refuse(&status);
            visit.show_form(form).await
        }
    }
}

/// One's own services, to take part through.
async fn our_services(visit: &Visit) -> Result<Vec<Service>, Failure> {
    choices::services(visit, visit.organisation()).await
}

fn choices_of(services: Vec<Service>) -> Vec<Choice> {
    let services = services.into_iter();
    services
        .map(|service| Choice::new(service.service_id, service.name))
        .collect()
}

/// Whether one may join through it at once, with the person present.
fn joins_at_once(service: &Service) -> bool {
    matches!(service.purpose(), Purpose::HealthCare | Purpose::SocialCare)
}

fn through(services: Vec<Choice>) -> Field {
    let first = services.first().map(|one| one.value.clone());
    let field = Field::choice("service_id", "Through which of your services?", services);
    match first {
        Some(first) => field.with(first),
        None => {
            field.hint("Your organisation has registered no service yet: ask its administrator.")
        }
    }
}

fn join_form(services: Vec<Choice>) -> Form {
    Form::new("Ask to join", "Ask to join")
        .back_to("/people/find")
        .lead("The lead worker is asked. You see your request, and nothing of the case, until they answer.")
        .field(Field::hidden("token", ""))
        .field(through(services))
        .field(Field::words("reason", "Why?", 3))
        .field(Field::categories("What is the reason about?"))
        .read_by("the organisation that leads the case")
}

/// Asks to join a case that was found.
pub async fn raise_join_request(visit: Visit, sent: Sent) -> Answer {
    let form = join_form(choices_of(our_services(&visit).await?));
    let request = RaiseJoinRequestRequest {
        command_id: sent.command_id(),
        token: sent.text("token"),
        service_id: sent.text("service_id"),
        reason: sent.text("reason"),
        categories: sent.categories(),
    };
    let mut joining = JoiningCommandServiceClient::new(visit.connection());
    let send = async move { joining.raise_join_request(request).await };
    let next = |_: &_| {
        Next::to(
            "/work",
            "The lead worker is asked. You are told here when they answer.",
        )
    };
    visit.settle_unrehearsed(form, &sent, send, next).await
}

fn join_now_form(services: Vec<Choice>) -> Form {
    Form::new("Join with the person present", "Join the case")
        .back_to("/people/find")
        .lead(
            "For health and social care, with the person in front of you. The lead worker is told.",
        )
        .field(Field::hidden("token", ""))
        .field(through(services))
        .field(Field::text(
            "identified_by",
            "How did you identify them?",
            30,
        ))
}

/// Joins at once.
pub async fn join_case(visit: Visit, sent: Sent) -> Answer {
    let services = our_services(&visit).await?.into_iter();
    let form = join_now_form(choices_of(services.filter(joins_at_once).collect()));
    let request = JoinCaseRequest {
        command_id: sent.command_id(),
        token: sent.text("token"),
        service_id: sent.text("service_id"),
        identified_by: sent.text("identified_by"),
    };
    let mut joining = JoiningCommandServiceClient::new(visit.connection());
    let send = async move { joining.join_case(request).await };
    let next = |done: &v1::JoinCaseResponse| {
        Next::to(
            format!("/people/{}", done.person_id),
            "You have joined, and the lead worker is told.",
        )
    };
    visit.settle_unrehearsed(form, &sent, send, next).await
}

fn open_form(services: Vec<Choice>) -> Form {
    Form::new("Add a person", "Open the case")
        .back_to("/people")
        .lead("Look for them first: one person has one case. You become the lead worker.")
        .field(Field::text("identity.name", "Full name", 30))
        .field(Field::date("identity.birth_date", "Date of birth").hint("For example, 4 3 1951"))
        .field(Field::text("identity.nhs_number", "NHS number (leave empty if it is not known yet)", 20).hint("Ten digits; spaces do not matter."))
        .field(through(services))
        .more(Field::text("identity.preferred_name", "What they like to be called", 20))
        .more(Field::words("address", "Where they live, with the postcode", 2).hint("Everybody who is to meet them is shown it. Where it is not for everybody, leave it out and add it later with its own readers."))
}

/// Opens a case.
pub async fn open_case(visit: Visit, sent: Sent) -> Answer {
    let form = open_form(choices_of(our_services(&visit).await?));
    let digits = sent.text("identity.nhs_number").replace(' ', "");
    let request = OpenCaseRequest {
        command_id: sent.command_id(),
        service_id: sent.text("service_id"),
        lead_worker: String::new(),
        identity: Some(Identity {
            name: sent.text("identity.name"),
            preferred_name: sent.text("identity.preferred_name"),
            birth_date: sent.date("identity.birth_date"),
            nhs_number: digits,
        }),
        address: sent.text("address"),
    };
    let mut cases = CasesCommandServiceClient::new(visit.connection());
    let send = async move { cases.open_case(request).await };
    let next = |done: &v1::OpenCaseResponse| {
        Next::to(
            format!("/people/{}", done.person_id),
            "The case is open, and you lead it. Write About Me together first.",
        )
    };
    visit.settle_unrehearsed(form, &sent, send, next).await
}

/// A request to join.
#[derive(Template)]
#[template(path = "pages/join_request.html")]
pub struct JoinRequest {
    page: Page,
    asked: Section,
    answer: Option<Form>,
    decline: String,
}

async fn find(visit: &Visit, id: &str) -> Result<RequestToJoin, Failure> {
    let mut joining = JoiningQueryServiceClient::new(visit.connection());
    let request = ListJoinRequestsRequest {
        request_id: id.to_owned(),
        not_before: visit.not_before(),
        ..Default::default()
    };
    let found = joining.list_join_requests(request).await?.into_inner();
    found.requests.into_iter().next().ok_or(Failure::NoSuchPage)
}

/// One request to join, with its answer.
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let request = find(&visit, &id).await?;
    let page = match request.person_id.as_str() {
        "" => visit.page("Request to join")?,
        person => {
            visit
                .page_about(person, "joining", "Request to join")
                .await?
        }
    };
    let mentioned = told::mentioned(&request.facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let entries = request
        .facts
        .iter()
        .map(|fact| told::entry(fact, &request.person_id, &names));
    let answer = (!request.token.is_empty())
        .then(|| accept_form(&request).inline(format!("/join-requests/{id}/accept")));
    let page = JoinRequest {
        asked: Section::new("What was asked", entries.collect()),
        answer: answer.map(|form| visit.inline(form, &page)),
        decline: match request.token.as_str() {
            "" => String::new(),
            _ => format!("/join-requests/{id}/decline"),
        },
        page,
    };
    visit.show(&page)
}

fn accept_form(request: &RequestToJoin) -> Form {
    Form::new("Let them join", "Let them join")
        .about(&request.person_id)
        .back_to(format!("/join-requests/{}", request.request_id))
        .field(Field::hidden("token", &request.token))
        .field(Field::text("words", "A word to them (optional)", 30))
}

/// Lets them join.
pub async fn accept_join_request(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let asked = find(&visit, &id).await?;
    let request = AcceptJoinRequestRequest {
        command_id: sent.command_id(),
        person_id: asked.person_id.clone(),
        request_id: id.clone(),
        token: sent.given("token", &asked.token),
        words: sent.text("words"),
    };
    let mut joining = JoiningCommandServiceClient::new(visit.connection_for(&sent));
    let answer = joining.accept_join_request(request).await;
    let next = |_: &_| Next::to(format!("/join-requests/{id}"), "They take part now.");
    visit.settle(accept_form(&asked), &sent, answer, next).await
}

fn decline_form(request: &RequestToJoin) -> Form {
    Form::new("Do not let them join", "Decline")
        .about(&request.person_id)
        .back_to(format!("/join-requests/{}", request.request_id))
        .field(Field::hidden("token", &request.token))
        .field(Field::words("words", "Why? They are told.", 3))
}

/// Does not let them join.
pub async fn decline_join_request(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let asked = find(&visit, &id).await?;
    let request = DeclineJoinRequestRequest {
        command_id: sent.command_id(),
        person_id: asked.person_id.clone(),
        request_id: id.clone(),
        token: sent.given("token", &asked.token),
        words: sent.words("words"),
    };
    let mut joining = JoiningCommandServiceClient::new(visit.connection_for(&sent));
    let answer = joining.decline_join_request(request).await;
    let next = |_: &_| Next::to(format!("/join-requests/{id}"), "They are told why.");
    visit
        .settle(decline_form(&asked), &sent, answer, next)
        .await
}

fn leave_form(person: &str) -> Form {
    Form::new("Leave the case", "Leave")
        .about(person)
        .is_final()
        .lead("What taking part showed leaves your organisation’s record. What you recorded yourselves stays.")
        .field(Field::words("words", "Why?", 3))
}

/// Leaves a case.
pub async fn leave_case(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let request = LeaveCaseRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        words: sent.words("words"),
    };
    let mut joining = JoiningCommandServiceClient::new(visit.connection_for(&sent));
    let answer = joining.leave_case(request).await;
    let next = |_: &_| Next::to("/people", "Your organisation takes part no longer.");
    visit.settle(leave_form(&person), &sent, answer, next).await
}
