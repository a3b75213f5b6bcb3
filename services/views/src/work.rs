//! What needs the caller, and what is overdue in their organisation.

use api::{
    types,
    v1::{
        self, ListMyWorkRequest, ListMyWorkResponse, ListOverdueRequest, ListOverdueResponse,
        WorkKind, WorkReason,
    },
};
use orgviews::work::{Entry, Kind, Reason, Workload};
use tonic::Request;

use crate::{Error, Views, question};

pub(crate) async fn list_mine(
    views: &Views,
    request: Request<ListMyWorkRequest>,
) -> Result<ListMyWorkResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    // In this list, everybody has places of their own.
    let list = format!("work of {}", caller.worker());
    let page = views.page(&caller, &list, request.page_size, &request.page_token)?;
    let acting = views.acting(&caller, &request.not_before).await?;
    let covering = acting.covered_by(caller.worker());
    let read = move |reader: &orgviews::Reader, now| Ok(reader.my_work(now, &covering, &page)?);
    let (found, next) = views.read(&caller, &request.not_before, read).await?;
    Ok(ListMyWorkResponse {
        entries: found.iter().map(entry).collect(),
        next_page_token: views.page_token(&caller, &list, next),
    })
}

pub(crate) async fn list_overdue(
    views: &Views,
    request: Request<ListOverdueRequest>,
) -> Result<ListOverdueResponse, Error> {
    let caller = question::reader_or_manager(&request)?;
    let request = request.into_inner();
    let page = views.page(&caller, "overdue", request.page_size, &request.page_token)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.overdue(now, &page)?);
    let ((found, next), workload) = views.read(&caller, &request.not_before, read).await?;
    Ok(ListOverdueResponse {
        entries: found.iter().map(entry).collect(),
        next_page_token: views.page_token(&caller, "overdue", next),
        workload: wire_workload(&workload),
    })
}

fn entry(entry: &Entry) -> v1::WorkEntry {
    let reason = match entry.reason {
        None => WorkReason::Unspecified,
        Some(Reason::Owner) => WorkReason::Owner,
        Some(Reason::Lead) => WorkReason::Lead,
        Some(Reason::Unassigned) => WorkReason::Unassigned,
        Some(Reason::SafeguardingLead) => WorkReason::SafeguardingLead,
        Some(Reason::Covering) => WorkReason::Covering,
    };
    v1::WorkEntry {
        kind: kind(entry.kind) as i32,
        thing_id: entry.thing.to_string(),
        person_id: entry.person.to_string(),
        person_name: entry.name.clone().unwrap_or_default(),
        about: entry.about.clone().unwrap_or_default(),
        due: entry.due.map(types::timestamp),
        overdue: entry.overdue,
        urgent: entry.urgent,
        reason: reason as i32,
        worker: entry
            .worker
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
    }
}

fn wire_workload(workload: &Workload) -> Vec<v1::Workload> {
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let line = |((worker, of), load): (&(Option<_>, Kind), &orgviews::work::Load)| v1::Workload {
        worker: worker
            .as_ref()
            .map(casework::ids::WorkerId::to_string)
            .unwrap_or_default(),
        kind: kind(*of) as i32,
        waiting: number(load.waiting),
        overdue: number(load.overdue),
        longest_overdue_days: i32::try_from(load.longest.as_hours() / 24).unwrap_or(i32::MAX),
    };
    workload.iter().map(line).collect()
}

fn kind(kind: Kind) -> WorkKind {
    match kind {
        Kind::Referral => WorkKind::Referral,
        Kind::ReferralUnanswered => WorkKind::ReferralUnanswered,
        Kind::InformationRequest => WorkKind::InformationRequest,
        Kind::Concern => WorkKind::Concern,
        Kind::PlanReview => WorkKind::PlanReview,
        Kind::AgreementEnding => WorkKind::AgreementEnding,
        Kind::Handover => WorkKind::Handover,
        Kind::ActionRequest => WorkKind::ActionRequest,
        Kind::Action => WorkKind::Action,
        Kind::JoinRequest => WorkKind::JoinRequest,
        Kind::Review => WorkKind::Review,
    }
}
