//! Reviews by a Multi-Specialty Team: asked for, on an agenda, held, and what came of them.

use api::v1::{self, presence::Presence, review_fact::Told};

use super::{Teller, decided_by, unknown};
use crate::{entry::Entry, labels::label, words};

pub(super) fn fact(fact: &v1::ReviewFact, teller: &Teller<'_>) -> Entry {
    match &fact.told {
        None => unknown(),
        Some(Told::Requested(told)) => requested(told, teller),
        Some(Told::Scheduled(told)) => Entry::new("Team review on the agenda of a meeting")
            .about("Meeting starts", words::when_of(told.starts_at.as_ref()))
            .about("Organised by", teller.organisation(&told.organiser)),
        Some(Told::Invited(told)) => Entry::new("Invited to the team review").says(named(
            &told.organisation,
            &told.name,
            teller,
        )),
        Some(Told::Carried(told)) => {
            Entry::new("Team review put off to another meeting").about("Why", &told.reason)
        }
        Some(Told::NoDiscussion(told)) => {
            Entry::new("Team review answered in writing").says(&told.answer)
        }
        Some(Told::Withdrawn(told)) => {
            Entry::new("Team review withdrawn").about("Why", &told.reason)
        }
        Some(Told::Held(minutes)) => held(minutes, teller),
        Some(Told::Decided(decision)) => decided(decision, teller),
        Some(Told::Agreed(told)) => agreed(told, teller),
    }
}

/// What an organisation was called at the time; what it is called now, where that was not kept.
fn named(organisation: &str, name: &str, teller: &Teller<'_>) -> String {
    if name.is_empty() {
        teller.organisation(organisation)
    } else {
        name.to_owned()
    }
}

fn requested(told: &v1::review_fact::Requested, teller: &Teller<'_>) -> Entry {
    Entry::new("Team review asked for")
        .about("Question", &told.question)
        .own_words_about("What the person says about it", &told.person_says)
        .about("What is wanted", label::<v1::ReviewAim>(told.aim))
        .about("Asked by", teller.organisation(&told.from))
        .about("The person likes to be called", &told.called)
        .says(decided_by(told.decided_by.as_ref()))
        .about("Without agreement", &told.without_agreement)
}

fn held(minutes: &v1::ReviewMinutes, teller: &Teller<'_>) -> Entry {
    let entry =
        minutes
            .attended
            .iter()
            .fold(Entry::new("Minutes of the team review"), |entry, there| {
                let name = named(&there.organisation, &there.name, teller);
                let workers = there.workers.iter();
                let workers =
                    workers.map(|worker| teller.names.worker(&there.organisation, worker));
                let workers = words::list(&workers.collect::<Vec<_>>());
                let who = if workers.is_empty() {
                    name
                } else {
                    format!("{workers}, {name}")
                };
                entry.about("Who was there", who)
            });
    let entry = match minutes
        .person
        .as_ref()
        .and_then(|person| person.presence.as_ref())
    {
        None => entry,
        Some(Presence::Present(said)) => {
            entry.own_words_about("The person was there, and said", said)
        }
        Some(Presence::Represented(represented)) => entry
            .about("Who spoke for the person", &represented.by)
            .about("What was said for them", &represented.said),
        Some(Presence::Absent(why)) => entry.about("The person was not there, because", why),
    };
    entry
        .about("What was talked about", &minutes.discussion)
        .about(
            "Who tells the person",
            teller.names.who(minutes.teller.as_ref()),
        )
        .about("Comes back on", words::written(&minutes.back_on))
}

fn decided(decision: &v1::ReviewDecision, teller: &Teller<'_>) -> Entry {
    let entry = Entry::new("What the team decided").says(&decision.words);
    if decision.dissent.is_empty() {
        return entry.says("Nobody sees it differently.");
    }
    decision.dissent.iter().fold(entry, |entry, dissent| {
        let who = teller.names.who(dissent.by.as_ref());
        entry.about(&format!("{who}, sees it differently"), &dissent.reason)
    })
}

fn agreed(told: &v1::review_fact::Agreed, teller: &Teller<'_>) -> Entry {
    let organisation = named(&told.organisation, &told.name, teller);
    let who = match told.worker.as_str() {
        "" => organisation,
        worker => {
            let worker = teller.names.worker(&told.organisation, worker);
            format!("{worker}, {organisation}")
        }
    };
    let (heading, role) = if told.requested {
        (
            "Action that the team asks for",
            "Who is asked, and has not accepted yet",
        )
    } else {
        ("Action of the team review", "Who does it")
    };
    Entry::new(heading)
        .says(&told.words)
        .about(role, who)
        .about("To be done by", words::written(&told.by))
}
