//! Texts of commands about reviews and meetings.

use api::v1::{
    CancelMeetingRequest, CarryReviewRequest, EndMeetingRequest, HoldReviewRequest,
    OrderAgendaRequest, RecordNoDiscussionRequest, RecordReviewDecisionRequest,
    RequestReviewRequest, RequestSupportRequest, ScheduleMeetingRequest, ScheduleReviewRequest,
    SendReviewInvitationRequest, WithdrawReviewRequest, presence::Presence as Wire,
};

use super::*;

pub fn texts() -> Vec<Text> {
    let mut texts = of_asking();
    texts.extend(
        texts! { PRACTICE, ScheduleReview(ScheduleReviewRequest) from Place::review_scheduled;
            command_id: ID, person_id: NO_ID, review_id: NO_ID, token: NO_TOKEN, organiser: NO_ID,
            meeting_id: NO_ID,
        },
    );
    texts.extend(
        texts! { PRACTICE, SendReviewInvitation(SendReviewInvitationRequest) from Place::review_invitation;
            command_id: ID, person_id: NO_ID, review_id: NO_ID, token: NO_TOKEN, organisation: NO_ID,
        },
    );
    texts.extend(
        texts! { PRACTICE, CarryReview(CarryReviewRequest) from Place::review_carried;
            command_id: ID, person_id: NO_ID, review_id: NO_ID, token: NO_TOKEN, reason: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, RecordNoDiscussion(RecordNoDiscussionRequest) from Place::review_answered;
            command_id: ID, person_id: NO_ID, review_id: NO_ID, token: NO_TOKEN, answer: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, WithdrawReview(WithdrawReviewRequest) from Place::review_withdrawn;
            command_id: ID, person_id: NO_ID, review_id: NO_ID, token: NO_TOKEN, reason: PROSE,
        },
    );
    texts.extend(of_deciding());
    texts.extend(of_holding());
    texts.extend(of_meetings());
    texts
}

fn of_asking() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, RequestReview(RequestReviewRequest) from Place::review_requested;
        command_id: ID, person_id: NO_ID, question: PROSE, person_says: PERHAPS_PROSE,
    };
    texts.push(text(PRACTICE, "without_agreement", PROSE, |place, text| {
        Call::RequestReview(RequestReviewRequest {
            decided_by: None,
            without_agreement: text,
            ..place.review_requested()
        })
    }));
    texts.push(text(PRACTICE, "attached[0]", NO_ID, |place, text| {
        Call::RequestReview(RequestReviewRequest {
            attached: vec![text],
            ..place.review_requested()
        })
    }));
    texts
}

fn of_deciding() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, RecordReviewDecision(RecordReviewDecisionRequest) from Place::review_decided;
        command_id: ID, person_id: NO_ID, review_id: NO_ID,
    };
    macro_rules! decided {
        ($($path:literal $refused:expr, $it:ident, $text:ident => $spoil:expr;)*) => {
            [$(text(PRACTICE, $path, $refused, |place, $text| {
                let mut request = place.review_decided();
                let $it = request.decision.get_or_insert_default();
                $it.dissent = place.review_held().decisions[0].dissent.clone();
                $spoil;
                Call::RecordReviewDecision(request)
            }),)*]
        };
    }
    texts.extend(decided! {
        "decision.words" PROSE, it, text => it.words = text;
        "decision.dissent[0].reason" PROSE, it, text => it.dissent[0].reason = text;
        "decision.dissent[0].by.organisation" NO_ID, it, text =>
            it.dissent[0].by = Some(worker(text, "sam.lee".into()));
        "decision.dissent[0].by.worker" NO_ID, it, text =>
            it.dissent[0].by = Some(worker("RX1".into(), text));
    });
    texts
}

fn of_holding() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, HoldReview(HoldReviewRequest) from Place::review_held;
        command_id: ID, person_id: NO_ID, review_id: NO_ID, token: NO_TOKEN, discussion: PROSE,
        back_on: (None, "date_invalid"),
    };
    macro_rules! held {
        ($($path:literal $refused:expr, $it:ident, $text:ident => $spoil:expr;)*) => {
            [$(text(PRACTICE, $path, $refused, |place, $text| {
                let mut $it = place.review_held();
                $spoil;
                Call::HoldReview($it)
            }),)*]
        };
    }
    texts.extend(held! {
        "attended[0].organisation" NO_ID, it, text => it.attended[0].organisation = text;
        "attended[0].workers[0]" NO_ID, it, text => it.attended[0].workers[0] = text;
        "person.present" PROSE, it, text => it.person = presence(Wire::Present(text));
        "person.absent" PROSE, it, text => it.person = presence(Wire::Absent(text));
        "person.represented.by" PROSE, it, text => it.person = represented(text, "She agrees.".into());
        "person.represented.said" PROSE, it, text => it.person = represented("Her sister".into(), text);
        "decisions[0].words" PROSE, it, text => it.decisions[0].words = text;
        "decisions[0].dissent[0].reason" PROSE, it, text => it.decisions[0].dissent[0].reason = text;
        "decisions[0].dissent[0].by.organisation" NO_ID, it, text =>
            it.decisions[0].dissent[0].by = Some(worker(text, "sam.lee".into()));
        "decisions[0].dissent[0].by.worker" NO_ID, it, text =>
            it.decisions[0].dissent[0].by = Some(worker("RX1".into(), text));
        "actions[0].words" PROSE, it, text => it.actions[0].words = text;
        "actions[0].organisation" NO_ID, it, text => it.actions[0].organisation = text;
        "actions[0].worker" (Some("choice_missing"), "id_invalid"), it, text => it.actions[0].worker = text;
        "actions[0].by" NO_DATE, it, text => it.actions[0].by = text;
        "teller.organisation" NO_ID, it, text => it.teller = Some(worker(text, "sam.lee".into()));
        "teller.worker" NO_ID, it, text => it.teller = Some(worker("RX1".into(), text));
    });
    texts
}

fn presence(presence: Wire) -> Option<v1::Presence> {
    let presence = Some(presence);
    Some(v1::Presence { presence })
}

fn represented(by: String, said: String) -> Option<v1::Presence> {
    presence(Wire::Represented(v1::presence::Represented { by, said }))
}

fn of_meetings() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, ScheduleMeeting(ScheduleMeetingRequest) from Place::meeting_scheduled;
        command_id: ID, title: PROSE, place: PERHAPS_PROSE,
    };
    texts.push(text(PRACTICE, "team[0]", NO_ID, |place, text| {
        Call::ScheduleMeeting(ScheduleMeetingRequest {
            team: vec![text],
            ..place.meeting_scheduled()
        })
    }));
    texts.extend(
        texts! { PRACTICE, CancelMeeting(CancelMeetingRequest) from Place::meeting_cancelled;
            command_id: ID, meeting_id: NO_ID, token: NO_TOKEN, reason: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, EndMeeting(EndMeetingRequest) from Place::meeting_ended;
            command_id: ID, meeting_id: NO_ID, token: NO_TOKEN,
        },
    );
    texts.extend(
        texts! { PRACTICE, OrderAgenda(OrderAgendaRequest) from Place::agenda_ordered;
            command_id: ID, meeting_id: NO_ID, token: NO_TOKEN,
        },
    );
    texts.push(text(PRACTICE, "order[0]", NO_ID, |place, text| {
        Call::OrderAgenda(OrderAgendaRequest {
            order: vec![text],
            ..place.agenda_ordered()
        })
    }));
    texts.extend(
        texts! { PRACTICE, RequestSupport(RequestSupportRequest) from Place::support_requested;
            command_id: ID, organiser: NO_ID, meeting_id: NO_ID, topic: PROSE,
        },
    );
    texts
}
