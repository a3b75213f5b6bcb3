//! Asking for information: a service that was asked to help asks whoever raised the referral, before it answers.
//!
//! One question at a time. It ends with its answer, or with the referral's.

pub mod overdue;
pub mod provide;
pub mod request;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ask::Party,
    category::Categories,
    command::Context,
    disclosure::shown_to,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, FactId, OrganisationId, ReferralId, WorkerId},
    referral::{Referral, State},
    words::Words,
};

/// What the event means with which somebody asks for information.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationRequested {
    /// The referral that it is asked about.
    pub referral: ReferralId,
    /// When an answer is due, and when it is due a second time.
    pub answer_by: [Timestamp; 2],
}

/// What a fact about information says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "information", rename_all = "kebab-case")]
pub enum Told {
    /// Somebody asks.
    Asked {
        /// Who asks.
        from: OrganisationId,
        /// Who is asked: whoever raised the referral.
        to: OrganisationId,
        /// Who of them raised it.
        worker: WorkerId,
        /// The question.
        words: Words,
        /// The time by which it is to be answered.
        answer_by: Timestamp,
    },
    /// The answer.
    Provided {
        /// In words.
        words: Words,
    },
    /// The time to answer has passed.
    Overdue {
        /// The time by which an answer was due.
        answer_by: Timestamp,
        /// Whether a second period has passed too, and both managers are to be told.
        escalated: bool,
    },
    /// Nobody waits for the answer any longer: the referral was answered or taken back.
    Ended,
}

/// What was asked about a referral, as the history keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Information {
    /// The event with the first question: both sides have a part in what is asked and answered from then on.
    pub first: EventId,
    /// The event with the last question.
    pub question: EventId,
    /// The categories of the last question.
    pub categories: Categories,
    /// When its answer is due, and when it is due a second time.
    pub answer_by: [Timestamp; 2],
    /// How many of the two have been recorded as past.
    pub overdue: usize,
    /// Whether an answer is waited for.
    pub open: bool,
    /// The last event on it.
    pub last_event: EventId,
}

impl Referral {
    /// What the facts about what was asked are about.
    pub const fn about_information(&self) -> About {
        About::Information { referral: self.id }
    }

    /// The question that waits for an answer.
    pub fn question(&self) -> Option<&Information> {
        self.information.as_ref().filter(|asked| asked.open)
    }

    /// Both sides of the referral have a part in what is asked about it.
    pub(crate) fn informed(&self) -> impl Iterator<Item = Party<'_>> {
        let parties = self.information.map(|asked| {
            [&self.from, &self.terms.organisation].map(|organisation| Party {
                about: self.about_information(),
                event: asked.first,
                agreed: self.agreed.then_some(self.version),
                organisation,
            })
        });
        parties.into_iter().flatten()
    }

    pub(crate) fn close_question(&mut self, event: EventId) {
        if let Some(asked) = self.information.as_mut().filter(|asked| asked.open) {
            (asked.open, asked.last_event) = (false, event);
        }
    }
}

impl History {
    pub(crate) fn information_requested(
        &mut self,
        event: EventId,
        asked: InformationRequested,
        categories: Categories,
    ) {
        let referral = self.referrals.get_mut(&asked.referral);
        let Some(referral) = referral.filter(|one| !one.received) else {
            return;
        };
        let first = referral.information.map_or(event, |before| before.first);
        referral.information = Some(Information {
            first,
            question: event,
            categories,
            answer_by: asked.answer_by,
            overdue: 0,
            open: referral.state == State::Open,
            last_event: event,
        });
    }

    pub(crate) fn information_overdue(&mut self, referral: ReferralId, event: EventId) {
        let referral = self.referrals.get_mut(&referral);
        let asked = referral.and_then(|referral| referral.information.as_mut());
        if let Some(asked) = asked.filter(|asked| asked.open) {
            asked.overdue += 1;
            asked.last_event = event;
        }
    }

    pub(crate) fn information_closed(&mut self, referral: ReferralId, event: EventId) {
        if let Some(referral) = self.referrals.get_mut(&referral) {
            referral.close_question(event);
        }
    }
}

/// The question that waits for an answer, where the caller may see it.
fn waiting<'a>(
    history: &History,
    referral: &'a Referral,
    context: &Context,
) -> Option<&'a Information> {
    let asked = referral.question()?;
    let question = history.fact(FactId {
        event: asked.question,
        index: 0,
    })?;
    shown_to(history, &context.by, question, context.now).then_some(asked)
}

fn fact(referral: &Referral, categories: Categories, told: Told) -> Fact {
    Fact {
        about: referral.about_information(),
        categories,
        restriction: None,
        replaces: None,
        content: Content::Information(told),
    }
}

/// That nobody waits for an answer any longer, where somebody did. In an event of its own: both sides see it as part of
/// what was asked, and not of the referral.
pub(crate) fn ended(referral: &Referral) -> Option<Draft> {
    let asked = referral.question()?;
    Some(Draft {
        what: What::InformationEnded {
            referral: referral.id,
        },
        facts: vec![fact(referral, asked.categories, Told::Ended)],
    })
}
