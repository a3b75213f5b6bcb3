//! Which handler answers which rpc.

use std::sync::Arc;

use api::v1::{
    self, about_me_query_service_server as about_me_service,
    actions_query_service_server as actions_service, cases_query_service_server as cases_service,
    changes_query_service_server as changes_service, cover_query_service_server as cover_service,
    decisions_query_service_server as decisions_service,
    directory_query_service_server as directory_service,
    handovers_query_service_server as handovers_service,
    joining_query_service_server as joining_service,
    meetings_query_service_server as meetings_service,
    people_query_service_server as people_service, plans_query_service_server as plans_service,
    readings_query_service_server as readings_service,
    records_query_service_server as records_service,
    referrals_query_service_server as referrals_service,
    reviews_query_service_server as reviews_service,
    safeguarding_query_service_server as safeguarding_service,
    sharing_query_service_server as sharing_service, story_query_service_server as story_service,
    volunteers_query_service_server as volunteers_service,
    work_query_service_server as work_service,
};
use tonic::{Request, Response, Status, async_trait, service::RoutesBuilder};

use crate::{
    Views, about_me, actions, cases, changes, cover, decisions, directory, handovers, joining,
    meetings, people, plans, readings, records, referrals, reviews, safeguarding, sharing, story,
    volunteers, work,
};

/// The largest request that is read: questions are short, and a text that is too long is still read, so that the
/// caller is told which one it is.
const REQUEST_BYTES_MAX: usize = 256 * 1024;

impl Views {
    /// Adds the public query services. To be put behind the authentication layer.
    pub fn add_to(self: &Arc<Self>, routes: &mut RoutesBuilder) {
        macro_rules! add {
            ($($server:path),* $(,)?) => {
                routes$(.add_service(<$server>::from_arc(self.clone()).max_decoding_message_size(REQUEST_BYTES_MAX)))*
            };
        }
        add!(
            about_me_service::AboutMeQueryServiceServer<Views>,
            actions_service::ActionsQueryServiceServer<Views>,
            cases_service::CasesQueryServiceServer<Views>,
            changes_service::ChangesQueryServiceServer<Views>,
            cover_service::CoverQueryServiceServer<Views>,
            plans_service::PlansQueryServiceServer<Views>,
            decisions_service::DecisionsQueryServiceServer<Views>,
            directory_service::DirectoryQueryServiceServer<Views>,
            joining_service::JoiningQueryServiceServer<Views>,
            people_service::PeopleQueryServiceServer<Views>,
            records_service::RecordsQueryServiceServer<Views>,
            handovers_service::HandoversQueryServiceServer<Views>,
            meetings_service::MeetingsQueryServiceServer<Views>,
            readings_service::ReadingsQueryServiceServer<Views>,
            referrals_service::ReferralsQueryServiceServer<Views>,
            reviews_service::ReviewsQueryServiceServer<Views>,
            safeguarding_service::SafeguardingQueryServiceServer<Views>,
            sharing_service::SharingQueryServiceServer<Views>,
            story_service::StoryQueryServiceServer<Views>,
            volunteers_service::VolunteersQueryServiceServer<Views>,
            work_service::WorkQueryServiceServer<Views>,
        );
    }
}

macro_rules! answers {
    ($($trait:path { $($rpc:ident: $request:ident -> $response:ident = $handler:path;)* })*) => {$(
        #[async_trait]
        impl $trait for Views {
            $(async fn $rpc(&self, request: Request<v1::$request>) -> Result<Response<v1::$response>, Status> {
                Ok(Response::new($handler(self, request).await?))
            })*
        }
    )*};
}

answers! {
    actions_service::ActionsQueryService {
        list_actions: ListActionsRequest -> ListActionsResponse = actions::list;
    }
    about_me_service::AboutMeQueryService {
        get_about_me: GetAboutMeRequest -> GetAboutMeResponse = about_me::get;
    }
    cases_service::CasesQueryService {
        list_caseload: ListCaseloadRequest -> ListCaseloadResponse = cases::list_caseload;
        get_brief: GetBriefRequest -> GetBriefResponse = cases::get_brief;
        get_transfer_pack: GetTransferPackRequest -> GetTransferPackResponse = cases::get_transfer_pack;
    }
    plans_service::PlansQueryService {
        get_plan: GetPlanRequest -> GetPlanResponse = plans::get;
        compare_plan: ComparePlanRequest -> ComparePlanResponse = plans::compare;
    }
    decisions_service::DecisionsQueryService {
        list_decisions: ListDecisionsRequest -> ListDecisionsResponse = decisions::list;
    }
    directory_service::DirectoryQueryService {
        list_services: ListServicesRequest -> ListServicesResponse = directory::list_services;
        list_workers: ListWorkersRequest -> ListWorkersResponse = directory::list_workers;
        list_organisations: ListOrganisationsRequest -> ListOrganisationsResponse = directory::list_organisations;
    }
    handovers_service::HandoversQueryService {
        list_handovers: ListHandoversRequest -> ListHandoversResponse = handovers::list;
    }
    cover_service::CoverQueryService {
        get_cover: GetCoverRequest -> GetCoverResponse = cover::get;
        list_absences: ListAbsencesRequest -> ListAbsencesResponse = cover::list_absences;
    }
    readings_service::ReadingsQueryService {
        list_readings: ListReadingsRequest -> ListReadingsResponse = readings::list;
        list_told_once: ListToldOnceRequest -> ListToldOnceResponse = readings::list_told_once;
        list_many_opened: ListManyOpenedRequest -> ListManyOpenedResponse = readings::list_many_opened;
    }
    referrals_service::ReferralsQueryService {
        list_referrals: ListReferralsRequest -> ListReferralsResponse = referrals::list;
    }
    reviews_service::ReviewsQueryService {
        list_reviews: ListReviewsRequest -> ListReviewsResponse = reviews::list;
        get_pack: GetPackRequest -> GetPackResponse = reviews::get_pack;
        get_minutes: GetMinutesRequest -> GetMinutesResponse = reviews::get_minutes;
    }
    meetings_service::MeetingsQueryService {
        list_meetings: ListMeetingsRequest -> ListMeetingsResponse = meetings::list;
        get_meeting: GetMeetingRequest -> GetMeetingResponse = meetings::get;
    }
    safeguarding_service::SafeguardingQueryService {
        list_concerns: ListConcernsRequest -> ListConcernsResponse = safeguarding::list;
    }
    sharing_service::SharingQueryService {
        list_sharing_decisions: ListSharingDecisionsRequest -> ListSharingDecisionsResponse = sharing::list_decisions;
        list_ending_agreements: ListEndingAgreementsRequest -> ListEndingAgreementsResponse = sharing::list_ending;
    }
    volunteers_service::VolunteersQueryService {
        list_volunteers: ListVolunteersRequest -> ListVolunteersResponse = volunteers::list;
    }
    joining_service::JoiningQueryService {
        list_join_requests: ListJoinRequestsRequest -> ListJoinRequestsResponse = joining::list;
    }
    records_service::RecordsQueryService {
        list_merges: ListMergesRequest -> ListMergesResponse = records::list_merges;
        list_links: ListLinksRequest -> ListLinksResponse = records::list_links;
    }
    people_service::PeopleQueryService {
        get_identity: GetIdentityRequest -> GetIdentityResponse = people::get_identity;
        list_people_involved: ListPeopleInvolvedRequest -> ListPeopleInvolvedResponse = people::list_people_involved;
        list_contact_points: ListContactPointsRequest -> ListContactPointsResponse = people::list_contact_points;
        list_visit_warnings: ListVisitWarningsRequest -> ListVisitWarningsResponse = people::list_visit_warnings;
    }
    work_service::WorkQueryService {
        list_my_work: ListMyWorkRequest -> ListMyWorkResponse = work::list_mine;
        list_overdue: ListOverdueRequest -> ListOverdueResponse = work::list_overdue;
    }
    story_service::StoryQueryService {
        list_story: ListStoryRequest -> ListStoryResponse = story::list;
    }
}

#[async_trait]
impl changes_service::ChangesQueryService for Views {
    type WatchChangesStream = changes::Watch;

    async fn watch_changes(
        &self,
        request: Request<v1::WatchChangesRequest>,
    ) -> Result<Response<changes::Watch>, Status> {
        Ok(Response::new(changes::watch(self, request).await?))
    }
}
