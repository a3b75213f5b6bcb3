//! Samples of commands about reviews and meetings.

use api::v1::{
    self, CancelMeetingRequest, CarryReviewRequest, EndMeetingRequest, GetMeetingRequest,
    GetMinutesRequest, GetPackRequest, HoldReviewRequest, ListMeetingsRequest, ListReviewsRequest,
    OrderAgendaRequest, RecordNoDiscussionRequest, RecordReviewDecisionRequest,
    RequestReviewRequest, RequestSupportRequest, ScheduleMeetingRequest, ScheduleReviewRequest,
    SendReviewInvitationRequest, WithdrawReviewRequest,
};
use runtime::clock::Clock;
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::deeds::reviews;

use crate::{
    call::Call,
    place::{CHARITY, COUNCIL, PRACTICE, Place},
};

impl Place {
    /// The commands about reviews, in an order in which all are carried out.
    pub fn of_reviews(&self) -> Vec<(&Acting, Call)> {
        let calls = [
            Call::RequestReview(self.review_requested()),
            Call::ScheduleReview(self.review_scheduled()),
            Call::SendReviewInvitation(self.review_invitation()),
            Call::CarryReview(self.review_carried()),
            Call::RecordNoDiscussion(self.review_answered()),
            Call::WithdrawReview(self.review_withdrawn()),
            Call::RecordReviewDecision(self.review_decided()),
            Call::HoldReview(self.review_held()),
        ];
        calls.map(|call| (&self.practice, call)).into()
    }

    /// The commands about meetings, in an order in which all are carried out.
    pub fn of_meetings(&self) -> Vec<(&Acting, Call)> {
        let calls = [
            Call::ScheduleMeeting(self.meeting_scheduled()),
            Call::CancelMeeting(self.meeting_cancelled()),
            Call::EndMeeting(self.meeting_ended()),
            Call::OrderAgenda(self.agenda_ordered()),
            Call::RequestSupport(self.support_requested()),
        ];
        calls.map(|call| (&self.practice, call)).into()
    }

    /// The queries about one review of this person.
    pub fn of_one_review(&self, person: &str) -> [Call; 2] {
        let review_id = self.reviewed.waiting[1].review_id.clone();
        [
            Call::GetPack(GetPackRequest {
                person_id: person.into(),
                review_id: review_id.clone(),
                not_before: String::new(),
            }),
            Call::GetMinutes(GetMinutesRequest {
                person_id: person.into(),
                review_id,
                not_before: String::new(),
            }),
        ]
    }

    /// The queries about reviews and meetings, whoever they are about.
    pub fn of_all_reviews(&self) -> [Call; 3] {
        [
            Call::ListReviews(ListReviewsRequest::default()),
            Call::ListMeetings(ListMeetingsRequest::default()),
            Call::GetMeeting(GetMeetingRequest {
                organiser: PRACTICE.into(),
                meeting_id: self.reviewed.meetings[0].meeting_id.clone(),
                not_before: String::new(),
            }),
        ]
    }

    pub fn review_requested(&self) -> RequestReviewRequest {
        reviews::review(
            &self.person,
            "What now?",
            std::slice::from_ref(&self.passage.0),
        )
    }

    pub fn review_scheduled(&self) -> ScheduleReviewRequest {
        let meeting = &self.reviewed.meetings[0].meeting_id;
        reviews::scheduling(&self.reviewed.waiting[0], PRACTICE, meeting)
    }

    pub fn review_invitation(&self) -> SendReviewInvitationRequest {
        reviews::invitation(&self.reviewed.waiting[1], COUNCIL)
    }

    pub fn review_carried(&self) -> CarryReviewRequest {
        let v1::Review {
            review_id, token, ..
        } = self.reviewed.scheduled[0].clone();
        CarryReviewRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            review_id,
            token,
            reason: "We ran out of time.".into(),
        }
    }

    pub fn review_answered(&self) -> RecordNoDiscussionRequest {
        let v1::Review {
            review_id, token, ..
        } = self.reviewed.waiting[2].clone();
        RecordNoDiscussionRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            review_id,
            token,
            answer: "The day centre has a place.".into(),
        }
    }

    pub fn review_withdrawn(&self) -> WithdrawReviewRequest {
        let v1::Review {
            review_id, token, ..
        } = self.reviewed.waiting[3].clone();
        WithdrawReviewRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            review_id,
            token,
            reason: "She has found a group.".into(),
        }
    }

    pub fn review_decided(&self) -> RecordReviewDecisionRequest {
        reviews::decision(&self.reviewed.scheduled[2], "She moves in June.")
    }

    pub fn review_held(&self) -> HoldReviewRequest {
        let there = [(CHARITY, "sam.lee"), (PRACTICE, "dr.patel")];
        reviews::holding(&self.reviewed.scheduled[1], &there, "2026-12-31")
    }

    pub fn meeting_scheduled(&self) -> ScheduleMeetingRequest {
        reviews::meeting(self.town.clock.now(), "Another meeting", &[CHARITY])
    }

    pub fn meeting_cancelled(&self) -> CancelMeetingRequest {
        let v1::Meeting {
            meeting_id, token, ..
        } = self.reviewed.meetings[1].clone();
        CancelMeetingRequest {
            command_id: command_id(),
            meeting_id,
            token,
            reason: "It snows.".into(),
        }
    }

    pub fn meeting_ended(&self) -> EndMeetingRequest {
        let v1::Meeting {
            meeting_id, token, ..
        } = self.reviewed.meetings[2].clone();
        EndMeetingRequest {
            command_id: command_id(),
            meeting_id,
            token,
        }
    }

    pub fn agenda_ordered(&self) -> OrderAgendaRequest {
        let v1::Meeting {
            meeting_id, token, ..
        } = self.reviewed.meetings[0].clone();
        OrderAgendaRequest {
            command_id: command_id(),
            meeting_id,
            token,
            order: self.reviewed.items.clone(),
        }
    }

    pub fn support_requested(&self) -> RequestSupportRequest {
        RequestSupportRequest {
            command_id: command_id(),
            organiser: PRACTICE.into(),
            meeting_id: self.reviewed.meetings[0].meeting_id.clone(),
            topic: "Difficult conversations.".into(),
        }
    }
}
