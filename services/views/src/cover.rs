//! Deputies and absences, and what a deputy looks after today.

use std::collections::BTreeSet;

use api::v1::{
    Absence, Covered, GetCoverRequest, GetCoverResponse, ListAbsencesRequest, ListAbsencesResponse,
};
use casework::ids::WorkerId;
use identity::Caller;
use jiff::Timestamp;
use orgviews::cover::Cover;
use tonic::Request;

use crate::{Error, Views, cases::wire_entry, question};

pub(crate) async fn get(
    views: &Views,
    request: Request<GetCoverRequest>,
) -> Result<GetCoverResponse, Error> {
    let caller = question::reader(&request)?;
    let not_before = request.into_inner().not_before;
    let acting = views.acting(&caller, &not_before).await?;
    let mut covered = Vec::new();
    for cover in acting.cover {
        if cover.acting(acting.now) != Some(caller.worker()) {
            continue;
        }
        let worker = cover.worker.clone();
        let read = move |reader: &orgviews::Reader, now| Ok(reader.led_by(now, &worker)?);
        let people = views.read(&caller, &not_before, read).await?;
        let deputy = Some(caller.worker());
        covered.push(Covered {
            worker: cover.worker.to_string(),
            last_day: last_day(&cover),
            people: people
                .iter()
                .map(|entry| wire_entry(entry, deputy))
                .collect(),
        });
    }
    Ok(GetCoverResponse { covered })
}

pub(crate) async fn list_absences(
    views: &Views,
    request: Request<ListAbsencesRequest>,
) -> Result<ListAbsencesResponse, Error> {
    let caller = question::anybody(&request)?;
    let acting = views
        .acting(&caller, &request.into_inner().not_before)
        .await?;
    let listed = |cover: &Cover| cover.deputy.is_some() || cover.away(acting.now).is_some();
    let absences = acting.cover.iter().filter(|cover| listed(cover));
    Ok(ListAbsencesResponse {
        absences: absences.map(|cover| wire(cover, acting.now)).collect(),
    })
}

/// Who covers whom in an organisation at a moment.
pub(crate) struct Acting {
    cover: Vec<Cover>,
    now: Timestamp,
}

impl Acting {
    /// Who acts for a worker of the organisation, where that one is away.
    pub(crate) fn deputy(&self, worker: &WorkerId) -> Option<&WorkerId> {
        let cover = self.cover.iter().find(|cover| cover.worker == *worker)?;
        cover.acting(self.now)
    }

    /// For whom this worker stands in.
    pub(crate) fn covered_by(&self, deputy: &WorkerId) -> BTreeSet<WorkerId> {
        let covered = self.cover.iter();
        let covered = covered.filter(|cover| cover.acting(self.now) == Some(deputy));
        covered.map(|cover| cover.worker.clone()).collect()
    }
}

impl Views {
    /// Who covers whom in the caller's organisation now.
    pub(crate) async fn acting(&self, caller: &Caller, not_before: &str) -> Result<Acting, Error> {
        if let Some(position) = self.not_before(caller, not_before)? {
            self.system_includes(position).await?;
        }
        let (system, clock) = (self.system.clone(), self.clock.clone());
        let organisation = caller.organisation().clone();
        let read = move || {
            let cover = system.cover(&organisation)?;
            let now = clock.now();
            Ok(Acting { cover, now })
        };
        self.off_the_runtime(read).await
    }
}

fn wire(cover: &Cover, now: Timestamp) -> Absence {
    let away = cover.away(now);
    Absence {
        worker: cover.worker.to_string(),
        deputy: cover
            .deputy
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        away: away.is_some(),
        since: away.map(|absence| api::types::timestamp(absence.since)),
        last_day: if away.is_some() {
            last_day(cover)
        } else {
            String::new()
        },
    }
}

fn last_day(cover: &Cover) -> String {
    let last_day = cover.absence.and_then(|absence| absence.last_day);
    api::types::wire_date(last_day.map(|day| day.date))
}
