//! Raising a referral: choosing a service by what it does, and at most three fields to type.

use api::v1::{
    self, Capacity, Category, ListServicesRequest, OfferedOption, Purpose, RaiseReferralRequest,
    ReferralUrgency, Service, directory_query_service_client::DirectoryQueryServiceClient,
    referrals_command_service_client::ReferralsCommandServiceClient,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};

use crate::{
    choices,
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    labels::Labelled,
    page::Page,
    sent::Sent,
    visit::{Next, Visit},
    words,
};

const SHOWN: i32 = 100;

/// Choosing the service that is asked.
#[derive(Template)]
#[template(path = "pages/choose_service.html")]
pub struct ChooseService {
    pub(super) page: Page,
    pub(super) text: String,
    pub(super) services: Vec<Offer>,
    pub(super) next: String,
}

/// A service that can be asked.
pub(super) struct Offer {
    pub(super) entry: Entry,
}

/// What a service does, for whom, and how long one waits.
pub(super) fn offer(service: &Service, href: String) -> Offer {
    let (capacity, colour) = match service.capacity() {
        Capacity::Open => ("Taking people on".to_owned(), "green"),
        Capacity::Waiting => (
            format!(
                "About {} to wait",
                words::counted(usize::try_from(service.waiting_weeks).unwrap_or(0), "week")
            ),
            "yellow",
        ),
        Capacity::Full => ("Full for now".to_owned(), "red"),
        Capacity::Unspecified => (String::new(), ""),
    };
    let answers = usize::try_from(service.answer_within_days).unwrap_or(0);
    let entry = Entry::new(format!("{}, {}", service.name, service.organisation_name))
        .says(&service.description)
        .about("For whom", &service.for_whom)
        .about("Area", &service.area)
        .about("Answers within", words::counted(answers, "opening day"))
        .to(href);
    let entry = if capacity.is_empty() {
        entry
    } else {
        entry.tag(capacity, colour)
    };
    Offer { entry }
}

/// Chooses the service.
pub async fn choose_service(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let mut directory = DirectoryQueryServiceClient::new(visit.connection());
    let request = ListServicesRequest {
        page_size: SHOWN,
        page_token: sent.text("page"),
        text: sent.text("text"),
        purpose: sent.choice::<Purpose>("purpose"),
        ..Default::default()
    };
    let found = directory.list_services(request).await?.into_inner();
    let others = found
        .services
        .iter()
        .filter(|service| service.organisation != visit.organisation());
    let services = others.map(|service| {
        let href = format!(
            "/people/{person}/referrals/new/{}/{}",
            service.organisation, service.service_id
        );
        offer(service, href)
    });
    let page = ChooseService {
        services: services.collect(),
        text: sent.text("text"),
        next: Visit::next(&found.next_page_token, &searched(&sent)),
        page: visit
            .page_about(&person, "referral", "Refer: choose a service")
            .await?,
    };
    visit.show(&page)
}

/// What was searched for, for the next page's address.
fn searched(sent: &Sent) -> String {
    let asked = [("text", sent.get("text")), ("purpose", sent.get("purpose"))];
    let asked = asked.iter().filter(|(_, value)| !value.is_empty());
    let asked: Vec<_> = asked.collect();
    match serde_urlencoded::to_string(asked) {
        Ok(asked) if !asked.is_empty() => format!("{asked}&"),
        _ => String::new(),
    }
}

/// The service of the directory.
async fn service(visit: &Visit, organisation: &str, id: &str) -> Result<Service, Failure> {
    let mut found = choices::services(visit, organisation).await?.into_iter();
    found
        .find(|service| service.service_id == id)
        .ok_or(Failure::NoSuchPage)
}

/// What a service's purpose needs of what can be said in a referral.
fn suggested(service: &Service) -> Vec<i32> {
    let general = [
        Category::Identity,
        Category::Contact,
        Category::AboutMe,
        Category::Plan,
    ];
    let general = general.map(i32::from);
    let needs = service.needs.iter().copied();
    needs
        .filter(|category| !general.contains(category))
        .collect()
}

pub(super) fn form(person: &str, service: &Service, passages: Vec<Choice>) -> Form {
    let name = format!("{}, {}", service.name, service.organisation_name);
    let categories = Category::LABELS
        .iter()
        .map(|(category, label)| Choice::new(i32::from(*category).to_string(), *label));
    let mut about = Field::several("categories", "What is it about?", categories.collect());
    for category in suggested(service) {
        about = about.with(category.to_string());
    }
    let form = Form::new(format!("Refer to {name}"), "Send the referral")
        .about(person)
        .lead("They will see who this is, how to reach them safely, how they communicate, this referral, and what you tick. Nothing else until they accept.")
        .show(Section::new("The service", vec![offer(service, String::new()).entry]))
        .field(Field::words("reason", "Why, and what is hoped for?", 4))
        .field(Field::tick("person_agreed", "Does the person agree?", "They agree to this referral"))
        .field(about.hint("Ticked is what this service usually needs."));
    form.field_if(choices::ticked(
        "What they want the service to read",
        passages,
    ))
    .more(
        Field::choice(
            "urgency",
            "How urgent is it?",
            Choice::of::<ReferralUrgency>(),
        )
        .with(i32::from(ReferralUrgency::Routine).to_string()),
    )
    .more(Field::text(
        "call_taken_by",
        "If urgent: who took your phone call?",
        20,
    ))
    .more(Field::text(
        "without_agreement",
        "If they do not agree or could not be asked: why refer all the same?",
        30,
    ))
    .more(Field::words(
        "offered",
        "What else was offered to them? One a line.",
        2,
    ))
    .more(Field::text("choice", "Why they chose this one", 30))
}

/// Refers to this service.
pub async fn raise_referral(
    visit: Visit,
    Path((person, organisation, id)): Path<(String, String, String)>,
    sent: Sent,
) -> Answer {
    if organisation == visit.organisation() {
        return Ok(Redirect::to(&format!("/people/{person}/referrals/new")).into_response());
    }
    let service = service(&visit, &organisation, &id).await?;
    let form = form(&person, &service, choices::passages(&visit, &person).await?);
    let is_opened = sent.stage == crate::sent::Stage::Opened;
    let offered = sent
        .lines("offered")
        .into_iter()
        .map(|words| OfferedOption {
            words,
            ..Default::default()
        });
    let request = RaiseReferralRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        organisation,
        service_id: id,
        reason: sent.words("reason"),
        categories: if is_opened {
            suggested(&service)
        } else {
            sent.categories()
        },
        person_agreed: sent.is_ticked("person_agreed") || is_opened,
        without_agreement: sent.text("without_agreement"),
        ticked: sent.all("ticked"),
        urgency: sent.choice::<ReferralUrgency>("urgency"),
        call_taken_by: sent.text("call_taken_by"),
        offered: offered.collect(),
        choice: sent.text("choice"),
    };
    let mut referrals = ReferralsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = referrals.raise_referral(request).await;
    let said = format!(
        "The referral to {} is sent. You are told when they answer.",
        service.name
    );
    let next = |done: &v1::RaiseReferralResponse| {
        Next::to(format!("/referrals/{}", done.referral_id), said)
    };
    visit.settle(form, &sent, answer, next).await
}
