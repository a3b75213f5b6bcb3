//! An organisation that has no part in a case learns nothing of it: whatever it sends, the answer is byte for byte the
//! one about a person who does not exist.

use api::v1::AcceptReferralRequest;
use throughline::demo::acting::command_id;
use tonic::{Code, Status};

use crate::{call::Call, place::Place, refused::refused};

const NOBODY: &str = "00000000-0000-8000-8000-000000000000";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_of_others_is_refused_as_one_that_does_not_exist() {
    let place = Place::new().await;
    let (person, stranger) = (place.person.clone(), &place.stranger);
    let before = place.everything().await;
    let mut commands: Vec<Call> = place.commands().into_iter().map(|(_, call)| call).collect();
    commands.push(revision(&place));
    commands.extend(place.alternatives().map(|(_, call)| call));
    for call in commands
        .into_iter()
        .map(|call| with_own_tokens(call, &place))
    {
        let rpc = call.rpc();
        let expected = match call {
            _ if on_a_referral(&call) => "referral_unknown",
            Call::RecordConcernTold(_) | Call::CloseConcern(_) => "concern_unknown",
            // Whatever there is: it is for privacy officers.
            Call::UnmarkWrongPerson(_) => "role_not_allowed",
            _ if of_facts(&call) => "fact_unknown",
            Call::AcceptJoinRequest(_) | Call::DeclineJoinRequest(_) => "join_request_unknown",
            Call::AcceptHandover(_) | Call::DeclineHandover(_) | Call::CancelHandover(_) => {
                "handover_unknown"
            }
            // Whoever is not of its team learns nothing of the meeting, and so nothing of the review.
            Call::ScheduleReview(_) => "meeting_unknown",
            _ if on_a_review(&call) => "review_unknown",
            _ if on_an_action(&call) => "action_unknown",
            _ => "case_unknown",
        };
        let known = answer(call.clone(), &person, &place).await;
        let unknown = answer(call, NOBODY, &place).await;
        assert_eq!(bytes(&known), bytes(&unknown), "{rpc}");
        assert_eq!(refused(&known), refused(&unknown), "{rpc}");
        assert_eq!(refused(&known).reason, expected, "{rpc}");
    }
    for (known, unknown) in place
        .queries_about(&person)
        .into_iter()
        .zip(place.queries_about(NOBODY))
    {
        let rpc = known.rpc();
        let (known, unknown) = (known.send(stranger).await, unknown.send(stranger).await);
        let (known, unknown) = (known.unwrap_err(), unknown.unwrap_err());
        assert_eq!(bytes(&known), bytes(&unknown), "{rpc}");
        assert_eq!(refused(&known), refused(&unknown), "{rpc}");
        let expected = match rpc {
            "GetPack" | "GetMinutes" => "review_unknown",
            _ => "case_unknown",
        };
        assert_eq!(refused(&known).reason, expected, "{rpc}");
    }
    assert_eq!(place.everything().await, before);
    place.town.close().await;
}

/// Whoever is asked to help and has not answered cannot record anything yet, and is told no more than a stranger.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_is_no_part_in_the_case() {
    let place = Place::new().await;
    let council = &place.council;
    let own = |call: &Call| !on_a_referral(call);
    let commands = place
        .commands()
        .into_iter()
        .map(|(_, call)| call)
        .filter(own);
    // Whoever came to see for themselves can raise a concern: it tells them nothing.
    let concern = |call: &Call| {
        matches!(
            call,
            Call::RaiseConcern(_) | Call::RecordConcernTold(_) | Call::CloseConcern(_)
        )
    };
    // Another one is asked to answer the handover, and the council is the practice's custodian.
    let custody = |call: &Call| matches!(call, Call::DeclineHandover(_) | Call::TakeCustody(_));
    let commands: Vec<Call> = commands
        .filter(|call| !matches!(call, Call::ConfirmAboutMe(_)) && !concern(call))
        .filter(|call| !of_facts(call) && !answers_a_request(call))
        .filter(|call| !custody(call) && !on_an_action(call) && !by_token(call))
        .filter(|call| !on_a_review(call))
        .map(|call| match call {
            Call::ReceiveReferral(mut request) => {
                request.service_id = place.social_care.service.clone();
                Call::ReceiveReferral(request)
            }
            other => other,
        })
        .collect();
    place
        .refuses_all(
            commands
                .into_iter()
                .map(|call| (council, call, "case_unknown", "person_id")),
        )
        .await;
    place.town.close().await;
}

/// What an organisation does with what it recorded itself, whether it takes part or not.
fn of_facts(call: &Call) -> bool {
    matches!(
        call,
        Call::RestrictFact(_)
            | Call::LiftRestriction(_)
            | Call::CorrectFact(_)
            | Call::RetractFact(_)
            | Call::MarkWrongPerson(_)
            | Call::UnmarkWrongPerson(_)
    )
}

/// What names a version by the practice's own token, which is nothing to anybody else.
fn by_token(call: &Call) -> bool {
    matches!(
        call,
        Call::EndContactPoint(_)
            | Call::LiftVisitWarning(_)
            | Call::AgreePlan(_)
            | Call::ReviewPlan(_)
            | Call::AchieveGoal(_)
            | Call::StopGoal(_)
            | Call::ReviseDecision(_)
            | Call::CorrectIdentity(_)
    )
}

fn answers_a_request(call: &Call) -> bool {
    matches!(
        call,
        Call::AcceptJoinRequest(_) | Call::DeclineJoinRequest(_)
    )
}

/// Whether it is about a referral that is there already: whoever has a part in it may go on with it.
fn on_a_referral(call: &Call) -> bool {
    matches!(
        call,
        Call::AcceptReferral(_)
            | Call::DeclineReferral(_)
            | Call::WithdrawReferral(_)
            | Call::RecordFirstContact(_)
            | Call::CompleteReferral(_)
            | Call::RequestInformation(_)
            | Call::ProvideInformation(_)
    )
}

/// Whether it is about an action that is there already: whoever sees it may act on it.
fn on_an_action(call: &Call) -> bool {
    matches!(
        call,
        Call::AcceptAction(_)
            | Call::DeclineAction(_)
            | Call::ReassignAction(_)
            | Call::CompleteAction(_)
            | Call::CancelAction(_)
    )
}

/// Whether it is about a review that is there already: whoever is invited to it may act on it.
fn on_a_review(call: &Call) -> bool {
    matches!(
        call,
        Call::ScheduleReview(_)
            | Call::SendReviewInvitation(_)
            | Call::CarryReview(_)
            | Call::RecordNoDiscussion(_)
            | Call::WithdrawReview(_)
            | Call::RecordReviewDecision(_)
            | Call::HoldReview(_)
    )
}

async fn answer(mut call: Call, person: &str, place: &Place) -> Status {
    let about = match &mut call {
        Call::RecordAboutMe(request) => &mut request.person_id,
        Call::ConfirmAboutMe(request) => &mut request.person_id,
        Call::RecordNote(request) => &mut request.person_id,
        Call::RecordAgreement(request) => &mut request.person_id,
        Call::RecordObjection(request) => &mut request.person_id,
        Call::RaiseReferral(request) => &mut request.person_id,
        Call::ReceiveReferral(request) => &mut request.person_id,
        Call::AcceptReferral(request) => &mut request.person_id,
        Call::DeclineReferral(request) => &mut request.person_id,
        Call::WithdrawReferral(request) => &mut request.person_id,
        Call::RecordFirstContact(request) => &mut request.person_id,
        Call::CompleteReferral(request) => &mut request.person_id,
        Call::RequestInformation(request) => &mut request.person_id,
        Call::ProvideInformation(request) => &mut request.person_id,
        Call::RaiseConcern(request) => &mut request.person_id,
        Call::RecordConcernTold(request) => &mut request.person_id,
        Call::CloseConcern(request) => &mut request.person_id,
        Call::PauseCase(request) => &mut request.person_id,
        Call::ResumeCase(request) => &mut request.person_id,
        Call::CloseCase(request) => &mut request.person_id,
        Call::ReopenCase(request) => &mut request.person_id,
        Call::RecordDeath(request) => &mut request.person_id,
        Call::RecordMoveAway(request) => &mut request.person_id,
        Call::StopCoordination(request) => &mut request.person_id,
        Call::WithdrawAgreement(request) => &mut request.person_id,
        Call::WithdrawObjection(request) => &mut request.person_id,
        Call::RestrictFact(request) => &mut request.person_id,
        Call::LiftRestriction(request) => &mut request.person_id,
        Call::CorrectFact(request) => &mut request.person_id,
        Call::RetractFact(request) => &mut request.person_id,
        Call::RecordDuty(request) => &mut request.person_id,
        Call::EndDuty(request) => &mut request.person_id,
        Call::AcceptJoinRequest(request) => &mut request.person_id,
        Call::DeclineJoinRequest(request) => &mut request.person_id,
        Call::LeaveCase(request) => &mut request.person_id,
        Call::RecordContactPoint(request) => &mut request.person_id,
        Call::EndContactPoint(request) => &mut request.person_id,
        Call::RecordVisitWarning(request) => &mut request.person_id,
        Call::LiftVisitWarning(request) => &mut request.person_id,
        Call::AssignVolunteer(request) => &mut request.person_id,
        Call::ReleaseVolunteer(request) => &mut request.person_id,
        Call::CorrectIdentity(request) => &mut request.person_id,
        Call::MarkWrongPerson(request) => &mut request.person_id,
        Call::UnmarkWrongPerson(request) => &mut request.person_id,
        Call::MergePerson(request) => &mut request.person_id,
        Call::UnmergePerson(request) => &mut request.person_id,
        Call::LinkPerson(request) => &mut request.person_id,
        Call::UnlinkPerson(request) => &mut request.person_id,
        Call::OfferHandover(request) => &mut request.person_id,
        Call::AcceptHandover(request) => &mut request.person_id,
        Call::DeclineHandover(request) => &mut request.person_id,
        Call::CancelHandover(request) => &mut request.person_id,
        Call::ReassignLead(request) => &mut request.person_id,
        Call::TakeCustody(request) => &mut request.person_id,
        Call::AgreeAction(request) => &mut request.person_id,
        Call::RequestAction(request) => &mut request.person_id,
        Call::AcceptAction(request) => &mut request.person_id,
        Call::DeclineAction(request) => &mut request.person_id,
        Call::CompleteAction(request) => &mut request.person_id,
        Call::ReassignAction(request) => &mut request.person_id,
        Call::CancelAction(request) => &mut request.person_id,
        Call::RecordPlan(request) => &mut request.person_id,
        Call::AgreePlan(request) => &mut request.person_id,
        Call::ReviewPlan(request) => &mut request.person_id,
        Call::AchieveGoal(request) => &mut request.person_id,
        Call::StopGoal(request) => &mut request.person_id,
        Call::RecordDecision(request) => &mut request.person_id,
        Call::ReviseDecision(request) => &mut request.person_id,
        Call::RequestReview(request) => &mut request.person_id,
        Call::ScheduleReview(request) => &mut request.person_id,
        Call::SendReviewInvitation(request) => &mut request.person_id,
        Call::CarryReview(request) => &mut request.person_id,
        Call::RecordNoDiscussion(request) => &mut request.person_id,
        Call::WithdrawReview(request) => &mut request.person_id,
        Call::RecordReviewDecision(request) => &mut request.person_id,
        Call::HoldReview(request) => &mut request.person_id,
        other => panic!("{} names no person", other.rpc()),
    };
    *about = person.to_owned();
    call.send(&place.stranger).await.unwrap_err()
}

/// The stranger holds tokens of its own, from its own case, and a service that is not its own to refer to.
fn with_own_tokens(mut call: Call, place: &Place) -> Call {
    let token = place.strangers_token.clone();
    let edit = token.split_once('.').unwrap().0.to_owned();
    match &mut call {
        Call::RecordAboutMe(request) => {
            for passage in request
                .passages
                .iter_mut()
                .filter(|passage| !passage.token.is_empty())
            {
                passage.token = token.clone();
            }
        }
        Call::ConfirmAboutMe(request) => request.tokens = vec![token],
        Call::AcceptReferral(AcceptReferralRequest { token, .. }) => *token = edit,
        Call::DeclineReferral(request) => request.token = edit,
        Call::WithdrawReferral(request) => request.token = edit,
        Call::RecordFirstContact(request) => request.token = edit,
        Call::CompleteReferral(request) => request.token = edit,
        Call::RequestInformation(request) => request.token = edit,
        Call::ProvideInformation(request) => request.information_token = edit,
        Call::CloseConcern(request) => request.token = edit,
        Call::EndContactPoint(request) => request.token = edit,
        Call::CorrectIdentity(request) => request.token = edit,
        Call::LiftVisitWarning(request) => request.token = edit,
        Call::AcceptJoinRequest(request) => request.token = edit,
        Call::DeclineJoinRequest(request) => request.token = edit,
        Call::AcceptAction(request) => request.token = edit,
        Call::DeclineAction(request) => request.token = edit,
        Call::ReassignAction(request) => request.token = edit,
        Call::CompleteAction(request) => request.token = edit,
        Call::CancelAction(request) => request.token = edit,
        Call::AgreePlan(request) => request.token = edit,
        Call::ReviewPlan(request) => request.token = edit,
        Call::ReviseDecision(request) => request.token = edit,
        Call::AchieveGoal(request) => request.token = token,
        Call::StopGoal(request) => request.token = token,
        Call::AcceptHandover(request) => request.token = edit,
        Call::DeclineHandover(request) => request.token = edit,
        Call::CancelHandover(request) => request.token = edit,
        Call::ScheduleReview(request) => request.token = edit,
        Call::SendReviewInvitation(request) => request.token = edit,
        Call::CarryReview(request) => request.token = edit,
        Call::RecordNoDiscussion(request) => request.token = edit,
        Call::WithdrawReview(request) => request.token = edit,
        Call::HoldReview(request) => request.token = edit,
        Call::ReceiveReferral(request) => request.service_id = place.leisure.service.clone(),
        Call::TakeCustody(request) => request.service_id = place.leisure.service.clone(),
        Call::OfferHandover(request) => {
            request.organisation = place.link_workers.organisation.clone();
            request.service_id = place.link_workers.service.clone();
        }
        Call::RaiseReferral(request) => {
            request.organisation = place.link_workers.organisation.clone();
            request.service_id = place.link_workers.service.clone();
        }
        _ => {}
    }
    call
}

fn revision(place: &Place) -> Call {
    let mut request = place.about_me();
    request.command_id = command_id();
    request.passages[0].token = place.passage.1.clone();
    Call::RecordAboutMe(request)
}

/// All of an answer that a caller can tell apart. The moment at which it was given is not the case's, and the order of
/// a map's entries in the details is chance's: of those bytes, how many there are of each.
fn bytes(status: &Status) -> (Code, String, Vec<u8>, Vec<String>) {
    let metadata = status.metadata().clone().into_headers();
    let headers = metadata.iter().filter(|(name, _)| *name != "date");
    let mut headers: Vec<String> = headers
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    let mut details = status.details().to_vec();
    details.sort();
    (status.code(), status.message().to_owned(), details, headers)
}
