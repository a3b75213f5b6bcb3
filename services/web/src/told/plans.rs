//! The plan, in the person's words, and what was decided together with them.

use api::v1::{self, PlanSection, decided::Choice, decided_by::Who, plan_fact::Told};

use super::{decided_by, unknown};
use crate::{entry::Entry, labels::Labelled, words};

pub(super) fn fact(fact: &v1::PlanFact) -> Entry {
    match &fact.told {
        None => unknown(),
        Some(Told::Passage(told)) => passage(told),
        Some(Told::Achieved(told)) => Entry::new("Goal reached")
            .says("The person has reached this goal.")
            .about("What came of it", &told.words),
        Some(Told::Stopped(told)) => Entry::new("Goal let go of").own_words(&told.words),
        Some(Told::Agreed(told)) => agreed(told),
        Some(Told::ReviewSet(told)) => {
            Entry::new("When the plan is looked at again").says(words::written(&told.review_on))
        }
        Some(Told::Reviewed(told)) => Entry::new("Plan looked at again")
            .about("What came of it", &told.words)
            .about("Next on", words::written(&told.review_on)),
        Some(Told::ReviewDue(told)) => Entry::new("Plan not looked at again in time")
            .about("It was to be looked at on", words::written(&told.review_on))
            .tag("Overdue", "red"),
    }
}

fn passage(told: &v1::plan_fact::Passage) -> Entry {
    let section = told.section();
    let entry = match section {
        PlanSection::Goal => Entry::new("Goal").own_words(&told.words),
        PlanSection::Step => Entry::new("Step towards a goal").own_words(&told.words),
        section => Entry::new(section.label()).says(&told.words),
    };
    entry.about("Written with help from", &told.helped_by)
}

fn agreed(told: &v1::plan_fact::Agreed) -> Entry {
    let who = told.decided_by.as_ref();
    let entry = Entry::new("Plan agreed").says(decided_by(who));
    match who.and_then(|decided| decided.who.as_ref()) {
        Some(Who::Person(_)) => entry.own_words(&told.words),
        _ => entry.about("What they said about it", &told.words),
    }
}

pub(super) fn decision(fact: &v1::DecisionFact) -> Entry {
    let Some(decided) = &fact.decided else {
        return unknown();
    };
    let heading = if fact.revised_because.is_empty() {
        "Decision"
    } else {
        "Decision, made again"
    };
    let entry = Entry::new(heading)
        .about("What was to be decided", &decided.question)
        .own_words_about("What matters to the person", &decided.matters);
    let entry = decided.options.iter().fold(entry, |entry, weighed| {
        entry
            .about("What could be done", &weighed.option)
            .about("What speaks for it", &weighed.speaks_for)
            .about("What speaks against it", &weighed.speaks_against)
    });
    let entry = entry
        .about("What the person chose", chosen(decided))
        .about("Support agreed", &decided.support);
    let entry = match &decided.against_guidance {
        None => entry,
        Some(against) => entry
            .says("The choice goes against guidance.")
            .about("What guidance says", &against.guidance)
            .about(
                "How the person was told, and what they make of it",
                &against.person_knows,
            ),
    };
    entry
        .says(decided_by(decided.decided_by.as_ref()))
        .about("Why it was decided again", &fact.revised_because)
}

fn chosen(decided: &v1::Decided) -> String {
    match &decided.choice {
        None => String::new(),
        Some(Choice::Other(words)) => words.clone(),
        Some(Choice::Option(place)) => {
            let option = usize::try_from(*place).ok();
            let option = option.and_then(|place| decided.options.get(place));
            option.map_or_else(String::new, |weighed| weighed.option.clone())
        }
    }
}
