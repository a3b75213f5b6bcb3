//! Who the person is, what to mind on a visit, and what is not so any longer.

use api::v1::{
    CorrectIdentityRequest, GetIdentityRequest, Identity, LiftVisitWarningRequest,
    ListVisitWarningsRequest, MarkWrongPersonRequest, RecordVisitWarningRequest,
    UnmarkWrongPersonRequest, Warning, people_command_service_client::PeopleCommandServiceClient,
    people_query_service_client::PeopleQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

use super::super::form;
use crate::{
    bar,
    entry::Section,
    failure::Answer,
    form::{Choice, Field, Form},
    gallery::Gallery,
    listing::Listing,
    readers,
    sent::Sent,
    site::Site,
    told,
    visit::{Next, Visit},
};

/// The paths of these details.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/identity", form(correct_identity))
        .route("/people/{person}/visit-warnings", get(visit_warnings))
        .route(
            "/people/{person}/visit-warnings/new",
            form(record_visit_warning),
        )
        .route(
            "/people/{person}/visit-warnings/lift",
            form(lift_visit_warning),
        )
        .route(
            "/people/{person}/facts/{fact}/wrong-person",
            form(mark_wrong_person),
        )
        .route(
            "/people/{person}/facts/{fact}/right-person",
            form(unmark_wrong_person),
        )
}

fn identity_form(person: &str, identity: &Identity, token: &str) -> Form {
    Form::new("Put right who they are", "Record it")
        .about(person)
        .back_to(format!("/people/{person}/more"))
        .field(Field::hidden("token", token))
        .field(Field::text("identity.name", "Full name", 30).with(&identity.name))
        .field(
            Field::text("identity.preferred_name", "What they like to be called", 20)
                .with(&identity.preferred_name),
        )
        .field(Field::date("identity.birth_date", "Date of birth").with_date(&identity.birth_date))
        .field(
            Field::text("identity.nhs_number", "NHS number", 20)
                .with(&identity.nhs_number)
                .hint("A number that is known is not changed; one that was missing is added here."),
        )
}

/// Puts right who the person is.
pub async fn correct_identity(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let mut people = PeopleQueryServiceClient::new(visit.connection());
    let asked = GetIdentityRequest {
        person_id: person.clone(),
        not_before: visit.not_before(),
    };
    let there = people.get_identity(asked).await?.into_inner();
    let identity = there.fact.and_then(bar::identity_of).unwrap_or_default();
    let form = identity_form(&person, &identity, &there.token);
    let request = CorrectIdentityRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        token: sent.given("token", &there.token),
        identity: Some(Identity {
            name: sent.text("identity.name"),
            preferred_name: sent.text("identity.preferred_name"),
            birth_date: sent.date("identity.birth_date"),
            nhs_number: sent.text("identity.nhs_number").replace(' ', ""),
        }),
    };
    let mut people = PeopleCommandServiceClient::new(visit.connection());
    let send = async move { people.correct_identity(request).await };
    let next = |_: &_| Next::to(format!("/people/{person}"), "It is put right.");
    visit.settle_unrehearsed(form, &sent, send, next).await
}

/// What to mind on a visit.
pub async fn visit_warnings(visit: Visit, Path(person): Path<String>) -> Answer {
    let mut people = PeopleQueryServiceClient::new(visit.connection());
    let request = ListVisitWarningsRequest {
        person_id: person.clone(),
        not_before: visit.not_before(),
    };
    let found = people
        .list_visit_warnings(request)
        .await?
        .into_inner()
        .warnings;
    let facts: Vec<_> = found
        .into_iter()
        .flat_map(|known| known.fact.into_iter().chain(known.reason))
        .collect();
    let mentioned = told::mentioned(&facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let entries = facts
        .iter()
        .map(|fact| told::entry(fact, &person, &names))
        .collect();
    let page = visit
        .page_about(&person, "more", "What to mind on a visit")
        .await?;
    let page = Listing::new(page, "What to mind on a visit")
        .action(
            format!("/people/{person}/visit-warnings/new"),
            "Add a warning",
        )
        .action(
            format!("/people/{person}/visit-warnings/lift"),
            "Lift a warning",
        )
        .section(Section::new("Now", entries).or("Nothing that you can see."));
    visit.show(&page)
}

fn warning_form(person: &str, readers: Field) -> Form {
    Form::new("What to mind on a visit", "Record the warning")
        .about(person)
        .back_to(format!("/people/{person}/visit-warnings"))
        .lead("Everybody involved sees what to mind. Why, only those see who are ticked, and you.")
        .field(Field::several(
            "warnings",
            "What is to be minded?",
            Choice::of::<Warning>(),
        ))
        .field(Field::words("reason", "Why?", 3))
        .field(readers.hint("Of why it is to be minded. Leave it empty for nobody but you."))
}

/// Records a visit warning.
pub async fn record_visit_warning(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let warnings = match sent.choices::<Warning>("warnings") {
        none if none.is_empty() && sent.is_rehearsed() => vec![Warning::RingFirst.into()],
        some => some,
    };
    let request = RecordVisitWarningRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        warnings,
        reason: sent.words("reason"),
        restricted_to: readers::of_sent(&sent),
    };
    let mut people = PeopleCommandServiceClient::new(visit.connection_for(&sent));
    let answer = people.record_visit_warning(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/visit-warnings"),
            "The warning is recorded.",
        )
    };
    let form = warning_form(&person, readers::field(&visit, &person).await?);
    visit.settle(form, &sent, answer, next).await
}

fn which_form(person: &str, title: &str, question: &str, back: &str, choices: Vec<Choice>) -> Form {
    Form::new(title, "Record it")
        .about(person)
        .back_to(format!("/people/{person}/{back}"))
        .field(Field::choice("token", question, choices))
}

/// Lifts a visit warning.
pub async fn lift_visit_warning(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let mut people = PeopleQueryServiceClient::new(visit.connection());
    let request = ListVisitWarningsRequest {
        person_id: person.clone(),
        not_before: visit.not_before(),
    };
    let found = people
        .list_visit_warnings(request)
        .await?
        .into_inner()
        .warnings;
    let choices: Vec<_> = found
        .iter()
        .filter_map(|known| {
            Some(Choice::new(
                &known.token,
                bar::warnings_of(known.fact.as_ref()?).join(", "),
            ))
        })
        .collect();
    let first = choices
        .first()
        .map(|choice| choice.value.clone())
        .unwrap_or_default();
    let form = which_form(
        &person,
        "Lift a warning",
        "Which is not called for any longer?",
        "visit-warnings",
        choices,
    );
    let request = LiftVisitWarningRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        token: match sent.is_rehearsed() {
            true => sent.given("token", &first),
            false => sent.text("token"),
        },
    };
    let mut people = PeopleCommandServiceClient::new(visit.connection_for(&sent));
    let answer = people.lift_visit_warning(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/visit-warnings"),
            "The warning is lifted.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

fn wrong_form(person: &str) -> Form {
    Form::new("Recorded on the wrong person", "Take the entry out")
        .about(person)
        .is_final()
        .lead("It leaves every view but that of your privacy officers.")
        .field(Field::words("words", "How did it come about?", 3))
}

/// Says that an entry is about somebody else.
pub async fn mark_wrong_person(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let request = MarkWrongPersonRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        fact_id: fact,
        words: sent.words("words"),
    };
    let mut people = PeopleCommandServiceClient::new(visit.connection_for(&sent));
    let answer = people.mark_wrong_person(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/story"),
            "The entry has left the views.",
        )
    };
    visit.settle(wrong_form(&person), &sent, answer, next).await
}

fn right_form(person: &str) -> Form {
    Form::new("It was about this person after all", "Put the entry back")
        .about(person)
        .lead("Whoever could see it sees it again. For privacy officers.")
        .field(Field::words("words", "How did it come about?", 3))
}

/// Says that an entry was about this person after all.
pub async fn unmark_wrong_person(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let request = UnmarkWrongPersonRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        fact_id: fact,
        words: sent.words("words"),
    };
    let mut people = PeopleCommandServiceClient::new(visit.connection_for(&sent));
    let answer = people.unmark_wrong_person(request).await;
    let next = |_: &_| Next::to(format!("/people/{person}/story"), "The entry is back.");
    visit.settle(right_form(&person), &sent, answer, next).await
}

/// Samples of these forms.
pub fn samples(gallery: &mut Gallery) {
    let identity = Identity {
        name: "Maureen Okafor".to_owned(),
        birth_date: "1951-03-04".to_owned(),
        ..Default::default()
    };
    gallery.form("correct-identity", || {
        identity_form("person", &identity, "token")
    });
    gallery.form("record-visit-warning", || {
        warning_form(
            "person",
            readers::of(vec![Choice::new("alone", "Nobody but you")]),
        )
    });
    gallery.form("lift-visit-warning", || {
        which_form(
            "person",
            "Lift a warning",
            "Which?",
            "visit-warnings",
            vec![Choice::new("one", "Visit in twos")],
        )
    });
    gallery.form("unmark-wrong-person", || right_form("person"));
    gallery.form("mark-wrong-person", || wrong_form("person"));
}
