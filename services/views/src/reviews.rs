//! Reviews, their packs and their minutes.

use std::cell::RefCell;

use api::{
    types,
    v1::{
        self, GetMinutesRequest, GetMinutesResponse, GetPackRequest, GetPackResponse,
        ListReviewsRequest, ListReviewsResponse,
    },
};
use casework::{
    ids::{OrganisationId, ReviewId, WorkerId},
    reading::Page,
    refusal::{Code, Refusal},
};
use identity::Caller;
use orgviews::reviews::{Filter, Review, Side, State};
use tonic::Request;

use crate::{Error, Views, question, story::facts};

/// The copy for the GP record, and the letter to the person; neither where the review was not held.
type Texts = (Option<[String; 5]>, Option<Vec<String>>);

pub(crate) async fn list(
    views: &Views,
    request: Request<ListReviewsRequest>,
) -> Result<ListReviewsResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let filter = Filter {
        side: side(request.side)?,
        state: state(request.state)?,
        only: question::only("review_id", &request.review_id, &request.person_id)?,
    };
    let page = views.page(&caller, "reviews", request.page_size, &request.page_token)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.reviews(now, &filter, &page)?);
    let (found, next) = views.read(&caller, &request.not_before, read).await?;
    let reviews = found.iter().map(|review| wire(views, &caller, review));
    Ok(ListReviewsResponse {
        reviews: reviews.collect(),
        next_page_token: views.page_token(&caller, "reviews", next),
    })
}

pub(crate) async fn get_pack(
    views: &Views,
    request: Request<GetPackRequest>,
) -> Result<GetPackResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let (person, id) = (
        question::person(&request.person_id)?,
        id(&request.review_id)?,
    );
    let read = move |reader: &orgviews::Reader, now| Ok(reader.pack(now, person, id)?);
    let found = views.read(&caller, &request.not_before, read).await?;
    let pack = known(found)?;
    views
        .record_reading(&caller, person, Page::ReviewPack)
        .await?;
    Ok(GetPackResponse {
        review: Some(wire(views, &caller, &pack.review)),
        attached: facts(&pack.attached),
        about_me: facts(&pack.about_me),
        plan: facts(&pack.plan),
    })
}

pub(crate) async fn get_minutes(
    views: &Views,
    request: Request<GetMinutesRequest>,
) -> Result<GetMinutesResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let (person, id) = (
        question::person(&request.person_id)?,
        id(&request.review_id)?,
    );
    let read = move |reader: &orgviews::Reader, now| Ok(reader.review(now, person, id)?);
    let found = views.read(&caller, &request.not_before, read).await?;
    let review = known(found)?;
    let answered = wire(views, &caller, &review);
    let (gp_copy, letter) = views
        .read_system(&caller, "", move |system| texts(&review, system))
        .await?;
    Ok(GetMinutesResponse {
        review: Some(answered),
        gp_copy: gp_copy.map(Vec::from).unwrap_or_default(),
        letter: letter.unwrap_or_default(),
    })
}

/// The copy for the GP record and the letter of a held review, with its workers by name.
fn texts(review: &Review, system: &orgviews::SystemReader) -> Result<Texts, Error> {
    let failed = RefCell::new(None);
    let called = |organisation: &OrganisationId, worker: &WorkerId| {
        let name = system.worker_name(organisation, worker);
        let name = name.unwrap_or_else(|error| {
            failed.replace(Some(error));
            None
        });
        name.map_or_else(|| worker.to_string(), |name| name.to_string())
    };
    let texts = (review.gp_copy(&called), review.letter(&called));
    match failed.take() {
        Some(error) => Err(error.into()),
        None => Ok(texts),
    }
}

fn id(text: &str) -> Result<ReviewId, Refusal> {
    types::id("review_id", text)
}

/// What was found. A review that there is not and one that the caller may not see are the same.
fn known<T>(found: Option<T>) -> Result<T, Error> {
    found.ok_or_else(|| Refusal::of(Code::ReviewUnknown, "review_id").into())
}

fn side(value: i32) -> Result<Option<Side>, Refusal> {
    use v1::ReviewSide as Wire;
    match Wire::try_from(value) {
        Ok(Wire::Unspecified) => Ok(None),
        Ok(Wire::Asked) => Ok(Some(Side::Asked)),
        Ok(Wire::Others) => Ok(Some(Side::Others)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "side")),
    }
}

fn state(value: i32) -> Result<Option<State>, Refusal> {
    use v1::ReviewState as Wire;
    match Wire::try_from(value) {
        Ok(Wire::Unspecified) => Ok(None),
        Ok(Wire::Waiting) => Ok(Some(State::Waiting)),
        Ok(Wire::Scheduled) => Ok(Some(State::Scheduled)),
        Ok(Wire::Held) => Ok(Some(State::Held)),
        Ok(Wire::NoDiscussion) => Ok(Some(State::NoDiscussion)),
        Ok(Wire::Withdrawn) => Ok(Some(State::Withdrawn)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "state")),
    }
}

/// A review as the caller may see it.
pub(crate) fn wire(views: &Views, caller: &Caller, review: &Review) -> v1::Review {
    let side = match review.side {
        Side::Asked => v1::ReviewSide::Asked,
        Side::Others => v1::ReviewSide::Others,
    };
    let state = match review.state {
        State::Waiting => v1::ReviewState::Waiting,
        State::Scheduled => v1::ReviewState::Scheduled,
        State::Held => v1::ReviewState::Held,
        State::NoDiscussion => v1::ReviewState::NoDiscussion,
        State::Withdrawn => v1::ReviewState::Withdrawn,
    };
    let token = if matches!(review.state, State::Waiting | State::Scheduled) {
        views.edit_token(caller, review.last_event)
    } else {
        String::new()
    };
    let on = review.on.as_ref();
    v1::Review {
        review_id: review.id.to_string(),
        person_id: review.person.to_string(),
        called: review.called.clone(),
        side: side as i32,
        state: state as i32,
        organiser: on.map(|on| on.organiser.to_string()).unwrap_or_default(),
        meeting_id: on.map(|on| on.meeting.to_string()).unwrap_or_default(),
        starts_at: on.map(|on| types::timestamp(on.starts_at)),
        facts: facts(&review.facts),
        invitations: facts(&review.invitations),
        token,
    }
}
