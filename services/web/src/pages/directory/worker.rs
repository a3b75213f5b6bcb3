//! The workers of one's own organisation: registered, and retired.

use api::v1::{
    RegisterWorkerRequest, RetireWorkerRequest,
    directory_command_service_client::DirectoryCommandServiceClient,
};
use axum::extract::Path;
use identity::Role;

use crate::{
    failure::Answer,
    form::{Choice, Field, Form},
    sent::Sent,
    visit::{Next, Visit},
    words,
};

pub(super) fn worker_form() -> Form {
    // Who runs the system is not an organisation's to say.
    let given = |role: &&Role| !matches!(role, Role::Operator | Role::Timekeeper);
    let roles = Role::ALL.iter().filter(given).map(|role| role.as_str());
    let roles = roles.map(|role| Choice::new(role, words::role(role)));
    Form::new("Register a worker", "Register them")
        .back_to("/organisation")
        .lead(
            "Somebody who left and comes back is registered again under the same name to sign in.",
        )
        .field(Field::text("name", "Their name", 30))
        .field(
            Field::text("worker", "The name under which they sign in", 20)
                .hint("Letters, digits, dots, hyphens and underscores, for example sam.lee"),
        )
        .field(Field::several(
            "roles",
            "What do they do here?",
            roles.collect(),
        ))
        .more(Field::text("postcode", "The postcode at which they live", 10).hint("Nobody is shown it. Where they read about somebody who lives there, too, privacy officers are told so."))
}

/// Registers a worker.
pub async fn register_worker(visit: Visit, sent: Sent) -> Answer {
    let request = RegisterWorkerRequest {
        command_id: sent.command_id(),
        worker: sent.text("worker"),
        name: sent.text("name"),
        roles: sent.all("roles"),
        postcode: sent.text("postcode"),
    };
    let mut directory = DirectoryCommandServiceClient::new(visit.connection());
    let send = async move { directory.register_worker(request).await };
    let site = visit.site.clone();
    let next = |_: &_| {
        site.directory.forget();
        Next::to("/organisation", "They are registered.")
    };
    visit
        .settle_unrehearsed(worker_form(), &sent, send, next)
        .await
}

pub(super) fn retire_form(name: &str) -> Form {
    Form::new(format!("{name} leaves the organisation"), "Retire them")
        .back_to("/organisation")
        .is_final()
        .lead("They cannot be named for anything any more. What they lead or have to do stays theirs until a manager gives it to somebody else: look at what waits.")
}

/// Retires a worker.
pub async fn retire_worker(visit: Visit, Path(worker): Path<String>, sent: Sent) -> Answer {
    let names = visit.names([visit.organisation()]).await?;
    let form = retire_form(&names.worker(visit.organisation(), &worker));
    let request = RetireWorkerRequest {
        command_id: sent.command_id(),
        worker,
    };
    let mut directory = DirectoryCommandServiceClient::new(visit.connection());
    let send = async move { directory.retire_worker(request).await };
    let site = visit.site.clone();
    let next = |_: &_| {
        site.directory.forget();
        Next::to("/organisation", "They are retired.")
    };
    visit.settle_unrehearsed(form, &sent, send, next).await
}
