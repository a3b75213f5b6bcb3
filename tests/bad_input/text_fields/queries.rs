//! Texts of queries: whom they are about, where a page begins, and what is to be included.

use super::*;

/// Every text of a query.
pub fn of_queries() -> Vec<Text> {
    let mut texts = Vec::new();
    macro_rules! queries {
        ($($rpc:ident { $($field:ident: $refused:expr,)* })*) => {$(
            $(texts.push(text(PRACTICE, stringify!($field), $refused, |place, text| {
                let sample = place.queries_about(&place.person).into_iter().chain(place.queries_about_all());
                let sample = sample.chain(place.directory_queries());
                let mut sample = sample.chain([place.overdue(), place.absences()]);
                let sample = sample.find_map(|call| match call {
                    Call::$rpc(request) => Some(request),
                    _ => None,
                });
                let mut request = sample.unwrap();
                request.$field = text;
                Call::$rpc(request)
            }));)*
        )*};
    }
    queries! {
        ListServices {
            page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, text: PERHAPS_PROSE, area: PERHAPS_PROSE,
            organisation: (None, "id_invalid"),
        }
        ListWorkers {
            organisation: (None, "id_invalid"), page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN,
        }
        ListOrganisations { page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        ListCaseload { page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        GetTransferPack { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListActions {
            action_id: (None, "id_invalid"), person_id: (None, "id_invalid"), organisation: (None, "id_invalid"), worker: (None, "id_invalid"),
            due_by: (None, "date_invalid"), page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN,
        }
        GetPlan { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ComparePlan { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListDecisions { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        GetBrief { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListStory { person_id: NO_ID, page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        ListReadings { person_id: NO_ID, page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        ListToldOnce { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        GetAboutMe { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        GetIdentity { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListPeopleInvolved { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListMerges { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListLinks { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListContactPoints { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListVisitWarnings { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListVolunteers { person_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListSharingDecisions {
            person_id: NO_ID, page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN,
        }
        ListReferrals { referral_id: (None, "id_invalid"), person_id: (None, "id_invalid"), page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        ListJoinRequests { request_id: (None, "id_invalid"), page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        ListEndingAgreements { page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        ListConcerns { concern_id: (None, "id_invalid"), person_id: (None, "id_invalid"), page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        ListMyWork { page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        ListOverdue { page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        ListReviews { review_id: (None, "id_invalid"), person_id: (None, "id_invalid"), page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        GetPack { person_id: NO_ID, review_id: NO_ID, not_before: PERHAPS_TOKEN, }
        GetMinutes { person_id: NO_ID, review_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListMeetings { page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        GetMeeting { organiser: NO_ID, meeting_id: NO_ID, not_before: PERHAPS_TOKEN, }
        ListHandovers { handover_id: (None, "id_invalid"), person_id: (None, "id_invalid"), page_token: PERHAPS_TOKEN, not_before: PERHAPS_TOKEN, }
        GetCover { not_before: PERHAPS_TOKEN, }
        ListAbsences { not_before: PERHAPS_TOKEN, }
        ExplainFact { person_id: NO_ID, fact_id: NO_ID, }
        PreviewSharing { person_id: NO_ID, }
        GetSharingMatrix { person_id: NO_ID, }
        ListShownAsOf { person_id: NO_ID, page_token: PERHAPS_TOKEN, }
        WatchChanges { cursor: PERHAPS_TOKEN, }
    }
    macro_rules! all_readings {
        ($($field:ident: $refused:expr,)*) => {
            $(texts.push(text(OFFICER, stringify!($field), $refused, |place, text| {
                let Call::ListAllReadings(mut request) = place.all_readings(&place.person) else {
                    panic!("it is that query")
                };
                request.$field = text;
                Call::ListAllReadings(request)
            }));)*
        };
    }
    all_readings! { person_id: NO_ID, page_token: PERHAPS_TOKEN, }
    texts.push(text(OFFICER, "not_before", PERHAPS_TOKEN, |place, text| {
        let Call::ListManyOpened(mut request) = place.many_opened() else {
            panic!("it is that query")
        };
        request.not_before = text;
        Call::ListManyOpened(request)
    }));
    macro_rules! withdrawn {
        ($($path:literal $change:ident,)*) => {
            $(texts.push(text(PRACTICE, $path, NO_ID, |place, text| {
                Call::PreviewSharing(v1::PreviewSharingRequest {
                    person_id: place.person.clone(),
                    change: Some(v1::preview_sharing_request::Change::$change(text)),
                })
            }));)*
        };
    }
    withdrawn! {
        "withdrawn_agreement" WithdrawnAgreement,
        "withdrawn_objection" WithdrawnObjection,
    }
    texts
}
