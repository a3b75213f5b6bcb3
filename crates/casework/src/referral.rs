//! Referrals: another organisation's service is asked to help; custody does not move.

pub mod accept;
pub mod complete;
pub mod decline;
pub mod joined;
pub mod overdue;
pub mod raise;
pub mod receive;
pub mod told;
pub mod withdraw;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ask::{Ask, Party},
    category::Categories,
    command::Context,
    event::{By, Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, FactId, OrganisationId, ReferralId},
    information::Information,
    refusal::{Code, Refusal},
    service::ServiceTerms,
};

pub use receive::{ReferralReceived, Source};
pub use told::{Offered, Outcome, PersonOutcome, Told};

/// A service of another organisation was asked to help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralRaised {
    /// The referral.
    pub referral: ReferralId,
    /// The service that is asked, as it was registered then.
    pub terms: ServiceTerms,
    /// Whether the person agreed to it.
    pub agreed: bool,
    /// The passages that the person wants the service to see.
    pub ticked: Vec<FactId>,
    /// When an answer is due, and when it is due a second time.
    pub answer_by: [Timestamp; 2],
}

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
    /// Whether it came from outside: then whoever wrote it down is whose service it came to, and nobody else is asked.
    pub received: bool,
    /// Who asked, or wrote it down.
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
    /// Whether the service has met or spoken to the person.
    pub first_contact: bool,
    /// What the service asked about it, where it did.
    pub information: Option<Information>,
    /// The last event on it.
    pub last_event: EventId,
}

impl Referral {
    /// What its facts are about.
    pub const fn about(&self) -> About {
        About::Referral { referral: self.id }
    }

    /// Whether something is still to come: an answer, or help.
    pub const fn stands(&self) -> bool {
        matches!(self.state, State::Open | State::Accepted(_))
    }

    /// The case has ended, and with it whatever was still to come.
    pub(crate) fn end(&mut self, event: EventId) {
        if self.stands() {
            self.state = State::Ended;
            self.close_question(event);
            self.last_event = event;
        }
    }

    /// As disclosure looks at it; none where it came from outside, since nobody is invited by it.
    pub fn ask(&self) -> Option<Ask<'_>> {
        (!self.received).then(|| Ask {
            about: self.about(),
            event: self.event,
            version: self.version,
            from: &self.from,
            terms: &self.terms,
            agreed: self.agreed,
            ticked: &self.ticked,
            open: self.state == State::Open,
        })
    }

    /// Whoever wrote down what came from outside has a part in what becomes of it.
    pub fn party(&self) -> Option<Party<'_>> {
        self.received.then(|| Party {
            about: self.about(),
            event: self.event,
            agreed: self.agreed.then_some(self.version),
            organisation: &self.terms.organisation,
        })
    }

    /// Refuses what only whoever raised it inside could answer or do.
    pub(crate) fn was_asked(&self) -> Result<(), Refusal> {
        if self.received {
            Err(Code::ReferralReceived.into())
        } else {
            Ok(())
        }
    }

    /// A fact about it. Its categories are those of the referral, which hold what naming either side reveals.
    fn fact(&self, content: Content) -> Fact {
        Fact {
            about: self.about(),
            categories: self.categories,
            restriction: None,
            replaces: None,
            content,
        }
    }

    /// The draft of an event that records one fact about it.
    pub(crate) fn draft(&self, what: What, told: Told) -> Draft {
        Draft {
            what,
            facts: vec![self.fact(Content::OnReferral(told))],
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
    /// Whoever raised it took it back.
    Withdrawn,
    /// The service has done what it could.
    Completed,
    /// The case ended before it was answered, or while the service helped.
    Ended,
}

impl History {
    /// Whether this is what else was offered when the organisation was asked: that is nothing for it, also where it takes
    /// part by now and is shown everything of these categories.
    pub(crate) fn keeps_from_asked(&self, about: About, organisation: &OrganisationId) -> bool {
        let About::ReferralOptions { referral } = about else {
            return false;
        };
        let referral = self.referral(referral);
        referral.is_some_and(|referral| referral.terms.organisation == *organisation)
    }

    pub(crate) fn raise_referral(
        &mut self,
        event: EventId,
        by: &By,
        raised: ReferralRaised,
        categories: Categories,
    ) {
        self.organisations.insert(raised.terms.organisation.clone());
        let version = self.version();
        self.referrals.entry(raised.referral).or_insert(Referral {
            id: raised.referral,
            event,
            version,
            received: false,
            from: by.organisation.clone(),
            terms: raised.terms,
            agreed: raised.agreed,
            ticked: raised.ticked,
            categories,
            answer_by: raised.answer_by,
            state: State::Open,
            overdue: 0,
            first_contact: false,
            information: None,
            last_event: event,
        });
    }

    /// It was answered, or taken back; the service takes part where it accepted what was asked of it.
    pub(crate) fn answer_referral(&mut self, id: ReferralId, event: EventId, state: State) {
        let open = |referral: &Referral| referral.state == State::Open;
        let answered = self.move_referral(id, event, open, |referral| {
            referral.state = state;
            referral.close_question(event);
            let asked = !referral.received;
            asked.then(|| (referral.terms.clone(), referral.about()))
        });
        if let (Some(Some((terms, about))), State::Accepted(event)) = (answered, state) {
            self.involve(event, terms, Some(about));
        }
    }

    pub(crate) fn overdue_referral(&mut self, id: ReferralId, event: EventId) {
        let open = |referral: &Referral| referral.state == State::Open;
        self.move_referral(id, event, open, |referral| referral.overdue += 1);
    }

    pub(crate) fn referral_contact(&mut self, id: ReferralId, event: EventId) {
        self.move_referral(id, event, is_accepted, |referral| {
            referral.first_contact = true;
        });
    }

    /// The service has done what it could, and what it took part for has ended.
    pub(crate) fn complete_referral(&mut self, id: ReferralId, event: EventId) {
        let completed = self.move_referral(id, event, is_accepted, |referral| {
            referral.state = State::Completed;
            referral.about()
        });
        if let Some(about) = completed {
            self.end_involvements(event, |i| i.through == Some(about));
        }
    }

    fn move_referral<T>(
        &mut self,
        id: ReferralId,
        event: EventId,
        fits: impl Fn(&Referral) -> bool,
        change: impl FnOnce(&mut Referral) -> T,
    ) -> Option<T> {
        let referral = self.referrals.get_mut(&id).filter(|one| fits(one))?;
        referral.last_event = event;
        Some(change(referral))
    }
}

fn is_accepted(referral: &Referral) -> bool {
    matches!(referral.state, State::Accepted(_))
}

/// The open referral that the caller's organisation is asked to answer, and those that are joined with it.
///
/// `seen` is the last event on any of them that the caller has seen: an answer given to what has moved on is refused,
/// so that two colleagues do not answer past each other.
pub(crate) fn to_answer<'a>(
    history: &'a History,
    id: ReferralId,
    seen: EventId,
    context: &Context,
) -> Result<Vec<&'a Referral>, Refusal> {
    let referral = asked_of_us(history, id, context)?;
    is_open(referral)?;
    joined::as_seen(history, referral, seen, context)
}

/// The referral to the caller's organisation that the service has accepted, and those that are joined with it; `seen` as
/// in `to_answer`.
pub(crate) fn to_follow<'a>(
    history: &'a History,
    id: ReferralId,
    seen: EventId,
    context: &Context,
) -> Result<Vec<&'a Referral>, Refusal> {
    let referral = asked_of_us(history, id, context)?;
    match referral.state {
        State::Accepted(_) => joined::as_seen(history, referral, seen, context),
        State::Open => Err(Code::ReferralNotAccepted.into()),
        _ => Err(Code::ReferralEnded.into()),
    }
}

fn asked_of_us<'a>(
    history: &'a History,
    id: ReferralId,
    context: &Context,
) -> Result<&'a Referral, Refusal> {
    visible(history, id, context, |referral| {
        referral.terms.organisation == *context.organisation()
    })
}

/// The referral, where the caller may see how it was raised and is on the side of it that is meant.
pub(crate) fn visible<'a>(
    history: &'a History,
    id: ReferralId,
    context: &Context,
    side: impl Fn(&Referral) -> bool,
) -> Result<&'a Referral, Refusal> {
    context.acting_for_organisation()?;
    let ours = |referral: &&Referral| {
        side(referral) && joined::is_shown(history, &context.by, context.now, referral)
    };
    let Some(referral) = history.referral(id).filter(ours) else {
        return Err(Refusal::of(Code::ReferralUnknown, "referral_id"));
    };
    Ok(referral)
}

fn is_open(referral: &Referral) -> Result<(), Refusal> {
    if referral.state == State::Open {
        Ok(())
    } else {
        Err(Code::ReferralAnswered.into())
    }
}

fn as_seen(referral: &Referral, seen: EventId) -> Result<&Referral, Refusal> {
    if referral.last_event == seen {
        Ok(referral)
    } else {
        Err(Refusal::of(Code::Stale, "token"))
    }
}
