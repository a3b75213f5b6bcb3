//! How fast an organisation's file is made anew from the log.

use anyhow::ensure;
use api::internal::RebuildOrganisationRequest;
use tokio::time::Instant;

use crate::{
    figures::per_second,
    place::{PRACTICE, Place},
};

/// Rebuilds the file of the organisation that recorded nearly everything.
pub async fn measure(place: &Place) -> anyhow::Result<()> {
    let request = RebuildOrganisationRequest {
        organisation: PRACTICE.into(),
    };
    let start = Instant::now();
    let mut steps = place
        .system()
        .projector()
        .rebuild_organisation(request)
        .await?
        .into_inner();
    let mut last = None;
    while let Some(step) = steps.message().await? {
        last = Some(step);
    }
    let took = start.elapsed();
    let commits = last.map_or(0, |step| step.commits);
    ensure!(
        last.is_some_and(|step| step.done),
        "the rebuild ended early"
    );
    let rate = per_second(usize::try_from(commits)?, took);
    println!(
        "  {commits} events in {:.1} s: {rate:.0} events/s",
        took.as_secs_f64()
    );
    Ok(())
}
