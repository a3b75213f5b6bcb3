//! Reviews and meetings: scheduled, asked for, held, and read.

use api::v1::{
    self, Category, GetMeetingRequest, GetMeetingResponse, GetMinutesRequest, GetMinutesResponse,
    GetPackRequest, GetPackResponse, HoldReviewRequest, ListMeetingsRequest, ListReviewsRequest,
    RecordReviewDecisionRequest, RequestReviewRequest, ReviewAim, ScheduleMeetingRequest,
    ScheduleReviewRequest, SendReviewInvitationRequest, hold_review_request as held, presence,
    review_decision,
};
use jiff::{SignedDuration, Timestamp};
use throughline::demo::acting::{Acting, command_id};
use tonic::Status;

use super::{by_the_person, numbers};

/// A meeting in a week, of an hour, with this team.
pub fn meeting(now: Timestamp, title: &str, team: &[&str]) -> ScheduleMeetingRequest {
    let starts_at = now + SignedDuration::from_hours(7 * 24);
    ScheduleMeetingRequest {
        command_id: command_id(),
        title: title.into(),
        starts_at: Some(api::types::timestamp(starts_at)),
        ends_at: Some(api::types::timestamp(
            starts_at + SignedDuration::from_hours(1),
        )),
        place: "Room 2".into(),
        minutes_per_item: 5,
        team: team.iter().map(|&code| code.into()).collect(),
    }
}

/// Schedules a meeting; gives its id.
pub async fn schedule_meeting(who: &Acting, request: ScheduleMeetingRequest) -> String {
    let scheduled = who.meetings().schedule_meeting(who.ask(request)).await;
    scheduled.unwrap().into_inner().meeting_id
}

/// A review with the person's agreement.
pub fn review(person: &str, question: &str, attached: &[String]) -> RequestReviewRequest {
    RequestReviewRequest {
        command_id: command_id(),
        person_id: person.into(),
        aim: ReviewAim::Decide.into(),
        question: question.into(),
        person_says: "I miss the choir.".into(),
        categories: numbers(&[Category::SocialCare]),
        decided_by: by_the_person(),
        without_agreement: String::new(),
        attached: attached.to_vec(),
    }
}

/// Asks for a review; gives its id.
pub async fn ask(who: &Acting, request: RequestReviewRequest) -> String {
    let asked = who.reviews().request_review(who.ask(request)).await;
    asked.unwrap().into_inner().review_id
}

/// The command that puts a review on an agenda.
pub fn scheduling(review: &v1::Review, organiser: &str, meeting: &str) -> ScheduleReviewRequest {
    ScheduleReviewRequest {
        command_id: command_id(),
        person_id: review.person_id.clone(),
        review_id: review.review_id.clone(),
        token: review.token.clone(),
        organiser: organiser.into(),
        meeting_id: meeting.into(),
    }
}

/// Puts a review on an agenda.
pub async fn schedule(who: &Acting, review: &v1::Review, organiser: &str, meeting: &str) {
    let request = who.ask(scheduling(review, organiser, meeting));
    who.reviews().schedule_review(request).await.unwrap();
}

/// The command that invites an organisation.
pub fn invitation(review: &v1::Review, organisation: &str) -> SendReviewInvitationRequest {
    SendReviewInvitationRequest {
        command_id: command_id(),
        person_id: review.person_id.clone(),
        review_id: review.review_id.clone(),
        token: review.token.clone(),
        organisation: organisation.into(),
    }
}

/// Invites an organisation.
pub async fn invite(who: &Acting, review: &v1::Review, organisation: &str) {
    let request = who.ask(invitation(review, organisation));
    who.reviews().send_review_invitation(request).await.unwrap();
}

/// The command that records what the team decides while it meets.
pub fn decision(review: &v1::Review, words: &str) -> RecordReviewDecisionRequest {
    RecordReviewDecisionRequest {
        command_id: command_id(),
        person_id: review.person_id.clone(),
        review_id: review.review_id.clone(),
        decision: Some(v1::ReviewDecision {
            words: words.into(),
            dissent: Vec::new(),
        }),
    }
}

/// The command that records that a review was held: these organisations met, and the last one has something to do.
pub fn holding(review: &v1::Review, there: &[(&str, &str)], due: &str) -> HoldReviewRequest {
    let [teller, .., doer] = there else {
        panic!("two organisations meet")
    };
    let attended = |(organisation, worker): &(&str, &str)| held::Attended {
        organisation: (*organisation).into(),
        workers: vec![(*worker).into()],
    };
    HoldReviewRequest {
        command_id: command_id(),
        person_id: review.person_id.clone(),
        review_id: review.review_id.clone(),
        token: review.token.clone(),
        attended: there.iter().map(attended).collect(),
        person: Some(v1::Presence {
            presence: Some(presence::Presence::Present("I would like company.".into())),
        }),
        discussion: "Who could go with her.".into(),
        decisions: vec![v1::ReviewDecision {
            words: "A befriender visits.".into(),
            dissent: vec![review_decision::Dissent {
                by: Some(worker(teller)),
                reason: "She asked for a group.".into(),
            }],
        }],
        actions: vec![held::ActionGiven {
            words: "Find a befriender.".into(),
            organisation: doer.0.into(),
            worker: doer.1.into(),
            by: due.into(),
        }],
        teller: Some(worker(teller)),
        back_on: String::new(),
    }
}

fn worker((organisation, worker): &(&str, &str)) -> v1::Worker {
    v1::Worker {
        organisation: (*organisation).into(),
        worker: (*worker).into(),
        role: String::new(),
    }
}

/// Every review that somebody sees, the one that was asked for last first.
pub async fn all(who: &Acting) -> Vec<v1::Review> {
    let request = ListReviewsRequest {
        page_size: 200,
        ..ListReviewsRequest::default()
    };
    let listed = who.read_reviews().list_reviews(who.ask(request)).await;
    listed.unwrap().into_inner().reviews
}

/// A review's pack.
///
/// # Errors
/// As the server refuses it.
pub async fn pack(who: &Acting, person: &str, review: &str) -> Result<GetPackResponse, Status> {
    let request = GetPackRequest {
        person_id: person.into(),
        review_id: review.into(),
        not_before: String::new(),
    };
    let pack = who.read_reviews().get_pack(who.ask(request)).await?;
    Ok(pack.into_inner())
}

/// A review's minutes.
///
/// # Errors
/// As the server refuses it.
pub async fn minutes(
    who: &Acting,
    person: &str,
    review: &str,
) -> Result<GetMinutesResponse, Status> {
    let request = GetMinutesRequest {
        person_id: person.into(),
        review_id: review.into(),
        not_before: String::new(),
    };
    let minutes = who.read_reviews().get_minutes(who.ask(request)).await?;
    Ok(minutes.into_inner())
}

/// Every meeting that somebody sees.
pub async fn meetings(who: &Acting) -> Vec<v1::Meeting> {
    let request = who.ask(ListMeetingsRequest::default());
    let listed = who.read_meetings().list_meetings(request).await;
    listed.unwrap().into_inner().meetings
}

/// A meeting with its agenda.
///
/// # Errors
/// As the server refuses it.
pub async fn agenda(
    who: &Acting,
    organiser: &str,
    meeting: &str,
) -> Result<GetMeetingResponse, Status> {
    let request = GetMeetingRequest {
        organiser: organiser.into(),
        meeting_id: meeting.into(),
        not_before: String::new(),
    };
    let found = who.read_meetings().get_meeting(who.ask(request)).await?;
    Ok(found.into_inner())
}
