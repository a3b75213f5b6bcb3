//! The texts that a review ends in: the copy for the GP record, of five lines, and the letter to the person.
//!
//! Made of what the caller is shown, and of nothing else. Which facts may stand in a letter is said here.

use jiff::{Timestamp, civil::Date};

use crate::{
    calendar,
    category::Category,
    fact::{Content, Fact},
    ids::{OrganisationId, WorkerId},
    review::{Action, Attendee, Decision, Minutes, Next, Presence, Told},
    words::Words,
};

/// What a worker of an organisation is called in a text: their name, or their id where none is registered.
pub type Called<'a> = dyn Fn(&OrganisationId, &WorkerId) -> String + 'a;

/// A held review, as far as somebody is shown it.
struct Held<'a> {
    at: Timestamp,
    minutes: &'a Minutes,
    called: Option<&'a Words>,
    question: Option<&'a Words>,
    decisions: Vec<&'a Decision>,
    actions: Vec<&'a Action>,
}

/// The copy for the GP record, of exactly five lines: who met and when; the question; what was decided; who does what by
/// when; what the person said, and who tells them. None where the minutes are not among the facts.
pub fn gp_copy<'a>(
    facts: impl IntoIterator<Item = (Timestamp, &'a Fact)>,
    called: &Called<'_>,
) -> Option<[String; 5]> {
    let held = Held::of(facts)?;
    let decided = held.decisions.iter().map(|one| decision(one, called));
    let actions = held.actions.iter().map(|one| action(one, called));
    let lines = [
        format!(
            "Met on {}: {}.",
            day(held.at),
            names(&held.minutes.attended, called)
        ),
        format!(
            "Question: {}",
            held.question.map_or("not shared", Words::as_str)
        ),
        format!("Decided: {}", or(decided, "nothing")),
        format!("To do: {}", or(actions, "nothing")),
        format!(
            "The person: {} {} ({}) tells them.",
            presence(&held.minutes.person),
            held.minutes.telling(called),
            held.minutes.teller_name()
        ),
    ];
    Some(lines.map(|line| in_one_line(&line)))
}

/// A plain letter to the person, a paragraph each. Whatever is restricted, kept from them or about somebody else is left
/// out, without a trace. None where the minutes are not among the facts that may stand in it.
pub fn letter<'a>(
    facts: impl IntoIterator<Item = (Timestamp, &'a Fact)>,
    called: &Called<'_>,
) -> Option<Vec<String>> {
    let held = Held::of(facts.into_iter().filter(|(_, fact)| may_be_told(fact)))?;
    let mut paragraphs = vec![match held.called {
        Some(name) => format!("Dear {name},"),
        None => "Hello,".to_owned(),
    }];
    paragraphs.push(format!(
        "On {} these people met to talk about how to support you: {}.",
        day(held.at),
        names(&held.minutes.attended, called)
    ));
    paragraphs.extend(
        held.question
            .map(|question| format!("The question was: {question}")),
    );
    paragraphs.push(match &held.minutes.person {
        Presence::Present { said } => format!("You were there. You said: {said}"),
        Presence::Represented { by, said } => format!("{by} spoke for you: {said}"),
        Presence::Absent { reason } => format!("You were not there: {reason}"),
    });
    paragraphs.push(format!(
        "What was talked about: {}",
        held.minutes.discussion
    ));
    paragraphs.extend(
        held.decisions
            .iter()
            .map(|one| format!("What was decided: {}", decision(one, called))),
    );
    paragraphs.extend(
        held.actions
            .iter()
            .map(|one| format!("Who does what: {}", action(one, called))),
    );
    paragraphs.push(match held.minutes.next {
        Next::BackOn { date } => format!("It will be talked about again on {}.", written(date)),
        Next::OffTheList => "No other meeting about this is planned.".to_owned(),
    });
    paragraphs.push(format!(
        "If anything is not clear or not right, ask {} at {}.",
        held.minutes.telling(called),
        held.minutes.teller_name()
    ));
    Some(paragraphs)
}

/// Whether a fact of a review may stand in a letter to the person.
fn may_be_told(fact: &Fact) -> bool {
    fact.restriction.is_none() && !fact.categories.contains(Category::AboutSomebodyElse)
}

impl<'a> Held<'a> {
    fn of(facts: impl IntoIterator<Item = (Timestamp, &'a Fact)>) -> Option<Self> {
        let (mut minutes, mut called, mut question) = (None, None, None);
        let (mut decisions, mut actions) = (Vec::new(), Vec::new());
        for (at, fact) in facts {
            let Content::Review(told) = &fact.content else {
                continue;
            };
            match told {
                Told::Requested {
                    called: name,
                    question: asked,
                    ..
                } => (called, question) = (Some(name), Some(asked)),
                Told::Held(held) => minutes = Some((at, &**held)),
                Told::Decided(decision) => decisions.push(decision),
                Told::Agreed(action) => actions.push(action),
                _ => {}
            }
        }
        let (at, minutes) = minutes?;
        Some(Self {
            at,
            minutes,
            called,
            question,
            decisions,
            actions,
        })
    }
}

impl Minutes {
    /// What whoever tells the person is called.
    fn telling(&self, called: &Called<'_>) -> String {
        called(&self.teller, &self.telling)
    }

    /// The name of the organisation whose worker tells the person.
    fn teller_name(&self) -> &str {
        let mut attended = self.attended.iter();
        attended
            .find(|one| one.organisation == self.teller)
            .map_or(self.teller.as_str(), |one| one.name.as_str())
    }
}

fn names(attended: &[Attendee], called: &Called<'_>) -> String {
    let name = |one: &Attendee| match &one.workers[..] {
        [] => one.name.to_string(),
        workers => {
            let workers = workers.iter();
            let workers: Vec<_> = workers
                .map(|worker| called(&one.organisation, worker))
                .collect();
            format!("{} ({})", one.name, workers.join(", "))
        }
    };
    attended.iter().map(name).collect::<Vec<_>>().join("; ")
}

fn decision(decision: &Decision, called: &Called<'_>) -> String {
    let reason = |dissent: &crate::review::Dissent| {
        let who = called(&dissent.organisation, &dissent.worker);
        format!("{who} sees it differently: {}", dissent.reason)
    };
    let dissent = decision.dissent.iter().map(reason);
    std::iter::once(decision.words.to_string())
        .chain(dissent)
        .collect::<Vec<_>>()
        .join(" ")
}

fn action(action: &Action, called: &Called<'_>) -> String {
    let who = match &action.worker {
        Some(worker) => format!("{} ({})", called(&action.organisation, worker), action.name),
        None => action.name.to_string(),
    };
    let asked = if action.requested {
        " is asked to do this"
    } else {
        ""
    };
    format!(
        "{who}{asked}: {}, by {}",
        action.words.as_str().trim_end_matches('.'),
        written(action.by)
    )
}

fn presence(presence: &Presence) -> String {
    match presence {
        Presence::Present { said } => format!("was there, and said: {said}"),
        Presence::Represented { by, said } => format!("was represented by {by}, who said: {said}"),
        Presence::Absent { reason } => format!("was not there: {reason}"),
    }
}

fn or(lines: impl Iterator<Item = String>, nothing: &str) -> String {
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() {
        nothing.to_owned()
    } else {
        lines.join("; ")
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn day(at: Timestamp) -> String {
    written(calendar::date_at(at))
}

fn written(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Categories,
        fact::Restriction,
        testing::{World, chair, hold},
    };

    fn held() -> Vec<(Timestamp, Fact)> {
        let mut world = World::with_scheduled_review();
        world.when(&chair(), &hold(&world.history)).unwrap();
        let facts = world.history.facts().iter();
        facts.map(|known| (known.at, known.fact.clone())).collect()
    }

    /// Dr Patel has a name; nobody else has.
    fn called(_: &OrganisationId, worker: &WorkerId) -> String {
        match worker.as_str() {
            "dr.patel" => "Dr Anita Patel".to_owned(),
            id => id.to_owned(),
        }
    }

    fn given(facts: &[(Timestamp, Fact)]) -> impl Iterator<Item = (Timestamp, &Fact)> {
        facts.iter().map(|(at, fact)| (*at, fact))
    }

    #[test]
    fn the_copy_for_the_gp_record_has_five_lines() {
        let lines = gp_copy(given(&held()), &called).unwrap();
        assert_eq!(
            lines,
            [
                "Met on 8 June 2026: Lavender Field Surgery (Dr Anita Patel); The network (jo.chair).",
                "Question: How can she get out again?",
                "Decided: A befriender visits. Dr Anita Patel sees it differently: She asked for a group.",
                "To do: jo.chair (The network): Find a befriender, by 22 June 2026",
                "The person: was there, and said: I would like company. Dr Anita Patel (Lavender Field Surgery) tells them.",
            ]
        );
        assert!(lines.iter().all(|line| !line.contains('\n')));
    }

    #[test]
    fn the_letter_is_plain_and_uses_the_name_that_the_person_likes() {
        let letter = letter(given(&held()), &called).unwrap();
        assert_eq!(letter[0], "Dear Mo,");
        assert!(
            letter
                .iter()
                .any(|line| line == "You were there. You said: I would like company.")
        );
        assert!(
            letter
                .last()
                .unwrap()
                .contains("ask Dr Anita Patel at Lavender Field Surgery")
        );
        let text = letter.join("\n");
        assert!(!text.contains("Okafor") && !text.contains("999"));
    }

    #[test]
    fn what_is_restricted_or_about_somebody_else_is_in_no_letter() {
        let hide: [fn(&mut Fact); 2] = [
            |fact| fact.restriction = Some(Restriction::default()),
            |fact| {
                fact.categories = fact
                    .categories
                    .with(Categories::of(&[Category::AboutSomebodyElse]))
            },
        ];
        for hide in hide {
            let mut facts = held();
            let decided = |(_, fact): &&mut (Timestamp, Fact)| {
                matches!(fact.content, Content::Review(Told::Decided(_)))
            };
            hide(&mut facts.iter_mut().find(decided).unwrap().1);
            let text = letter(given(&facts), &called).unwrap().join("\n");
            assert!(!text.contains("befriender visits") && !text.contains("What was decided"));
        }
    }

    #[test]
    fn there_is_no_text_about_what_was_not_held_or_is_not_shown() {
        let facts: Vec<_> = held()
            .into_iter()
            .filter(|(_, fact)| !matches!(fact.content, Content::Review(Told::Held(_))))
            .collect();
        assert!(
            gp_copy(given(&facts), &called).is_none() && letter(given(&facts), &called).is_none()
        );
    }
}
