//! Safeguarding concerns: whom to ring first, then who was told when. Shown to whoever raised one and to their
//! organisation's safeguarding leads alone.

mod lead;

use api::v1::{
    Category, CloseConcernRequest, Concern, ConcernOutcome, ConcernRecipient, ConcernState,
    ConcernSubject, ListConcernsRequest, RaiseConcernRequest, RaiseConcernResponse,
    RecordConcernToldRequest, concern_subject,
    safeguarding_command_service_client::SafeguardingCommandServiceClient,
    safeguarding_query_service_client::SafeguardingQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

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

const SHOWN: i32 = 100;

/// The paths of safeguarding.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(
            "/organisation/safeguarding-lead",
            form(lead::name_safeguarding_lead),
        )
        .route("/concerns", get(list))
        .route("/concerns/{id}", get(one))
        .route("/concerns/{id}/told", form(record_concern_told))
        .route("/concerns/{id}/close", form(close_concern))
        .route("/people/{person}/concerns/new", form(raise_concern))
}

async fn asked(visit: &Visit, request: ListConcernsRequest) -> Result<Vec<Concern>, Failure> {
    let mut concerns = SafeguardingQueryServiceClient::new(visit.connection());
    let request = ListConcernsRequest {
        page_size: SHOWN,
        not_before: visit.not_before(),
        ..request
    };
    Ok(concerns.list_concerns(request).await?.into_inner().concerns)
}

/// Concerns that one raised or reads.
pub async fn list(visit: Visit) -> Answer {
    let all = asked(&visit, ListConcernsRequest::default()).await?;
    let mentioned = told::mentioned(all.iter().flat_map(|concern| &concern.facts));
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let row = |concern: &Concern| {
        let first = concern.facts.first();
        let entry = first.map_or_else(
            || Entry::new("Concern"),
            |fact| told::entry(fact, &concern.person_id, &names),
        );
        entry.to(format!("/concerns/{}", concern.concern_id))
    };
    let (open, closed): (Vec<_>, Vec<_>) = all
        .iter()
        .partition(|concern| concern.state() == ConcernState::Open);
    let rows = |of: Vec<&Concern>| of.into_iter().map(row).collect();
    let page = Listing::new(
        visit.page("Safeguarding concerns")?,
        "Safeguarding concerns",
    )
    .section(Section::new("Open", rows(open)).or("None."))
    .section(Section::new("Closed", rows(closed)));
    visit.show(&page)
}

async fn find(visit: &Visit, id: &str) -> Result<Concern, Failure> {
    let request = ListConcernsRequest {
        concern_id: id.to_owned(),
        ..Default::default()
    };
    asked(visit, request)
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::NoSuchPage)
}

/// One concern: who was told when.
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let concern = find(&visit, &id).await?;
    let mentioned = told::mentioned(&concern.facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let entries = concern
        .facts
        .iter()
        .map(|fact| told::entry(fact, &concern.person_id, &names));
    let page = visit
        .page_about(&concern.person_id, "concern", "Safeguarding concern")
        .await?;
    let mut listing = Listing::new(page, "Safeguarding concern").section(Section::new(
        "What was said, and who was told",
        entries.collect(),
    ));
    if concern.state() == ConcernState::Open {
        let told = told_form(&concern, &visit.site.settings.safeguarding)
            .inline(format!("/concerns/{id}/told"));
        listing.form = Some(visit.inline(told, &listing.page));
        listing = listing.action(format!("/concerns/{id}/close"), "Close the concern");
    }
    visit.show(&listing)
}

/// Whom to ring: the deployer's own line, or where to find the number.
fn ring(numbers: &str) -> String {
    match numbers {
        "" => "Ring the council’s safeguarding team for adults, or for children, today; the number is with your organisation’s safeguarding lead.".to_owned(),
        numbers => format!("Ring today: {numbers}"),
    }
}

fn raise_form(person: &str, numbers: &str) -> Form {
    Form::new("Raise a safeguarding concern", "Raise the concern")
        .about(person)
        .lead("Somebody in immediate danger? Ring 999 now, then come back.")
        .lead(ring(numbers))
        .lead("This form records the concern and who was told; it rings nobody.")
        .field(Field::words("words", "What did you see or hear?", 4))
        .field(Field::tick(
            "immediate_danger",
            "How urgent is it?",
            "Somebody is in immediate danger, and 999 was rung",
        ))
        .field(Field::text("done", "What was done at once (optional)", 30))
        .more(Field::text(
            "somebody_else",
            "If it is about somebody else, such as a child: who?",
            30,
        ))
        .more(Field::categories("What is it about, besides safety?"))
}

/// Raises a concern.
pub async fn raise_concern(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let subject = match sent.text("somebody_else") {
        nobody if nobody.is_empty() => concern_subject::Subject::Person(concern_subject::Person {}),
        somebody => concern_subject::Subject::SomebodyElse(somebody),
    };
    let request = RaiseConcernRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        words: sent.words("words"),
        subject: Some(ConcernSubject {
            subject: Some(subject),
        }),
        categories: match sent.categories() {
            none if none.is_empty() => vec![Category::Safety.into()],
            some => some,
        },
        immediate_danger: sent.is_ticked("immediate_danger"),
        done: sent.text("done"),
    };
    let mut concerns = SafeguardingCommandServiceClient::new(visit.connection_for(&sent));
    let answer = concerns.raise_concern(request).await;
    let next = |done: &RaiseConcernResponse| {
        Next::to(
            format!("/concerns/{}", done.concern_id),
            done.what_next.clone(),
        )
    };
    let numbers = &visit.site.settings.safeguarding;
    if let (Stage::Opened, Err(status)) = (sent.stage, &answer)
        && status.code() == tonic::Code::NotFound
    {
        let title = "Raise a safeguarding concern";
        let page = visit.page_about(&person, "concern", title).await?;
        let page = ring_instead(page, &person, numbers);
        return visit.show(&page);
    }
    let form = raise_form(&person, numbers);
    visit.settle(form, &sent, answer, next).await
}

/// For whoever is shown something of the person, at a meeting for example, and has no part in the case: nothing can be
/// recorded, and somebody can be told all the same.
fn ring_instead(page: Page, person: &str, numbers: &str) -> Listing {
    Listing::new(page, "Raise a safeguarding concern")
        .lead("Somebody in immediate danger? Ring 999 now.")
        .lead(ring(numbers))
        .lead("Your organisation has no part in this case, so it cannot be recorded here. Tell your organisation’s safeguarding lead, and somebody of those who take part.")
        .action(format!("/people/{person}/involved"), "Who takes part")
}

fn told_form(concern: &Concern, numbers: &str) -> Form {
    Form::new("Somebody was told", "Record it")
        .about(&concern.person_id)
        .back_to(format!("/concerns/{}", concern.concern_id))
        .lead(ring(numbers))
        .field(Field::choice(
            "recipient",
            "Who was told?",
            Choice::of::<ConcernRecipient>(),
        ))
        .field(Field::text("name", "Their name, as they gave it", 20))
        .field(Field::words(
            "words",
            "What was said and agreed (optional)",
            2,
        ))
        .more(Field::date(
            "told_at",
            "If it was not just now: on which day?",
        ))
        .more(
            Field::text("told_at_time", "At what time?", 5)
                .hint("Hours and minutes, such as 14:00"),
        )
}

/// When somebody was told: just now, where nothing else is said; none, where what is said is no time.
fn told_at(visit: &Visit, sent: &Sent) -> Option<prost_types::Timestamp> {
    let (day, time) = (sent.date("told_at"), sent.text("told_at_time"));
    if day.is_empty() && time.is_empty() {
        return Some(words::wire(visit.now));
    }
    let day = if day.is_empty() {
        visit.today().to_string()
    } else {
        day
    };
    words::moment_of(&day, &time)
}

/// Records who was told.
pub async fn record_concern_told(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let concern = find(&visit, &id).await?;
    let recipient = match sent.choice::<ConcernRecipient>("recipient") {
        0 if sent.is_rehearsed() => ConcernRecipient::Other.into(),
        recipient => recipient,
    };
    let request = RecordConcernToldRequest {
        command_id: sent.command_id(),
        person_id: concern.person_id.clone(),
        concern_id: id.clone(),
        recipient,
        name: sent.words("name"),
        told_at: told_at(&visit, &sent),
        words: sent.text("words"),
    };
    let mut concerns = SafeguardingCommandServiceClient::new(visit.connection_for(&sent));
    let answer = concerns.record_concern_told(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/concerns/{id}"),
            "It is recorded, and the clock has stopped.",
        )
    };
    let form = told_form(&concern, &visit.site.settings.safeguarding);
    visit.settle(form, &sent, answer, next).await
}

fn close_form(concern: &Concern) -> Form {
    Form::new("Close the concern", "Close it")
        .about(&concern.person_id)
        .back_to(format!("/concerns/{}", concern.concern_id))
        .field(Field::hidden("token", &concern.token))
        .field(Field::choice(
            "outcome",
            "What came of it?",
            Choice::of::<ConcernOutcome>(),
        ))
        .field(Field::words("words", "In words", 3))
}

/// Closes a concern.
pub async fn close_concern(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let concern = find(&visit, &id).await?;
    let outcome = match sent.choice::<ConcernOutcome>("outcome") {
        0 if sent.stage != Stage::Earnest => ConcernOutcome::MadeSafe.into(),
        outcome => outcome,
    };
    let request = CloseConcernRequest {
        command_id: sent.command_id(),
        person_id: concern.person_id.clone(),
        concern_id: id.clone(),
        token: sent.given("token", &concern.token),
        outcome,
        words: sent.words("words"),
    };
    let mut concerns = SafeguardingCommandServiceClient::new(visit.connection_for(&sent));
    let answer = concerns.close_concern(request).await;
    let next = |_: &_| Next::to(format!("/concerns/{id}"), "The concern is closed.");
    visit
        .settle(close_form(&concern), &sent, answer, next)
        .await
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    let concern = Concern {
        person_id: "person".to_owned(),
        ..Default::default()
    };
    gallery.form("name-safeguarding-lead", || {
        lead::lead_form(vec![Choice::new("ruth.adeyemi", "Ruth Adeyemi")])
    });
    gallery.form("raise-concern", || {
        raise_form(
            "person",
            "Walbrook Council: 020 7946 0100 (adults), 020 7946 0101 (children)",
        )
    });
    let about = gallery::page_about("Raise a safeguarding concern", State::Usual);
    gallery.page(
        "ring-instead",
        State::Usual,
        &ring_instead(about, "person", ""),
    );
    gallery.form("record-concern-told", || told_form(&concern, ""));
    gallery.form("close-concern", || close_form(&concern));
    for state in State::ALL {
        let listing = Listing::new(
            gallery::page("Safeguarding concerns"),
            "Safeguarding concerns",
        )
        .section(gallery::section("Open", state).or("None."));
        gallery.page("concerns", state, &listing);
    }
}
