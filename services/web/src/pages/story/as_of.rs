//! What one's organisation could see of a person on a day: after a complaint, or to find out who knew what.

use api::v1::{
    ListShownAsOfRequest, disclosure_query_service_client::DisclosureQueryServiceClient,
    list_shown_as_of_response::ShownFact,
};
use axum::extract::Path;
use jiff::{
    Timestamp,
    civil::{Date, Time},
};

use crate::{
    entry::{Entry, Section},
    failure::Answer,
    form::{Field, Form},
    listing::Listing,
    names::Names,
    page::Page,
    sent::Sent,
    told,
    visit::Visit,
    words,
};

const SHOWN: i32 = 50;

/// What could be seen at a moment.
pub async fn as_of(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let day = sent.date("on").parse().unwrap_or_else(|_| visit.today());
    let time = sent.text("time");
    let request = ListShownAsOfRequest {
        person_id: person.clone(),
        at: moment(day, &time, visit.now),
        page_size: SHOWN,
        page_token: sent.text("page"),
    };
    let mut disclosure = DisclosureQueryServiceClient::new(visit.connection());
    let found = disclosure.list_shown_as_of(request).await?.into_inner();
    let facts = found.facts.iter().filter_map(|one| one.fact.as_ref());
    let mentioned = told::mentioned(facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let entries = found.facts.iter().map(|one| entry(one, &person, &names));
    let query = format!(
        "on-day={}&on-month={}&on-year={}&time={}&",
        day.day(),
        day.month(),
        day.year(),
        time.replace(|letter: char| !letter.is_ascii_digit() && letter != ':', "")
    );
    let page = visit
        .page_about(&person, "story", "What could be seen then")
        .await?;
    let mut page = list(page, &person, day, &time, entries.collect());
    page.next = Visit::next(&found.next_page_token, &query);
    visit.show(&page)
}

/// A fact as it could be seen then; without its words, where it can be seen no longer.
fn entry(shown: &ShownFact, person: &str, names: &Names) -> Entry {
    match &shown.fact {
        Some(fact) if fact.content.is_some() => told::entry(fact, person, names),
        fact => {
            let recorded = fact.clone().unwrap_or_default();
            let mut entry = Entry::new(shown.kind.replace('-', " "))
                .says("It cannot be seen any longer; its words are not shown.")
                .tag("No longer", "grey");
            entry.at = words::when_of(recorded.recorded_at.as_ref());
            entry.by = names.who(recorded.recorded_by.as_ref());
            entry
        }
    }
}

pub(super) fn list(
    page: Page,
    person: &str,
    day: Date,
    time: &str,
    entries: Vec<Entry>,
) -> Listing {
    let mut page = Listing::new(page, "What could be seen then")
        .lead("What your organisation could see of them at that moment, oldest first. What it may see no longer is listed for your privacy officer alone, without its words.")
        .section(Section::new(format!("On {}", words::date(day)), entries).or("Nothing could be seen then."));
    page.form = Some(
        Form::new("When?", "Show it")
            .field(Field::date("on", "On which day?").with_date(&day.to_string()))
            .field(
                Field::text("time", "At what time?", 5)
                    .with(time)
                    .hint("Such as 14:30; the end of the day where it is empty"),
            )
            .inline(format!("/people/{person}/shown"))
            .by_address(),
    );
    page
}

/// That time of the day, or its end; never later than now.
fn moment(day: Date, time: &str, now: Timestamp) -> Option<prost_types::Timestamp> {
    let at = match Time::strptime("%H:%M", time) {
        Ok(time) => words::in_london(day, time),
        Err(_) => words::end_of(day),
    };
    at.map(|at| words::wire(at.min(now)))
}
