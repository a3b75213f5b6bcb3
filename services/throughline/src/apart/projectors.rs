//! All projectors as one, for whoever has to know that every file includes something: each must say so. One that does
//! not answer may still be showing what was withdrawn, so nothing is said to be done then.

use std::{sync::Arc, time::Duration};

use api::{
    Connection, connection,
    internal::{
        AwaitAppliedRequest, AwaitAppliedResponse, GetHealthRequest, GetHealthResponse,
        ListDueRequest, ListDueResponse, RebuildOrganisationRequest, RebuildOrganisationResponse,
        projector_service_client::ProjectorServiceClient,
        projector_service_server::{ProjectorService, ProjectorServiceServer},
    },
};
use futures::future::try_join_all;
use tokio::time::timeout;
use tokio_stream::Empty;
use tonic::{Request, Response, Status, service::Routes};

/// What an answer may take on its way, past what was waited for.
const ON_ITS_WAY: Duration = Duration::from_millis(500);

/// These projectors as one.
pub(super) fn of_all(each: Vec<Connection>) -> Connection {
    let each = each.into_iter().map(ProjectorServiceClient::new).collect();
    let mut routes = Routes::builder();
    routes.add_service(ProjectorServiceServer::from_arc(Arc::new(All { each })));
    connection::in_process(routes.routes())
}

struct All {
    each: Vec<ProjectorServiceClient<Connection>>,
}

#[tonic::async_trait]
impl ProjectorService for All {
    async fn await_applied(
        &self,
        request: Request<AwaitAppliedRequest>,
    ) -> Result<Response<AwaitAppliedResponse>, Status> {
        let request = request.into_inner();
        let asked = self.each.iter().cloned().map(|mut projector| async move {
            let within = Duration::from_millis(request.wait_ms.into()) + ON_ITS_WAY;
            let answer = timeout(within, projector.await_applied(request)).await;
            let answer = answer.map_err(|_| Status::unavailable("a projector does not answer"))?;
            Ok::<_, Status>(answer?.into_inner())
        });
        let answers = try_join_all(asked).await?;
        let mut all = AwaitAppliedResponse {
            applied: true,
            ..Default::default()
        };
        for answer in answers {
            all.applied &= answer.applied;
            all.head = all.head.max(answer.head);
            all.pending.extend(answer.pending);
        }
        all.pending.sort();
        all.pending.dedup();
        Ok(Response::new(all))
    }

    async fn list_due(
        &self,
        _: Request<ListDueRequest>,
    ) -> Result<Response<ListDueResponse>, Status> {
        Err(asked_of_each())
    }

    async fn get_health(
        &self,
        _: Request<GetHealthRequest>,
    ) -> Result<Response<GetHealthResponse>, Status> {
        Err(asked_of_each())
    }

    type RebuildOrganisationStream = Empty<Result<RebuildOrganisationResponse, Status>>;

    async fn rebuild_organisation(
        &self,
        _: Request<RebuildOrganisationRequest>,
    ) -> Result<Response<Self::RebuildOrganisationStream>, Status> {
        Err(asked_of_each())
    }
}

fn asked_of_each() -> Status {
    Status::unimplemented("this is asked of each projector by itself")
}
