//! A referral that came from outside: by letter, e-mail or phone, or from the person.

use api::v1::{
    ListServicesRequest, ReceiveReferralRequest, ReceiveReferralResponse, ReferralSource,
    directory_query_service_client::DirectoryQueryServiceClient,
    referrals_command_service_client::ReferralsCommandServiceClient,
};
use axum::extract::Path;

use crate::{
    failure::Answer,
    form::{Choice, Field, Form},
    sent::{Sent, Stage},
    visit::{Next, Visit},
};

pub(super) fn form(person: &str, services: Vec<Choice>, today: &str) -> Form {
    let first = services
        .first()
        .map(|one| one.value.clone())
        .unwrap_or_default();
    Form::new("A referral came from outside", "Write it down")
        .about(person)
        .field(Field::choice(
            "source",
            "How did it come?",
            Choice::of::<ReferralSource>(),
        ))
        .field(Field::text(
            "from",
            "From whom? (empty where from the person)",
            20,
        ))
        .field(Field::date("on", "On which day?").with_date(today))
        .field(Field::choice("service_id", "To which of your services?", services).with(first))
        .field(Field::words("reason", "Why, and what is hoped for?", 3))
        .field(Field::categories("What is it about?"))
        .field(Field::tick(
            "person_agreed",
            "Does the person agree?",
            "They agree to it",
        ))
        .more(Field::text(
            "without_agreement",
            "If not, or if they could not be asked: why?",
            30,
        ))
}

/// Writes down a referral from outside.
pub async fn receive_referral(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let mut directory = DirectoryQueryServiceClient::new(visit.connection());
    let request = ListServicesRequest {
        organisation: visit.organisation().to_owned(),
        ..Default::default()
    };
    let services = directory
        .list_services(request)
        .await?
        .into_inner()
        .services;
    let services: Vec<_> = services
        .into_iter()
        .map(|service| Choice::new(service.service_id, service.name))
        .collect();
    let first = services
        .first()
        .map(|one| one.value.clone())
        .unwrap_or_default();
    let today = visit.today().to_string();
    let form = form(&person, services, &today);
    let is_opened = sent.stage == Stage::Opened;
    let source = match sent.choice::<ReferralSource>("source") {
        0 if sent.is_rehearsed() => ReferralSource::SelfReferral.into(),
        source => source,
    };
    let request = ReceiveReferralRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        service_id: sent.given("service_id", &first),
        source,
        from: sent.text("from"),
        on: if is_opened { today } else { sent.date("on") },
        reason: sent.words("reason"),
        categories: sent.categories(),
        person_agreed: sent.is_ticked("person_agreed") || is_opened,
        without_agreement: sent.text("without_agreement"),
    };
    let mut referrals = ReferralsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = referrals.receive_referral(request).await;
    let next = |done: &ReceiveReferralResponse| {
        Next::to(
            format!("/referrals/{}", done.referral_id),
            "The referral is written down. Answer it like any other.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}
