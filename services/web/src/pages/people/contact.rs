//! How the person is reached: phone, address, e-mail, each with what to mind and, where it is needed, readers of its own.

use api::v1::{
    ContactPoint, ContactSort, EndContactPointRequest, ListContactPointsRequest,
    RecordContactPointRequest, list_contact_points_response::KnownContactPoint,
    people_command_service_client::PeopleCommandServiceClient,
    people_query_service_client::PeopleQueryServiceClient,
};
use askama::Template;
use axum::{Router, extract::Path, routing::get};

use super::super::form;
use crate::{
    bar,
    entry::Entry,
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    gallery::{self, Gallery, State, count},
    page::Page,
    readers,
    sent::{Sent, Stage},
    site::Site,
    told,
    visit::{Next, Visit},
};

/// The paths of contact points.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/contact-points", get(contact_points))
        .route(
            "/people/{person}/contact-points/new",
            form(record_contact_point),
        )
        .route(
            "/people/{person}/contact-points/{fact}",
            form(revise_contact_point),
        )
        .route(
            "/people/{person}/contact-points/{fact}/end",
            form(end_contact_point),
        )
}

/// How the person is reached.
#[derive(Template)]
#[template(path = "pages/contact_points.html")]
pub struct ContactPoints {
    page: Page,
    points: Vec<Point>,
}

/// One contact point, with where it is changed.
struct Point {
    path: String,
    entry: Entry,
}

async fn known(visit: &Visit, person: &str) -> Result<Vec<KnownContactPoint>, Failure> {
    let mut people = PeopleQueryServiceClient::new(visit.connection());
    let request = ListContactPointsRequest {
        person_id: person.to_owned(),
        not_before: visit.not_before(),
    };
    let found = people.list_contact_points(request).await?.into_inner();
    Ok(found.contact_points)
}

/// One that is known, with what it says.
async fn one(
    visit: &Visit,
    person: &str,
    fact: &str,
) -> Result<(KnownContactPoint, ContactPoint), Failure> {
    let mut known = known(visit, person).await?.into_iter();
    let found = known.find(|one| one.fact.as_ref().is_some_and(|one| one.fact_id == fact));
    let found = found.ok_or(Failure::NoSuchPage)?;
    let point = found.fact.as_ref().and_then(bar::contact_point).cloned();
    Ok((found, point.ok_or(Failure::NoSuchPage)?))
}

/// How the person is reached.
pub async fn contact_points(visit: Visit, Path(person): Path<String>) -> Answer {
    let known = known(&visit, &person).await?;
    let facts: Vec<_> = known.into_iter().filter_map(|known| known.fact).collect();
    let mentioned = told::mentioned(&facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let point = |fact: &api::v1::Fact| Point {
        path: format!("/people/{person}/contact-points/{}", fact.fact_id),
        entry: told::entry(fact, &person, &names),
    };
    let page = ContactPoints {
        points: facts.iter().map(point).collect(),
        page: visit
            .page_about(&person, "more", "How to reach them")
            .await?,
    };
    visit.show(&page)
}

fn contact_form(person: &str, point: &ContactPoint) -> Form {
    Form::new("How to reach them", "Record it")
        .about(person)
        .back_to(format!("/people/{person}/contact-points"))
        .field(
            Field::choice(
                "contact_point.sort",
                "What is it?",
                Choice::of::<ContactSort>(),
            )
            .with(point.sort.to_string()),
        )
        .field(Field::text("contact_point.value", "The number or address", 30).with(&point.value))
        .field(
            Field::text(
                "contact_point.safety_instruction",
                "What to mind, so that nobody is put in danger (optional)",
                30,
            )
            .with(&point.safety_instruction)
            .hint("For example: text only, never post"),
        )
}

fn sent_point(sent: &Sent) -> ContactPoint {
    let sort = match sent.choice::<ContactSort>("contact_point.sort") {
        0 if sent.stage != Stage::Earnest => ContactSort::Phone.into(),
        sort => sort,
    };
    ContactPoint {
        sort,
        value: sent.words("contact_point.value"),
        safety_instruction: sent.text("contact_point.safety_instruction"),
    }
}

/// Records how the person is reached.
pub async fn record_contact_point(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let phone = ContactPoint {
        sort: ContactSort::Phone.into(),
        ..Default::default()
    };
    let readers = readers::field(&visit, &person).await?;
    let form = contact_form(&person, &phone).field(
        readers.hint("Leave it empty for whoever is to meet the person. Of an address that must not become known, tick those alone who need it."),
    );
    let request = RecordContactPointRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        contact_point: Some(sent_point(&sent)),
        restricted_to: readers::of_sent(&sent),
        token: String::new(),
    };
    let mut people = PeopleCommandServiceClient::new(visit.connection_for(&sent));
    let answer = people.record_contact_point(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/contact-points"),
            "It is recorded.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

/// Puts right how the person is reached.
pub async fn revise_contact_point(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (known, point) = one(&visit, &person, &fact).await?;
    let form = contact_form(&person, &point)
        .lead("It keeps the readers that it has.")
        .field(Field::hidden("token", &known.token));
    let request = RecordContactPointRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        contact_point: Some(match sent.stage {
            Stage::Opened => point,
            _ => sent_point(&sent),
        }),
        restricted_to: None,
        token: sent.given("token", &known.token),
    };
    let mut people = PeopleCommandServiceClient::new(visit.connection_for(&sent));
    let answer = people.record_contact_point(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/contact-points"),
            "It is put right.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

fn end_form(person: &str, point: &ContactPoint, token: &str) -> Form {
    Form::new("Not reached there any longer", "Record it")
        .about(person)
        .back_to(format!("/people/{person}/contact-points"))
        .is_final()
        .lead(format!("{} leaves everybody’s view.", point.value))
        .field(Field::hidden("token", token))
}

/// Says that the person is not reached there any longer.
pub async fn end_contact_point(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (known, point) = one(&visit, &person, &fact).await?;
    let form = end_form(&person, &point, &known.token);
    let request = EndContactPointRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        token: sent.given("token", &known.token),
    };
    let mut people = PeopleCommandServiceClient::new(visit.connection_for(&sent));
    let answer = people.end_contact_point(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/contact-points"),
            "It is recorded.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    let point = ContactPoint {
        sort: ContactSort::Phone.into(),
        value: "07700 900123".to_owned(),
        safety_instruction: "Text only, never post".to_owned(),
    };
    gallery.form("record-contact-point", || {
        let readers = readers::of(vec![Choice::new("alone", "Nobody but you")]);
        contact_form("person", &point).field(readers)
    });
    gallery.form("end-contact-point", || end_form("person", &point, "token"));
    for state in State::ALL {
        let point = |_| Point {
            path: "/people/person/contact-points/fact".to_owned(),
            entry: Entry::new("Phone")
                .says("07700 900123")
                .tag("Text only, never post", "red"),
        };
        let page = ContactPoints {
            page: gallery::page_about("How to reach them", state),
            points: (0..count(state)).map(point).collect(),
        };
        gallery.page("contact-points", state, &page);
    }
}
