//! Words that stand nowhere else, each in one thing that was said of Maureen, and the views in which that stands.

use throughline_tests::town::look::View;

use crate::cast::{CHARITY, COUNCIL, PRACTICE};

/// What sort of thing a canary is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Identity,
    /// What she likes to be called: of who she is, and said with the question of a review.
    Called,
    Passage,
    Note,
    /// Something that stands in the file for a few of its workers, and in no view of the others.
    Kept,
    Decision,
    /// A passage of the plan.
    Plan,
    /// What was decided with her.
    Chosen,
    /// Of a review: the question, her words, the minutes.
    Review,
    Handover,
    /// A referral of this organisation to that one, or its answer.
    Referral {
        from: &'static str,
        to: &'static str,
    },
}

/// A word, and what it is in.
#[derive(Clone, Copy, Debug)]
pub struct Canary {
    pub word: &'static str,
    pub sort: Sort,
}

macro_rules! canaries {
    ($($name:ident = $word:literal in $sort:expr;)*) => {
        $(pub const $name: &str = $word;)*
        /// Every canary.
        pub const ALL: &[Canary] = &[$(Canary { word: $name, sort: $sort },)*];
    };
}

const TO_CHARITY: Sort = Sort::Referral {
    from: PRACTICE,
    to: CHARITY,
};
const TO_COUNCIL: Sort = Sort::Referral {
    from: PRACTICE,
    to: COUNCIL,
};

canaries! {
    NAME = "Quokka-Okafor" in Sort::Identity;
    PREFERRED = "Mo-Margay" in Sort::Called;
    BORN = "1951-03-04" in Sort::Identity;
    NUMBER = "9990182477" in Sort::Identity;
    CHOIR = "axolotl-choir" in Sort::Passage;
    JOE = "pangolin-joe" in Sort::Passage;
    TEXTING = "ocelot-text" in Sort::Passage;
    VERY_LOW = "numbat-low" in Sort::Passage;
    HELPED = "quagga-helped" in Sort::Passage;
    MOOD = "kakapo-mood" in Sort::Note;
    DAMP = "okapi-damp" in Sort::Note;
    AGREED = "tapir-agreed" in Sort::Decision;
    COMPANY = "wombat-company" in TO_CHARITY;
    TUESDAY = "bilby-tuesday" in TO_CHARITY;
    BUS = "serval-bus" in Sort::Note;
    RAIL = "dugong-rail" in TO_COUNCIL;
    ASSESSED = "gerenuk-assessed" in TO_COUNCIL;
    MOULD = "echidna-mould" in Sort::Note;
    SISTER = "jerboa-sister" in Sort::Decision;
    LEAK = "fossa-leak" in Sort::Note;
    QUESTION = "klipspringer-question" in Sort::Review;
    SAYS = "sugar-glider-says" in Sort::Review;
    TALKED = "colugo-talked" in Sort::Review;
    SING = "bongo-sing" in Sort::Plan;
    NIGHTS = "tarsier-nights" in Sort::Plan;
    INHALER = "potto-inhaler" in Sort::Chosen;
    SUMMARY = "caracal-summary" in Sort::Handover;
    CONCERN = "aardwolf-concern" in Sort::Kept;
    OUTCOME = "binturong-outcome" in Sort::Note;
}

/// What the practice's brief need not have room for any longer when the case is closed.
pub const OLD_AT_THE_END: &[&str] = &[
    MOOD, DAMP, AGREED, COMPANY, TUESDAY, RAIL, ASSESSED, QUESTION, SAYS,
];

/// Every word.
pub fn words() -> Vec<&'static str> {
    ALL.iter().map(|canary| canary.word).collect()
}

impl Canary {
    const fn is_of_identity(&self) -> bool {
        matches!(self.sort, Sort::Identity | Sort::Called)
    }

    /// Whether it stands in this view of an organisation that is shown these words.
    pub fn stands_in(&self, view: View, organisation: &str, shown: impl Fn(&str) -> bool) -> bool {
        let referral = |wanted: fn(&str, &str, &str) -> bool| {
            let listed = |canary: &&Canary| match canary.sort {
                Sort::Referral { from, to } => wanted(organisation, from, to) && shown(canary.word),
                _ => false,
            };
            match self.sort {
                // Each referral in the list says whom it is about.
                Sort::Identity => ALL.iter().any(|canary| listed(&canary)),
                Sort::Called => shown(NAME) && ALL.iter().any(|canary| listed(&canary)),
                _ => listed(&self),
            }
        };
        let any_of = |sort: Sort| {
            let mut others = ALL.iter().filter(|canary| canary.sort == sort);
            others.any(|canary| shown(canary.word))
        };
        match view {
            _ if self.sort == Sort::Kept => false,
            View::Caseload if self.sort == Sort::Called => shown(NAME),
            View::Caseload => self.sort == Sort::Identity,
            View::Brief | View::Story => true,
            View::AboutMe => self.sort == Sort::Passage,
            View::Sharing => self.sort == Sort::Decision,
            View::Identity | View::ToldOnce if self.sort == Sort::Called => shown(NAME),
            View::Identity => self.sort == Sort::Identity,
            View::ToldOnce => {
                matches!(self.sort, Sort::Identity | Sort::Passage | Sort::Plan)
            }
            View::Plan => self.sort == Sort::Plan,
            View::Decisions => self.sort == Sort::Chosen,
            // A review says what she likes to be called, and a handover who she is.
            View::Reviews if self.sort == Sort::Called => any_of(Sort::Review),
            View::Reviews => self.sort == Sort::Review,
            View::Handovers if self.is_of_identity() => shown(NAME) && any_of(Sort::Handover),
            View::Handovers => self.sort == Sort::Handover,
            View::ReferralsIn => referral(|organisation, _, to| organisation == to),
            View::ReferralsOut => referral(|organisation, from, _| organisation == from),
        }
    }
}
