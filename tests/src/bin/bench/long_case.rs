//! What a long history costs: a command on it and its brief, beside the same on a short one; and what it costs that a
//! reading is recorded before a brief is shown.

use api::v1::GetBriefRequest;
use throughline::demo::acting::Acting;
use tokio::time::Instant;

use crate::{
    figures::Figures,
    place::{Cast, PRACTICE, Place, note},
};

/// How often each is measured.
const TIMES: usize = 300;

/// A long case, and a short one to compare it with.
pub struct Cases {
    long: String,
    short: String,
}

/// Makes both.
pub async fn fill(place: &Place, cast: &Cast, facts: usize) -> anyhow::Result<Cases> {
    let who = place.practitioner().await?;
    let mut people = Vec::new();
    for _ in 0..2 {
        let person = place.open_case(&who, cast).await?;
        place.involve_partners(&who, cast, &person).await?;
        people.push(person);
    }
    let start = Instant::now();
    for _ in 0..facts {
        who.notes().record_note(who.ask(note(&people[0]))).await?;
    }
    println!("  filled in {:.1} s", start.elapsed().as_secs_f64());
    place.catch_up().await?;
    let short = people.pop().unwrap_or_default();
    let long = people.pop().unwrap_or_default();
    Ok(Cases { long, short })
}

/// Commands and briefs on both, in turn.
pub async fn measure(place: &Place, cases: &Cases, when: &str) -> anyhow::Result<()> {
    let who = place.practitioner().await?;
    for (person, name) in [(&cases.short, "short"), (&cases.long, "long")] {
        let (mut commands, mut briefs) = (Figures::default(), Figures::default());
        for _ in 0..TIMES {
            let one = Instant::now();
            who.notes().record_note(who.ask(note(person))).await?;
            commands.add(one.elapsed());
            place.catch_up().await?;
            let one = Instant::now();
            brief(&who, person).await?;
            briefs.add(one.elapsed());
        }
        commands.print(&format!("a command on the {name} case, {when}"));
        briefs.print(&format!("the brief of the {name} case, {when}"));
    }
    measure_readings(place, cases).await
}

/// The brief of the short case, opened by somebody for the first time in a quarter of an hour, and by the same again: the
/// first is recorded before it is shown.
async fn measure_readings(place: &Place, cases: &Cases) -> anyhow::Result<()> {
    let connection = place.connect().await?;
    let (mut first, mut again) = (Figures::default(), Figures::default());
    for number in 0..TIMES {
        let worker = format!("practitioner-{number}");
        let who = Acting::new(&connection, PRACTICE, &worker, "practitioner");
        for figures in [&mut first, &mut again] {
            place.catch_up().await?;
            let one = Instant::now();
            brief(&who, &cases.short).await?;
            figures.add(one.elapsed());
        }
    }
    let ratio = first.percentile_ms(0.5) / again.percentile_ms(0.5);
    first.print("the brief, first in a quarter of an hour");
    again.print("the brief, opened again");
    println!("  a reading makes a brief {ratio:.2} times as long");
    Ok(())
}

/// The first brief and the first command on the long case in a process that has not read it yet.
pub async fn measure_first(place: &Place, cases: &Cases) -> anyhow::Result<()> {
    let who = place.practitioner().await?;
    let one = Instant::now();
    brief(&who, &cases.long).await?;
    println!("  the first brief    {:>8.3} ms", milliseconds(one));
    let one = Instant::now();
    who.notes().record_note(who.ask(note(&cases.long))).await?;
    println!("  the first command  {:>8.3} ms", milliseconds(one));
    let one = Instant::now();
    who.notes().record_note(who.ask(note(&cases.long))).await?;
    println!("  the second command {:>8.3} ms", milliseconds(one));
    Ok(())
}

async fn brief(who: &Acting, person: &str) -> anyhow::Result<()> {
    let request = GetBriefRequest {
        person_id: person.into(),
        not_before: String::new(),
    };
    who.people().get_brief(who.ask(request)).await?;
    Ok(())
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
