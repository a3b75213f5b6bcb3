//! How long after its acknowledgement a note is in the file of every organisation that is entitled to it.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{
    figures::Figures,
    place::{Cast, Place, note},
};

/// Those who load the system in the second half.
const LOADERS: usize = 8;

/// First on an idle system, then beside others who command without a pause.
pub async fn measure(place: &Place, cast: &Cast, each: Duration) -> anyhow::Result<()> {
    let who = place.practitioner().await?;
    let person = place.open_case(&who, cast).await?;
    place.involve_partners(&who, cast, &person).await?;
    one_by_one(place, &person, each)
        .await?
        .print("nobody else commands");

    let stop = CancellationToken::new();
    let mut loading = Vec::new();
    for _ in 0..LOADERS {
        let who = place.practitioner().await?;
        let person = place.open_case(&who, cast).await?;
        place.involve_partners(&who, cast, &person).await?;
        let (mut notes, stop) = (who.notes(), stop.clone());
        loading.push(tokio::spawn(async move {
            while !stop.is_cancelled() {
                notes.record_note(who.ask(note(&person))).await?;
            }
            anyhow::Ok(())
        }));
    }
    let mut beside = one_by_one(place, &person, each).await?;
    beside.print(&format!(
        "beside {LOADERS} clients without a pause, same files"
    ));
    stop.cancel();
    for one in loading {
        one.await??;
    }
    place.catch_up().await
}

/// The projector is asked within the process: it answers once every file includes the log's head.
async fn one_by_one(place: &Place, person: &str, each: Duration) -> anyhow::Result<Figures> {
    let who = place.practitioner().await?;
    let (mut figures, start, mut notes) = (Figures::default(), Instant::now(), who.notes());
    while start.elapsed() < each {
        notes.record_note(who.ask(note(person))).await?;
        let acknowledged = Instant::now();
        place.catch_up().await?;
        figures.add(acknowledged.elapsed());
    }
    Ok(figures)
}
