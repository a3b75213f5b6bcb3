//! The caseload and the brief.

use api::{
    types,
    v1::{self, GetBriefRequest, GetBriefResponse, ListCaseloadRequest, ListCaseloadResponse},
};
use casework::reading::Page;
use orgviews::cases::{CaseloadEntry, Standing};
use tonic::Request;

use crate::{Error, Views, question, story::facts};

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
    let next_page_token = views.page_token(&caller, "caseload", next);
    Ok(ListCaseloadResponse {
        entries: entries.iter().map(wire_entry).collect(),
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
    Ok(GetBriefResponse {
        person_id: person.to_string(),
        person: Some(wire_entry(&brief.entry)),
        about_me: facts(&brief.about_me),
        confirmed: facts(&brief.confirmed),
        do_not_ask_again: brief
            .do_not_ask_again
            .iter()
            .map(ToString::to_string)
            .collect(),
        people: facts(&brief.people),
        open_referrals: facts(&brief.open_referrals),
        latest: facts(&brief.latest),
        notice: NOTICE.to_owned(),
        last_read_at: brief.since.looked_at.map(types::timestamp),
        new_since: facts(&brief.since.new),
    })
}

fn wire_entry(entry: &CaseloadEntry) -> v1::CaseloadEntry {
    let standing = match entry.standing {
        Standing::Kept => v1::Standing::Unspecified,
        Standing::Invited => v1::Standing::Invited,
        Standing::Involved => v1::Standing::Involved,
    };
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
        standing: standing as i32,
        last_recorded_at: Some(types::timestamp(entry.last_recorded_at)),
        lead,
    }
}
