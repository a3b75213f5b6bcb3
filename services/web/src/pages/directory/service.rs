//! A service of one's own organisation: registered, described anew, retired, and whether it takes people on.

use api::v1::{
    Capacity, Category, DayOfWeek, Purpose, RegisterServiceRequest, RetireServiceRequest, Service,
    UpdateCapacityRequest, UpdateServiceRequest,
    directory_command_service_client::DirectoryCommandServiceClient,
};
use axum::extract::Path;

use super::own;
use crate::{
    failure::Answer,
    form::{Choice, Field, Form},
    sent::{Sent, Stage},
    visit::{Next, Visit},
};

/// Within how many opening days a new service answers, where nothing else is said.
const ANSWER_WITHIN_DAYS: i32 = 3;

pub(super) fn capacity_form(service: &Service) -> Form {
    let weeks = match service.waiting_weeks {
        0 => String::new(),
        weeks => weeks.to_string(),
    };
    Form::new(format!("Does {} take people on?", service.name), "Say so")
        .back_to("/services")
        .lead("It binds nobody: a service that is full can be asked, and decline.")
        .field(
            Field::choice("capacity", "Now", Choice::of::<Capacity>())
                .with(service.capacity.to_string()),
        )
        .field(
            Field::text(
                "waiting_weeks",
                "If there is a wait: about how many weeks?",
                3,
            )
            .with(weeks),
        )
}

/// Says whether a service takes people on.
pub async fn update_capacity(visit: Visit, path: Path<String>, sent: Sent) -> Answer {
    let service = own(&visit, path).await?;
    let mut form = capacity_form(&service);
    let weeks = sent.text("waiting_weeks");
    let number = if weeks.is_empty() {
        Ok(0)
    } else {
        weeks.parse()
    };
    if sent.stage == Stage::Earnest && number.is_err() {
        form = form.filled(&sent);
        form.problem("waiting_weeks", "Write a number of weeks, for example 6.");
        return visit.show_form(form).await;
    }
    let request = UpdateCapacityRequest {
        command_id: sent.command_id(),
        service_id: service.service_id.clone(),
        capacity: sent.choice::<Capacity>("capacity"),
        waiting_weeks: number.unwrap_or_default(),
    };
    let mut directory = DirectoryCommandServiceClient::new(visit.connection());
    let send = async move { directory.update_capacity(request).await };
    let next = |_: &_| Next::to("/services", "Whoever refers sees it now.");
    visit.settle_unrehearsed(form, &sent, send, next).await
}

pub(super) fn service_form(title: &str, button: &str, service: &Service) -> Form {
    let numbers = |field: Field, numbers: &[i32]| {
        let numbers = numbers.iter();
        numbers.fold(field, |field, number| field.with(number.to_string()))
    };
    let categories = |name: &str, label: &str, ticked: &[i32]| {
        numbers(
            Field::several(name, label, Choice::of::<Category>()),
            ticked,
        )
    };
    Form::new(title, button)
        .back_to("/organisation")
        .field(Field::hidden("token", &service.token))
        .field(Field::text("name", "What is it called?", 30).with(&service.name))
        .field(Field::words("description", "What does it do?", 3).with(&service.description))
        .field(Field::text("for_whom", "For whom is it?", 30).with(&service.for_whom))
        .field(Field::text("area", "Where is it, or where do people have to live?", 30).with(&service.area))
        .field(Field::choice("purpose", "What is it for?", Choice::of::<Purpose>()).with(service.purpose.to_string()))
        .field(categories("needs", "What does it need to know for that?", &service.needs)
            .hint("It decides what a health or social-care service is shown once it takes part. Tick no more than it needs."))
        .field(categories("reveals", "What does it tell about somebody that they use it?", &service.reveals)
            .hint("Usually nothing. Of a refuge: safety. That somebody is in touch with it is then protected like that."))
        .field(numbers(Field::several("opening_days", "On which days is it open?", Choice::of::<DayOfWeek>()), &service.opening_days))
        .field(Field::text("answer_within_days", "Within how many of these days does it answer?", 3)
            .with(service.answer_within_days.to_string())
            .hint("From 1 to 60. After that both sides see that the answer is overdue."))
}

pub(super) fn new_form() -> Form {
    let usual = Service {
        opening_days: (1..=5).collect(),
        answer_within_days: ANSWER_WITHIN_DAYS,
        ..Default::default()
    };
    service_form("Register a service", "Register it", &usual)
}

/// Registers a service of one's own organisation.
pub async fn register_service(visit: Visit, sent: Sent) -> Answer {
    let request = RegisterServiceRequest {
        command_id: sent.command_id(),
        name: sent.text("name"),
        description: sent.text("description"),
        purpose: sent.choice::<Purpose>("purpose"),
        needs: sent.choices::<Category>("needs"),
        reveals: sent.choices::<Category>("reveals"),
        opening_days: sent.choices::<DayOfWeek>("opening_days"),
        answer_within_days: sent.text("answer_within_days").parse().unwrap_or_default(),
        for_whom: sent.text("for_whom"),
        area: sent.text("area"),
    };
    let mut directory = DirectoryCommandServiceClient::new(visit.connection());
    let send = async move { directory.register_service(request).await };
    let next = |_: &_| {
        Next::to(
            "/organisation",
            "The service is registered: it can be asked.",
        )
    };
    visit
        .settle_unrehearsed(new_form(), &sent, send, next)
        .await
}

pub(super) fn edit_form(service: &Service) -> Form {
    service_form(
        &format!("Describe {} anew", service.name),
        "Record it",
        service,
    )
    .lead("Cases in which it takes part keep the terms under which it joined.")
}

/// Describes a service of one's own organisation anew.
pub async fn update_service(visit: Visit, path: Path<String>, sent: Sent) -> Answer {
    let service = own(&visit, path).await?;
    let request = UpdateServiceRequest {
        command_id: sent.command_id(),
        service_id: service.service_id.clone(),
        token: sent.given("token", &service.token),
        name: sent.text("name"),
        description: sent.text("description"),
        for_whom: sent.text("for_whom"),
        area: sent.text("area"),
        purpose: sent.choice::<Purpose>("purpose"),
        needs: sent.choices::<Category>("needs"),
        reveals: sent.choices::<Category>("reveals"),
        opening_days: sent.choices::<DayOfWeek>("opening_days"),
        answer_within_days: sent.text("answer_within_days").parse().unwrap_or_default(),
    };
    let mut directory = DirectoryCommandServiceClient::new(visit.connection());
    let send = async move { directory.update_service(request).await };
    let next = |_: &_| Next::to("/organisation", "The service is described anew.");
    visit
        .settle_unrehearsed(edit_form(&service), &sent, send, next)
        .await
}

pub(super) fn retire_form(service: &Service) -> Form {
    Form::new(format!("Retire {}", service.name), "Retire it")
        .back_to("/organisation")
        .is_final()
        .lead("It cannot be asked any more. What it takes part in goes on until it is ended there.")
        .field(Field::hidden("token", &service.token))
}

/// Retires a service of one's own organisation.
pub async fn retire_service(visit: Visit, path: Path<String>, sent: Sent) -> Answer {
    let service = own(&visit, path).await?;
    let request = RetireServiceRequest {
        command_id: sent.command_id(),
        service_id: service.service_id.clone(),
        token: sent.given("token", &service.token),
    };
    let mut directory = DirectoryCommandServiceClient::new(visit.connection());
    let send = async move { directory.retire_service(request).await };
    let next = |_: &_| Next::to("/organisation", "The service is retired.");
    visit
        .settle_unrehearsed(retire_form(&service), &sent, send, next)
        .await
}
