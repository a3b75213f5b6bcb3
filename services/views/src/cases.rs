//! The caseload and the brief.

use api::{
    types,
    v1::{
        self, GetBriefRequest, GetBriefResponse, GetTransferPackRequest, GetTransferPackResponse,
        ListCaseloadRequest, ListCaseloadResponse,
    },
};
use casework::{ids::WorkerId, life::Ending, reading::Page};
use identity::Caller;
use orgviews::{
    cases::{CaseloadEntry, Standing},
    life::State,
};
use tonic::Request;

use crate::{Error, Views, cover::Acting, question, readings, story::facts};

/// Stands on every brief: nobody is to take what they are shown for all there is.
const NOTICE: &str = "This may not be everything.";

pub(crate) async fn list_caseload(
    views: &Views,
    request: Request<ListCaseloadRequest>,
) -> Result<ListCaseloadResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let page = views.page(&caller, "caseload", request.page_size, &request.page_token)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.caseload(now, &page)?);
    let (entries, next) = views.read(&caller, &request.not_before, read).await?;
    let acting = views.acting(&caller, "").await?;
    let next_page_token = views.page_token(&caller, "caseload", next);
    Ok(ListCaseloadResponse {
        entries: entries
            .iter()
            .map(|entry| wire_entry(entry, deputy(&caller, &acting, entry)))
            .collect(),
        next_page_token,
    })
}

pub(crate) async fn get_brief(
    views: &Views,
    request: Request<GetBriefRequest>,
) -> Result<GetBriefResponse, Error> {
    let caller = question::reader(&request)?;
    let GetBriefRequest {
        person_id,
        not_before,
    } = request.into_inner();
    let person = question::person(&person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.brief(now, person)?);
    let brief = question::known(views.read(&caller, &not_before, read).await?)?;
    views.record_reading(&caller, person, Page::Brief).await?;
    let acting = views.acting(&caller, "").await?;
    let deputy = deputy(&caller, &acting, &brief.entry);
    Ok(GetBriefResponse {
        person_id: person.to_string(),
        person: Some(wire_entry(&brief.entry, deputy)),
        about_me: facts(&brief.about_me),
        confirmed: facts(&brief.confirmed),
        do_not_ask_again: brief
            .do_not_ask_again
            .iter()
            .map(ToString::to_string)
            .collect(),
        contact_points: facts(&brief.contact_points),
        visit_warnings: facts(&brief.visit_warnings),
        people: facts(&brief.people),
        open_referrals: facts(&brief.open_referrals),
        latest: facts(&brief.latest),
        next_actions: facts(&brief.next_actions),
        own_steps: facts(&brief.own_steps),
        goals: facts(&brief.goals),
        decisions: facts(&brief.decisions),
        notice: NOTICE.to_owned(),
        last_read_at: brief.since.looked_at.map(types::timestamp),
        new_since: facts(&brief.since.new),
        more_new_since: readings::number(brief.since.more),
    })
}

pub(crate) async fn get_transfer_pack(
    views: &Views,
    request: Request<GetTransferPackRequest>,
) -> Result<GetTransferPackResponse, Error> {
    let caller = question::reader(&request)?;
    let GetTransferPackRequest {
        person_id,
        not_before,
    } = request.into_inner();
    let person = question::person(&person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.transfer_pack(now, person)?);
    let pack = question::known(views.read(&caller, &not_before, read).await?)?;
    views
        .record_reading(&caller, person, Page::TransferPack)
        .await?;
    Ok(GetTransferPackResponse {
        identity: pack.identity.as_ref().map(api::fact::identity),
        about_me: facts(&pack.about_me),
        records: facts(&pack.records),
        notice: NOTICE.to_owned(),
    })
}

pub(crate) fn wire_standing(standing: Standing) -> v1::Standing {
    match standing {
        Standing::Kept => v1::Standing::Unspecified,
        Standing::Invited => v1::Standing::Invited,
        Standing::Involved => v1::Standing::Involved,
    }
}

pub(crate) fn wire_state(state: State) -> v1::CaseState {
    match state {
        State::Paused => v1::CaseState::Paused,
        State::Ended(Ending::Closed) => v1::CaseState::Closed,
        State::Ended(Ending::Died) => v1::CaseState::Died,
        State::Ended(Ending::MovedAway) => v1::CaseState::MovedAway,
        State::Ended(Ending::CoordinationStopped) => v1::CaseState::CoordinationStopped,
    }
}

/// Who acts for the lead worker, where that one is a colleague of the caller and away.
fn deputy<'a>(caller: &Caller, acting: &'a Acting, entry: &CaseloadEntry) -> Option<&'a WorkerId> {
    let lead = entry.lead.as_ref();
    let ours = lead.filter(|(organisation, _)| organisation == caller.organisation());
    ours.and_then(|(_, worker)| acting.deputy(worker))
}

pub(crate) fn wire_entry(entry: &CaseloadEntry, deputy: Option<&WorkerId>) -> v1::CaseloadEntry {
    // The role in which somebody leads is not recorded with the involvement.
    let lead = entry
        .lead
        .as_ref()
        .map(|(organisation, worker)| v1::Worker {
            organisation: organisation.to_string(),
            worker: worker.to_string(),
            role: String::new(),
        });
    v1::CaseloadEntry {
        person_id: entry.person.to_string(),
        identity: entry.identity.as_ref().map(api::fact::identity),
        standing: wire_standing(entry.standing) as i32,
        last_recorded_at: Some(types::timestamp(entry.last_recorded_at)),
        lead,
        state: entry.state.map_or(0, |(state, _)| wire_state(state) as i32),
        state_since: entry.state.map(|(_, since)| types::timestamp(since)),
        deputy: deputy.map(ToString::to_string).unwrap_or_default(),
    }
}
