//! Who a person is and how they are reached, who takes part, and what to mind on a visit, with what is needed to change
//! it.

use api::{
    fact, types,
    v1::{
        self, GetIdentityRequest, GetIdentityResponse, ListContactPointsRequest,
        ListContactPointsResponse, ListPeopleInvolvedRequest, ListPeopleInvolvedResponse,
        ListVisitWarningsRequest, ListVisitWarningsResponse,
        list_contact_points_response::KnownContactPoint,
        list_visit_warnings_response::KnownVisitWarning,
    },
};
use orgviews::{
    Shown,
    people::{Part, VisitWarning},
};
use tonic::Request;

use crate::{Error, Views, cases, question};

pub(crate) async fn list_contact_points(
    views: &Views,
    request: Request<ListContactPointsRequest>,
) -> Result<ListContactPointsResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.contact_points(now, person)?);
    let known = question::known(views.read(&caller, &request.not_before, read).await?)?;
    let wire = |point: &Shown| KnownContactPoint {
        fact: Some(shown(point)),
        token: views.edit_token(&caller, point.disclosed.id.event),
    };
    Ok(ListContactPointsResponse {
        contact_points: known.iter().map(wire).collect(),
    })
}

pub(crate) async fn list_visit_warnings(
    views: &Views,
    request: Request<ListVisitWarningsRequest>,
) -> Result<ListVisitWarningsResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.visit_warnings(now, person)?);
    let known = question::known(views.read(&caller, &request.not_before, read).await?)?;
    let wire = |VisitWarning { warning, reason }: &VisitWarning| KnownVisitWarning {
        fact: Some(shown(warning)),
        reason: reason.as_ref().map(shown),
        token: views.edit_token(&caller, warning.disclosed.id.event),
    };
    Ok(ListVisitWarningsResponse {
        warnings: known.iter().map(wire).collect(),
    })
}

pub(crate) async fn get_identity(
    views: &Views,
    request: Request<GetIdentityRequest>,
) -> Result<GetIdentityResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.identity(now, person)?);
    let known = question::known(views.read(&caller, &request.not_before, read).await?)?;
    let token = |identity: &Shown| views.edit_token(&caller, identity.disclosed.id.event);
    Ok(GetIdentityResponse {
        token: known.identity.as_ref().map(token).unwrap_or_default(),
        fact: known.identity.as_ref().map(shown),
        standing: cases::wire_standing(known.standing) as i32,
        state: known
            .state
            .map_or(0, |state| cases::wire_state(state) as i32),
    })
}

pub(crate) async fn list_people_involved(
    views: &Views,
    request: Request<ListPeopleInvolvedRequest>,
) -> Result<ListPeopleInvolvedResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.people_involved(now, person)?);
    let parts = question::known(views.read(&caller, &request.not_before, read).await?)?;
    Ok(ListPeopleInvolvedResponse {
        parts: parts.into_iter().map(wire_part).collect(),
    })
}

fn wire_part(part: Part) -> v1::list_people_involved_response::Part {
    v1::list_people_involved_response::Part {
        organisation: part.organisation.to_string(),
        service_id: part.service.to_string(),
        service_name: part.service_name.to_string(),
        worker: part.worker.map(|it| it.to_string()).unwrap_or_default(),
        lead: part.lead,
        standing: cases::wire_standing(part.standing) as i32,
        since: Some(types::timestamp(part.since)),
    }
}

fn shown(shown: &Shown) -> v1::Fact {
    fact::shown(&shown.disclosed, &shown.grant)
}
