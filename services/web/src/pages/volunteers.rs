//! Volunteers: who is named for a case, naming one, releasing one.

use api::v1::{
    AssignVolunteerRequest, Category, ListVolunteersRequest, ReleaseVolunteerRequest,
    VolunteerAssignment, volunteers_command_service_client::VolunteersCommandServiceClient,
    volunteers_query_service_client::VolunteersQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};
use identity::Role;

use super::form;
use crate::{
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    gallery::{self, Gallery, State},
    listing::Listing,
    page::Page,
    sent::{Sent, Stage},
    site::Site,
    told,
    visit::{Next, Visit},
    words,
};

/// The paths of volunteers.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/volunteers", get(volunteers))
        .route("/people/{person}/volunteers/new", form(assign_volunteer))
        .route(
            "/people/{person}/volunteers/{id}/release",
            form(release_volunteer),
        )
}

/// Who is named, and who was.
pub async fn volunteers(visit: Visit, Path(person): Path<String>) -> Answer {
    let mut volunteers = VolunteersQueryServiceClient::new(visit.connection());
    let request = ListVolunteersRequest {
        person_id: person.clone(),
        not_before: visit.not_before(),
    };
    let found = volunteers.list_volunteers(request).await?.into_inner();
    let facts = found.assignments.iter().flat_map(|one| &one.facts);
    let mentioned = told::mentioned(facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let page = visit.page_about(&person, "more", "Volunteers").await?;
    let entries = |holds: bool| {
        let found = found.assignments.iter().filter(|one| one.holds == holds);
        let told = found.flat_map(|one| {
            let entries = one.facts.iter();
            let mut entries: Vec<Entry> = entries
                .map(|fact| told::entry(fact, &person, &names))
                .collect();
            let release = release_path(&person, one);
            if let Some(first) = entries
                .first_mut()
                .filter(|_| holds && page.offers(&release))
            {
                first.act = Some((release, "Release them"));
            }
            entries
        });
        told.collect()
    };
    let (now, before) = (entries(true), entries(false));
    visit.show(&listing(page, &person, now, before))
}

fn release_path(person: &str, one: &VolunteerAssignment) -> String {
    format!("/people/{person}/volunteers/{}/release", one.assignment_id)
}

fn listing(page: Page, person: &str, now: Vec<Entry>, before: Vec<Entry>) -> Listing {
    let new = format!("/people/{person}/volunteers/new");
    let lead = match page.offers(&new) {
        true => "Release a volunteer as soon as they help no longer.",
        false => "Whoever answers for your organisation in this case names them.",
    };
    Listing::new(page, "Volunteers")
        .lead("A volunteer of your organisation is shown what they are named for here, until the day that you give, and nobody else’s case. Only your organisation sees who helps.")
        .lead(lead)
        .action(new, "Name a volunteer")
        .section(Section::new("Who helps", now).or("Nobody is named."))
        .section(Section::new("Who helped", before))
}

fn assign_form(person: &str, volunteers: Vec<Choice>) -> Form {
    let categories = [Category::Identity, Category::Contact, Category::AboutMe];
    let shown = Field::categories("What are they shown?")
        .hint("What they cannot help without, and no more. They are never shown what your organisation is not.");
    let shown = categories
        .into_iter()
        .fold(shown, |field, one| field.with((one as i32).to_string()));
    let form = Form::new("Name a volunteer", "Name them")
        .about(person)
        .back_to(format!("/people/{person}/volunteers"))
        .lead("Where they are named already, this takes the place of what they were named for.");
    let who = Field::pick("worker", "Who helps?", volunteers.clone());
    let who = match volunteers.is_empty() {
        true => who.hint("Nobody is registered as a volunteer of your organisation. An administrator does so under “My organisation”."),
        false => who,
    };
    form.field(who)
        .field(
            Field::words("task", "What do they help with?", 2)
                .hint("They read this, and so do your colleagues."),
        )
        .field(shown)
        .field(
            Field::date("until", "Until which day?").hint("The last day. For example, 30 9 2026"),
        )
}

async fn registered(visit: &Visit) -> Result<Vec<Choice>, Failure> {
    let workers = visit
        .site
        .directory
        .workers(&visit.connection(), visit.organisation(), visit.now)
        .await?;
    let volunteers = workers.into_iter().filter(|worker| {
        worker
            .roles
            .iter()
            .any(|role| role == Role::Volunteer.as_str())
    });
    Ok(volunteers
        .map(|worker| Choice::new(worker.worker, worker.name))
        .collect())
}

/// Names a volunteer.
pub async fn assign_volunteer(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let volunteers = registered(&visit).await?;
    let first = volunteers.first().map(|one| one.value.clone());
    let today = words::date_at(visit.now).to_string();
    // Who hears of it depends on nothing that is filled in.
    let (worker, categories, until) = match sent.stage {
        Stage::Earnest => (sent.text("worker"), sent.categories(), sent.date("until")),
        _ => (
            first.unwrap_or_else(|| visit.who.worker.to_string()),
            vec![Category::Identity.into()],
            today,
        ),
    };
    let request = AssignVolunteerRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        worker,
        task: sent.words("task"),
        categories,
        until,
    };
    let mut client = VolunteersCommandServiceClient::new(visit.connection_for(&sent));
    let answer = client.assign_volunteer(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/volunteers"),
            "The volunteer is named.",
        )
    };
    let form = assign_form(&person, volunteers);
    visit.settle(form, &sent, answer, next).await
}

fn release_form(person: &str) -> Form {
    Form::new("Release the volunteer", "Release them")
        .about(person)
        .back_to(format!("/people/{person}/volunteers"))
        .lead("They are shown nothing of this case any longer. What they recorded stays.")
        .field(Field::words("words", "Why? (may be left empty)", 2))
}

/// Releases a volunteer.
pub async fn release_volunteer(
    visit: Visit,
    Path((person, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let request = ReleaseVolunteerRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        assignment_id: id,
        words: sent.text("words"),
    };
    let mut client = VolunteersCommandServiceClient::new(visit.connection_for(&sent));
    let answer = client.release_volunteer(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/volunteers"),
            "The volunteer is released.",
        )
    };
    visit
        .settle(release_form(&person), &sent, answer, next)
        .await
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    for state in State::ALL {
        let page = gallery::page_about("Volunteers", state);
        let now = gallery::section("Who helps", state).entries;
        gallery.page(
            "volunteers",
            state,
            &listing(page, "person", now, Vec::new()),
        );
    }
    gallery.form("assign-volunteer", || {
        assign_form("person", vec![Choice::new("kim.ray", "Kim Ray")])
    });
    gallery.form("release-volunteer", || release_form("person"));
}
