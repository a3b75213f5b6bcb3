//! One's own organisation: what it is called, its services, its workers; and for an operator, all organisations.

use api::v1::{
    ListOrganisationsRequest, ListServicesRequest, RegisterOrganisationRequest, RegisteredWorker,
    UpdateOrganisationRequest, directory_command_service_client::DirectoryCommandServiceClient,
    directory_query_service_client::DirectoryQueryServiceClient,
};
use askama::Template;
use identity::{
    Right,
    accounts::{Standing, Who},
};

use super::asked;
use crate::{
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Field, Form},
    listing::Listing,
    page::Page,
    sent::Sent,
    visit::{Next, Visit},
    words,
};

/// One's own organisation.
#[derive(Template)]
#[template(path = "pages/organisation.html")]
pub struct Organisation {
    pub(super) page: Page,
    pub(super) name: String,
    pub(super) code: String,
    /// Whether whoever looks may change it.
    pub(super) is_administrator: bool,
    /// Whether accounts are kept here.
    pub(super) has_accounts: bool,
    pub(super) services: Vec<Offered>,
    pub(super) workers: Vec<Employed>,
}

/// A service in the list.
pub(super) struct Offered {
    pub(super) id: String,
    pub(super) entry: Entry,
}

/// A worker in the list.
pub(super) struct Employed {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) roles: String,
    /// By what they sign in.
    pub(super) signs_in_as: String,
    /// How their account stands; empty where accounts are elsewhere, or are not for whoever looks.
    pub(super) account: String,
    /// Whether whoever looks may invite them.
    pub(super) can_be_invited: bool,
    /// Whether they have an account that can be closed.
    pub(super) has_account: bool,
}

impl Employed {
    /// A worker, and for an administrator how their account stands.
    fn new(worker: RegisteredWorker, visit: &Visit, standing: Option<&Vec<Standing>>) -> Self {
        let who = Who::new(visit.organisation(), &worker.worker).ok();
        let has = standing.and_then(|all| all.iter().find(|one| Some(&one.who) == who.as_ref()));
        let account = match (standing, has) {
            (None, _) => String::new(),
            (_, None) => "Has no account yet.".to_owned(),
            (_, Some(one)) => account(one),
        };
        let roles: Vec<_> = worker.roles.iter().map(|role| words::role(role)).collect();
        Self {
            roles: words::list(&roles),
            signs_in_as: who
                .as_ref()
                .map_or_else(String::new, |who| who.sign_in_name().to_string()),
            can_be_invited: standing.is_some() && who.as_ref() != Some(&visit.who),
            has_account: has.is_some_and(|one| !one.is_closed),
            account,
            id: worker.worker,
            name: worker.name,
        }
    }
}

/// How an account stands.
fn account(standing: &Standing) -> String {
    match (standing.invited_until, standing.signed_in_at) {
        (Some(until), _) => format!("Invited, until {}.", words::when(until)),
        (None, Some(at)) if standing.is_open => format!("Last signed in {}.", words::when(at)),
        _ if standing.is_closed => "The account was closed.".to_owned(),
        _ => "The invitation is past its day.".to_owned(),
    }
}

/// One's own organisation, its services and its workers.
pub async fn organisation(visit: Visit) -> Answer {
    let request = ListServicesRequest {
        organisation: visit.organisation().to_owned(),
        ..Default::default()
    };
    let services = asked(&visit, request).await?.services;
    let directory = &visit.site.directory;
    let (connection, own) = (visit.connection(), visit.organisation());
    let workers = match &visit.not_before()[..] {
        "" => directory.workers(&connection, own, visit.now).await?,
        changed => {
            let workers = directory.workers_after(&connection, own, changed, visit.now);
            workers.await?
        }
    };
    let names = visit.names([]).await?;
    let is_administrator = visit.somebody.speaker.may(Right::Administer);
    let standing = match &visit.site.accounts {
        Some(accounts) if is_administrator => {
            let of = accounts.of(&visit.who.organisation, visit.now).await;
            Some(of.map_err(|_| Failure::Accounts)?)
        }
        _ => None,
    };
    let page = Organisation {
        name: names.organisation(visit.organisation()),
        code: visit.organisation().to_owned(),
        is_administrator,
        has_accounts: visit.site.accounts.is_some(),
        services: services
            .iter()
            .map(|service| Offered {
                id: service.service_id.clone(),
                entry: super::entry(service, false),
            })
            .collect(),
        workers: workers
            .into_iter()
            .map(|worker| Employed::new(worker, &visit, standing.as_ref()))
            .collect(),
        page: visit.page("Your organisation")?.within("services"),
    };
    visit.show(&page)
}

pub(super) fn name_form(name: &str) -> Form {
    Form::new("Name the organisation anew", "Record the name")
        .back_to("/organisation")
        .field(Field::text("name", "What is it called?", 30).with(name))
}

/// Names one's own organisation anew.
pub async fn update_organisation(visit: Visit, sent: Sent) -> Answer {
    let names = visit.names([]).await?;
    let form = name_form(&names.organisation(visit.organisation()));
    let request = UpdateOrganisationRequest {
        command_id: sent.command_id(),
        name: sent.text("name"),
    };
    let mut directory = DirectoryCommandServiceClient::new(visit.connection());
    let send = async move { directory.update_organisation(request).await };
    let site = visit.site.clone();
    let next = |_: &_| {
        site.directory.forget();
        Next::to("/organisation", "The organisation goes by the new name.")
    };
    visit.settle_unrehearsed(form, &sent, send, next).await
}

/// All organisations, by code.
pub async fn organisations(visit: Visit, sent: Sent) -> Answer {
    let mut directory = DirectoryQueryServiceClient::new(visit.connection());
    let request = ListOrganisationsRequest {
        page_size: super::SHOWN,
        page_token: sent.text("page"),
        not_before: visit.not_before(),
    };
    let found = directory.list_organisations(request).await?.into_inner();
    let entries = found
        .organisations
        .iter()
        .map(|one| Entry::new(&one.name).about("Code", &one.organisation));
    let mut page = list(visit.page("Organisations")?, entries.collect());
    page.next = Visit::next(&found.next_page_token, "");
    visit.show(&page)
}

pub(super) fn list(page: Page, entries: Vec<Entry>) -> Listing {
    Listing::new(page.within("services"), "Organisations")
        .action("/organisations/new", "Register an organisation")
        .action("/organisations/custodian", "Name a custodian")
        .section(Section::new("Registered", entries).or("None yet. Register the first one."))
}

pub(super) fn register_form() -> Form {
    Form::new("Register an organisation", "Register it")
        .back_to("/organisations")
        .lead("One purpose under one controller: a council’s housing and its social care are two.")
        .field(Field::text("name", "What is it called?", 30))
        .field(
            Field::text("code", "Its code", 20)
                .hint("Its ODS code, or one of your own: 3 to 24 capital letters, digits and single hyphens, for example WALBROOK-HOUSING"),
        )
}

/// Registers an organisation. For operators.
pub async fn register_organisation(visit: Visit, sent: Sent) -> Answer {
    let request = RegisterOrganisationRequest {
        command_id: sent.command_id(),
        code: sent.text("code"),
        name: sent.text("name"),
    };
    let mut directory = DirectoryCommandServiceClient::new(visit.connection());
    let send = async move { directory.register_organisation(request).await };
    let site = visit.site.clone();
    let next = |_: &_| {
        site.directory.forget();
        Next::to(
            "/organisations",
            "It is registered. Its administrator enters services and workers.",
        )
    };
    visit
        .settle_unrehearsed(register_form(), &sent, send, next)
        .await
}
