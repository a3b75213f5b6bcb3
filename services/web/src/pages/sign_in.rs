//! Choosing who one is: a plain list of the directory's workers, for development alone, until there is sign-in.

use api::v1::RegisteredWorker;
use askama::Template;
use axum::{
    Router,
    extract::State,
    response::{Html, IntoResponse, Redirect},
    routing::{get, post},
};
use axum_extra::extract::cookie::PrivateCookieJar;

use crate::{
    failure::{Answer, Failure},
    page::Page,
    sent::Sent,
    session::{self, Session, Somebody},
    site::Site,
    speaking::Speaker,
};

/// The paths of signing in.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in", get(choose).post(sign_in))
        .route("/sign-out", post(sign_out))
}

/// Who looks the directory up before anybody has signed in.
const NOBODY_YET: [&str; 3] = ["SIGN-IN", "sign-in", "vcse-worker"];

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
pub struct SignIn {
    page: Page,
    organisations: Vec<Employer>,
}

/// An organisation, and who works there.
struct Employer {
    code: String,
    name: String,
    workers: Vec<RegisteredWorker>,
}

/// Shows whom one can choose to be.
pub async fn choose(State(site): State<Site>, jar: PrivateCookieJar) -> Answer {
    if !site.settings.development_callers {
        return Err(tonic::Status::unauthenticated(
            "There is no sign-in yet: this server was not started for development.",
        )
        .into());
    }
    let [organisation, worker, role] = NOBODY_YET.map(str::to_owned);
    let speaker = Speaker {
        organisation,
        worker,
        role,
    };
    let connection = speaker.over(&site.connection, false);
    let now = site.clock.now();
    let nobody = Default::default();
    let names = site.directory.names(&connection, &nobody, now).await?;
    let mut organisations = Vec::new();
    for (code, name) in names.organisations() {
        let workers = site.directory.workers(&connection, &code, now).await?;
        organisations.push(Employer {
            code,
            name,
            workers,
        });
    }
    organisations.retain(|employer| !employer.workers.is_empty());
    let session = match Session::of(&jar) {
        Some(session) => session,
        None => Session::begin(None)?,
    };
    let page = Page {
        token: session.form_token()?,
        ..site.page("Choose who you are")
    };
    let html = SignIn {
        page,
        organisations,
    }
    .render()?;
    Ok((session.kept_in(jar), Html(html)).into_response())
}

/// Signs somebody in whom the directory knows.
pub async fn sign_in(State(site): State<Site>, jar: PrivateCookieJar, sent: Sent) -> Answer {
    if !site.settings.development_callers {
        return Err(Failure::NotOurForm);
    }
    let chosen: Vec<&str> = sent.get("who").split(' ').collect();
    let &[organisation, worker, role] = &chosen[..] else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let speaker = Speaker {
        organisation: organisation.to_owned(),
        worker: worker.to_owned(),
        role: role.to_owned(),
    };
    let connection = speaker.over(&site.connection, false);
    let of = [organisation.to_owned()].into();
    let names = site
        .directory
        .names(&connection, &of, site.clock.now())
        .await?;
    let somebody = Somebody {
        name: names.worker(organisation, worker),
        organisation: names.organisation(organisation),
        speaker,
    };
    let session = Session::begin(Some(somebody))?;
    Ok((session.kept_in(jar), Redirect::to("/work")).into_response())
}

/// Signs out.
pub async fn sign_out(jar: PrivateCookieJar) -> Answer {
    Ok((session::ended_in(jar), Redirect::to("/sign-in")).into_response())
}
