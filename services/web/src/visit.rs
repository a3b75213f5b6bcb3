//! One request of somebody who has signed in: who asks, what it is answered from, and how.

use std::collections::BTreeSet;

use api::{Connection, sent::Answered, v1};
use askama::Template;
use axum::{
    extract::FromRequestParts,
    response::{Html, IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::PrivateCookieJar;
use http::{StatusCode, request::Parts};
use jiff::{Timestamp, civil::Date};
use tonic::Status;

use crate::{
    audience::{self, Audience},
    bar,
    entry::Section,
    failure::{Answer, Failure},
    form::Form,
    meanwhile,
    names::Names,
    page::Page,
    sent::{Sent, Stage, by_chance},
    session::{After, Session, Somebody},
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
    session: Session,
    after: After,
    jar: PrivateCookieJar,
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
        self.somebody.speaker.over(&self.site.connection, false)
    }

    /// As [`Visit::connection`], for a form: what is not sent in earnest is only rehearsed.
    pub fn connection_for(&self, sent: &Sent) -> Connection {
        let rehearsing = sent.is_rehearsed();
        self.somebody
            .speaker
            .over(&self.site.connection, rehearsing)
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
        Ok(directory.names(&connection, &of, self.now).await?)
    }

    /// What a page has around its content.
    pub fn page(&self, title: &str) -> Result<Page, Failure> {
        Ok(Page {
            somebody: Some(self.somebody.clone()),
            said: self.after.said.clone(),
            also: self.after.also.clone(),
            reference: self.reference.clone(),
            token: self.session.form_token()?,
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
        Ok((status, After::said_in(self.jar), Html(html)).into_response())
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
        Ok((after.kept_in(self.jar), Redirect::to(&next.to)).into_response())
    }

    /// Answers a form in whatever stage it is: opened, it is shown with the audience of what it begins with; while
    /// somebody types, the audience alone is; sent in earnest, it leads on or says what is wrong. Nothing typed is lost.
    pub async fn settle<T: Answered>(
        self,
        form: Form,
        sent: &Sent,
        answer: Result<tonic::Response<T>, Status>,
        next: impl FnOnce(&T) -> Next,
    ) -> Answer {
        let answer = answer.map(tonic::Response::into_inner);
        if sent.stage == Stage::Earnest {
            return match answer {
                Ok(done) => self.done(&done, next).await,
                Err(status) => {
                    let form = self.refused(form, sent, &status).await?;
                    self.show_form(form.asks_who_hears()).await
                }
            };
        }
        let audience = self.audience(answer).await?;
        if sent.stage == Stage::Typing {
            return Ok(Html(audience.render()?).into_response());
        }
        let form = form.filled(sent).heard_by(audience);
        self.show_form(form).await
    }

    /// A form that was refused, with everything typed kept. Where somebody else was faster, what they recorded stands
    /// beside it, and it can be sent again.
    pub async fn refused(&self, form: Form, sent: &Sent, status: &Status) -> Result<Form, Failure> {
        if crate::failure::code(status) != "stale" {
            let mut form = form.filled(sent);
            form.refuse(status);
            return Ok(form);
        }
        let meanwhile = match (&form.person, sent.opened_at()) {
            (Some(person), Some(since)) => meanwhile::since(self, person, since).await?,
            _ => Section::default(),
        };
        let mut form = form.caught_up(sent);
        if !meanwhile.entries.is_empty() {
            form.shows.push(meanwhile);
        }
        form.problem("", meanwhile::SOMEBODY_WAS_FASTER);
        Ok(form)
    }

    /// As [`Visit::settle`], for a command that has no audience: nothing is asked before it is sent. `send` is called
    /// then alone.
    pub async fn settle_unrehearsed<T: Answered>(
        self,
        form: Form,
        sent: &Sent,
        send: impl Future<Output = Result<tonic::Response<T>, Status>>,
        next: impl FnOnce(&T) -> Next,
    ) -> Answer {
        let form = match sent.stage {
            Stage::Earnest => match send.await {
                Ok(done) => return self.done(done.get_ref(), next).await,
                Err(status) => self.refused(form, sent, &status).await?,
            },
            _ => form.filled(sent),
        };
        self.show_form(form).await
    }

    /// Leads on after what was sent in earnest.
    async fn done<T: Answered>(self, done: &T, next: impl FnOnce(&T) -> Next) -> Answer {
        let next = next(done);
        let receipt = done.receipt().map(|receipt| receipt.token.clone());
        let also = self.withdrawn(done.withdrawal()).await?;
        self.go(next, receipt.unwrap_or_default(), also)
    }

    /// A form that stands on a page among other things, with what it needs to be sent. Who will see its words, its own
    /// page rehearses.
    pub fn inline(&self, form: Form, page: &Page) -> Form {
        let opened = Sent::new(Vec::new(), false);
        let form = if form.asks_for_words() && !form.is_search {
            form.asks_who_hears()
        } else {
            form
        };
        form.filled(&opened)
            .for_session(page.token.clone(), self.now)
    }

    /// Shows a form, with what is wrong with it.
    pub async fn show_form(self, mut form: Form) -> Answer {
        let mut page = match &form.person {
            Some(person) => self.page_about(person, "form", &form.title).await?,
            None => self.page(&form.title)?,
        };
        page.problems = std::mem::take(&mut form.problems);
        let form = form.for_session(page.token.clone(), self.now);
        let wrong = !page.problems.is_empty();
        self.show_answered(&FormPage { page, form }, wrong)
    }

    /// Who will see what was rehearsed.
    pub async fn audience<T: Answered>(
        &self,
        answer: Result<T, Status>,
    ) -> Result<Audience, Failure> {
        let rehearsed = match answer {
            Ok(done) => done
                .receipt()
                .and_then(|receipt| receipt.rehearsal.clone())
                .ok_or(Failure::Inside)?,
            // Who may not see the case is told so at once; whatever else is wrong is said once the form is sent.
            Err(status) if status.code() == tonic::Code::NotFound => return Err(status.into()),
            Err(status) => return Ok(Audience::not_yet(not_yet(&status))),
        };
        let mentioned = audience::mentioned(&rehearsed);
        let names = self.names(mentioned.iter().map(String::as_str)).await?;
        Ok(Audience::of(&rehearsed, &names))
    }

    /// What is to be known after something was taken away.
    async fn withdrawn(&self, withdrawal: Option<&v1::Withdrawal>) -> Result<Vec<String>, Failure> {
        let Some(withdrawal) = withdrawal else {
            return Ok(Vec::new());
        };
        let mut says = Vec::new();
        if !withdrawal.complete {
            let names = self.names([]).await?;
            let who = withdrawal.still_to_come.iter();
            let who: Vec<_> = who.map(|code| names.organisation(code)).collect();
            says.push(if who.is_empty() {
                "It is still being taken out of the records of others; this takes a moment."
                    .to_owned()
            } else {
                format!(
                    "It is still being taken out of the records of {}; this takes a moment.",
                    words::list(&who)
                )
            });
        }
        if !withdrawal.cannot_be_undone.is_empty() {
            says.push(withdrawal.cannot_be_undone.clone());
        }
        Ok(says)
    }
}

/// Whether a path leads to a page of ours, and never to another host.
fn is_ours(path: &str) -> bool {
    let mut letters = path.chars();
    letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'))
}

/// Why it cannot be said yet who will see what is written.
fn not_yet(status: &Status) -> &'static str {
    match crate::failure::code(status).as_str() {
        "category_missing" => "Tick what it is about, to see who will see it.",
        _ => "Who will see this is said once the form is filled in.",
    }
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let jar = PrivateCookieJar::from_request_parts(parts, site)
            .await
            .map_err(IntoResponse::into_response)?;
        let session = Session::of(&jar);
        let Some((session, somebody)) = session.and_then(|session| {
            let somebody = session.somebody.clone()?;
            Some((session, somebody))
        }) else {
            return Err(Redirect::to("/sign-in").into_response());
        };
        Ok(Self {
            after: After::of(&jar).unwrap_or_default(),
            now: site.clock.now(),
            site: site.clone(),
            reference: by_chance().simple().to_string()[..8].to_owned(),
            somebody,
            session,
            jar,
        })
    }
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
