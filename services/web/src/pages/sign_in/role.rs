//! In which role somebody acts who has several: at sign-in, and later.

use axum::extract::State;

use super::{anew, begun, half, roles, show};
use crate::{
    failure::Answer,
    form::{Choice, Field, Form},
    sent::{Sent, Stage},
    session::{Half, Jar},
    site::Site,
    visit::Visit,
    words,
};

pub(super) fn form(roles: &[String], present: &str) -> Form {
    let choices = roles
        .iter()
        .map(|role| Choice::new(role, words::role(role)));
    Form::new("In which role are you here?", "Go on")
        .lead("What you see and can do depends on it. You can change it later, under your name at the top of every page.")
        .field(Field::choice("role", "Your role", choices.collect()).with(present))
        .keeps_no_draft()
}

/// Asks somebody who has shown who they are.
pub async fn role(State(site): State<Site>, jar: Jar, sent: Sent) -> Answer {
    let Some((session, half)) = half(&site, &jar, true) else {
        return anew();
    };
    let roles = roles(&site, &half).await?;
    let chosen = sent.text("role");
    if sent.stage == Stage::Earnest && roles.contains(&chosen) {
        return begun(&site, jar, &session.before.back, half, chosen, roles).await;
    }
    let mut asked = form(&roles, "");
    if sent.stage == Stage::Earnest {
        asked.problem("role", "Choose one.");
    }
    show(&site, jar, &session, asked)
}

/// Goes on in another role, in another session.
pub async fn another(visit: Visit, sent: Sent) -> Answer {
    let half = Half {
        who: visit.who.clone(),
        since: visit.now,
        is_shown: true,
        from_elsewhere: visit.somebody.from_elsewhere.clone(),
    };
    let roles = roles(&visit.site, &half).await?;
    let chosen = sent.text("role");
    let asked = form(&roles, &visit.somebody.speaker.role).back_to("/me");
    if sent.stage != Stage::Earnest || !roles.contains(&chosen) {
        return visit.show_form(asked).await;
    }
    let site = visit.site.clone();
    site.sessions.end(&visit.who, &visit.session.id).await?;
    begun(&site, visit.jar, "", half, chosen, roles).await
}
