//! Every kind of fact has a sample, and every word of a sample stands on the page.

mod contract;

use std::collections::BTreeSet;

use api::v1;
use askama::Template;

use contract::{choices, moments, texts};

use super::{audience, decided_by, entry, mentioned};
use crate::{
    entry::{Entry, Says, Tag},
    names::Names,
    samples::{NHS_NUMBER, ORGANISATIONS, PERSON, every_fact, names},
    words,
};

fn worker_name(id: &str) -> Option<(&'static str, &'static str)> {
    ORGANISATIONS.iter().find_map(|(code, _, workers)| {
        let worker = workers.iter().find(|worker| worker.0 == id)?;
        Some((*code, worker.1))
    })
}

/// All that a page shows of an entry.
fn shown(entry: &Entry) -> String {
    let says = entry
        .says
        .iter()
        .map(|says| format!("{}: {}", says.label, says.words));
    let tags = entry.tags.iter().map(|tag| tag.label.clone());
    let all = [entry.heading.clone(), entry.by.clone(), entry.at.clone()];
    all.into_iter()
        .chain(says)
        .chain(tags)
        .collect::<Vec<_>>()
        .join("\n")
}

fn told(fact: &v1::Fact) -> Entry {
    entry(fact, PERSON, &names())
}

/// The first of this heading.
fn headed(heading: &str) -> Entry {
    let mut all = every_fact().into_iter().map(|fact| told(&fact));
    let found = all.find(|entry| entry.heading == heading);
    found.unwrap_or_else(|| panic!("nothing is headed {heading:?}"))
}

#[test]
fn every_kind_of_fact_has_a_sample() {
    let samples = every_fact().into_iter().map(|fact| format!("{fact:?}"));
    let samples: Vec<_> = samples.collect();
    let choices = choices();
    assert!(choices.len() > 100, "{} choices", choices.len());
    for (message, field, variant) in choices {
        let (holds, chosen) = (format!("{message} {{"), format!("{field}: Some({variant}("));
        let is_sample = |text: &&String| text.contains(&holds) && text.contains(&chosen);
        assert!(
            samples.iter().any(|text| is_sample(&text)),
            "no sample of {message}.{variant}"
        );
    }
}

#[test]
fn each_says_what_it_is_who_recorded_it_and_when() {
    let facts = every_fact();
    let ids: BTreeSet<_> = facts.iter().map(|fact| &fact.fact_id).collect();
    assert_eq!(ids.len(), facts.len());
    for fact in &facts {
        let entry = told(fact);
        assert!(entry.heading.len() > 3, "{entry:?}");
        assert!(!entry.says.is_empty(), "{entry:?}");
        assert_eq!(entry.by, names().who(fact.recorded_by.as_ref()));
        assert_eq!(entry.at, words::when_of(fact.recorded_at.as_ref()));
        assert!(entry.at.contains("June 2026"), "{}", entry.at);
        assert_eq!(entry.id, fact.fact_id);
        assert_eq!(
            entry.why,
            format!("/people/{PERSON}/facts/{}/why", fact.fact_id)
        );
    }
}

#[test]
fn every_word_of_a_fact_stands_in_its_entry() {
    let names = names();
    for fact in every_fact() {
        let shown = shown(&told(&fact));
        let content = fact.content.as_ref().unwrap();
        for (field, text) in texts(content) {
            let expected = match field.as_str() {
                "fact_ids" | "passage" | "role" => continue,
                id if id.ends_with("_id") => continue,
                "nhs_number" => words::nhs_number(&text),
                _ => match worker_name(&text) {
                    Some((_, name)) => name.to_owned(),
                    None => words::written(&names.organisation(&text)),
                },
            };
            assert!(
                shown.contains(&expected),
                "{field} {expected:?} in\n{shown}"
            );
        }
        for moment in moments(content) {
            assert!(shown.contains(&moment), "{moment} in\n{shown}");
        }
    }
}

#[test]
fn nothing_is_shown_as_a_code() {
    for fact in every_fact() {
        let shown = shown(&told(&fact));
        for (code, _, workers) in ORGANISATIONS {
            assert!(!shown.contains(code), "{code} in\n{shown}");
            for (worker, _) in workers {
                assert!(!shown.contains(worker), "{worker} in\n{shown}");
            }
        }
        assert!(!shown.contains('_'), "{shown}");
        assert!(
            !shown.contains(&fact.fact_id) && !shown.contains(PERSON),
            "{shown}"
        );
        for iso in shown.split_whitespace() {
            assert!(
                iso.parse::<jiff::civil::Date>().is_err(),
                "{iso} in\n{shown}"
            );
        }
    }
}

#[test]
fn a_choice_is_called_by_its_name() {
    for fact in every_fact() {
        let entry = told(&fact);
        let unnamed = |says: &Says| says.words == "not known" || says.words.contains("not known,");
        assert!(!entry.says.iter().any(unnamed), "{entry:?}");
        assert_ne!(entry.heading, "not known");
    }
}

#[test]
fn names_of_whoever_is_mentioned_are_enough() {
    for fact in every_fact() {
        let named = mentioned([&fact]);
        let mut some = Names::default();
        for (code, name, workers) in ORGANISATIONS {
            some = some.with_organisation(code, name);
            for (worker, name) in workers.iter().filter(|_| named.contains(code)) {
                some = some.with_worker(code, worker, name);
            }
        }
        assert_eq!(entry(&fact, PERSON, &some), told(&fact));
        let known = texts(&fact)
            .into_iter()
            .filter_map(|(_, text)| worker_name(&text));
        let mut of: BTreeSet<_> = known.map(|(code, _)| code.to_owned()).collect();
        of.extend(fact.recorded_by.as_ref().map(|by| by.organisation.clone()));
        assert_eq!(named, of, "{fact:?}");
    }
}

#[test]
fn her_own_words_are_marked_as_hers() {
    let own = [
        "I hear better with my left ear. Sit on that side, and do not shout.",
        "I want to be at Jean’s table at Christmas.",
        "Down to the gate and back each morning.",
        "The choir is not for me.",
        "Ask me what I can do, and not what I cannot.",
        "I still dread the evenings.",
        "I try the new stick in the garden.",
        "Not to lie awake listening for him.",
        "I was asked, for once.",
        "You have all been kind. I manage now.",
        "That is how I would put it.",
    ];
    let all = every_fact().iter().map(told).collect::<Vec<_>>();
    let says: Vec<_> = all.iter().flat_map(|entry| &entry.says).collect();
    for words in own {
        let found = says.iter().filter(|says| says.words == words);
        let marks: Vec<_> = found.map(|says| says.own_words).collect();
        assert!(!marks.is_empty() && marks.iter().all(|own| *own), "{words}");
    }
    let note = "The handrail at the back door is loose. Reported to repairs.";
    assert!(
        says.iter()
            .any(|says| says.words == note && !says.own_words)
    );
    assert!(
        says.iter()
            .any(|says| says.words == "She can make anything grow." && !says.own_words)
    );
}

#[test]
fn what_is_to_be_minded_is_marked() {
    let tags = |of: fn(&v1::Fact) -> bool| {
        let fact = every_fact().into_iter().find(of);
        told(&fact.unwrap()).tags
    };
    assert_eq!(
        tags(|fact| fact.restricted),
        [Tag::new("Restricted", "yellow")]
    );
    assert_eq!(
        tags(|fact| fact.recorded_in_error),
        [Tag::new("Recorded in error", "red")]
    );
    assert_eq!(
        tags(|fact| fact.on_wrong_person),
        [Tag::new("On the wrong person", "red")]
    );
    let raised = headed("Referral to Befriending, Lea Valley Friends");
    assert_eq!(raised.tags, [Tag::new("Urgent", "red")]);
    let overdue = Tag::new("Overdue", "red");
    let is_overdue = |fact: &&v1::Fact| told(fact).tags.contains(&overdue);
    let facts = every_fact();
    let late: Vec<_> = facts.iter().filter(is_overdue).collect();
    let names_it = |fact: &&v1::Fact| {
        let debug = format!("{:?}", fact.content);
        ["Overdue", "Unanswered", "ReviewDue"]
            .iter()
            .any(|kind| debug.contains(&format!("({kind}(")))
            || debug.contains("ReferralOverdue(")
    };
    let named: Vec<_> = facts.iter().filter(names_it).collect();
    assert_eq!(late, named);
    assert!(late.len() > 10);
}

#[test]
fn who_is_told_that_nobody_answered() {
    let all = every_fact().iter().map(told).collect::<Vec<_>>();
    let overdue = all
        .iter()
        .filter(|entry| entry.heading == "Referral not answered in time");
    let overdue: Vec<_> = overdue.map(shown).collect();
    assert_eq!(overdue.len(), 2);
    assert!(overdue[0].contains("Recorded automatically, Lea Valley Friends"));
    assert!(overdue[0].contains("Who is told: Whoever asked and whoever was asked"));
    assert!(
        overdue[1].contains("the managers of both"),
        "{}",
        overdue[1]
    );
}

#[test]
fn whoever_decided_is_named_with_what_it_rests_on() {
    let agreements = every_fact()
        .into_iter()
        .filter_map(|fact| match fact.content {
            Some(v1::fact::Content::Agreement(agreement)) => Some(agreement),
            _ => None,
        });
    let agreements: Vec<_> = agreements.collect();
    let who: Vec<_> = agreements
        .iter()
        .map(|one| decided_by(one.decided_by.as_ref()))
        .collect();
    assert_eq!(
        who,
        [
            "The person decided",
            "Their attorney or deputy Jean Ellis decided; document seen: lasting power of \
             attorney for health and welfare, of May 2024",
            "Dr Gwen Evans decided in the person’s best interests; consulted: Jean Ellis, and the \
             ward sister; to be looked at again on 14 September 2026",
        ]
    );
    let with = agreements.iter().filter_map(|one| one.audience.as_ref());
    let with: Vec<_> = with.map(|one| audience(one, &names())).collect();
    assert_eq!(
        with,
        [
            "Walbrook Council, Housing",
            "Everyone who takes part for health care",
            "Everyone who takes part",
        ]
    );
    assert_eq!(decided_by(None), "");
}

#[test]
fn an_objection_names_whom_and_what_it_is_about() {
    let all = every_fact().iter().map(told).collect::<Vec<_>>();
    let objections = all
        .iter()
        .filter(|entry| entry.heading == "Objection to sharing");
    let objections: Vec<_> = objections.map(shown).collect();
    assert!(
        objections[0].contains("With: Walbrook Council, Housing\nWhat about: Money and benefits")
    );
    assert!(
        objections[1]
            .contains("With: Priya Nair, Lea Valley Community Nursing\nWhat about: Everything")
    );
    assert!(objections[2].contains("With: Everyone who works for advice"));
    assert!(objections[3].contains("With: Everybody"));
}

#[test]
fn a_decision_says_what_was_chosen_and_why_it_was_made_again() {
    let first = shown(&headed("Decision"));
    assert!(
        first.contains("What the person chose: Upstairs, as before"),
        "{first}"
    );
    assert!(first.contains("The choice goes against guidance."));
    let again = shown(&headed("Decision, made again"));
    assert!(again.contains("What the person chose: Both of them downstairs, in two beds"));
    assert!(!again.contains("against guidance"));
}

#[test]
fn outcomes_stand_side_by_side_where_they_differ() {
    let came = shown(&headed("What came of the referral"));
    assert!(
        came.contains("As the service sees it: It helped\n"),
        "{came}"
    );
    assert!(came.contains("As the person sees it: It helped in part\n"));
    assert!(came.contains("see it differently"));
}

#[test]
fn something_newer_than_the_program_is_said_to_be_so() {
    let facts = every_fact().into_iter();
    let unknown = facts.map(|fact| v1::Fact {
        content: None,
        ..fact
    });
    for fact in unknown {
        let entry = told(&fact);
        assert_eq!(entry.heading, "Something that this page cannot show yet");
        assert!(!entry.by.is_empty() && !entry.at.is_empty() && entry.says.is_empty());
    }
    let nothing = told(&v1::Fact::default());
    assert_eq!((nothing.by.as_str(), nothing.at.as_str()), ("", ""));
}

#[test]
fn own_words_stand_under_what_they_are_about() {
    let html = headed("Decision").render().unwrap();
    let label = html.find("What matters to the person:").unwrap();
    let words = html.find("Not to lie awake listening for him.").unwrap();
    assert!(
        label < words && html[label..words].contains("<blockquote"),
        "{html}"
    );
}

#[test]
fn the_samples_are_of_nobody() {
    let (digits, check) = NHS_NUMBER.split_at(9);
    let weighted = digits.bytes().zip((2..=10).rev());
    let sum: u32 = weighted
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    assert!(digits.starts_with("999"));
    assert_eq!(check, ((11 - sum % 11) % 11).to_string());
    let workers = ORGANISATIONS.iter().flat_map(|(_, _, workers)| *workers);
    let ids: Vec<_> = workers.map(|worker| worker.0).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}
