//! Who one has signed in as, how accessible the pages are, and reporting a problem.

use askama::Template;
use axum::{
    Router,
    extract::State,
    response::{Html, IntoResponse, Response},
    routing::get,
};

use identity::drafts::Draft;

use super::directory::told_of_account;
use crate::{
    drafts,
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::Form,
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

/// Who one has signed in as, where else one is, and what waits to be sent.
pub async fn me(visit: Visit) -> Answer {
    let somebody = &visit.somebody;
    let entry = Entry::new(&somebody.name)
        .about("Organisation", &somebody.organisation)
        .about("Role", words::role(&somebody.speaker.role))
        .about("Signs in as", visit.who.sign_in_name().to_string());
    let sessions = visit.site.sessions.count(&visit.who, visit.now).await?;
    let drafts = visit.site.drafts.all(&visit.who, visit.now).await?;
    let has_password = visit.site.accounts.is_some() && !somebody.is_from_elsewhere();
    let page = visit.page("You")?;
    let everywhere = Form::new("Everywhere you are signed in", "Sign out everywhere")
        .lead(match sessions {
            1 => "You are signed in here alone.".to_owned(),
            _ => format!("You are signed in {sessions} times, here among them."),
        })
        .inline("/sign-out/everywhere")
        .keeps_no_draft();
    let page = Me {
        drafts: waiting(&drafts),
        account: account(&visit).await?,
        signed_in: Section::new("Signed in as", vec![entry]),
        has_several_roles: somebody.roles.len() > 1,
        has_password,
        everywhere: visit.inline(everywhere, &page),
        page,
    };
    visit.show(&page)
}

/// Who one is, and one's own account.
#[derive(Template)]
#[template(path = "pages/me.html")]
struct Me {
    page: Page,
    signed_in: Section,
    has_several_roles: bool,
    has_password: bool,
    drafts: Section,
    account: Section,
    everywhere: Form,
}

/// What happened to one's account. Where one did not ask for it, somebody else has signed in by it.
async fn account(visit: &Visit) -> Result<Section, Failure> {
    let standing = match &visit.site.accounts {
        Some(accounts) => accounts.standing(&visit.who, visit.now).await,
        None => Ok(None),
    };
    let standing = standing.map_err(|_| Failure::Accounts)?;
    let names = visit.names([visit.organisation()]).await?;
    let history = standing.map(|one| one.history).unwrap_or_default();
    let told = history.iter().rev();
    let told = told.map(|one| told_of_account(one, visit.organisation(), &names));
    Ok(Section::new("Your account", told.collect()))
}

/// What was typed and not sent.
fn waiting(drafts: &[Draft]) -> Section {
    let entries = drafts.iter().map(|draft| {
        Entry::new(&draft.title)
            .about("Typed", words::when(draft.kept_at))
            .to(drafts::address(&draft.path))
    });
    Section::new("Typed and not sent", entries.collect())
        .or("Nothing. What you type in a form is kept here for a week, until you send it.")
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
    let Ok(kept_at) = "2026-06-10T08:14:00Z".parse() else {
        return;
    };
    let draft = Draft {
        path: "/people/1/notes/new".to_owned(),
        title: "Add an update".to_owned(),
        values: Vec::new(),
        kept_at,
    };
    for (state, drafts) in [
        (gallery::State::Empty, &[][..]),
        (gallery::State::Usual, &[draft][..]),
    ] {
        let me = Me {
            page: gallery::page("You"),
            signed_in: gallery::section("Signed in as", gallery::State::Usual),
            has_several_roles: true,
            has_password: true,
            drafts: waiting(drafts),
            account: Section::new("Your account", Vec::new()),
            everywhere: Form::new("Everywhere you are signed in", "Sign out everywhere")
                .inline("/sign-out/everywhere"),
        };
        gallery.page("me", state, &me);
    }
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
