//! Who one has signed in as, how accessible the pages are, and reporting a problem.

use askama::Template;
use axum::{
    Router,
    extract::State,
    response::{Html, IntoResponse, Response},
    routing::get,
};

use crate::{
    entry::{Entry, Section},
    failure::Answer,
    gallery::{self, Gallery},
    listing::Listing,
    page::Page,
    site::Site,
    visit::Visit,
    words,
};

/// The paths of help.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/me", get(me))
        .route("/accessibility", get(accessibility))
        .route("/problem", get(problem))
}

/// Who one has signed in as.
pub async fn me(visit: Visit) -> Answer {
    let somebody = &visit.somebody;
    let entry = Entry::new(&somebody.name)
        .about("Organisation", &somebody.organisation)
        .about("Role", words::role(&somebody.speaker.role));
    let page = Listing::new(visit.page("You")?, "You")
        .action("/cover", "I’m off: let my deputy see to it")
        .action(
            "/organisation",
            "Your organisation, its services and workers",
        )
        .section(Section::new("Signed in as", vec![entry]));
    visit.show(&page)
}

/// How accessible the pages are.
pub async fn accessibility(visit: Result<Visit, Response>, State(site): State<Site>) -> Answer {
    for_anybody(visit, &site, "Accessibility", statement)
}

/// How a problem is reported.
pub async fn problem(visit: Result<Visit, Response>, State(site): State<Site>) -> Answer {
    for_anybody(visit, &site, "Report a problem", report)
}

/// Help is there before one has signed in, too: whoever cannot sign in needs it most.
fn for_anybody(
    visit: Result<Visit, Response>,
    site: &Site,
    title: &str,
    build: fn(Page) -> Listing,
) -> Answer {
    match visit {
        Ok(visit) => {
            let page = build(visit.page(title)?);
            visit.show(&page)
        }
        Err(_) => {
            let html = build(site.page(title)).render()?;
            Ok(Html(html).into_response())
        }
    }
}

fn statement(page: Page) -> Listing {
    let works = Entry::new("What is tried")
        .says("Every page is checked by a program against the Web Content Accessibility Guidelines 2.2 at level AA, at the widths of a desktop, a phone and a desktop at 400 %. Every page is of use without script.");
    let does_not = Entry::new("What is not known")
        .says("No people who use a screen reader, a switch or speech have tried the pages yet. Where something does not work for you, report it: it is put right like any other fault.");
    Listing::new(page, "Accessibility").section(Section::new(
        "How accessible these pages are",
        vec![works, does_not],
    ))
}

fn report(page: Page) -> Listing {
    let what = Entry::new("What to say")
        .says("The page that you were on, what you did, what you expected, what happened, and the reference at the foot of that page. Name no person: the reference is enough to find it.");
    let whom = Entry::new("Whom to tell")
        .says("Whoever runs this system for your organisation. Where somebody could come to harm by it, ring them.");
    Listing::new(page, "Report a problem")
        .section(Section::new("How to report it", vec![what, whom]))
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    gallery.page(
        "accessibility",
        gallery::State::Usual,
        &statement(gallery::page("Accessibility")),
    );
    gallery.page(
        "problem",
        gallery::State::Usual,
        &report(gallery::page("Report a problem")),
    );
}
