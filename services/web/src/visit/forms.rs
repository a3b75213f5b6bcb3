//! How a form is answered, in whatever stage it is: opened, rehearsed, sent, refused. Nothing that was typed is lost.

use api::{sent::Answered, v1};
use askama::Template;
use axum::response::{Html, IntoResponse};
use tonic::Status;

use super::{FormPage, Next, Visit};
use crate::{
    audience::{self, Audience},
    entry::Section,
    failure::{Answer, Failure},
    form::Form,
    meanwhile,
    page::Page,
    sent::{Sent, Stage},
    words,
};

impl Visit {
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
        // A form that one's role may not send is none to fill in.
        if let (Stage::Opened, Err(status)) = (sent.stage, &answer)
            && crate::failure::code(status) == "role_not_allowed"
        {
            return Err(status.clone().into());
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
        // It was sent: nothing waits any longer.
        self.site.drafts.discard(&self.who, &self.path).await?;
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
        let form = self.offering_draft(form).await?;
        let form = form.for_session(page.token.clone(), self.now);
        let wrong = !page.problems.is_empty();
        self.show_answered(&FormPage { page, form }, wrong)
    }

    /// The form, with what was typed in it before and not sent, where it is opened anew.
    async fn offering_draft(&self, form: Form) -> Result<Form, Failure> {
        if !self.opens_anew || !form.has_drafts() {
            return Ok(form);
        }
        let draft = self.site.drafts.of(&self.who, &self.path, self.now).await?;
        Ok(match draft {
            Some(draft) => form.offering(words::when(draft.kept_at), draft.path),
            None => form,
        })
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

/// Why it cannot be said yet who will see what is written.
fn not_yet(status: &Status) -> &'static str {
    match crate::failure::code(status).as_str() {
        "category_missing" => "Tick what it is about, to see who will see it.",
        _ => "Who will see this is said once the form is filled in.",
    }
}
