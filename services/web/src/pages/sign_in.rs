//! Signing in: with an account of this system's own, or at the organisations' own issuer; then in which role, where there
//! are several. And signing out, here or everywhere.

mod by_account;
mod by_issuer;
mod invitation;
mod role;
mod staying;

use api::v1::RegisteredWorker;
use askama::Template;
use axum::{
    Router,
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use identity::accounts::Who;

use super::form as page_form;
use crate::{
    elsewhere::BACK,
    failure::{Answer, Failure},
    form::{Field, Form},
    gallery::{self, Gallery},
    page::Page,
    session::{Before, Found, Half, Jar, Session, Somebody},
    signed_in,
    site::Site,
    speaking::Speaker,
    visit::{FormPage, Visit, is_ours},
};

/// The paths of signing in.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in", get(choose).post(by_account::sign_in))
        .route("/sign-in/elsewhere", get(by_issuer::leave))
        .route(BACK, get(by_issuer::back))
        .route("/sign-in/code", page_form(by_account::code))
        .route("/sign-in/role", page_form(role::role))
        .route("/role", page_form(role::another))
        .route("/invitation/{token}", page_form(invitation::accept))
        .route("/password", page_form(by_account::password))
        .route("/session", get(staying::session))
        .route("/drafts", post(staying::keep))
        .route("/drafts/discard", post(staying::discard))
        .route("/sign-out", post(sign_out))
        .route("/sign-out/everywhere", post(everywhere))
}

/// Who looks the directory up for a sandbox's list.
const NOBODY_YET: [&str; 3] = ["SIGN-IN", "sign-in", "organisation-administrator"];

/// The page on which people sign in.
#[derive(Template)]
#[template(path = "pages/sign_in.html")]
pub struct SignInPage {
    page: Page,
    /// What is said before it: why somebody is here again.
    says: String,
    /// What the issuer is called at which one can sign in; empty where there is none.
    elsewhere: String,
    /// Name and password; none where accounts are elsewhere.
    form: Option<Form>,
    /// The sandbox's password; empty anywhere else.
    sandbox: String,
    organisations: Vec<Employer>,
}

/// An organisation of a sandbox, and who works there.
struct Employer {
    name: String,
    workers: Vec<Listed>,
}

struct Listed {
    who: Who,
    worker: RegisteredWorker,
}

/// Shows how one can sign in.
pub async fn choose(State(site): State<Site>, jar: Jar) -> Answer {
    let session = jar.session_or_new()?;
    page(&site, jar, session, None).await
}

/// The page, with the form as it was sent where something was wrong with it.
async fn page(site: &Site, jar: Jar, session: Session, sent: Option<Form>) -> Answer {
    let token = session.form_token()?;
    let is_wrong = sent.is_some();
    let mut form = sent.unwrap_or_else(by_account::form);
    let page = Page {
        token: token.clone(),
        problems: std::mem::take(&mut form.problems),
        ..site.page("Sign in")
    };
    let sandbox = site.settings.sign_in.sandbox.clone().unwrap_or_default();
    let says = session.before.says.clone();
    let issuer = site.settings.elsewhere.as_ref();
    let html = SignInPage {
        page,
        says,
        elsewhere: issuer
            .map(|issuer| issuer.name().to_owned())
            .unwrap_or_default(),
        form: site
            .accounts
            .is_some()
            .then(|| form.for_session(token, site.clock.now())),
        organisations: if sandbox.is_empty() {
            Vec::new()
        } else {
            everybody(site).await?
        },
        sandbox,
    }
    .render()?;
    let status = if is_wrong {
        http::StatusCode::UNPROCESSABLE_ENTITY
    } else {
        http::StatusCode::OK
    };
    Ok((status, jar.with_session(&session), Html(html)).into_response())
}

/// Everybody in a sandbox.
async fn everybody(site: &Site) -> Result<Vec<Employer>, Failure> {
    let [organisation, worker, role] = NOBODY_YET.map(str::to_owned);
    let speaker = Speaker {
        organisation,
        worker,
        role,
    };
    let connection = site.voice.of(&speaker, false);
    let now = site.clock.now();
    let names = site
        .directory
        .names(&connection, &Default::default(), now)
        .await?;
    let mut organisations = Vec::new();
    for (code, name) in names.organisations() {
        let workers = site.directory.workers(&connection, &code, now).await?;
        let listed = workers.into_iter().filter_map(|worker| {
            let who = Who::new(&code, &worker.worker).ok()?;
            Some(Listed { who, worker })
        });
        organisations.push(Employer {
            workers: listed.collect(),
            name,
        });
    }
    organisations.retain(|employer| !employer.workers.is_empty());
    Ok(organisations)
}

/// Somebody with an account has shown who they are: they are in, or are asked in which role.
async fn shown(site: &Site, jar: Jar, before: Before, who: Who, wanted: &str) -> Answer {
    let half = Half {
        who,
        since: site.clock.now(),
        is_shown: true,
        from_elsewhere: None,
    };
    found(site, jar, before, half, wanted).await
}

/// As [`shown`], of whoever let them in.
async fn found(site: &Site, jar: Jar, before: Before, half: Half, wanted: &str) -> Answer {
    let roles = roles(site, &half).await?;
    match &roles[..] {
        [] => Err(Failure::NoRole),
        [only] => begun(site, jar, &before.back, half, only.clone(), roles.clone()).await,
        several if several.iter().any(|role| role == wanted) => {
            begun(site, jar, &before.back, half, wanted.to_owned(), roles).await
        }
        _ => {
            let half = Some(half);
            let session = Session::of_nobody(Before { half, ..before })?;
            Ok((jar.with_session(&session), Redirect::to("/sign-in/role")).into_response())
        }
    }
}

/// The roles in which they may act: as whoever let them in says.
async fn roles(site: &Site, half: &Half) -> Result<Vec<String>, Failure> {
    match &half.from_elsewhere {
        Some(found) => Ok(found.roles.clone()),
        None => signed_in::roles(site, &half.who, site.clock.now()).await,
    }
}

/// Begins the session, and leads to where they wanted to go.
async fn begun(
    site: &Site,
    jar: Jar,
    back: &str,
    half: Half,
    role: String,
    roles: Vec<String>,
) -> Answer {
    let speaker = Speaker::new(&half.who, role);
    let connection = site.voice.of(&speaker, false);
    let of = [speaker.organisation.clone()].into();
    let now = site.clock.now();
    let names = site.directory.names(&connection, &of, now).await?;
    let somebody = Somebody {
        name: names.worker(&speaker.organisation, &speaker.worker),
        organisation: names.organisation(&speaker.organisation),
        speaker,
        roles,
        from_elsewhere: half.from_elsewhere,
    };
    let id = site.sessions.begin(&half.who, now).await?;
    let session = Session::of_somebody(id.to_string(), somebody)?;
    let to = if is_ours(back) { back } else { "/work" };
    Ok((jar.with_session(&session), Redirect::to(to)).into_response())
}

/// A form of somebody who is not in yet.
fn show(site: &Site, jar: Jar, session: &Session, mut form: Form) -> Answer {
    let page = Page {
        token: session.form_token()?,
        problems: std::mem::take(&mut form.problems),
        ..site.page(&form.title)
    };
    let status = match page.problems.is_empty() {
        true => http::StatusCode::OK,
        false => http::StatusCode::UNPROCESSABLE_ENTITY,
    };
    let form = form.for_session(page.token.clone(), site.clock.now());
    let html = FormPage { page, form }.render()?;
    Ok((status, jar.with_session(session), Html(html)).into_response())
}

/// Who has shown a part of what is needed, where that still holds.
fn half(site: &Site, jar: &Jar, is_shown: bool) -> Option<(Session, Half)> {
    let session = jar.session()?;
    let half = session.before.half.clone()?;
    let holds = half.holds(site.clock.now()) && half.is_shown == is_shown;
    holds.then_some((session, half))
}

/// Back to the beginning.
fn anew() -> Answer {
    Ok(Redirect::to("/sign-in").into_response())
}

/// Signs out. The session is one no longer, whoever has kept its cookie.
pub async fn sign_out(
    visit: Result<Visit, Response>,
    State(site): State<Site>,
    jar: Jar,
) -> Answer {
    let mut to = "/sign-in".to_owned();
    if let Ok(visit) = visit {
        site.sessions.end(&visit.who, &visit.session.id).await?;
        // Whoever was let in elsewhere would be let in again at once: they sign out there, too.
        let found = visit.somebody.from_elsewhere.as_ref();
        if let (Some(issuer), Some(found)) = (&site.settings.elsewhere, found) {
            to = issuer.leave(&found.id_token).unwrap_or(to);
        }
    }
    Ok((jar.without_session(), Redirect::to(&to)).into_response())
}

/// Signs out at every browser.
pub async fn everywhere(visit: Visit) -> Answer {
    visit.site.sessions.end_everywhere(&visit.who).await?;
    let before = Before {
        says: "You are signed out, here and everywhere else.".to_owned(),
        ..Default::default()
    };
    let session = Session::of_nobody(before)?;
    Ok((visit.jar.with_session(&session), Redirect::to("/sign-in")).into_response())
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    let outside = |title: &str| Page {
        somebody: None,
        ends: None,
        is_sandbox: false,
        ..gallery::page(title)
    };
    let sign_in = |says: &str, form: Form| SignInPage {
        page: outside("Sign in"),
        says: says.to_owned(),
        elsewhere: if says.is_empty() {
            String::new()
        } else {
            "Lea Valley Trust".to_owned()
        },
        form: Some(form),
        sandbox: String::new(),
        organisations: Vec::new(),
    };
    gallery.page(
        "sign-in",
        gallery::State::Empty,
        &sign_in("", by_account::form()),
    );
    let wrong = by_account::form().field(Field::hidden("x", "y"));
    let ended = crate::drafts::ENDED;
    gallery.page("sign-in", gallery::State::Usual, &sign_in(ended, wrong));
    let mut forms = |name: &str, form: Form| {
        let page = FormPage {
            page: outside(&form.title),
            form,
        };
        gallery.page(name, gallery::State::Usual, &page);
    };
    forms("sign-in-code", by_account::code_form());
    forms(
        "sign-in-role",
        role::form(&["practitioner".to_owned(), "manager".to_owned()], ""),
    );
    forms("password", by_account::password_form());
    invitation::samples(gallery, outside("Your account"));
}
