//! One request of somebody who has signed in: who asks, and what it is answered from. How a form is answered is in
//! `visit/forms.rs`.

mod forms;

use std::collections::BTreeSet;

use api::Connection;
use askama::Template;
use axum::{
    extract::FromRequestParts,
    response::{Html, IntoResponse, Redirect, Response},
};
use http::{Method, StatusCode, request::Parts};
use identity::{accounts::Who, sessions::Ends};
use jiff::{Timestamp, civil::Date};

use crate::{
    bar, drafts,
    failure::{Answer, Failure},
    form::Form,
    names::Names,
    page::{Ending, Page},
    sent::{Sent, by_chance},
    session::{After, Before, Jar, Session, Somebody},
    signed_in::{self, SignedIn},
    site::Site,
    words,
};

/// One request of somebody who has signed in.
pub struct Visit {
    /// What pages are made from.
    pub site: Site,
    /// Who asks.
    pub somebody: Somebody,
    /// When.
    pub now: Timestamp,
    /// As which worker they are known.
    pub who: Who,
    /// When their session ends.
    pub ends: Ends,
    /// Their session, and what it goes back to the browser in.
    pub session: Session,
    pub(crate) jar: Jar,
    after: After,
    path: String,
    /// Whether the page is opened, and not with what was typed before.
    opens_anew: bool,
    reference: String,
}

/// Where somebody is led after a command, and what is said there.
pub struct Next {
    /// The path.
    pub to: String,
    /// What was done, in a sentence.
    pub said: String,
}

impl Next {
    /// Leads there, and says this.
    pub fn to(path: impl Into<String>, said: impl Into<String>) -> Self {
        Self {
            to: path.into(),
            said: said.into(),
        }
    }
}

/// A page that is a form.
#[derive(Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    pub(crate) page: Page,
    pub(crate) form: Form,
}

impl Visit {
    /// The services, spoken to as this one.
    pub fn connection(&self) -> Connection {
        self.site.voice.of(&self.somebody.speaker, false)
    }

    /// As [`Visit::connection`], for a form: what is not sent in earnest is only rehearsed.
    pub fn connection_for(&self, sent: &Sent) -> Connection {
        self.site
            .voice
            .of(&self.somebody.speaker, sent.is_rehearsed())
    }

    /// Whether the session still is one, for an answer that goes on. Asking does not keep it up.
    pub async fn is_still_signed_in(&self) -> bool {
        let standing = signed_in::standing(&self.site, Some(self.session.clone()), true).await;
        matches!(standing, Ok(signed_in::Standing::SignedIn(_)))
    }

    /// Their organisation's code.
    pub fn organisation(&self) -> &str {
        &self.somebody.speaker.organisation
    }

    /// Today, in London.
    pub fn today(&self) -> Date {
        words::date_at(self.now)
    }

    /// What the answers have to include: the command of the page before.
    pub fn not_before(&self) -> String {
        self.after.not_before.clone()
    }

    /// The names of all organisations, and of the workers of these.
    pub async fn names<'a>(&self, of: impl IntoIterator<Item = &'a str>) -> Result<Names, Failure> {
        let of: BTreeSet<String> = of.into_iter().map(str::to_owned).collect();
        let directory = &self.site.directory;
        let connection = self.connection();
        let names = directory.names(&connection, &of, self.now).await?;
        Ok(names.read_by(self.organisation()))
    }

    /// What a page has around its content.
    pub fn page(&self, title: &str) -> Result<Page, Failure> {
        Ok(Page {
            somebody: Some(self.somebody.clone()),
            said: self.after.said.clone(),
            also: self.after.also.clone(),
            reference: self.reference.clone(),
            token: self.session.form_token()?,
            ends: Some(Ending {
                at: words::time(self.ends.at),
                in_s: self.ends.at.duration_since(self.now).as_secs(),
            }),
            ..self.site.page(title)
        })
    }

    /// As [`Visit::page`], with the bar of the person whom it is about. `here` is the last part of its path.
    pub async fn page_about(&self, person: &str, here: &str, title: &str) -> Result<Page, Failure> {
        let connection = self.connection();
        let mut bar = bar::ask(&connection, person, &self.not_before(), self.today()).await?;
        bar.here = here.to_owned();
        let page = self.page(title)?.within("people");
        Ok(Page {
            bar: Some(bar),
            ..page
        })
    }

    /// A page of a list: a path that leads on, where there is more.
    pub fn next(token: &str, query: &str) -> String {
        match token {
            "" => String::new(),
            token => format!("?{query}page={token}"),
        }
    }

    /// Shows a page. What was to be said once has been said with it.
    pub fn show(self, page: &impl Template) -> Answer {
        self.show_as(StatusCode::OK, page)
    }

    /// Shows a page with a form on it, of which something may be wrong.
    pub fn show_answered(self, page: &impl Template, problems: bool) -> Answer {
        let status = if problems {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        self.show_as(status, page)
    }

    /// What was done just now: the page says so, and includes it.
    pub fn has_done(&mut self, said: &str, not_before: String) {
        self.after.said = said.to_owned();
        self.after.not_before = not_before;
    }

    fn show_as(self, status: StatusCode, page: &impl Template) -> Answer {
        let html = page.render()?;
        Ok((status, self.jar.said(), Html(html)).into_response())
    }

    /// Leads on after a command, and says there what was done.
    pub fn go(self, next: Next, not_before: String, also: Vec<String>) -> Answer {
        if !is_ours(&next.to) {
            return Err(Failure::Inside);
        }
        let after = After {
            said: next.said,
            also,
            not_before,
        };
        Ok((self.jar.with_after(&after), Redirect::to(&next.to)).into_response())
    }

    /// As [`Visit::go`], in a session of another id: what one may do, or how one signs in, has changed.
    pub async fn go_renewed(self, next: Next) -> Answer {
        let id = self.site.sessions.begin(&self.who, self.now).await?;
        let session = Session::of_somebody(id.to_string(), self.somebody.clone())?;
        let jar = self.jar.clone().with_session(&session);
        Self { jar, ..self }.go(next, String::new(), Vec::new())
    }
}

/// Whether a path leads to a page of ours, and never to another host.
pub(crate) fn is_ours(path: &str) -> bool {
    let mut letters = path.chars();
    letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'))
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let jar = Jar::of(&parts.headers, site);
        let Some(signed_in) = parts.extensions.get::<SignedIn>().cloned() else {
            return Err(to_sign_in(parts, jar).into_response());
        };
        Ok(Self {
            after: jar.after().unwrap_or_default(),
            now: site.clock.now(),
            site: site.clone(),
            reference: by_chance().simple().to_string()[..8].to_owned(),
            path: drafts::path_of(&parts.uri),
            opens_anew: parts.method == Method::GET
                && parts.extensions.get::<drafts::Restored>().is_none(),
            somebody: signed_in.somebody,
            who: signed_in.who,
            ends: signed_in.ends,
            session: signed_in.session,
            jar,
        })
    }
}

/// Leads to signing in, from where it leads back to the page that was asked for.
fn to_sign_in(parts: &Parts, jar: Jar) -> Answer {
    let had = jar.session();
    let had_signed_in = had
        .as_ref()
        .is_some_and(|session| session.somebody.is_some());
    let before = Before {
        back: match parts.method {
            Method::GET => drafts::path_of(&parts.uri),
            _ => String::new(),
        },
        says: if had_signed_in {
            drafts::ENDED.to_owned()
        } else {
            String::new()
        },
        ..Default::default()
    };
    let session = Session::of_nobody(before)?;
    Ok((jar.with_session(&session), Redirect::to("/sign-in")).into_response())
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn nobody_is_led_to_another_host() {
        assert!(is_ours("/") && is_ours("/people/abc?x=//y"));
        for elsewhere in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "people",
            "",
        ] {
            assert!(!is_ours(elsewhere), "{elsewhere}");
        }
    }
}
