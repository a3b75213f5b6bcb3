//! Signing in by an account: name and password, then the code of the second factor. And another password.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use identity::accounts::{Known, Refusal, SignInName};

use super::{anew, half, page, show, shown};
use crate::{
    failure::{Answer, Failure},
    form::{Field, Form},
    sent::{Sent, Stage},
    session::{Before, Half, Jar, Session},
    site::Site,
    visit::{Next, Visit},
    words,
};

pub(super) fn form() -> Form {
    Form::new("Sign in", "Sign in")
        .sent_to("/sign-in")
        .field(
            Field::text("name", "Your name to sign in", 30)
                .hint("As your invitation says it, for example sam.lee@lea-friends")
                .fills("username"),
        )
        .field(Field::secret("password", "Your password").fills("current-password"))
        .keeps_no_draft()
}

/// What a refusal of an account is, where it is the person's to mend.
pub(super) fn refused(mut form: Form, field: &str, refusal: Refusal) -> Result<Form, Failure> {
    let says = match refusal {
        Refusal::Records(error) => return Err(error.into()),
        Refusal::TooMany { until } => format!(
            "There were too many attempts. Try again after {}.",
            words::time(until)
        ),
        refusal => refusal.to_string(),
    };
    form.problem(field, &says);
    Ok(form)
}

/// Looks at name and password.
pub async fn sign_in(State(site): State<Site>, jar: Jar, sent: Sent) -> Answer {
    let Some(accounts) = &site.accounts else {
        return Err(Failure::NotOurForm);
    };
    let session = jar.session_or_new()?;
    let again = |refusal| refused(form().filled(&sent), "", refusal);
    let Ok(name) = sent.get("name").parse::<SignInName>() else {
        return page(&site, jar, session, Some(again(Refusal::Wrong)?)).await;
    };
    let now = site.clock.now();
    match accounts.sign_in(&name, sent.get("password"), now).await {
        Ok(Known::Entirely(who)) => shown(&site, jar, session.before, who, sent.get("role")).await,
        Ok(Known::ByPassword(who)) => {
            let half = Half {
                who,
                since: now,
                is_shown: false,
                from_elsewhere: None,
            };
            let session = Session::of_nobody(Before {
                half: Some(half),
                ..session.before
            })?;
            Ok((jar.with_session(&session), Redirect::to("/sign-in/code")).into_response())
        }
        Err(refusal) => page(&site, jar, session, Some(again(refusal)?)).await,
    }
}

pub(super) fn code_form() -> Form {
    Form::new("The code from your app", "Go on")
        .back_to("/sign-in")
        .field(
            Field::text("code", "Six digits", 10)
                .hint("It changes every 30 seconds. Without your telephone, ask your organisation’s administrator to invite you again.")
                .fills("one-time-code"),
        )
        .keeps_no_draft()
}

/// Looks at the code of somebody who has shown their password.
pub async fn code(State(site): State<Site>, jar: Jar, sent: Sent) -> Answer {
    let Some((session, half)) = half(&site, &jar, false) else {
        return anew();
    };
    let Some(accounts) = &site.accounts else {
        return Err(Failure::NotOurForm);
    };
    if sent.stage != Stage::Earnest {
        return show(&site, jar, &session, code_form());
    }
    let now = site.clock.now();
    match accounts.confirm(&half.who, sent.get("code"), now).await {
        Ok(()) => shown(&site, jar, session.before, half.who, "").await,
        Err(refusal) => show(&site, jar, &session, refused(code_form(), "code", refusal)?),
    }
}

pub(super) fn password_form() -> Form {
    Form::new("Change your password", "Change it")
        .back_to("/me")
        .lead("You are signed out everywhere else.")
        .field(Field::secret("password", "Your password now").fills("current-password"))
        .field(new_password())
        .keeps_no_draft()
}

/// Asks for a new password.
pub(super) fn new_password() -> Field {
    Field::secret("password-new", "A new password")
        .hint("At least 12 characters. Three words that have nothing to do with each other are easy to remember and hard to guess.")
        .fills("new-password")
}

/// Changes one's own password, and ends all other sessions.
pub async fn password(visit: Visit, sent: Sent) -> Result<Response, Failure> {
    let form = password_form();
    let Some(accounts) = visit
        .site
        .accounts
        .as_ref()
        .filter(|_| !visit.somebody.is_from_elsewhere())
    else {
        return Err(Failure::NoSuchPage);
    };
    if sent.stage != Stage::Earnest {
        return visit.show_form(form).await;
    }
    let (present, new) = (sent.get("password"), sent.get("password-new"));
    let changed = accounts.change_password(&visit.who, present, new, visit.now);
    if let Err(refusal) = changed.await {
        let field = match refusal {
            Refusal::Password(_) => "password-new",
            _ => "password",
        };
        return visit.show_form(refused(form, field, refusal)?).await;
    }
    visit.site.sessions.end_everywhere(&visit.who).await?;
    let done = Next::to(
        "/me",
        "Your password is changed. You are signed out everywhere else.",
    );
    visit.go_renewed(done).await
}
