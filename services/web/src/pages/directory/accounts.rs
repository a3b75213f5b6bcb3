//! The accounts of one's own organisation's workers: invited, invited again where a password or a telephone was lost, and
//! closed. An administrator does this for others, and never for themselves; who was let in by whom, everybody of the
//! organisation can see.

use askama::Template;
use axum::extract::Path;
use identity::{
    Right,
    accounts::{Accounts, Refusal, Who},
};

use crate::{
    failure::{Answer, Failure},
    form::Form,
    page::Page,
    sent::{Sent, Stage},
    visit::{Next, Visit},
    words,
};

/// The page with an invitation, which is shown once.
#[derive(Template)]
#[template(path = "pages/invited.html")]
pub(super) struct Invited {
    pub(super) page: Page,
    pub(super) name: String,
    pub(super) signs_in_as: String,
    /// The link, but for where the pages are: the administrator's own browser knows.
    pub(super) path: String,
    pub(super) until: String,
}

/// The worker of one's own organisation, and the accounts, for an administrator who is not that worker.
async fn theirs<'a>(
    visit: &'a Visit,
    worker: &str,
) -> Result<(&'a Accounts, Who, String), Failure> {
    let accounts = visit.site.accounts.as_ref().ok_or(Failure::NoSuchPage)?;
    if !visit.somebody.speaker.may(Right::Administer) {
        return Err(Failure::NotYours(
            "Only your organisation’s administrator invites workers and closes accounts.",
        ));
    }
    let who = Who::new(visit.organisation(), worker).map_err(|_| Failure::NoSuchPage)?;
    if who == visit.who {
        return Err(Failure::NotYours(
            "Your own account is another administrator’s to look after, or the operator’s.",
        ));
    }
    let directory = &visit.site.directory;
    let workers = directory
        .workers(&visit.connection(), visit.organisation(), visit.now)
        .await?;
    let name = workers.iter().find(|one| one.worker == worker);
    let name = name.ok_or(Failure::NoSuchPage)?.name.clone();
    Ok((accounts, who, name))
}

pub(super) fn invite_form(name: &str) -> Form {
    Form::new(format!("Invite {name}"), "Make the invitation")
        .back_to("/organisation")
        .lead("You are shown a link, once. Hand it over in person, or by a line that you trust: whoever has it opens the account.")
        .lead("If they had an account, its password and second factor are forgotten, and they are signed out everywhere.")
        .keeps_no_draft()
}

/// Invites a worker.
pub async fn invite(visit: Visit, Path(worker): Path<String>, sent: Sent) -> Answer {
    let (accounts, who, name) = theirs(&visit, &worker).await?;
    let mut form = invite_form(&name);
    if sent.stage != Stage::Earnest {
        return visit.show_form(form).await;
    }
    let invitation = match accounts.invite(&who, &visit.who.worker, visit.now).await {
        Ok(invitation) => invitation,
        Err(Refusal::Records(error)) => return Err(error.into()),
        Err(refusal) => {
            form.problem("", &refusal.to_string());
            return visit.show_form(form).await;
        }
    };
    visit.site.sessions.end_everywhere(&who).await?;
    let page = Invited {
        page: visit.page("The invitation")?.within("services"),
        name,
        signs_in_as: who.sign_in_name().to_string(),
        path: format!("/invitation/{}", *invitation.token),
        until: words::when(invitation.until),
    };
    visit.show(&page)
}

pub(super) fn close_form(name: &str) -> Form {
    Form::new(format!("Close the account of {name}"), "Close it")
        .back_to("/organisation")
        .is_final()
        .lead("They are signed out everywhere, and cannot sign in until they are invited again. What they recorded stays.")
        .keeps_no_draft()
}

/// Closes a worker's account.
pub async fn close(visit: Visit, Path(worker): Path<String>, sent: Sent) -> Answer {
    let (accounts, who, name) = theirs(&visit, &worker).await?;
    if sent.stage != Stage::Earnest {
        return visit.show_form(close_form(&name)).await;
    }
    match accounts.close(&who, &visit.who.worker, visit.now).await {
        Ok(()) => {}
        Err(Refusal::Records(error)) => return Err(error.into()),
        Err(refusal) => {
            let mut form = close_form(&name);
            form.problem("", &refusal.to_string());
            return visit.show_form(form).await;
        }
    }
    visit.site.sessions.end_everywhere(&who).await?;
    let next = Next::to("/organisation", "The account is closed.");
    visit.go(next, String::new(), Vec::new())
}
