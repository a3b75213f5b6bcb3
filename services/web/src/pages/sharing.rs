//! Sharing: who is shown what and on which basis, what the person decided, and changing it with them: what a change gives
//! and takes is shown before it is made.

mod deciding;
mod duty;
mod ending;
mod restrict;
mod samples;
mod withdraw;

use api::v1::{
    self, Agreement, Category, GetSharingMatrixRequest, ListSharingDecisionsRequest, Objection,
    PreviewSharingRequest, Purpose, RecordAgreementRequest, RecordObjectionRequest, against,
    audience, disclosure_query_service_client::DisclosureQueryServiceClient, fact::Content,
    preview_sharing_request::Change, sharing_command_service_client::SharingCommandServiceClient,
    sharing_query_service_client::SharingQueryServiceClient,
};
use askama::Template;
use axum::{Router, extract::Path, routing::get};

use deciding::{decider, deciding};
pub use samples::samples;

use super::form;
use crate::{
    audience::each,
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    labels::{Labelled, label},
    names::Names,
    page::Page,
    sent::{Sent, Stage},
    site::Site,
    told,
    visit::{Next, Visit},
    words,
};

/// The paths of sharing.
pub fn routes() -> Router<Site> {
    let agreement = "/people/{person}/agreements/{fact}/withdraw";
    let objection = "/people/{person}/objections/{fact}/withdraw";
    Router::new()
        .route("/people/{person}/sharing", get(sharing))
        .route("/people/{person}/agreements/new", form(record_agreement))
        .route("/people/{person}/objections/new", form(record_objection))
        .route(
            "/people/{person}/facts/{fact}/restrict",
            form(restrict::restrict_fact),
        )
        .route(
            "/people/{person}/facts/{fact}/lift",
            form(restrict::lift_restriction),
        )
        .route("/sharing/ending", get(ending::ending))
        .route("/people/{person}/duties/new", form(duty::record_duty))
        .route("/people/{person}/duties/{fact}/end", form(duty::end_duty))
        .route(agreement, form(withdraw::withdraw_agreement))
        .route(objection, form(withdraw::withdraw_objection))
}

const SHOWN: i32 = 100;
/// The field that says that what the change does has been looked at.
const LOOKED: &str = "looked-at";

/// Who is shown what, and what the person decided.
#[derive(Template)]
#[template(path = "pages/sharing.html")]
pub struct Sharing {
    page: Page,
    rows: Vec<Row>,
    notice: String,
    decisions: Vec<Decided>,
}

/// What one organisation is shown.
struct Row {
    organisation: String,
    cells: Vec<(String, String)>,
}

/// A decision, with where it is taken back.
struct Decided {
    entry: Entry,
    withdraw: String,
}

/// Who is shown what.
pub async fn sharing(visit: Visit, Path(person): Path<String>) -> Answer {
    let mut disclosure = DisclosureQueryServiceClient::new(visit.connection());
    let mut decisions = SharingQueryServiceClient::new(visit.connection());
    let (matrix, decisions) = tokio::try_join!(
        disclosure.get_sharing_matrix(GetSharingMatrixRequest {
            person_id: person.clone(),
        }),
        decisions.list_sharing_decisions(ListSharingDecisionsRequest {
            person_id: person.clone(),
            page_size: SHOWN,
            not_before: visit.not_before(),
            ..Default::default()
        }),
    )?;
    let (matrix, decisions) = (matrix.into_inner(), decisions.into_inner().decisions);
    let mut mentioned = told::mentioned(&decisions);
    mentioned.extend(matrix.rows.iter().map(|row| row.organisation.clone()));
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let page = Sharing {
        rows: matrix
            .rows
            .iter()
            .map(|one| row(one, visit.organisation(), &names))
            .collect(),
        notice: matrix.notice,
        decisions: decisions
            .iter()
            .map(|fact| decided(fact, &person, &names))
            .collect(),
        page: visit.page_about(&person, "sharing", "Sharing").await?,
    };
    visit.show(&page)
}

/// On which rule an organisation is shown something; of others than one's own it is not said as if one were them.
fn rests_on(rule: i32, is_ours: bool) -> &'static str {
    use v1::Rule;
    let rule = Rule::try_from(rule).unwrap_or_default();
    match rule {
        _ if is_ours => label::<Rule>(rule.into()),
        Rule::OwnRecord => "They recorded it themselves",
        Rule::Named => "They are named as a reader",
        Rule::Invited => "They are asked to help",
        Rule::DirectCare => "Their service needs it to care for the person",
        Rule::Party => "They take part",
        Rule::Duty => "A legal duty names them",
        Rule::Meeting => "They are invited to the meeting",
        Rule::Agreement => "The person agreed to share it",
        Rule::Unspecified => label::<Rule>(rule.into()),
    }
}

fn row(row: &v1::get_sharing_matrix_response::Row, ours: &str, names: &Names) -> Row {
    let is_ours = row.organisation == ours;
    let cell = |cell: &v1::get_sharing_matrix_response::Cell| {
        let reach = cell.reach.clone().unwrap_or_default();
        let rules = reach.rules.iter();
        let mut basis: Vec<String> = rules
            .map(|rule| rests_on(*rule, is_ours).to_owned())
            .collect();
        let only = v1::Reach {
            rules: Vec::new(),
            ..reach.clone()
        };
        let is_part = !(reach.only_workers.is_empty() && reach.not_workers.is_empty());
        if is_part || reach.until.is_some() {
            basis.extend(each(&[only], names));
        }
        (
            label::<Category>(cell.category).to_owned(),
            basis.join(". "),
        )
    };
    Row {
        organisation: names.organisation(&row.organisation),
        cells: row.cells.iter().map(cell).collect(),
    }
}

fn decided(fact: &v1::Fact, person: &str, names: &Names) -> Decided {
    let what = match &fact.content {
        Some(Content::Agreement(_)) => "agreements",
        _ => "objections",
    };
    Decided {
        entry: told::entry(fact, person, names),
        withdraw: format!("/people/{person}/{what}/{}/withdraw", fact.fact_id),
    }
}

/// With whom or against whom: the organisations that one can tell to have to do with the person, purposes, everybody.
async fn parties(
    visit: &Visit,
    person: &str,
    everybody: &'static str,
) -> Result<Vec<Choice>, Failure> {
    let mut disclosure = DisclosureQueryServiceClient::new(visit.connection());
    let request = GetSharingMatrixRequest {
        person_id: person.to_owned(),
    };
    let matrix = disclosure.get_sharing_matrix(request).await?.into_inner();
    let names = visit.names([]).await?;
    let organisations = matrix.rows.iter().map(|row| {
        let value = format!("organisation {}", row.organisation);
        Choice::new(value, names.organisation(&row.organisation))
    });
    let purposes = Purpose::LABELS.iter().map(|(purpose, label)| {
        let value = format!("purpose {}", i32::from(*purpose));
        Choice::new(
            value,
            format!("Everybody involved for {}", label.to_lowercase()),
        )
    });
    let all = organisations.chain(purposes);
    Ok(all.chain([Choice::new("everybody", everybody)]).collect())
}

fn agreement_form(person: &str, parties: Vec<Choice>) -> Form {
    let form = Form::new("Agree to share", "See what it gives and takes")
        .about(person)
        .back_to(format!("/people/{person}/sharing"))
        .lead("A new agreement takes the place of the earlier one for the same audience, also where it is narrower.")
        .field(Field::choice("audience", "With whom?", parties))
        .field(Field::categories("What do they agree to share?").hint("What is not ticked is not shared on this basis."))
        .field(Field::date("until", "Until when? (optional)").hint("Left empty, it holds while they are involved."));
    deciding(form)
}

/// Records an agreement.
pub async fn record_agreement(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let form = agreement_form(
        &person,
        parties(&visit, &person, "Everybody involved").await?,
    );
    let agreement = Agreement {
        audience: chosen(sent.get("audience")).map(|audience| v1::Audience {
            audience: Some(audience),
        }),
        categories: sent.categories(),
        until: sent.date("until"),
        decided_by: Some(decider(&sent)),
        words: sent.text("words"),
    };
    let change = Change::Agreement(agreement.clone());
    let form = match looked_at(&visit, &person, form, &sent, change).await? {
        Looked::First(form) => return visit.show_form(form).await,
        Looked::Again(form) => form,
    };
    let request = RecordAgreementRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        agreement: Some(agreement),
    };
    let mut sharing = SharingCommandServiceClient::new(visit.connection());
    let answer = sharing.record_agreement(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/sharing"),
            "The agreement is recorded.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

fn chosen(text: &str) -> Option<audience::Audience> {
    use audience::Audience;
    Some(match text.split_once(' ') {
        Some(("organisation", code)) => Audience::Organisation(code.to_owned()),
        Some((_, purpose)) => Audience::Purpose(purpose.parse().ok()?),
        None if text.is_empty() => return None,
        None => Audience::EveryoneInvolved(audience_everyone()),
    })
}

fn audience_everyone() -> v1::audience::Everyone {
    v1::audience::Everyone {}
}

fn objection_form(person: &str, parties: Vec<Choice>) -> Form {
    let form = Form::new("Object to sharing", "See what it gives and takes")
        .about(person)
        .back_to(format!("/people/{person}/sharing"))
        .lead("It takes away every basis but an organisation’s own record and a legal duty.")
        .field(Field::choice("against", "Against whom?", parties))
        .field(
            Field::categories("What is not to be shared?").hint("Nothing ticked means everything."),
        );
    deciding(form)
}

/// Records an objection.
pub async fn record_objection(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let form = objection_form(&person, parties(&visit, &person, "Everybody").await?);
    let against = chosen(sent.get("against")).map(|chosen| match chosen {
        audience::Audience::Organisation(code) => against::Against::Organisation(code),
        audience::Audience::Purpose(purpose) => against::Against::Purpose(purpose),
        audience::Audience::EveryoneInvolved(_) => against::Against::Everyone(against::Everyone {}),
    });
    let objection = Objection {
        against: against.map(|against| v1::Against {
            against: Some(against),
        }),
        categories: sent.categories(),
        decided_by: Some(decider(&sent)),
        words: sent.text("words"),
    };
    let change = Change::Objection(objection.clone());
    let form = match looked_at(&visit, &person, form, &sent, change).await? {
        Looked::First(form) => return visit.show_form(form).await,
        Looked::Again(form) => form,
    };
    let request = RecordObjectionRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        objection: Some(objection),
    };
    let mut sharing = SharingCommandServiceClient::new(visit.connection());
    let answer = sharing.record_objection(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/sharing"),
            "The objection is recorded.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

/// Whether what a change does has been shown.
enum Looked {
    /// It is shown now, or the form is opened, or is wrong.
    First(Form),
    /// It was: the change is made.
    Again(Form),
}

/// Shows what a change gives and takes before it is made.
async fn looked_at(
    visit: &Visit,
    person: &str,
    form: Form,
    sent: &Sent,
    change: Change,
) -> Result<Looked, Failure> {
    if sent.stage != Stage::Earnest {
        return Ok(Looked::First(form.filled(sent)));
    }
    if sent.is_ticked(LOOKED) {
        return Ok(Looked::Again(form));
    }
    let mut disclosure = DisclosureQueryServiceClient::new(visit.connection());
    let request = PreviewSharingRequest {
        person_id: person.to_owned(),
        change: Some(change),
    };
    let answer = disclosure.preview_sharing(request).await;
    let mut form = form.filled(sent);
    match answer {
        Err(status) => form.refuse(&status),
        Ok(answer) => {
            let answer = answer.into_inner();
            let names = visit.names([]).await?;
            form.shows = vec![consequences(&answer.changes, &names)];
            form.lead = vec![answer.notice];
            form = form.field(Field::hidden(LOOKED, "yes"));
            form.button = "Confirm the change".to_owned();
            form.is_final = true;
        }
    }
    Ok(Looked::First(form))
}

fn consequences(changes: &[v1::preview_sharing_response::Change], names: &Names) -> Section {
    let change = |change: &v1::preview_sharing_response::Change| {
        let count = |facts: &[String]| match facts.len() {
            0 => String::new(),
            number => words::counted(number, "record"),
        };
        Entry::new(names.organisation(&change.organisation))
            .about("Will see", count(&change.gives))
            .about("Will no longer see", count(&change.takes))
    };
    Section::new(
        "What this gives and takes",
        changes.iter().map(change).collect(),
    )
    .or("Nothing changes in what others see of what you see yourself.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_are_shown_is_not_said_as_if_one_were_them() {
        for (rule, ours) in v1::Rule::LABELS {
            let theirs = rests_on((*rule).into(), false).to_lowercase();
            assert!(!theirs.contains("you"), "{theirs}");
            assert_eq!(rests_on((*rule).into(), true), *ours);
        }
    }
}
