//! How a case goes on and ends: paused, taken up again, closed; a death, a move, and stopping since the person wishes it.

use api::v1::{
    self, Category, CloseCaseRequest, CloseReason, DecidedBy, GetTransferPackRequest,
    PauseCaseRequest, PauseReason, RecordDeathRequest, RecordMoveAwayRequest, ReopenCaseRequest,
    ResumeCaseRequest, StopCoordinationRequest,
    cases_command_service_client::CasesCommandServiceClient,
    cases_query_service_client::CasesQueryServiceClient, decided_by::Who,
};
use axum::{Router, extract::Path, routing::get};

use super::super::form;
use crate::{
    entry::Section,
    failure::Answer,
    form::{Choice, Field, Form},
    gallery::Gallery,
    listing::Listing,
    sent::{Sent, Stage},
    site::Site,
    told,
    visit::{Next, Visit},
};

/// The paths of a case's life.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/pause", form(pause_case))
        .route("/people/{person}/resume", form(resume_case))
        .route("/people/{person}/close", form(close_case))
        .route("/people/{person}/reopen", form(reopen_case))
        .route("/people/{person}/death", form(record_death))
        .route("/people/{person}/move-away", form(record_move_away))
        .route("/people/{person}/stop", form(stop_coordination))
        .route("/people/{person}/transfer-pack", get(transfer_pack))
}

fn on_brief(person: &str, said: &str) -> Next {
    Next::to(format!("/people/{person}"), said)
}

/// The categories that were ticked; while a form is only opened, one that is never refused.
fn categories(sent: &Sent) -> Vec<i32> {
    match sent.categories() {
        none if none.is_empty() && sent.stage == Stage::Opened => vec![Category::Plan.into()],
        some => some,
    }
}

/// The day that was given; while a form is only opened, today.
fn day(sent: &Sent, visit: &Visit, name: &str) -> String {
    match sent.date(name) {
        none if none.is_empty() && sent.is_rehearsed() => visit.today().to_string(),
        some => some,
    }
}

fn pause_form(person: &str) -> Form {
    Form::new("Pause the case", "Pause the case")
        .about(person)
        .lead("Clocks and letters stop until it goes on.")
        .field(Field::choice("reason", "Why?", Choice::of::<PauseReason>()))
        .field(Field::text("words", "In words (needed for another reason)", 30))
        .field(Field::date("expected_back", "Expected back on (optional)"))
        .more(Field::categories("What is the reason about? Who may not know it sees that the case is paused, and not why."))
}

/// Pauses a case.
pub async fn pause_case(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let reason = match sent.choice::<PauseReason>("reason") {
        0 if sent.is_rehearsed() => PauseReason::Away.into(),
        reason => reason,
    };
    let request = PauseCaseRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        reason,
        words: sent.text("words"),
        categories: sent.categories(),
        expected_back: sent.date("expected_back"),
    };
    let mut cases = CasesCommandServiceClient::new(visit.connection_for(&sent));
    let answer = cases.pause_case(request).await;
    visit
        .settle(pause_form(&person), &sent, answer, |_| {
            on_brief(&person, "The case is paused.")
        })
        .await
}

fn resume_form(person: &str) -> Form {
    Form::new("Go on with the case", "Go on")
        .about(person)
        .lead("Whatever waited for an answer has as long as it had when the case was paused.")
}

/// Goes on with a paused case.
pub async fn resume_case(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let request = ResumeCaseRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
    };
    let mut cases = CasesCommandServiceClient::new(visit.connection_for(&sent));
    let answer = cases.resume_case(request).await;
    visit
        .settle(resume_form(&person), &sent, answer, |_| {
            on_brief(&person, "The case goes on.")
        })
        .await
}

fn close_form(person: &str) -> Form {
    Form::new("Close the case", "Close the case")
        .about(person)
        .is_final()
        .lead("Everyone who took part is told once. You tell the person.")
        .field(Field::choice("reason", "Why?", Choice::of::<CloseReason>()))
        .field(Field::words("words", "What came of it?", 4))
        .field(Field::categories("What are your words about?"))
}

/// Closes a case.
pub async fn close_case(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let reason = match sent.choice::<CloseReason>("reason") {
        0 if sent.is_rehearsed() => CloseReason::Other.into(),
        reason => reason,
    };
    let request = CloseCaseRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        reason,
        words: sent.words("words"),
        categories: categories(&sent),
        told_by: String::new(),
    };
    let mut cases = CasesCommandServiceClient::new(visit.connection_for(&sent));
    let answer = cases.close_case(request).await;
    visit
        .settle(close_form(&person), &sent, answer, |_| {
            on_brief(&person, "The case is closed. You tell the person.")
        })
        .await
}

fn reopen_form(person: &str) -> Form {
    Form::new("Take the case up again", "Take it up again")
        .about(person)
        .lead("Your organisation held it last, and holds it again.")
}

/// Takes a case up again.
pub async fn reopen_case(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let request = ReopenCaseRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
    };
    let mut cases = CasesCommandServiceClient::new(visit.connection_for(&sent));
    let answer = cases.reopen_case(request).await;
    visit
        .settle(reopen_form(&person), &sent, answer, |_| {
            on_brief(&person, "The case is open again.")
        })
        .await
}

fn death_form(person: &str) -> Form {
    Form::new("The person has died", "Record the death")
        .about(person)
        .is_final()
        .lead("The case ends, clocks and letters stop, and everyone who took part is told once.")
        .field(Field::date("died_on", "On which day?"))
        .field(Field::words(
            "words",
            "What those who go on need to know (optional)",
            3,
        ))
        .field(Field::categories("What are your words about?"))
}

/// Records a death.
pub async fn record_death(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let request = RecordDeathRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        died_on: day(&sent, &visit, "died_on"),
        words: sent.text("words"),
        categories: sent.categories(),
    };
    let mut cases = CasesCommandServiceClient::new(visit.connection_for(&sent));
    let answer = cases.record_death(request).await;
    visit
        .settle(death_form(&person), &sent, answer, |_| {
            on_brief(&person, "It is recorded, and everyone is told once.")
        })
        .await
}

fn move_form(person: &str) -> Form {
    Form::new("The person has moved away", "Record the move")
        .about(person)
        .is_final()
        .lead("The case ends here. The transfer pack goes with them.")
        .field(Field::date("moved_on", "On which day?"))
        .field(Field::words(
            "words",
            "Where to, and to whom the pack goes",
            3,
        ))
        .field(Field::categories("What are your words about?"))
}

/// Records a move to another area.
pub async fn record_move_away(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let request = RecordMoveAwayRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        moved_on: day(&sent, &visit, "moved_on"),
        words: sent.words("words"),
        categories: categories(&sent),
        told_by: String::new(),
    };
    let mut cases = CasesCommandServiceClient::new(visit.connection_for(&sent));
    let answer = cases.record_move_away(request).await;
    visit
        .settle(move_form(&person), &sent, answer, |_| {
            on_brief(&person, "The move is recorded.")
        })
        .await
}

fn stop_form(person: &str) -> Form {
    Form::new("They want nobody to coordinate any more", "Stop coordinating")
        .about(person)
        .is_final()
        .lead("What each organisation does goes on; nobody leads the case any longer. You tell the person what ends and what does not.")
        .field(Field::words("words", "What they said about it (optional)", 3))
}

/// Stops coordination, as the person wishes.
pub async fn stop_coordination(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let request = StopCoordinationRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        decided_by: Some(DecidedBy {
            who: Some(Who::Person(v1::decided_by::Person {})),
        }),
        words: sent.text("words"),
        told_by: String::new(),
    };
    let mut cases = CasesCommandServiceClient::new(visit.connection_for(&sent));
    let answer = cases.stop_coordination(request).await;
    visit
        .settle(stop_form(&person), &sent, answer, |_| {
            on_brief(&person, "Nobody coordinates any more.")
        })
        .await
}

/// What one's organisation may pass on to whoever supports the person elsewhere.
pub async fn transfer_pack(visit: Visit, Path(person): Path<String>) -> Answer {
    let mut cases = CasesQueryServiceClient::new(visit.connection());
    let request = GetTransferPackRequest {
        person_id: person.clone(),
        not_before: visit.not_before(),
    };
    let pack = cases.get_transfer_pack(request).await?.into_inner();
    let mentioned = told::mentioned(pack.about_me.iter().chain(&pack.records));
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let entries = |facts: &[v1::Fact]| {
        let told = facts.iter().map(|fact| told::entry(fact, &person, &names));
        told.collect::<Vec<_>>()
    };
    let page = visit.page_about(&person, "more", "Transfer pack").await?;
    let page = Listing::new(page, "Transfer pack")
        .lead(pack.notice)
        .section(
            Section::new("In their own words", entries(&pack.about_me))
                .or("Nothing is written yet."),
        )
        .section(Section::new("What we recorded", entries(&pack.records)).or("Nothing."));
    visit.show(&page)
}

/// Samples of these forms.
pub fn samples(gallery: &mut Gallery) {
    gallery.form("pause-case", || pause_form("person"));
    gallery.form("resume-case", || resume_form("person"));
    gallery.form("close-case", || close_form("person"));
    gallery.form("reopen-case", || reopen_form("person"));
    gallery.form("record-death", || death_form("person"));
    gallery.form("record-move-away", || move_form("person"));
    gallery.form("stop-coordination", || stop_form("person"));
}
