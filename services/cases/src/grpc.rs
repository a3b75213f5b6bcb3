//! Which handler answers which rpc.

use std::sync::Arc;

use api::{
    internal::{
        RecordDueRequest, RecordDueResponse, RecordReadingRequest, RecordReadingResponse,
        readings_service_server::{ReadingsService, ReadingsServiceServer},
        timekeeping_service_server::{TimekeepingService, TimekeepingServiceServer},
    },
    v1::{
        self, about_me_command_service_server as about_me_service,
        actions_command_service_server as actions_service,
        cases_command_service_server as cases_service,
        cover_command_service_server as cover_service,
        decisions_command_service_server as decisions_service,
        directory_command_service_server as directory_service,
        disclosure_query_service_server as disclosure_service,
        handovers_command_service_server as handovers_service,
        joining_command_service_server as joining_service,
        meetings_command_service_server as meetings_service,
        people_command_service_server as people_service,
        plans_command_service_server as plans_service,
        records_command_service_server as records_service,
        referrals_command_service_server as referrals_service,
        reviews_command_service_server as reviews_service,
        safeguarding_command_service_server as safeguarding_service,
        sharing_command_service_server as sharing_service,
        story_command_service_server as story_service,
        volunteers_command_service_server as volunteers_service,
    },
};
use tonic::{Request, Response, Status, async_trait, service::RoutesBuilder};

use crate::{
    Cases, about_me, absence, action, agenda, agreement, capacity, case, concern, concern_told,
    contact_point, coordination, custodian, custody, death, decision, deputy, disclosure, duty,
    fact, first_contact, goal, handover, information, join_request, lead, meeting, move_away,
    no_discussion, note, objection, organisation, person, plan, referral, restriction, review,
    review_decision, review_invitation, safeguarding_lead, service, support, timekeeping as due,
    visit_warning, volunteer, worker, wrong_person,
};

/// The largest request that is read: a commit's bound, and some room.
const REQUEST_BYTES_MAX: usize = 1024 * 1024;

macro_rules! public {
    ($($module:ident::$server:ident),* $(,)?) => {
        /// The public services, by the names under which they are called.
        pub const SERVICES: &[&str] = &[$($module::SERVICE_NAME),*];

        /// Adds the public services.
        pub fn public(cases: &Arc<Cases>, routes: &mut RoutesBuilder) {
            routes$(.add_service(
                $module::$server::from_arc(cases.clone()).max_decoding_message_size(REQUEST_BYTES_MAX),
            ))*;
        }
    };
}

public!(
    about_me_service::AboutMeCommandServiceServer,
    actions_service::ActionsCommandServiceServer,
    cases_service::CasesCommandServiceServer,
    cover_service::CoverCommandServiceServer,
    handovers_service::HandoversCommandServiceServer,
    directory_service::DirectoryCommandServiceServer,
    plans_service::PlansCommandServiceServer,
    decisions_service::DecisionsCommandServiceServer,
    disclosure_service::DisclosureQueryServiceServer,
    joining_service::JoiningCommandServiceServer,
    people_service::PeopleCommandServiceServer,
    records_service::RecordsCommandServiceServer,
    meetings_service::MeetingsCommandServiceServer,
    referrals_service::ReferralsCommandServiceServer,
    reviews_service::ReviewsCommandServiceServer,
    safeguarding_service::SafeguardingCommandServiceServer,
    sharing_service::SharingCommandServiceServer,
    story_service::StoryCommandServiceServer,
    volunteers_service::VolunteersCommandServiceServer,
);

/// Adds what the timekeeper asks for. Never offered to callers from outside.
pub fn timekeeping(cases: &Arc<Cases>, routes: &mut RoutesBuilder) {
    routes.add_service(TimekeepingServiceServer::from_arc(cases.clone()));
}

/// Adds what views ask for. Never offered to callers from outside.
pub fn readings(cases: &Arc<Cases>, routes: &mut RoutesBuilder) {
    routes.add_service(ReadingsServiceServer::from_arc(cases.clone()));
}

macro_rules! answers {
    ($($trait:path { $($rpc:ident: $request:ident -> $response:ident = $handler:path;)* })*) => {$(
        #[async_trait]
        impl $trait for Cases {
            $(async fn $rpc(&self, request: Request<v1::$request>) -> Result<Response<v1::$response>, Status> {
                Ok(Response::new($handler(self, request).await?))
            })*
        }
    )*};
}

answers! {
    directory_service::DirectoryCommandService {
        register_organisation: RegisterOrganisationRequest -> RegisterOrganisationResponse = organisation::register::handle;
        register_service: RegisterServiceRequest -> RegisterServiceResponse = service::register::handle;
        update_organisation: UpdateOrganisationRequest -> UpdateOrganisationResponse = organisation::update::handle;
        update_service: UpdateServiceRequest -> UpdateServiceResponse = service::update::handle;
        update_capacity: UpdateCapacityRequest -> UpdateCapacityResponse = capacity::update::handle;
        retire_service: RetireServiceRequest -> RetireServiceResponse = service::retire::handle;
        register_worker: RegisterWorkerRequest -> RegisterWorkerResponse = worker::register::handle;
        retire_worker: RetireWorkerRequest -> RetireWorkerResponse = worker::retire::handle;
    }
    cases_service::CasesCommandService {
        open_case: OpenCaseRequest -> OpenCaseResponse = case::open::handle;
        pause_case: PauseCaseRequest -> PauseCaseResponse = case::pause::handle;
        resume_case: ResumeCaseRequest -> ResumeCaseResponse = case::resume::handle;
        close_case: CloseCaseRequest -> CloseCaseResponse = case::close::handle;
        reopen_case: ReopenCaseRequest -> ReopenCaseResponse = case::reopen::handle;
        record_death: RecordDeathRequest -> RecordDeathResponse = death::record::handle;
        record_move_away: RecordMoveAwayRequest -> RecordMoveAwayResponse = move_away::record::handle;
        stop_coordination: StopCoordinationRequest -> StopCoordinationResponse = coordination::stop::handle;
    }
    handovers_service::HandoversCommandService {
        offer_handover: OfferHandoverRequest -> OfferHandoverResponse = handover::offer::handle;
        accept_handover: AcceptHandoverRequest -> AcceptHandoverResponse = handover::accept::handle;
        decline_handover: DeclineHandoverRequest -> DeclineHandoverResponse = handover::decline::handle;
        cancel_handover: CancelHandoverRequest -> CancelHandoverResponse = handover::cancel::handle;
        reassign_lead: ReassignLeadRequest -> ReassignLeadResponse = lead::reassign::handle;
        take_custody: TakeCustodyRequest -> TakeCustodyResponse = custody::take::handle;
        name_custodian: NameCustodianRequest -> NameCustodianResponse = custodian::name::handle;
    }
    cover_service::CoverCommandService {
        set_deputy: SetDeputyRequest -> SetDeputyResponse = deputy::set::handle;
        record_absence: RecordAbsenceRequest -> RecordAbsenceResponse = absence::record::handle;
        end_absence: EndAbsenceRequest -> EndAbsenceResponse = absence::end::handle;
    }
    about_me_service::AboutMeCommandService {
        record_about_me: RecordAboutMeRequest -> RecordAboutMeResponse = about_me::record::handle;
        confirm_about_me: ConfirmAboutMeRequest -> ConfirmAboutMeResponse = about_me::confirm::handle;
    }
    story_service::StoryCommandService {
        record_note: RecordNoteRequest -> RecordNoteResponse = note::record::handle;
    }
    volunteers_service::VolunteersCommandService {
        assign_volunteer: AssignVolunteerRequest -> AssignVolunteerResponse = volunteer::assign::handle;
        release_volunteer: ReleaseVolunteerRequest -> ReleaseVolunteerResponse = volunteer::release::handle;
    }
    sharing_service::SharingCommandService {
        record_agreement: RecordAgreementRequest -> RecordAgreementResponse = agreement::record::handle;
        record_objection: RecordObjectionRequest -> RecordObjectionResponse = objection::record::handle;
        withdraw_agreement: WithdrawAgreementRequest -> WithdrawAgreementResponse = agreement::withdraw::handle;
        withdraw_objection: WithdrawObjectionRequest -> WithdrawObjectionResponse = objection::withdraw::handle;
        restrict_fact: RestrictFactRequest -> RestrictFactResponse = fact::restrict::handle;
        lift_restriction: LiftRestrictionRequest -> LiftRestrictionResponse = restriction::lift::handle;
        correct_fact: CorrectFactRequest -> CorrectFactResponse = fact::correct::handle;
        retract_fact: RetractFactRequest -> RetractFactResponse = fact::retract::handle;
        record_duty: RecordDutyRequest -> RecordDutyResponse = duty::record::handle;
        end_duty: EndDutyRequest -> EndDutyResponse = duty::end::handle;
    }
    joining_service::JoiningCommandService {
        find_person: FindPersonRequest -> FindPersonResponse = person::find::handle;
        raise_join_request: RaiseJoinRequestRequest -> RaiseJoinRequestResponse = join_request::raise::handle;
        accept_join_request: AcceptJoinRequestRequest -> AcceptJoinRequestResponse = join_request::accept::handle;
        decline_join_request: DeclineJoinRequestRequest -> DeclineJoinRequestResponse = join_request::decline::handle;
        join_case: JoinCaseRequest -> JoinCaseResponse = case::join::handle;
        leave_case: LeaveCaseRequest -> LeaveCaseResponse = case::leave::handle;
    }
    people_service::PeopleCommandService {
        record_contact_point: RecordContactPointRequest -> RecordContactPointResponse = contact_point::record::handle;
        end_contact_point: EndContactPointRequest -> EndContactPointResponse = contact_point::end::handle;
        record_visit_warning: RecordVisitWarningRequest -> RecordVisitWarningResponse = visit_warning::record::handle;
        lift_visit_warning: LiftVisitWarningRequest -> LiftVisitWarningResponse = visit_warning::lift::handle;
        correct_identity: CorrectIdentityRequest -> CorrectIdentityResponse = crate::identity::correct::handle;
        mark_wrong_person: MarkWrongPersonRequest -> MarkWrongPersonResponse = wrong_person::mark::handle;
        unmark_wrong_person: UnmarkWrongPersonRequest -> UnmarkWrongPersonResponse = wrong_person::unmark::handle;
    }
    records_service::RecordsCommandService {
        merge_person: MergePersonRequest -> MergePersonResponse = person::merge::handle;
        unmerge_person: UnmergePersonRequest -> UnmergePersonResponse = person::unmerge::handle;
        link_person: LinkPersonRequest -> LinkPersonResponse = person::link::handle;
        unlink_person: UnlinkPersonRequest -> UnlinkPersonResponse = person::unlink::handle;
    }
    referrals_service::ReferralsCommandService {
        raise_referral: RaiseReferralRequest -> RaiseReferralResponse = referral::raise::handle;
        receive_referral: ReceiveReferralRequest -> ReceiveReferralResponse = referral::receive::handle;
        accept_referral: AcceptReferralRequest -> AcceptReferralResponse = referral::accept::handle;
        decline_referral: DeclineReferralRequest -> DeclineReferralResponse = referral::decline::handle;
        withdraw_referral: WithdrawReferralRequest -> WithdrawReferralResponse = referral::withdraw::handle;
        request_information: RequestInformationRequest -> RequestInformationResponse = information::request::handle;
        provide_information: ProvideInformationRequest -> ProvideInformationResponse = information::provide::handle;
        record_first_contact: RecordFirstContactRequest -> RecordFirstContactResponse = first_contact::record::handle;
        complete_referral: CompleteReferralRequest -> CompleteReferralResponse = referral::complete::handle;
    }
    reviews_service::ReviewsCommandService {
        request_review: RequestReviewRequest -> RequestReviewResponse = review::request::handle;
        schedule_review: ScheduleReviewRequest -> ScheduleReviewResponse = review::schedule::handle;
        send_review_invitation: SendReviewInvitationRequest -> SendReviewInvitationResponse = review_invitation::send::handle;
        carry_review: CarryReviewRequest -> CarryReviewResponse = review::carry::handle;
        record_no_discussion: RecordNoDiscussionRequest -> RecordNoDiscussionResponse = no_discussion::record::handle;
        withdraw_review: WithdrawReviewRequest -> WithdrawReviewResponse = review::withdraw::handle;
        record_review_decision: RecordReviewDecisionRequest -> RecordReviewDecisionResponse = review_decision::record::handle;
        hold_review: HoldReviewRequest -> HoldReviewResponse = review::hold::handle;
    }
    meetings_service::MeetingsCommandService {
        schedule_meeting: ScheduleMeetingRequest -> ScheduleMeetingResponse = meeting::schedule::handle;
        cancel_meeting: CancelMeetingRequest -> CancelMeetingResponse = meeting::cancel::handle;
        end_meeting: EndMeetingRequest -> EndMeetingResponse = meeting::end::handle;
        order_agenda: OrderAgendaRequest -> OrderAgendaResponse = agenda::order::handle;
        request_support: RequestSupportRequest -> RequestSupportResponse = support::request::handle;
    }
    safeguarding_service::SafeguardingCommandService {
        name_safeguarding_lead: NameSafeguardingLeadRequest -> NameSafeguardingLeadResponse = safeguarding_lead::name::handle;
        raise_concern: RaiseConcernRequest -> RaiseConcernResponse = concern::raise::handle;
        record_concern_told: RecordConcernToldRequest -> RecordConcernToldResponse = concern_told::record::handle;
        close_concern: CloseConcernRequest -> CloseConcernResponse = concern::close::handle;
    }
    actions_service::ActionsCommandService {
        agree_action: AgreeActionRequest -> AgreeActionResponse = action::agree::handle;
        request_action: RequestActionRequest -> RequestActionResponse = action::request::handle;
        accept_action: AcceptActionRequest -> AcceptActionResponse = action::accept::handle;
        decline_action: DeclineActionRequest -> DeclineActionResponse = action::decline::handle;
        complete_action: CompleteActionRequest -> CompleteActionResponse = action::complete::handle;
        reassign_action: ReassignActionRequest -> ReassignActionResponse = action::reassign::handle;
        cancel_action: CancelActionRequest -> CancelActionResponse = action::cancel::handle;
    }
    plans_service::PlansCommandService {
        record_plan: RecordPlanRequest -> RecordPlanResponse = plan::record::handle;
        agree_plan: AgreePlanRequest -> AgreePlanResponse = plan::agree::handle;
        review_plan: ReviewPlanRequest -> ReviewPlanResponse = plan::review::handle;
        achieve_goal: AchieveGoalRequest -> AchieveGoalResponse = goal::achieve::handle;
        stop_goal: StopGoalRequest -> StopGoalResponse = goal::stop::handle;
    }
    decisions_service::DecisionsCommandService {
        record_decision: RecordDecisionRequest -> RecordDecisionResponse = decision::record::handle;
        revise_decision: ReviseDecisionRequest -> ReviseDecisionResponse = decision::revise::handle;
    }
    disclosure_service::DisclosureQueryService {
        explain_fact: ExplainFactRequest -> ExplainFactResponse = disclosure::explain;
        list_shown_as_of: ListShownAsOfRequest -> ListShownAsOfResponse = disclosure::shown_as_of;
        preview_sharing: PreviewSharingRequest -> PreviewSharingResponse = disclosure::preview::sharing;
        get_sharing_matrix: GetSharingMatrixRequest -> GetSharingMatrixResponse = disclosure::preview::matrix;
        list_all_readings: ListAllReadingsRequest -> ListAllReadingsResponse = disclosure::readings::list;
    }
}

#[async_trait]
impl TimekeepingService for Cases {
    async fn record_due(
        &self,
        request: Request<RecordDueRequest>,
    ) -> Result<Response<RecordDueResponse>, Status> {
        let recorded = due::record(self, request.into_inner()).await?;
        Ok(Response::new(RecordDueResponse { recorded }))
    }
}

#[async_trait]
impl ReadingsService for Cases {
    async fn record_reading(
        &self,
        request: Request<RecordReadingRequest>,
    ) -> Result<Response<RecordReadingResponse>, Status> {
        crate::readings::record(self, request.into_inner()).await?;
        Ok(Response::new(RecordReadingResponse {}))
    }
}
