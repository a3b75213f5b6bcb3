//! What people come with, in their words and in those of the workers who see them. Nobody who said this is real.
//!
//! In a template `{name}` is what the person likes to be called; `{them}` and `{their}` are their pronouns.

mod body;
mod home;
mod later_life;
mod mind;

use api::v1::{Category, Heading};

/// What somebody comes with.
pub struct Need {
    /// The services of which one opens the case, by key.
    pub opened_by: &'static [&'static str],
    /// From which age to which.
    pub ages: (i64, i64),
    /// What it is mostly about.
    pub topic: Category,
    /// What they say of themselves.
    pub passages: &'static [Passage],
    /// What whoever leads the case writes down, from visit to visit.
    pub seen: &'static [&'static str],
    /// What they say when they agree to share.
    pub agrees: &'static [&'static str],
    /// What they agree to share.
    pub shares: &'static [Category],
    /// What only named readers are to know, in the lead worker's words.
    pub private: &'static str,
    /// What they want to do or to be able to do, in their words.
    pub goals: &'static [&'static str],
    /// A step that helps, and the service, by key, that takes it.
    pub steps: &'static [(&'static str, &'static str)],
    /// Who may be asked to help.
    pub asks: &'static [Ask],
}

/// A passage of About Me, in one of several wordings.
pub struct Passage {
    /// The heading that it stands under.
    pub heading: Heading,
    /// What it is about, besides being about the person.
    pub categories: &'static [Category],
    /// Whether they do not want to be asked again.
    pub do_not_ask_again: bool,
    /// The wordings.
    pub said: &'static [&'static str],
}

/// Somebody who may be asked to help.
pub struct Ask {
    /// The service, by key.
    pub of: &'static str,
    /// What the reason is about.
    pub topic: Category,
    /// Why they are asked.
    pub reasons: &'static [&'static str],
    /// What they answer when they accept.
    pub welcome: &'static str,
    /// What they write down after they first met the person.
    pub first: &'static str,
    /// What came of it, as they see it.
    pub outcome: &'static str,
    /// What came of it, as the person sees it.
    pub told: &'static str,
}

/// Every need.
pub const NEEDS: [&Need; 12] = [
    &later_life::LONELY,
    &later_life::FALLEN,
    &later_life::FORGETFUL,
    &later_life::LAST_MONTHS,
    &home::DAMP,
    &home::DEBT,
    &home::CARING,
    &home::LEAVING,
    &mind::LOW,
    &mind::ANXIOUS,
    &mind::DRINKING,
    &body::BREATHLESS,
];

const fn passage(
    heading: Heading,
    categories: &'static [Category],
    said: &'static [&'static str],
) -> Passage {
    Passage {
        heading,
        categories,
        do_not_ask_again: false,
        said,
    }
}

const fn not_again(
    heading: Heading,
    categories: &'static [Category],
    said: &'static [&'static str],
) -> Passage {
    Passage {
        do_not_ask_again: true,
        ..passage(heading, categories, said)
    }
}

/// How to communicate, whatever the need.
pub const COMMUNICATION: &[&str] = &[
    "I am hard of hearing on the left. Sit where I can see your face.",
    "Text me first. I do not pick up numbers that I do not know.",
    "Please ring after eleven; my mornings are slow.",
    "Write it down for me, in big letters. I lose track of what was said.",
    "I read Urdu better than English. My daughter helps with letters.",
    "Plain words, please. I nod when I have not understood.",
    "Letters are best. My phone is often out of credit.",
    "Give me a minute to answer. I get there.",
];

/// What to do and not to do, whatever the need.
pub const MANNERS: &[&str] = &[
    "Please ring the bell and wait. Please don't let yourself in.",
    "Call me by my first name. Please don't call me love.",
    "Please tell me when you will be late. Please don't just turn up.",
    "Shoes off in the front room, please.",
    "Please talk to me, and not over my head to whoever is with me.",
    "Mind the dog. He is soft, but he barks.",
    "Please don't offer me tea you then worry about. I will make it myself.",
    "Ask before you touch my things. Everything has its place.",
];

/// What helps, whatever the need.
pub const SUPPORT: &[&str] = &[
    "Afternoons are better than mornings. Two visits in one week are too many.",
    "One person whom I know, and not a new face each time.",
    "If I say I am fine, ask me again a bit later.",
    "Come on a weekday; at the weekend my family is here.",
    "Let me do what I can, even if it takes longer.",
    "Remind me the day before. I write it on the calendar.",
];

/// Words with which a service says that it cannot help.
pub const DECLINES: &[&str] = &[
    "Our list is full until the new year, and {name} should not wait that long.",
    "This is not something that we do well; others nearby do.",
    "{name} lives just outside the streets that we cover.",
    "We would like to help, and need to know more first: could you say what {name} hopes for?",
];

/// Notes of ordinary days.
pub const ORDINARY: &[&str] = &[
    "Rang {name}. All well; next visit as planned.",
    "Visited. {name} had had a good week, and said so.",
    "{name} was out; left a card and tried again the next day.",
    "A short visit. {name} was tired; we kept it to a cup of tea and the post.",
    "{name} rang to ask when we would come. Told {them} Thursday, and wrote it on {their} calendar.",
    "Went through the week with {name}. Two things to sort out, and both are small.",
    "Spoke about what has changed since the summer. {name} sees it more clearly than I did.",
    "{name} asked me to slow down. Fair point. We agreed on one thing at a time.",
];

/// What worries whoever raises a safeguarding concern.
pub const CONCERNS: &[&str] = &[
    "{name} had bruises on both arms that did not fit with a fall, and looked at {their} son before answering.",
    "The nephew holds the bank card, and there is nothing in the fridge. {name} said not to make trouble.",
    "{name} was alone, cold and without the medicines that were delivered on Monday; the carer had signed for four visits.",
    "The neighbour's little girl is there each evening, hungry, and afraid to go home.",
    "Somebody from the estate has moved into {name}'s flat and answers the door for {them}.",
];
