//! Answering a referral, going on with it, and completing it: each a form.

use api::v1::{
    AcceptReferralRequest, CompleteReferralRequest, DeclineReason, DeclineReferralRequest, Outcome,
    PersonOutcome, ProvideInformationRequest, RecordFirstContactRequest, Referral,
    RequestInformationRequest, WithdrawReferralRequest,
    referrals_command_service_client::ReferralsCommandServiceClient,
};
use axum::extract::Path;

use super::find;
use crate::{
    choices,
    failure::Answer,
    form::{Choice, Field, Form},
    sent::{Sent, Stage},
    visit::{Next, Visit},
};

pub(super) fn of(form: Form, referral: &Referral) -> Form {
    form.about(&referral.person_id)
        .back_to(format!("/referrals/{}", referral.referral_id))
        .field(Field::hidden("token", &referral.token))
}

pub(super) fn accept_form(referral: &Referral) -> Form {
    of(Form::new("Accept this referral", "Accept"), referral).field(Field::text(
        "words",
        "A word to the referrer (optional)",
        30,
    ))
}

/// Accepts.
pub async fn accept_referral(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let referral = find(&visit, &id).await?;
    let form = accept_form(&referral);
    let request = AcceptReferralRequest {
        command_id: sent.command_id(),
        person_id: referral.person_id.clone(),
        referral_id: id.clone(),
        token: sent.given("token", &referral.token),
        words: sent.text("words"),
    };
    let mut referrals = ReferralsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = referrals.accept_referral(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/referrals/{id}"),
            "You have accepted. You now see what your service needs, and the referrer is told.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

pub(super) fn decline_form(referral: &Referral, mut others: Vec<Choice>) -> Form {
    others.insert(0, Choice::new("", "None of the directory"));
    of(Form::new("Decline this referral", "Decline"), referral)
        .field(Field::choice(
            "reason",
            "Why?",
            Choice::of::<DeclineReason>(),
        ))
        .field(Field::words("words", "What the referrer should know", 4))
        .field(Field::pick(
            "instead_service_id",
            "Which service could they ask instead? (optional)",
            others,
        ))
        .field(Field::text("instead", "Or in words (optional)", 30))
}

/// Declines.
pub async fn decline_referral(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let referral = find(&visit, &id).await?;
    let others = choices::services_of_others(&visit).await?;
    let form = decline_form(&referral, others);
    let (organisation, service) = choices::chosen_service(sent.get("instead_service_id"));
    let reason = match sent.choice::<DeclineReason>("reason") {
        0 if sent.is_rehearsed() => DeclineReason::Other.into(),
        reason => reason,
    };
    let request = DeclineReferralRequest {
        command_id: sent.command_id(),
        person_id: referral.person_id.clone(),
        referral_id: id.clone(),
        token: sent.given("token", &referral.token),
        reason,
        words: sent.words("words"),
        instead: sent.text("instead"),
        instead_organisation: organisation.to_owned(),
        instead_service_id: service.to_owned(),
    };
    let mut referrals = ReferralsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = referrals.decline_referral(request).await;
    let next = |_: &_| {
        Next::to(
            "/referrals",
            "You have declined, and the referrer is told why.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

pub(super) fn withdraw_form(referral: &Referral) -> Form {
    of(
        Form::new("Take the referral back", "Take it back"),
        referral,
    )
    .field(Field::words("words", "Why? The service is told.", 3))
}

/// Takes it back.
pub async fn withdraw_referral(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let referral = find(&visit, &id).await?;
    let form = withdraw_form(&referral);
    let request = WithdrawReferralRequest {
        command_id: sent.command_id(),
        person_id: referral.person_id.clone(),
        referral_id: id.clone(),
        token: sent.given("token", &referral.token),
        words: sent.words("words"),
    };
    let mut referrals = ReferralsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = referrals.withdraw_referral(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/referrals/{id}"),
            "The referral is taken back, and the service is told.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

pub(super) fn question_form(referral: &Referral) -> Form {
    of(Form::new("Ask for information", "Ask"), referral)
        .field(Field::words("words", "What do you need to know?", 4))
        .field(Field::categories("What is it about?"))
}

/// Asks whoever raised it.
pub async fn request_information(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let referral = find(&visit, &id).await?;
    let form = question_form(&referral);
    let request = RequestInformationRequest {
        command_id: sent.command_id(),
        person_id: referral.person_id.clone(),
        referral_id: id.clone(),
        token: sent.given("token", &referral.token),
        words: sent.words("words"),
        categories: sent.categories(),
    };
    let mut referrals = ReferralsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = referrals.request_information(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/referrals/{id}"),
            "The question is sent. The answer appears here.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

pub(super) fn answer_form(referral: &Referral) -> Form {
    of(
        Form::new("Answer the question", "Send the answer"),
        referral,
    )
    .field(Field::hidden(
        "information_token",
        &referral.information_token,
    ))
    .field(Field::words("words", "Your answer", 5))
    .more(Field::categories("What is it about besides?"))
}

/// Answers a question.
pub async fn provide_information(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let referral = find(&visit, &id).await?;
    let form = answer_form(&referral);
    let token = sent.given("information_token", &referral.information_token);
    let request = ProvideInformationRequest {
        command_id: sent.command_id(),
        person_id: referral.person_id.clone(),
        referral_id: id.clone(),
        information_token: token,
        words: sent.words("words"),
        categories: sent.categories(),
    };
    let mut referrals = ReferralsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = referrals.provide_information(request).await;
    let next = |_: &_| Next::to(format!("/referrals/{id}"), "The answer is sent.");
    visit.settle(form, &sent, answer, next).await
}

pub(super) fn contact_form(referral: &Referral) -> Form {
    of(Form::new("First contact", "Record the contact"), referral)
        .field(Field::date("on", "When did you meet or speak?").hint("For example, 9 6 2026"))
        .field(Field::text("words", "What came of it (optional)", 30))
}

/// Records the first contact.
pub async fn record_first_contact(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let referral = find(&visit, &id).await?;
    let mut form = contact_form(&referral);
    let today = visit.today().to_string();
    if sent.stage == Stage::Opened {
        form.fields = form
            .fields
            .into_iter()
            .map(|field| match field.name.as_str() {
                "on" => field.with_date(&today),
                _ => field,
            })
            .collect();
    }
    let on = match sent.date("on") {
        on if on.is_empty() && sent.is_rehearsed() => today,
        on => on,
    };
    let request = RecordFirstContactRequest {
        command_id: sent.command_id(),
        person_id: referral.person_id.clone(),
        referral_id: id.clone(),
        token: sent.given("token", &referral.token),
        on,
        words: sent.text("words"),
    };
    let mut referrals = ReferralsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = referrals.record_first_contact(request).await;
    let next = |_: &_| Next::to(format!("/referrals/{id}"), "The first contact is recorded.");
    visit.settle(form, &sent, answer, next).await
}

pub(super) fn complete_form(referral: &Referral) -> Form {
    of(Form::new("Complete the referral", "Complete"), referral)
        .lead("Both answers go to everyone who helped, side by side where they differ.")
        .field(Field::choice(
            "outcome",
            "What came of it, as you see it?",
            Choice::of::<Outcome>(),
        ))
        .field(Field::words("words", "In your words, for the referrer", 4))
        .field(Field::choice(
            "person.outcome",
            "And as the person sees it? (if they said)",
            Choice::of::<Outcome>(),
        ))
        .field(Field::words("person.words", "In the person’s words", 3))
}

/// Completes.
pub async fn complete_referral(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let referral = find(&visit, &id).await?;
    let form = complete_form(&referral);
    let outcome = match sent.choice::<Outcome>("outcome") {
        0 if sent.is_rehearsed() => Outcome::Helped.into(),
        outcome => outcome,
    };
    let (said, says) = (
        sent.choice::<Outcome>("person.outcome"),
        sent.text("person.words"),
    );
    let person = (said != 0 || !says.is_empty()).then_some(PersonOutcome {
        outcome: said,
        words: says,
    });
    let request = CompleteReferralRequest {
        command_id: sent.command_id(),
        person_id: referral.person_id.clone(),
        referral_id: id.clone(),
        token: sent.given("token", &referral.token),
        outcome,
        words: sent.words("words"),
        person,
    };
    let mut referrals = ReferralsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = referrals.complete_referral(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/referrals/{id}"),
            "The referral is completed. What came of it goes to everyone who helped.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}
