//! The directory: open to every caller, since it tells nothing about any person.

use api::v1::{ListServicesRequest, ListServicesResponse};
use tonic::Request;

use crate::{Error, Views, question};

pub(crate) async fn list_services(
    views: &Views,
    request: Request<ListServicesRequest>,
) -> Result<ListServicesResponse, Error> {
    let caller = question::anybody(&request)?;
    let request = request.into_inner();
    let page = views.page(&caller, "services", request.page_size, &request.page_token)?;
    if let Some(position) = views.not_before(&caller, &request.not_before)? {
        views.system_includes(position).await?;
    }
    let system = views.system.clone();
    let (listed, next) = views
        .off_the_runtime(move || Ok(system.services(&page)?))
        .await?;
    let wire = |listed: &orgviews::directory::Listed| {
        api::directory::service(&listed.service, &listed.organisation_name)
    };
    Ok(ListServicesResponse {
        services: listed.iter().map(wire).collect(),
        next_page_token: views.page_token(&caller, "services", next),
    })
}
