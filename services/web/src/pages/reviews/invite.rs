//! Inviting an organisation to one item, and withdrawing a review that is not wanted any longer.

use api::v1::{
    Review, SendReviewInvitationRequest, WithdrawReviewRequest,
    reviews_command_service_client::ReviewsCommandServiceClient,
};
use axum::extract::Path;

use super::find;
use crate::{
    failure::Answer,
    form::{Choice, Field, Form},
    sent::Sent,
    visit::{Next, Visit},
};

pub(super) fn invite_form(review: &Review, organisations: Vec<Choice>) -> Form {
    Form::new("Invite an organisation to this item", "Invite")
        .about(&review.person_id)
        .back_to(format!("/reviews/{}", review.review_id))
        .lead("Once it is on an agenda, and until seven days after it was held, they see its pack. Who else is invited, they do not learn.")
        .field(Field::hidden("token", &review.token))
        .field(Field::choice("organisation", "Which organisation?", organisations))
}

/// Invites an organisation to the item.
pub async fn send_review_invitation(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let review = find(&visit, &id).await?;
    let names = visit.names([]).await?;
    let others = names
        .organisations()
        .into_iter()
        .filter(|(code, _)| code != visit.organisation());
    let form = invite_form(
        &review,
        others.map(|(code, name)| Choice::new(code, name)).collect(),
    );
    let request = SendReviewInvitationRequest {
        command_id: sent.command_id(),
        person_id: review.person_id.clone(),
        review_id: id.clone(),
        token: sent.given("token", &review.token),
        organisation: sent.text("organisation"),
    };
    let mut reviews = ReviewsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = reviews.send_review_invitation(request).await;
    let next = |_: &_| Next::to(format!("/reviews/{id}"), "They are invited to this item.");
    visit.settle(form, &sent, answer, next).await
}

pub(super) fn withdraw_form(review: &Review) -> Form {
    Form::new("Withdraw the review", "Withdraw it")
        .about(&review.person_id)
        .back_to(format!("/reviews/{}", review.review_id))
        .is_final()
        .field(Field::hidden("token", &review.token))
        .field(Field::words("reason", "Why?", 2))
}

/// Withdraws a review.
pub async fn withdraw_review(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let review = find(&visit, &id).await?;
    let request = WithdrawReviewRequest {
        command_id: sent.command_id(),
        person_id: review.person_id.clone(),
        review_id: id.clone(),
        token: sent.given("token", &review.token),
        reason: sent.text("reason"),
    };
    let mut reviews = ReviewsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = reviews.withdraw_review(request).await;
    let next = |_: &_| Next::to(format!("/reviews/{id}"), "The review is withdrawn.");
    visit
        .settle(withdraw_form(&review), &sent, answer, next)
        .await
}
