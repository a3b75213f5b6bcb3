//! Handing a case over without dropping it: the offer with what is still to be done, the answer, the lists of both sides.

mod custody;
mod lead;
mod samples;

use api::v1::{
    AcceptHandoverRequest, ActionState, CancelHandoverRequest, DeclineHandoverRequest,
    DeclineReason, Handover, HandoverDirection, HandoverState, ListActionsRequest,
    ListHandoversRequest, OfferHandoverRequest, OfferHandoverResponse,
    actions_query_service_client::ActionsQueryServiceClient,
    handovers_command_service_client::HandoversCommandServiceClient,
    handovers_query_service_client::HandoversQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

pub use samples::samples;

use super::form;
use crate::{
    choices,
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    labels::label,
    listing::Listing,
    sent::{Sent, Stage},
    site::Site,
    told,
    visit::{Next, Visit},
    words,
};

const SHOWN: i32 = 100;

/// The paths of handovers.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/lead", form(lead::reassign_lead))
        .route("/people/{person}/custody", form(custody::take_custody))
        .route("/organisations/custodian", form(custody::name_custodian))
        .route("/handovers", get(list))
        .route("/handovers/{id}", get(one))
        .route("/handovers/{id}/accept", form(accept_handover))
        .route("/handovers/{id}/decline", form(decline_handover))
        .route("/handovers/{id}/cancel", form(cancel_handover))
        .route("/people/{person}/handovers/new", form(offer_handover))
}

async fn asked(visit: &Visit, request: ListHandoversRequest) -> Result<Vec<Handover>, Failure> {
    let mut handovers = HandoversQueryServiceClient::new(visit.connection());
    let request = ListHandoversRequest {
        page_size: SHOWN,
        not_before: visit.not_before(),
        ..request
    };
    Ok(handovers
        .list_handovers(request)
        .await?
        .into_inner()
        .handovers)
}

/// Handovers of both sides.
pub async fn list(visit: Visit) -> Answer {
    let all = asked(&visit, ListHandoversRequest::default()).await?;
    let (open, past): (Vec<_>, Vec<_>) = all
        .iter()
        .partition(|one| one.state() == HandoverState::Open);
    let rows = |of: Vec<&Handover>| of.into_iter().map(|one| row(one, &visit)).collect();
    let page = Listing::new(
        visit.page("Handovers")?.within("handovers").live(),
        "Handovers",
    )
    .lead("To hand a case over, open the brief and choose “More”.")
    .section(Section::new("Waiting for an answer", rows(open)).or("None."))
    .section(Section::new("Answered", rows(past)));
    visit.show(&page)
}

fn row(handover: &Handover, visit: &Visit) -> Entry {
    let name = handover
        .identity
        .as_ref()
        .map(|identity| identity.name.clone());
    let way = match handover.direction() {
        HandoverDirection::In => "to us",
        HandoverDirection::Out => "from us",
        _ => "between colleagues",
    };
    let since = handover
        .facts
        .first()
        .and_then(|fact| words::moment(fact.recorded_at.as_ref()));
    let open = handover.state() == HandoverState::Open;
    let waiting = since
        .filter(|_| open)
        .map(|since| format!("waiting {}", words::waiting(since, visit.now)));
    let mut entry = Entry::new(name.unwrap_or_else(|| "Name not shared with you".to_owned()))
        .to(format!("/handovers/{}", handover.handover_id))
        .says(
            [Some(way.to_owned()), waiting]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
        )
        .tag(
            label::<HandoverState>(handover.state),
            if open { "blue" } else { "grey" },
        );
    if handover.overdue {
        entry = entry.tag("Overdue", "red");
    }
    entry.id = handover.handover_id.clone();
    entry
}

async fn find(visit: &Visit, id: &str) -> Result<Handover, Failure> {
    let request = ListHandoversRequest {
        handover_id: id.to_owned(),
        ..Default::default()
    };
    asked(visit, request)
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::NoSuchPage)
}

/// One handover, with its answer.
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let handover = find(&visit, &id).await?;
    let mentioned = told::mentioned(&handover.facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let entries = handover
        .facts
        .iter()
        .map(|fact| told::entry(fact, &handover.person_id, &names));
    let section = Section::new("What was offered, and what came of it", entries.collect());
    let page = visit
        .page_about(&handover.person_id, "handover", "Handover")
        .await?;
    let mut listing = Listing::new(page.within("handovers").live(), "Handover").section(section);
    if !handover.token.is_empty() {
        if handover.direction() == HandoverDirection::Out {
            listing = listing.action(format!("/handovers/{id}/cancel"), "Take the offer back");
        } else {
            let accept = accept_form(&handover).inline(format!("/handovers/{id}/accept"));
            listing.form = Some(visit.inline(accept, &listing.page));
            listing = listing.action(format!("/handovers/{id}/decline"), "Decline, and say why");
        }
    }
    visit.show(&listing)
}

fn of(form: Form, handover: &Handover) -> Form {
    form.about(&handover.person_id)
        .back_to(format!("/handovers/{}", handover.handover_id))
        .field(Field::hidden("token", &handover.token))
}

fn accept_form(handover: &Handover) -> Form {
    of(Form::new("Take the case on", "Take the case on"), handover)
        .lead("You lead the case from then on.")
        .field(Field::text("words", "A word to the sender (optional)", 30))
}

/// Takes the case on.
pub async fn accept_handover(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let handover = find(&visit, &id).await?;
    let request = AcceptHandoverRequest {
        command_id: sent.command_id(),
        person_id: handover.person_id.clone(),
        handover_id: id,
        token: sent.given("token", &handover.token),
        words: sent.text("words"),
    };
    let mut handovers = HandoversCommandServiceClient::new(visit.connection_for(&sent));
    let answer = handovers.accept_handover(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{}", handover.person_id),
            "You lead the case now.",
        )
    };
    visit
        .settle(accept_form(&handover), &sent, answer, next)
        .await
}

fn decline_form(handover: &Handover) -> Form {
    of(Form::new("Decline the handover", "Decline"), handover)
        .lead("The case stays where it is, and the sender is told.")
        .field(Field::choice(
            "reason",
            "Why?",
            Choice::of::<DeclineReason>(),
        ))
        .field(Field::words("words", "What the sender should know", 3))
}

/// Declines.
pub async fn decline_handover(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let handover = find(&visit, &id).await?;
    let reason = match sent.choice::<DeclineReason>("reason") {
        0 if sent.is_rehearsed() => DeclineReason::Other.into(),
        reason => reason,
    };
    let request = DeclineHandoverRequest {
        command_id: sent.command_id(),
        person_id: handover.person_id.clone(),
        handover_id: id,
        token: sent.given("token", &handover.token),
        reason,
        words: sent.words("words"),
    };
    let mut handovers = HandoversCommandServiceClient::new(visit.connection_for(&sent));
    let answer = handovers.decline_handover(request).await;
    let next = |_: &_| {
        Next::to(
            "/handovers",
            "You have declined. The case stays where it is.",
        )
    };
    visit
        .settle(decline_form(&handover), &sent, answer, next)
        .await
}

fn cancel_form(handover: &Handover) -> Form {
    of(Form::new("Take the offer back", "Take it back"), handover).field(Field::text(
        "words",
        "Why? (optional)",
        30,
    ))
}

/// Takes the offer back.
pub async fn cancel_handover(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let handover = find(&visit, &id).await?;
    let request = CancelHandoverRequest {
        command_id: sent.command_id(),
        person_id: handover.person_id.clone(),
        handover_id: id,
        token: sent.given("token", &handover.token),
        words: sent.text("words"),
    };
    let mut handovers = HandoversCommandServiceClient::new(visit.connection_for(&sent));
    let answer = handovers.cancel_handover(request).await;
    let next = |_: &_| Next::to("/handovers", "The offer is taken back.");
    visit
        .settle(cancel_form(&handover), &sent, answer, next)
        .await
}

fn offer_form(
    person: &str,
    receivers: Vec<Choice>,
    outstanding: &str,
    passages: Vec<Choice>,
) -> Form {
    Form::new("Hand the case over", "Offer the handover")
        .about(person)
        .lead("You hold the case until somebody accepts. Nothing is dropped.")
        .field(Field::pick("receiver", "To whom?", receivers))
        .field(Field::words("summary", "What matters now", 4))
        .field(
            Field::words(
                "outstanding",
                "What has been promised and is still to be done, one a line",
                3,
            )
            .with(outstanding),
        )
        .field(Field::tick(
            "person_agreed",
            "Does the person agree?",
            "They agree to this handover",
        ))
        .field(Field::categories("What are your words about?"))
        .field_if(choices::ticked(
            "What they want the receiver to read before answering",
            passages,
        ))
        .field(Field::date(
            "introduction_on",
            "When will you introduce them? (optional)",
        ))
        .more(Field::tick(
            "sender_leaves",
            "Afterwards",
            "We leave the case when it is accepted",
        ))
        .more(Field::text(
            "without_agreement",
            "If they do not agree or could not be asked: why?",
            30,
        ))
}

/// Colleagues, and services of others.
async fn receivers(visit: &Visit) -> Result<Vec<Choice>, Failure> {
    let colleagues = choices::colleagues(visit, &visit.somebody.speaker.worker).await?;
    let colleagues = colleagues.into_iter().map(|one| {
        let label = format!("{} (colleague)", one.label);
        Choice::new(format!("worker {}", one.value), label)
    });
    let services = choices::services_of_others(visit).await?.into_iter();
    let services = services.map(|one| Choice::new(format!("service {}", one.value), one.label));
    let choose = std::iter::once(Choice::new("", "Choose"));
    Ok(choose.chain(colleagues).chain(services).collect())
}

/// What is to be done by one's own organisation, a line each.
async fn outstanding(visit: &Visit, person: &str) -> Result<String, Failure> {
    let mut actions = ActionsQueryServiceClient::new(visit.connection());
    let request = ListActionsRequest {
        person_id: person.to_owned(),
        organisation: visit.organisation().to_owned(),
        state: ActionState::Open.into(),
        ..Default::default()
    };
    let found = actions.list_actions(request).await?.into_inner().actions;
    let names = visit.names([]).await?;
    let words = found.iter().filter_map(|action| action.facts.first());
    let words: Vec<String> = words
        .filter_map(|fact| told::entry(fact, person, &names).says.into_iter().next())
        .map(|says| says.words)
        .collect();
    Ok(words.join("\n"))
}

/// Offers the case.
pub async fn offer_handover(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let form = offer_form(
        &person,
        receivers(&visit).await?,
        &outstanding(&visit, &person).await?,
        choices::passages(&visit, &person).await?,
    );
    let receiver: Vec<&str> = sent.get("receiver").split(' ').collect();
    let (organisation, service_id, worker) = match receiver[..] {
        ["service", organisation, service] => (organisation, service, ""),
        ["worker", worker] => ("", "", worker),
        _ => ("", "", ""),
    };
    let request = OfferHandoverRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        organisation: organisation.to_owned(),
        service_id: service_id.to_owned(),
        worker: worker.to_owned(),
        summary: sent.words("summary"),
        outstanding: sent.lines("outstanding"),
        introduction_on: sent.date("introduction_on"),
        categories: sent.categories(),
        person_agreed: sent.is_ticked("person_agreed") || sent.stage == Stage::Opened,
        without_agreement: sent.text("without_agreement"),
        ticked: sent.all("ticked"),
        sender_leaves: sent.is_ticked("sender_leaves"),
    };
    let mut handovers = HandoversCommandServiceClient::new(visit.connection_for(&sent));
    let answer = handovers.offer_handover(request).await;
    let next = |done: &OfferHandoverResponse| {
        Next::to(
            format!("/handovers/{}", done.handover_id),
            "The handover is offered. You hold the case until it is accepted.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}
