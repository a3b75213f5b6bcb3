//! How a person is reached, and what to mind on a visit, with what is needed to change it.

use api::{
    fact,
    v1::{
        self, ListContactPointsRequest, ListContactPointsResponse, ListVisitWarningsRequest,
        ListVisitWarningsResponse, list_contact_points_response::KnownContactPoint,
        list_visit_warnings_response::KnownVisitWarning,
    },
};
use orgviews::{Shown, people::VisitWarning};
use tonic::Request;

use crate::{Error, Views, question};

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

fn shown(shown: &Shown) -> v1::Fact {
    fact::shown(&shown.disclosed, &shown.grant)
}
