//! The plan at two moments: what was added, changed, and reached or let go of in between.

use api::v1::{
    ComparePlanRequest, compare_plan_response::Change,
    plans_query_service_client::PlansQueryServiceClient,
};
use askama::Template;
use axum::extract::Path;
use jiff::{Span, civil::Date};

use crate::{
    entry::{Entry, Section},
    failure::Answer,
    form::{Field, Form},
    gallery::{self, Gallery, State, count},
    page::Page,
    sent::Sent,
    told,
    visit::Visit,
    words,
};

/// How far back one looks, where nothing else is said.
const WEEKS: i64 = 12;

/// The plan at two moments.
#[derive(Template)]
#[template(path = "pages/compare.html")]
pub struct Compare {
    pub(super) page: Page,
    pub(super) form: Form,
    pub(super) added: Section,
    pub(super) changed: Vec<Changed>,
    pub(super) ended: Vec<Changed>,
}

/// Something before and after.
pub(super) struct Changed {
    pub(super) before: Option<Entry>,
    pub(super) after: Option<Entry>,
}

/// Compares the plan at the end of two days.
pub async fn compare_plan(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let today = visit.today();
    let earlier = today.saturating_sub(Span::new().weeks(WEEKS));
    let on = |name: &str, otherwise: Date| sent.date(name).parse().unwrap_or(otherwise);
    let (from, until) = (on("from", earlier), on("until", today));
    let request = ComparePlanRequest {
        person_id: person.clone(),
        from: words::end_of(from).map(words::wire),
        until: words::end_of(until).map(words::wire),
        not_before: visit.not_before(),
    };
    let mut plans = PlansQueryServiceClient::new(visit.connection());
    let found = plans.compare_plan(request).await?.into_inner();
    let both = |change: &Change| {
        change
            .before
            .iter()
            .chain(&change.after)
            .cloned()
            .collect::<Vec<_>>()
    };
    let changes = found.changed.iter().chain(&found.ended);
    let facts: Vec<_> = changes
        .flat_map(both)
        .chain(found.added.iter().cloned())
        .collect();
    let mentioned = told::mentioned(&facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let told = |fact: &api::v1::Fact| told::entry(fact, &person, &names);
    let changed = |change: &Change| Changed {
        before: change.before.as_ref().map(told),
        after: change.after.as_ref().map(told),
    };
    let page = Compare {
        form: form(&person, from, until),
        added: Section::new("Added", found.added.iter().map(told).collect()).or("Nothing."),
        changed: found.changed.iter().map(changed).collect(),
        ended: found.ended.iter().map(changed).collect(),
        page: visit
            .page_about(&person, "plan", "The plan then and now")
            .await?,
    };
    visit.show(&page)
}

pub(super) fn form(person: &str, from: Date, until: Date) -> Form {
    Form::new("Which two days?", "Compare")
        .field(Field::date("from", "The earlier day").with_date(&from.to_string()))
        .field(Field::date("until", "The later day").with_date(&until.to_string()))
        .inline(format!("/people/{person}/plan/compare"))
        .by_address()
}

/// Samples of this page.
pub(super) fn samples(gallery: &mut Gallery) {
    for state in State::ALL {
        let goal = |words: &str| Some(Entry::new("Goal").own_words(words));
        let changed = |_| Changed {
            before: goal("Sing with the choir again."),
            after: goal("Sing with the choir at Christmas."),
        };
        let [from, until] = ["2026-03-17", "2026-06-09"].map(|day| day.parse().unwrap_or_default());
        let page = Compare {
            page: gallery::page_about("The plan then and now", state),
            form: form("person", from, until),
            added: gallery::section("Added", state),
            changed: (0..count(state)).map(changed).collect(),
            ended: Vec::new(),
        };
        gallery.page("plan-compared", state, &page);
    }
}
