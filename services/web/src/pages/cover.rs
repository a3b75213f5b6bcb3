//! "I'm off today": the deputy sees to it.

use api::v1::{
    Absence, EndAbsenceRequest, ListAbsencesRequest, RecordAbsenceRequest, SetDeputyRequest,
    cover_command_service_client::CoverCommandServiceClient,
    cover_query_service_client::CoverQueryServiceClient,
};
use axum::{Router, routing::get};

use super::form;
use crate::{
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    gallery::{self, Gallery, State},
    listing::Listing,
    sent::Sent,
    site::Site,
    visit::{Next, Visit},
    words,
};

/// The paths of cover.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/cover", get(cover))
        .route("/cover/off", form(record_absence))
        .route("/cover/back", form(end_absence))
        .route("/cover/deputy", form(set_deputy))
}

async fn absences(visit: &Visit) -> Result<Vec<Absence>, Failure> {
    let mut cover = CoverQueryServiceClient::new(visit.connection());
    let request = ListAbsencesRequest {
        not_before: visit.not_before(),
    };
    Ok(cover.list_absences(request).await?.into_inner().absences)
}

/// Who is away, and one button to be so.
pub async fn cover(visit: Visit) -> Answer {
    let absences = absences(&visit).await?;
    let names = visit.names([visit.organisation()]).await?;
    let name = |worker: &str| names.worker(visit.organisation(), worker);
    let mine = absences
        .iter()
        .find(|one| one.worker == visit.somebody.speaker.worker);
    let entries = absences.iter().map(|absence| {
        let deputy = match absence.deputy.as_str() {
            "" => "no deputy".to_owned(),
            deputy => format!("deputy: {}", name(deputy)),
        };
        let entry = Entry::new(name(&absence.worker)).says(deputy);
        let entry = entry.about("Away until", words::written(&absence.last_day));
        if absence.away {
            entry.tag("Away", "yellow")
        } else {
            entry
        }
    });
    let mut page = Listing::new(
        visit.page("Cover")?.within("work"),
        "Who stands in for whom",
    )
    .section(
        Section::new("Your organisation", entries.collect()).or("Nobody has named a deputy yet."),
    );
    let form = match mine {
        Some(absence) if absence.away => back_form().inline("/cover/back"),
        Some(absence) if !absence.deputy.is_empty() => {
            off_form(&name(&absence.deputy)).inline("/cover/off")
        }
        _ => deputy_form(colleagues(&visit).await?).inline("/cover/deputy"),
    };
    page.form = Some(visit.inline(form, &page.page));
    page = page.action("/cover/deputy", "Choose a deputy");
    visit.show(&page)
}

fn off_form(deputy: &str) -> Form {
    Form::new("I’m off today", "I’m off: let my deputy see to it")
        .back_to("/cover")
        .lead(format!(
            "{deputy} sees your promises, people and safe ways to reach them, until you are back."
        ))
        .more(Field::date("last_day", "Until which day, if you know?"))
}

/// One is away from now on.
pub async fn record_absence(visit: Visit, sent: Sent) -> Answer {
    let request = RecordAbsenceRequest {
        command_id: sent.command_id(),
        worker: String::new(),
        last_day: sent.date("last_day"),
    };
    let mut cover = CoverCommandServiceClient::new(visit.connection());
    let send = async move { cover.record_absence(request).await };
    let next = |_: &_| Next::to("/cover", "You are off. Your deputy sees to it.");
    visit
        .settle_unrehearsed(off_form("Your deputy"), &sent, send, next)
        .await
}

fn back_form() -> Form {
    Form::new("Back again", "I’m back").back_to("/cover")
}

/// One is back.
pub async fn end_absence(visit: Visit, sent: Sent) -> Answer {
    let request = EndAbsenceRequest {
        command_id: sent.command_id(),
        worker: String::new(),
    };
    let mut cover = CoverCommandServiceClient::new(visit.connection());
    let send = async move { cover.end_absence(request).await };
    let next = |_: &_| Next::to("/work", "Welcome back.");
    visit
        .settle_unrehearsed(back_form(), &sent, send, next)
        .await
}

async fn colleagues(visit: &Visit) -> Result<Vec<Choice>, Failure> {
    let directory = &visit.site.directory;
    let workers = directory
        .workers(&visit.connection(), visit.organisation(), visit.now)
        .await?;
    let others = workers
        .into_iter()
        .filter(|worker| worker.worker != visit.somebody.speaker.worker);
    Ok(others
        .map(|worker| Choice::new(worker.worker, worker.name))
        .collect())
}

fn deputy_form(colleagues: Vec<Choice>) -> Form {
    Form::new("Choose a deputy", "Choose")
        .back_to("/cover")
        .field(Field::choice(
            "deputy",
            "Who stands in for you?",
            colleagues,
        ))
}

/// Names one's deputy.
pub async fn set_deputy(visit: Visit, sent: Sent) -> Answer {
    let form = deputy_form(colleagues(&visit).await?);
    let request = SetDeputyRequest {
        command_id: sent.command_id(),
        worker: String::new(),
        deputy: sent.text("deputy"),
    };
    let mut cover = CoverCommandServiceClient::new(visit.connection());
    let send = async move { cover.set_deputy(request).await };
    let next = |_: &_| Next::to("/cover", "Your deputy is named.");
    visit.settle_unrehearsed(form, &sent, send, next).await
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    gallery.form("record-absence", || off_form("Jo Hart"));
    gallery.form("set-deputy", || {
        deputy_form(vec![Choice::new("jo.hart", "Jo Hart")])
    });
    for state in State::ALL {
        let mut listing = Listing::new(
            gallery::page("Cover").within("work"),
            "Who stands in for whom",
        )
        .section(gallery::section("Your organisation", state).or("Nobody has named a deputy yet."));
        listing.form = Some(off_form("Jo Hart").inline("/cover/off"));
        gallery.page("cover", state, &listing);
    }
}
