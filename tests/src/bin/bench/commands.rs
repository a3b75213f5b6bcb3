//! Durable commands a second, through sockets, while the projector writes what they change.

use std::time::Duration;

use throughline::demo::acting::Acting;
use tokio::time::Instant;

use crate::{
    figures::{Figures, per_second},
    place::{Cast, Place, note},
};

/// Cases in all: enough for none to grow long.
const CASES: usize = 512;

/// So many clients record notes without a pause, each in cases of its own.
pub async fn measure(
    place: &Place,
    cast: &Cast,
    clients: usize,
    each: Duration,
) -> anyhow::Result<()> {
    let mut prepared = Vec::new();
    for _ in 0..clients {
        let who = place.practitioner().await?;
        let mut people = Vec::new();
        for _ in 0..CASES / clients {
            people.push(place.open_case(&who, cast).await?);
        }
        prepared.push((who, people));
    }
    place.catch_up().await?;

    let start = Instant::now();
    let recording: Vec<_> = prepared
        .into_iter()
        .map(|(who, people)| tokio::spawn(record(who, people, each)))
        .collect();
    let mut figures = Figures::default();
    for one in recording {
        figures.join(one.await??);
    }
    let commanded = start.elapsed();
    figures.print_rate(&format!("{clients} clients"), commanded);
    place.catch_up().await?;
    let rate = per_second(figures.count(), start.elapsed());
    println!(
        "  {:<28} {rate:>8.0}/s       with the files up to date at the end",
        ""
    );
    Ok(())
}

async fn record(who: Acting, people: Vec<String>, each: Duration) -> anyhow::Result<Figures> {
    let (mut figures, start, mut notes) = (Figures::default(), Instant::now(), who.notes());
    for person in people.iter().cycle() {
        if start.elapsed() >= each {
            break;
        }
        let request = who.ask(note(person));
        let one = Instant::now();
        notes.record_note(request).await?;
        figures.add(one.elapsed());
    }
    Ok(figures)
}
