//! Reviews: asking for one with the person's words, putting it on an agenda, and what came of it: minutes, the letter to
//! the person, the copy for the GP record. Deciding at its meeting is in `reviews/hold.rs`.

pub(super) mod hold;
mod invite;
mod samples;

use api::v1::{
    self, CarryReviewRequest, Category, DecidedBy, GetMinutesRequest, ListMeetingsRequest,
    ListReviewsRequest, MeetingState, RecordNoDiscussionRequest, RequestReviewRequest, Review,
    ReviewAim, ReviewState, ScheduleReviewRequest, decided_by::Who,
    meetings_query_service_client::MeetingsQueryServiceClient,
    reviews_command_service_client::ReviewsCommandServiceClient,
    reviews_query_service_client::ReviewsQueryServiceClient,
};
use askama::Template;
use axum::{Router, extract::Path, routing::get};

pub use samples::samples;

use super::form;
use crate::{
    choices,
    entry::{Section, Tag},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    labels::label,
    page::Page,
    sent::Sent,
    site::Site,
    told,
    visit::{Next, Visit},
    words,
};

const SHOWN: i32 = 50;

/// The paths of reviews.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/reviews", get(list))
        .route("/reviews/{id}", get(one))
        .route("/reviews/{id}/schedule", form(schedule_review))
        .route("/reviews/{id}/carry", form(carry_review))
        .route("/reviews/{id}/no-discussion", form(record_no_discussion))
        .route("/reviews/{id}/invite", form(invite::send_review_invitation))
        .route("/reviews/{id}/withdraw", form(invite::withdraw_review))
        .route("/reviews/{id}/minutes", get(minutes))
        .route("/people/{person}/reviews/new", form(request_review))
}

/// Reviews that one's organisation asked for or is invited to.
#[derive(Template)]
#[template(path = "pages/reviews.html")]
pub struct Reviews {
    page: Page,
    rows: Vec<Row>,
    next: String,
}

/// A review in a list.
struct Row {
    id: String,
    href: String,
    called: String,
    tag: Tag,
    when: String,
}

/// Reviews.
pub async fn list(visit: Visit, sent: Sent) -> Answer {
    let mut reviews = ReviewsQueryServiceClient::new(visit.connection());
    let request = ListReviewsRequest {
        page_size: SHOWN,
        page_token: sent.text("page"),
        not_before: visit.not_before(),
        ..Default::default()
    };
    let found = reviews.list_reviews(request).await?.into_inner();
    let page = Reviews {
        page: visit.page("Reviews")?.within("meetings").live(),
        rows: found.reviews.iter().map(row).collect(),
        next: Visit::next(&found.next_page_token, ""),
    };
    visit.show(&page)
}

fn tag(review: &Review) -> Tag {
    let colour = match review.state() {
        ReviewState::Waiting => "yellow",
        ReviewState::Scheduled => "blue",
        ReviewState::Held | ReviewState::NoDiscussion => "green",
        _ => "grey",
    };
    Tag::new(label::<ReviewState>(review.state), colour)
}

fn row(review: &Review) -> Row {
    Row {
        id: review.review_id.clone(),
        href: format!("/reviews/{}", review.review_id),
        called: review.called.clone(),
        tag: tag(review),
        when: words::day_of(review.starts_at.as_ref()),
    }
}

/// One review.
#[derive(Template)]
#[template(path = "pages/review.html")]
pub struct OneReview {
    page: Page,
    tag: Tag,
    facts: Section,
    schedule: Option<Form>,
    links: Vec<(String, &'static str)>,
}

async fn find(visit: &Visit, id: &str) -> Result<Review, Failure> {
    let mut reviews = ReviewsQueryServiceClient::new(visit.connection());
    let request = ListReviewsRequest {
        review_id: id.to_owned(),
        not_before: visit.not_before(),
        ..Default::default()
    };
    let found = reviews.list_reviews(request).await?.into_inner();
    found.reviews.into_iter().next().ok_or(Failure::NoSuchPage)
}

/// One review, with what can be done next.
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let review = find(&visit, &id).await?;
    let page = visit
        .page_about(&review.person_id, "review", "Review")
        .await?;
    let mentioned = told::mentioned(review.facts.iter().chain(&review.invitations));
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let facts = review.facts.iter().chain(&review.invitations);
    let entries = facts.map(|fact| told::entry(fact, &review.person_id, &names));
    let to = |end: &str| format!("/reviews/{id}/{end}");
    let mut links = Vec::new();
    let mut schedule = None;
    match review.state() {
        ReviewState::Waiting if !review.token.is_empty() => {
            let meetings = meetings(&visit).await?;
            schedule = Some(schedule_form(&review, meetings).inline(to("schedule")));
            links.push((to("invite"), "Invite an organisation to it"));
            links.push((to("withdraw"), "Withdraw it"));
            links.push((to("no-discussion"), "Answer it in writing"));
        }
        ReviewState::Scheduled => {
            let meeting = format!("/meetings/{}/{}", review.organiser, review.meeting_id);
            links.push((meeting, "Go to the meeting"));
            if !review.token.is_empty() {
                links.push((to("invite"), "Invite an organisation to it"));
                links.push((to("carry"), "Bring it back next time"));
                links.push((to("no-discussion"), "Answer it in writing"));
                links.push((to("withdraw"), "Withdraw it"));
            }
        }
        ReviewState::Held => {
            links.push((to("minutes"), "Minutes, letter and copy for the GP record"))
        }
        _ => {}
    }
    let page = OneReview {
        tag: tag(&review),
        facts: Section::new("What was asked, and what came of it", entries.collect()),
        schedule: schedule.map(|form| visit.inline(form, &page)),
        links,
        page: page.within("meetings"),
    };
    visit.show(&page)
}

/// The meetings on whose agenda it can be put.
async fn meetings(visit: &Visit) -> Result<Vec<Choice>, Failure> {
    let mut meetings = MeetingsQueryServiceClient::new(visit.connection());
    let request = ListMeetingsRequest {
        state: MeetingState::Planned.into(),
        page_size: SHOWN,
        ..Default::default()
    };
    let found = meetings.list_meetings(request).await?.into_inner().meetings;
    let to_come = found.into_iter().rev().filter(|meeting| {
        // One whose time is over is not offered, also where nobody has ended it yet.
        let ends = words::moment(meeting.ends_at.as_ref());
        ends.is_some_and(|at| at > visit.now)
    });
    let choice = |meeting: v1::Meeting| {
        let value = format!("{} {}", meeting.organiser, meeting.meeting_id);
        Choice::new(
            value,
            format!(
                "{}, {}",
                words::when_of(meeting.starts_at.as_ref()),
                meeting.title
            ),
        )
    };
    Ok(to_come.map(choice).collect())
}

fn schedule_form(review: &Review, meetings: Vec<Choice>) -> Form {
    Form::new("Put it on an agenda", "Put it on the agenda")
        .about(&review.person_id)
        .back_to(format!("/reviews/{}", review.review_id))
        .field(Field::hidden("token", &review.token))
        .field(Field::choice("meeting_id", "Which meeting?", meetings))
}

/// Puts a review on an agenda.
pub async fn schedule_review(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let review = find(&visit, &id).await?;
    let form = schedule_form(&review, meetings(&visit).await?);
    let meeting = sent.text("meeting_id");
    let (organiser, meeting) = meeting.split_once(' ').unwrap_or_default();
    let request = ScheduleReviewRequest {
        command_id: sent.command_id(),
        person_id: review.person_id.clone(),
        review_id: id.clone(),
        token: sent.given("token", &review.token),
        organiser: organiser.to_owned(),
        meeting_id: meeting.to_owned(),
    };
    let mut reviews = ReviewsCommandServiceClient::new(visit.connection());
    let send = async move { reviews.schedule_review(request).await };
    let next = |_: &_| Next::to(format!("/reviews/{id}"), "It is on the agenda.");
    visit.settle_unrehearsed(form, &sent, send, next).await
}

fn request_form(person: &str, notes: Vec<Choice>) -> Form {
    let attached = (!notes.is_empty()).then(|| {
        Field::several("attached", "What else should the team read?", notes).hint(
            "Whoever is invited to the item reads what you tick, and nobody reads what you do not.",
        )
    });
    Form::new("Ask the team to review the case", "Ask for a review")
        .about(person)
        .lead("Who is invited to the item sees the question, the person’s words, and what of About Me and the plan is about nothing else. Others see only that the slot is taken.")
        .field(Field::words("question", "The question", 3))
        .field(Field::words("person_says", "What the person says about it, in their words", 3))
        .field(Field::tick("agreed", "Was the person asked?", "They were told and agree that it is discussed"))
        .field(Field::categories("What is it about?"))
        .field_if(attached)
        .more(Field::choice("aim", "What is wanted?", Choice::of::<ReviewAim>()).with(i32::from(ReviewAim::Decide).to_string()))
        .more(Field::text("without_agreement", "If nobody was asked or they did not agree: why discuss it all the same?", 30))
}

/// Asks for a review.
pub async fn request_review(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let is_opened = sent.stage == crate::sent::Stage::Opened;
    let agreed = sent.is_ticked("agreed") || is_opened;
    let aim = match sent.choice::<ReviewAim>("aim") {
        0 => ReviewAim::Decide.into(),
        aim => aim,
    };
    let request = RequestReviewRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        aim,
        question: sent.words("question"),
        person_says: sent.text("person_says"),
        categories: match sent.categories() {
            none if none.is_empty() && is_opened => vec![Category::Plan.into()],
            some => some,
        },
        decided_by: agreed.then_some(DecidedBy {
            who: Some(Who::Person(v1::decided_by::Person {})),
        }),
        without_agreement: sent.text("without_agreement"),
        attached: sent.all("attached"),
    };
    let mut reviews = ReviewsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = reviews.request_review(request).await;
    let next = |done: &v1::RequestReviewResponse| {
        Next::to(
            format!("/reviews/{}", done.review_id),
            "The review is asked for. Put it on a meeting’s agenda.",
        )
    };
    let form = request_form(&person, choices::notes(&visit, &person).await?);
    visit.settle(form, &sent, answer, next).await
}

fn carry_form(review: &Review) -> Form {
    Form::new("Bring it back next time", "Take it off this agenda")
        .about(&review.person_id)
        .back_to(format!("/reviews/{}", review.review_id))
        .field(Field::hidden("token", &review.token))
        .field(Field::text("reason", "Why?", 30))
}

/// Takes a review off its agenda.
pub async fn carry_review(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let review = find(&visit, &id).await?;
    let request = CarryReviewRequest {
        command_id: sent.command_id(),
        person_id: review.person_id.clone(),
        review_id: id.clone(),
        token: sent.given("token", &review.token),
        reason: sent.text("reason"),
    };
    let mut reviews = ReviewsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = reviews.carry_review(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/reviews/{id}"),
            "It is off the agenda. Put it on another one.",
        )
    };
    visit.settle(carry_form(&review), &sent, answer, next).await
}

fn written_form(review: &Review) -> Form {
    Form::new("Answer in writing", "Record the answer")
        .about(&review.person_id)
        .back_to(format!("/reviews/{}", review.review_id))
        .lead("Nobody has to meet about it. Whoever asked reads the answer.")
        .field(Field::hidden("token", &review.token))
        .field(Field::words("answer", "The answer", 4))
}

/// Answers in writing.
pub async fn record_no_discussion(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let review = find(&visit, &id).await?;
    let request = RecordNoDiscussionRequest {
        command_id: sent.command_id(),
        person_id: review.person_id.clone(),
        review_id: id.clone(),
        token: sent.given("token", &review.token),
        answer: sent.text("answer"),
    };
    let mut reviews = ReviewsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = reviews.record_no_discussion(request).await;
    let next = |_: &_| Next::to(format!("/reviews/{id}"), "The answer is recorded.");
    visit
        .settle(written_form(&review), &sent, answer, next)
        .await
}

/// The minutes of a review, with the texts that it ends in.
#[derive(Template)]
#[template(path = "pages/minutes.html")]
pub struct Minutes {
    page: Page,
    minutes: Section,
    gp_copy: Vec<String>,
    letter: Vec<String>,
    printed: String,
}

/// Minutes, letter and copy for the GP record, ready to send.
pub async fn minutes(visit: Visit, Path(id): Path<String>) -> Answer {
    let review = find(&visit, &id).await?;
    let mut reviews = ReviewsQueryServiceClient::new(visit.connection());
    let request = GetMinutesRequest {
        person_id: review.person_id.clone(),
        review_id: id,
        not_before: visit.not_before(),
    };
    let found = reviews.get_minutes(request).await?.into_inner();
    let held = found.review.unwrap_or_default();
    let mentioned = told::mentioned(&held.facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let entries = held
        .facts
        .iter()
        .map(|fact| told::entry(fact, &review.person_id, &names));
    let page = Minutes {
        minutes: Section::new("Minutes", entries.collect()),
        gp_copy: found.gp_copy,
        letter: found.letter,
        printed: format!(
            "Printed {} by {}, {}.",
            words::when(visit.now),
            visit.somebody.name,
            visit.somebody.organisation
        ),
        page: visit
            .page_about(&review.person_id, "review", "Minutes")
            .await?
            .within("meetings"),
    };
    visit.show(&page)
}
