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
        cases_command_service_server as cases_service,
        directory_command_service_server as directory_service,
        disclosure_query_service_server as disclosure_service,
        referrals_command_service_server as referrals_service,
        safeguarding_command_service_server as safeguarding_service,
        sharing_command_service_server as sharing_service,
        story_command_service_server as story_service,
    },
};
use tonic::{Request, Response, Status, async_trait, service::RoutesBuilder};

use crate::{
    Cases, about_me, agreement, case, concern, concern_told, disclosure, note, objection,
    organisation, referral, safeguarding_lead, service, timekeeping as due,
};

/// The largest request that is read: a commit's bound, and some room.
const REQUEST_BYTES_MAX: usize = 1024 * 1024;

/// Adds the public services.
pub fn public(cases: &Arc<Cases>, routes: &mut RoutesBuilder) {
    macro_rules! add {
        ($($server:path),* $(,)?) => {
            routes$(.add_service(<$server>::from_arc(cases.clone()).max_decoding_message_size(REQUEST_BYTES_MAX)))*
        };
    }
    add!(
        about_me_service::AboutMeCommandServiceServer<Cases>,
        cases_service::CasesCommandServiceServer<Cases>,
        directory_service::DirectoryCommandServiceServer<Cases>,
        disclosure_service::DisclosureQueryServiceServer<Cases>,
        referrals_service::ReferralsCommandServiceServer<Cases>,
        safeguarding_service::SafeguardingCommandServiceServer<Cases>,
        sharing_service::SharingCommandServiceServer<Cases>,
        story_service::StoryCommandServiceServer<Cases>,
    );
}

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
    }
    cases_service::CasesCommandService {
        open_case: OpenCaseRequest -> OpenCaseResponse = case::open::handle;
    }
    about_me_service::AboutMeCommandService {
        record_about_me: RecordAboutMeRequest -> RecordAboutMeResponse = about_me::record::handle;
        confirm_about_me: ConfirmAboutMeRequest -> ConfirmAboutMeResponse = about_me::confirm::handle;
    }
    story_service::StoryCommandService {
        record_note: RecordNoteRequest -> RecordNoteResponse = note::record::handle;
    }
    sharing_service::SharingCommandService {
        record_agreement: RecordAgreementRequest -> RecordAgreementResponse = agreement::record::handle;
        record_objection: RecordObjectionRequest -> RecordObjectionResponse = objection::record::handle;
    }
    referrals_service::ReferralsCommandService {
        raise_referral: RaiseReferralRequest -> RaiseReferralResponse = referral::raise::handle;
        accept_referral: AcceptReferralRequest -> AcceptReferralResponse = referral::accept::handle;
        decline_referral: DeclineReferralRequest -> DeclineReferralResponse = referral::decline::handle;
    }
    safeguarding_service::SafeguardingCommandService {
        name_safeguarding_lead: NameSafeguardingLeadRequest -> NameSafeguardingLeadResponse = safeguarding_lead::name::handle;
        raise_concern: RaiseConcernRequest -> RaiseConcernResponse = concern::raise::handle;
        record_concern_told: RecordConcernToldRequest -> RecordConcernToldResponse = concern_told::record::handle;
        close_concern: CloseConcernRequest -> CloseConcernResponse = concern::close::handle;
    }
    disclosure_service::DisclosureQueryService {
        explain_fact: ExplainFactRequest -> ExplainFactResponse = disclosure::explain;
        list_shown_as_of: ListShownAsOfRequest -> ListShownAsOfResponse = disclosure::shown_as_of;
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
