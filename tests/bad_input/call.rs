//! Any call of the contract as a value, so that tables can hold them.

use std::{collections::BTreeSet, future::Future, pin::Pin};

use api::v1;
use prost::Message;
use throughline::demo::acting::Acting;
use tonic::Status;

macro_rules! calls {
    ($($rpc:ident($request:ident) = $client:ident.$method:ident;)*) => {
        /// A call: its rpc and its request.
        #[derive(Clone, Debug)]
        pub enum Call { $($rpc(v1::$request),)* }

        impl Call {
            /// The rpc's name.
            pub fn rpc(&self) -> &'static str {
                match self { $(Call::$rpc(_) => stringify!($rpc),)* }
            }

            /// Its request as bytes.
            pub fn encoded(&self) -> Vec<u8> {
                match self { $(Call::$rpc(request) => request.encode_to_vec(),)* }
            }

            /// Sends it; gives the answer as text.
            pub fn send(self, who: &Acting) -> Sending {
                let who = who.clone();
                Box::pin(async move {
                    match self {
                        $(Call::$rpc(request) => {
                            let answer = who.$client().$method(who.ask(request)).await?;
                            Ok(format!("{:?}", answer.into_inner()))
                        })*
                    }
                })
            }
        }

        const RPCS: &[&str] = &[$(stringify!($rpc),)*];
    };
}

/// A call under way.
pub type Sending = Pin<Box<dyn Future<Output = Result<String, Status>> + Send>>;

calls! {
    RegisterOrganisation(RegisterOrganisationRequest) = directory.register_organisation;
    RegisterService(RegisterServiceRequest) = directory.register_service;
    UpdateOrganisation(UpdateOrganisationRequest) = directory.update_organisation;
    UpdateService(UpdateServiceRequest) = directory.update_service;
    UpdateCapacity(UpdateCapacityRequest) = directory.update_capacity;
    RetireService(RetireServiceRequest) = directory.retire_service;
    RegisterWorker(RegisterWorkerRequest) = directory.register_worker;
    RetireWorker(RetireWorkerRequest) = directory.retire_worker;
    OpenCase(OpenCaseRequest) = cases.open_case;
    PauseCase(PauseCaseRequest) = cases.pause_case;
    ResumeCase(ResumeCaseRequest) = cases.resume_case;
    CloseCase(CloseCaseRequest) = cases.close_case;
    ReopenCase(ReopenCaseRequest) = cases.reopen_case;
    RecordDeath(RecordDeathRequest) = cases.record_death;
    RecordMoveAway(RecordMoveAwayRequest) = cases.record_move_away;
    StopCoordination(StopCoordinationRequest) = cases.stop_coordination;
    RecordAboutMe(RecordAboutMeRequest) = about_me.record_about_me;
    ConfirmAboutMe(ConfirmAboutMeRequest) = about_me.confirm_about_me;
    RecordNote(RecordNoteRequest) = notes.record_note;
    RecordAgreement(RecordAgreementRequest) = sharing.record_agreement;
    RecordObjection(RecordObjectionRequest) = sharing.record_objection;
    WithdrawAgreement(WithdrawAgreementRequest) = sharing.withdraw_agreement;
    WithdrawObjection(WithdrawObjectionRequest) = sharing.withdraw_objection;
    RestrictFact(RestrictFactRequest) = sharing.restrict_fact;
    LiftRestriction(LiftRestrictionRequest) = sharing.lift_restriction;
    CorrectFact(CorrectFactRequest) = sharing.correct_fact;
    RetractFact(RetractFactRequest) = sharing.retract_fact;
    RecordDuty(RecordDutyRequest) = sharing.record_duty;
    EndDuty(EndDutyRequest) = sharing.end_duty;
    FindPerson(FindPersonRequest) = joining.find_person;
    RaiseJoinRequest(RaiseJoinRequestRequest) = joining.raise_join_request;
    AcceptJoinRequest(AcceptJoinRequestRequest) = joining.accept_join_request;
    DeclineJoinRequest(DeclineJoinRequestRequest) = joining.decline_join_request;
    JoinCase(JoinCaseRequest) = joining.join_case;
    LeaveCase(LeaveCaseRequest) = joining.leave_case;
    RecordContactPoint(RecordContactPointRequest) = details.record_contact_point;
    EndContactPoint(EndContactPointRequest) = details.end_contact_point;
    RecordVisitWarning(RecordVisitWarningRequest) = details.record_visit_warning;
    LiftVisitWarning(LiftVisitWarningRequest) = details.lift_visit_warning;
    AssignVolunteer(AssignVolunteerRequest) = volunteers.assign_volunteer;
    ReleaseVolunteer(ReleaseVolunteerRequest) = volunteers.release_volunteer;
    ListVolunteers(ListVolunteersRequest) = read_volunteers.list_volunteers;
    CorrectIdentity(CorrectIdentityRequest) = details.correct_identity;
    GetIdentity(GetIdentityRequest) = read_details.get_identity;
    ListPeopleInvolved(ListPeopleInvolvedRequest) = read_details.list_people_involved;
    MarkWrongPerson(MarkWrongPersonRequest) = details.mark_wrong_person;
    UnmarkWrongPerson(UnmarkWrongPersonRequest) = details.unmark_wrong_person;
    MergePerson(MergePersonRequest) = records.merge_person;
    UnmergePerson(UnmergePersonRequest) = records.unmerge_person;
    LinkPerson(LinkPersonRequest) = records.link_person;
    UnlinkPerson(UnlinkPersonRequest) = records.unlink_person;
    ListMerges(ListMergesRequest) = read_records.list_merges;
    ListLinks(ListLinksRequest) = read_records.list_links;
    ListContactPoints(ListContactPointsRequest) = read_details.list_contact_points;
    ListVisitWarnings(ListVisitWarningsRequest) = read_details.list_visit_warnings;
    ListEndingAgreements(ListEndingAgreementsRequest) = read_sharing.list_ending_agreements;
    ListJoinRequests(ListJoinRequestsRequest) = read_joining.list_join_requests;
    RaiseReferral(RaiseReferralRequest) = referrals.raise_referral;
    ReceiveReferral(ReceiveReferralRequest) = referrals.receive_referral;
    AcceptReferral(AcceptReferralRequest) = referrals.accept_referral;
    DeclineReferral(DeclineReferralRequest) = referrals.decline_referral;
    WithdrawReferral(WithdrawReferralRequest) = referrals.withdraw_referral;
    RecordFirstContact(RecordFirstContactRequest) = referrals.record_first_contact;
    RequestInformation(RequestInformationRequest) = referrals.request_information;
    ProvideInformation(ProvideInformationRequest) = referrals.provide_information;
    CompleteReferral(CompleteReferralRequest) = referrals.complete_referral;
    NameSafeguardingLead(NameSafeguardingLeadRequest) = safeguarding.name_safeguarding_lead;
    RaiseConcern(RaiseConcernRequest) = safeguarding.raise_concern;
    RecordConcernTold(RecordConcernToldRequest) = safeguarding.record_concern_told;
    CloseConcern(CloseConcernRequest) = safeguarding.close_concern;
    ListConcerns(ListConcernsRequest) = concerns.list_concerns;
    ListMyWork(ListMyWorkRequest) = work.list_my_work;
    ListOverdue(ListOverdueRequest) = work.list_overdue;
    AgreeAction(AgreeActionRequest) = actions.agree_action;
    RequestAction(RequestActionRequest) = actions.request_action;
    AcceptAction(AcceptActionRequest) = actions.accept_action;
    DeclineAction(DeclineActionRequest) = actions.decline_action;
    CompleteAction(CompleteActionRequest) = actions.complete_action;
    ReassignAction(ReassignActionRequest) = actions.reassign_action;
    CancelAction(CancelActionRequest) = actions.cancel_action;
    RecordPlan(RecordPlanRequest) = plans.record_plan;
    AgreePlan(AgreePlanRequest) = plans.agree_plan;
    ReviewPlan(ReviewPlanRequest) = plans.review_plan;
    AchieveGoal(AchieveGoalRequest) = plans.achieve_goal;
    StopGoal(StopGoalRequest) = plans.stop_goal;
    RecordDecision(RecordDecisionRequest) = decisions.record_decision;
    ReviseDecision(ReviseDecisionRequest) = decisions.revise_decision;
    GetPlan(GetPlanRequest) = read_plans.get_plan;
    ComparePlan(ComparePlanRequest) = read_plans.compare_plan;
    ListDecisions(ListDecisionsRequest) = read_decisions.list_decisions;
    OfferHandover(OfferHandoverRequest) = handovers.offer_handover;
    AcceptHandover(AcceptHandoverRequest) = handovers.accept_handover;
    DeclineHandover(DeclineHandoverRequest) = handovers.decline_handover;
    CancelHandover(CancelHandoverRequest) = handovers.cancel_handover;
    ReassignLead(ReassignLeadRequest) = handovers.reassign_lead;
    TakeCustody(TakeCustodyRequest) = handovers.take_custody;
    NameCustodian(NameCustodianRequest) = handovers.name_custodian;
    SetDeputy(SetDeputyRequest) = cover.set_deputy;
    RecordAbsence(RecordAbsenceRequest) = cover.record_absence;
    EndAbsence(EndAbsenceRequest) = cover.end_absence;
    RequestReview(RequestReviewRequest) = reviews.request_review;
    ScheduleReview(ScheduleReviewRequest) = reviews.schedule_review;
    SendReviewInvitation(SendReviewInvitationRequest) = reviews.send_review_invitation;
    CarryReview(CarryReviewRequest) = reviews.carry_review;
    RecordNoDiscussion(RecordNoDiscussionRequest) = reviews.record_no_discussion;
    WithdrawReview(WithdrawReviewRequest) = reviews.withdraw_review;
    RecordReviewDecision(RecordReviewDecisionRequest) = reviews.record_review_decision;
    HoldReview(HoldReviewRequest) = reviews.hold_review;
    ScheduleMeeting(ScheduleMeetingRequest) = meetings.schedule_meeting;
    CancelMeeting(CancelMeetingRequest) = meetings.cancel_meeting;
    EndMeeting(EndMeetingRequest) = meetings.end_meeting;
    OrderAgenda(OrderAgendaRequest) = meetings.order_agenda;
    RequestSupport(RequestSupportRequest) = meetings.request_support;
    ListReviews(ListReviewsRequest) = read_reviews.list_reviews;
    GetPack(GetPackRequest) = read_reviews.get_pack;
    GetMinutes(GetMinutesRequest) = read_reviews.get_minutes;
    ListMeetings(ListMeetingsRequest) = read_meetings.list_meetings;
    GetMeeting(GetMeetingRequest) = read_meetings.get_meeting;
    ListActions(ListActionsRequest) = read_actions.list_actions;
    ListHandovers(ListHandoversRequest) = read_handovers.list_handovers;
    GetCover(GetCoverRequest) = read_cover.get_cover;
    ListAbsences(ListAbsencesRequest) = read_cover.list_absences;
    ListServices(ListServicesRequest) = services.list_services;
    ListWorkers(ListWorkersRequest) = services.list_workers;
    ListOrganisations(ListOrganisationsRequest) = services.list_organisations;
    ListCaseload(ListCaseloadRequest) = people.list_caseload;
    GetBrief(GetBriefRequest) = people.get_brief;
    GetTransferPack(GetTransferPackRequest) = people.get_transfer_pack;
    ListStory(ListStoryRequest) = story.list_story;
    ListReadings(ListReadingsRequest) = readings.list_readings;
    ListToldOnce(ListToldOnceRequest) = readings.list_told_once;
    ListManyOpened(ListManyOpenedRequest) = readings.list_many_opened;
    GetAboutMe(GetAboutMeRequest) = read_about_me.get_about_me;
    ListSharingDecisions(ListSharingDecisionsRequest) = read_sharing.list_sharing_decisions;
    ListReferrals(ListReferralsRequest) = read_referrals.list_referrals;
    ExplainFact(ExplainFactRequest) = disclosure.explain_fact;
    ListShownAsOf(ListShownAsOfRequest) = disclosure.list_shown_as_of;
    PreviewSharing(PreviewSharingRequest) = disclosure.preview_sharing;
    GetSharingMatrix(GetSharingMatrixRequest) = disclosure.get_sharing_matrix;
    ListAllReadings(ListAllReadingsRequest) = disclosure.list_all_readings;
    WatchChanges(WatchChangesRequest) = changes.watch_changes;
}

#[test]
fn every_rpc_of_the_contract_is_here() {
    let contract = prost_types::FileDescriptorSet::decode(api::DESCRIPTORS).unwrap();
    let services = contract.file.iter().flat_map(|file| &file.service);
    let rpcs = services
        .flat_map(|service| &service.method)
        .map(|method| method.name());
    let here: BTreeSet<&str> = RPCS.iter().copied().collect();
    assert_eq!(rpcs.collect::<BTreeSet<_>>(), here);
}
