//! Their own words: About Me, the plan, and what they decided.

use api::v1::{
    DecisionFact, Heading, Passage, PlanFact, PlanSection, decided::Choice, plan_fact::Told,
};

use crate::{entry::Entry, labels::label};

pub(super) fn passage(passage: &Passage) -> Entry {
    let entry = Entry::new(label::<Heading>(passage.heading))
        .own_words(&passage.words)
        .about("Helped to write it", &passage.helped_by);
    if passage.do_not_ask_again {
        entry.tag("Please don’t ask again", "yellow")
    } else {
        entry
    }
}

pub(super) fn told(fact: &PlanFact) -> Entry {
    let Some(told) = &fact.told else {
        return Entry::new("Plan");
    };
    match told {
        Told::Passage(passage) => Entry::new(match passage.section() {
            PlanSection::Goal => "Goal",
            PlanSection::Step => "Step",
            _ => label::<PlanSection>(passage.section),
        })
        .own_words(&passage.words)
        .about("Helped to write it", &passage.helped_by),
        Told::Achieved(achieved) => Entry::new("Goal reached")
            .own_words(&achieved.words)
            .tag("Reached", "green"),
        Told::Stopped(stopped) => Entry::new("Goal let go of").own_words(&stopped.words),
        Told::Agreed(agreed) => Entry::new("Plan agreed")
            .says(super::decided_by(agreed.decided_by.as_ref()))
            .own_words(&agreed.words),
        Told::ReviewSet(set) => {
            Entry::new("Plan to be looked at again").about("On", super::on(&set.review_on))
        }
        Told::Reviewed(reviewed) => Entry::new("Plan looked at again")
            .says(&reviewed.words)
            .about("Next time", super::on(&reviewed.review_on)),
        Told::ReviewDue(due) => Entry::new("Plan to be looked at again")
            .about("Was to be on", super::on(&due.review_on))
            .tag("Overdue", "red"),
    }
}

pub(super) fn decision(fact: &DecisionFact) -> Entry {
    let decided = fact.decided.clone().unwrap_or_default();
    let mut entry = Entry::new("Decision").about("What was to be decided", &decided.question);
    for option in &decided.options {
        entry = entry
            .about("Option", &option.option)
            .about("For it", &option.speaks_for)
            .about("Against it", &option.speaks_against);
    }
    let chosen = match &decided.choice {
        Some(Choice::Option(place)) => usize::try_from(*place)
            .ok()
            .and_then(|place| decided.options.get(place))
            .map(|option| option.option.clone()),
        Some(Choice::Other(words)) => Some(words.clone()),
        None => None,
    };
    entry = entry
        .own_words(&decided.matters)
        .about("They chose", chosen.unwrap_or_default())
        .about("Support agreed", &decided.support)
        .about("Decided", super::decided_by(decided.decided_by.as_ref()))
        .about("Decided again because", &fact.revised_because);
    match &decided.against_guidance {
        Some(against) => entry
            .about("Guidance says", &against.guidance)
            .about("How they know", &against.person_knows)
            .tag("Against guidance", "yellow"),
        None => entry,
    }
}
