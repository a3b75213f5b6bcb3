//! Referrals: another organisation's service is asked to help; custody does not move.

pub mod accept;
pub mod decline;
pub mod overdue;
pub mod raise;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ask::Ask,
    category::Categories,
    command::Context,
    disclosure::shown_to,
    fact::About,
    history::History,
    ids::{EventId, FactId, OrganisationId, ReferralId},
    refusal::{Code, Refusal},
    service::ServiceTerms,
};

/// Why a service declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeclineReason {
    /// The service has no capacity.
    NoCapacity,
    /// The service does not do this, or not for this person.
    NotSuitable,
    /// The person lives outside the service's area.
    OutsideArea,
    /// More has to be known first.
    MoreInformationNeeded,
    /// The person does not want it.
    PersonDoesNotWantIt,
    /// Another reason, given in words.
    Other,
}

/// A referral as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Its id.
    pub id: ReferralId,
    /// The event that raised it.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// Who asked.
    pub from: OrganisationId,
    /// The service that was asked.
    pub terms: ServiceTerms,
    /// Whether the person agreed to it.
    pub agreed: bool,
    /// The passages that the person wants the service to see.
    pub ticked: Vec<FactId>,
    /// The categories of what was written.
    pub categories: Categories,
    /// When an answer is due, and when it is due a second time.
    pub answer_by: [Timestamp; 2],
    /// How far it has come.
    pub state: State,
    /// How many of the two answer-by times have been recorded as past.
    pub overdue: usize,
    /// The last event on it.
    pub last_event: EventId,
}

impl Referral {
    /// What its facts are about.
    pub const fn about(&self) -> About {
        About::Referral { referral: self.id }
    }

    /// The case has ended, and with it whatever was still to come.
    pub(crate) fn end(&mut self, event: EventId) {
        if matches!(self.state, State::Open | State::Accepted(_)) {
            self.state = State::Ended;
            self.last_event = event;
        }
    }

    /// As disclosure looks at it.
    pub fn ask(&self) -> Ask<'_> {
        Ask {
            about: self.about(),
            event: self.event,
            version: self.version,
            from: &self.from,
            terms: &self.terms,
            agreed: self.agreed,
            ticked: &self.ticked,
            open: self.state == State::Open,
        }
    }
}

/// How far a referral has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has answered.
    Open,
    /// The service accepted, with this event.
    Accepted(EventId),
    /// The service declined.
    Declined,
    /// The case ended before it was answered, or while the service helped.
    Ended,
}

/// The open referral that the caller's organisation is asked to answer.
///
/// `seen` is the last event on it that the caller has seen: an answer given to a referral that has moved
/// on is refused, so that two colleagues do not answer past each other.
fn to_answer<'a>(
    history: &'a History,
    id: ReferralId,
    seen: EventId,
    context: &Context,
) -> Result<&'a Referral, Refusal> {
    let to_us = |referral: &&Referral| {
        let raised = history.fact(FactId {
            event: referral.event,
            index: 0,
        });
        referral.terms.organisation == *context.organisation()
            && raised.is_some_and(|raised| shown_to(history, &context.by, raised, context.now))
    };
    let Some(referral) = history.referral(id).filter(to_us) else {
        return Err(Refusal::of(Code::ReferralUnknown, "referral_id"));
    };
    context.working_with_people()?;
    if referral.state != State::Open {
        return Err(Code::ReferralAnswered.into());
    }
    if referral.last_event != seen {
        return Err(Refusal::of(Code::Stale, "token"));
    }
    Ok(referral)
}
