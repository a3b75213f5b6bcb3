//! Reviews at the team's meetings.

use api::v1::{ReviewAim, ReviewFact, ReviewMinutes, presence::Presence, review_fact::Told};

use crate::{entry::Entry, labels::label, names::Names, words};

/// The organisations of which somebody is named.
pub(super) fn mentioned(fact: &ReviewFact) -> Vec<String> {
    match &fact.told {
        Some(Told::Held(minutes)) => {
            let attended = minutes.attended.iter().map(|one| one.organisation.clone());
            let teller = minutes
                .teller
                .iter()
                .map(|teller| teller.organisation.clone());
            attended.chain(teller).collect()
        }
        Some(Told::Agreed(agreed)) => vec![agreed.organisation.clone()],
        Some(Told::Decided(decided)) => {
            let dissent = decided.dissent.iter().filter_map(|one| one.by.as_ref());
            dissent.map(|by| by.organisation.clone()).collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn told(fact: &ReviewFact, names: &Names) -> Entry {
    let Some(told) = &fact.told else {
        return Entry::new("Review");
    };
    match told {
        Told::Requested(asked) => super::without_agreement(
            Entry::new(format!(
                "{} asked for a review",
                names.organisation(&asked.from)
            ))
            .about("Wanted", label::<ReviewAim>(asked.aim))
            .about("Question", &asked.question)
            .own_words(&asked.person_says)
            .about("Decided", super::decided_by(asked.decided_by.as_ref())),
            &asked.without_agreement,
        ),
        Told::Scheduled(on) => Entry::new("Review on a meeting’s agenda")
            .about("At", names.organisation(&on.organiser))
            .about("When", words::when_of(on.starts_at.as_ref())),
        Told::Invited(invited) => Entry::new(format!("{} is invited", invited.name)),
        Told::Carried(carried) => {
            Entry::new("Review put off to another meeting").says(&carried.reason)
        }
        Told::NoDiscussion(answered) => {
            Entry::new("Review answered in writing").says(&answered.answer)
        }
        Told::Withdrawn(withdrawn) => Entry::new("Review withdrawn").says(&withdrawn.reason),
        Told::Held(minutes) => held(minutes, names),
        Told::Decided(decided) => {
            let mut entry = Entry::new("The team decided").says(&decided.words);
            for dissent in &decided.dissent {
                let who = format!("{} sees it differently", names.who(dissent.by.as_ref()));
                entry = entry.about(&who, &dissent.reason);
            }
            entry
        }
        Told::Agreed(agreed) => {
            let who = match agreed.worker.as_str() {
                "" => agreed.name.clone(),
                worker => {
                    let worker = names.worker(&agreed.organisation, worker);
                    format!("{worker}, {}", agreed.name)
                }
            };
            let entry = Entry::new("Action from the meeting")
                .says(&agreed.words)
                .about("Who", who)
                .about("By", super::on(&agreed.by));
            if agreed.requested {
                entry.tag("To be asked for", "yellow")
            } else {
                entry
            }
        }
    }
}

fn held(minutes: &ReviewMinutes, names: &Names) -> Entry {
    let attended: Vec<String> = minutes
        .attended
        .iter()
        .map(|one| one.name.clone())
        .collect();
    let entry = Entry::new("Discussed at a meeting")
        .says(&minutes.discussion)
        .about("There", words::list(&attended));
    let entry = match minutes
        .person
        .as_ref()
        .and_then(|person| person.presence.as_ref())
    {
        Some(Presence::Present(said)) => entry
            .about("The person was there", "and said:")
            .own_words(said),
        Some(Presence::Represented(by)) => entry
            .about("Spoke for the person", &by.by)
            .own_words(&by.said),
        Some(Presence::Absent(why)) => entry.about("The person was not there", why),
        None => entry,
    };
    entry
        .about("Tells the person", names.who(minutes.teller.as_ref()))
        .about("Comes back on", super::on(&minutes.back_on))
}
