//! What happened in one person's stream: who did it, when, what it means for the rules, and the facts.
//!
//! [`What`] is word-free: custody, sharing and referrals can be folded without reading a word.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    action::{ActionAgreed, ActionRequested},
    agreement::AgreementRecorded,
    concern::{ConcernClosed, ConcernRaised, ConcernTold},
    fact::Fact,
    ids::{
        ActionId, CaseId, ConcernId, EventId, FactId, OrganisationId, ReferralId, ReviewId,
        WorkerId,
    },
    life::{CaseEnded, CaseReopened},
    objection::ObjectionRecorded,
    referral::DeclineReason,
    review::{ReviewHeld, ReviewInvitationSent, ReviewRequested, ReviewScheduled},
    role::Role,
    service::ServiceTerms,
};

/// One event of a stream, whose kinds are `W`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<W = What> {
    /// Its id.
    pub id: EventId,
    /// When it was recorded; never goes back within a stream.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub by: By,
    /// What it means for the rules.
    pub what: W,
    /// The facts that it recorded.
    pub facts: Vec<Fact>,
}

/// What a command decides: an event that has no id and time yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<W = What> {
    /// What it means for the rules.
    pub what: W,
    /// The facts that it records.
    pub facts: Vec<Fact>,
}

/// Who recorded an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct By {
    /// For which organisation.
    pub organisation: OrganisationId,
    /// Which of its workers.
    pub worker: WorkerId,
    /// In which role.
    pub role: Role,
}

/// What an event of a person's stream means for the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// A case was opened; the organisation takes part and its worker leads.
    CaseOpened {
        /// The case.
        case: CaseId,
        /// The service through which the organisation takes part.
        terms: ServiceTerms,
        /// The lead worker.
        lead: WorkerId,
    },
    /// The case was paused.
    CasePaused {
        /// Since when.
        since: Timestamp,
    },
    /// The case goes on after a pause.
    CaseResumed {
        /// How long it was paused, in milliseconds.
        paused_for_ms: i64,
    },
    /// The case ended.
    CaseEnded(CaseEnded),
    /// The case was opened again.
    CaseReopened(CaseReopened),
    /// What was asked has ended with the case.
    AskEnded {},
    /// The time to answer was moved on after a pause.
    AnswerByMoved {},
    /// Passages of About Me were written or revised.
    AboutMeRecorded {},
    /// The person said that passages of About Me are still true.
    AboutMeConfirmed {},
    /// A note was recorded.
    NoteRecorded {},
    /// An agreement to share was recorded.
    AgreementRecorded(AgreementRecorded),
    /// An agreement has reached its end.
    AgreementLapsed {
        /// The event that recorded the agreement.
        agreement: EventId,
    },
    /// An objection to sharing was recorded.
    ObjectionRecorded(ObjectionRecorded),
    /// A service of another organisation was asked to help.
    ReferralRaised {
        /// The referral.
        referral: ReferralId,
        /// The service that is asked, as it was registered then.
        terms: ServiceTerms,
        /// Whether the person agreed to it.
        agreed: bool,
        /// The passages that the person wants the service to see.
        ticked: Vec<FactId>,
        /// When an answer is due, and when it is due a second time.
        answer_by: [Timestamp; 2],
    },
    /// The service accepted, and takes part.
    ReferralAccepted {
        /// The referral.
        referral: ReferralId,
    },
    /// The service declined.
    ReferralDeclined {
        /// The referral.
        referral: ReferralId,
        /// Why.
        reason: DeclineReason,
    },
    /// No answer came in time.
    ReferralOverdue {
        /// The referral.
        referral: ReferralId,
        /// Whether it is the second time.
        escalated: bool,
    },
    /// A safeguarding concern was raised.
    ConcernRaised(ConcernRaised),
    /// Somebody was told of a safeguarding concern.
    ConcernTold(ConcernTold),
    /// Nobody was told of a safeguarding concern in time.
    ConcernOverdue {
        /// The concern.
        concern: ConcernId,
        /// Whether it is the second time.
        escalated: bool,
    },
    /// A safeguarding concern was closed.
    ConcernClosed(ConcernClosed),
    /// An action was agreed with whoever does it.
    ActionAgreed(ActionAgreed),
    /// A service of another organisation was asked to do something.
    ActionRequested(ActionRequested),
    /// No answer to the request came in time.
    ActionUnanswered {
        /// The action.
        action: ActionId,
        /// Whether it is the second time.
        escalated: bool,
    },
    /// The service does it, and takes part.
    ActionAccepted {
        /// The action.
        action: ActionId,
    },
    /// The service does not do it.
    ActionDeclined {
        /// The action.
        action: ActionId,
    },
    /// A colleague does it.
    ActionReassigned {
        /// The action.
        action: ActionId,
        /// The colleague.
        worker: WorkerId,
    },
    /// Its day has passed.
    ActionOverdue {
        /// The action.
        action: ActionId,
    },
    /// It is done.
    ActionCompleted {
        /// The action.
        action: ActionId,
    },
    /// It is not going to be done.
    ActionCancelled {
        /// The action.
        action: ActionId,
    },
    /// A review of the case by a team was asked for.
    ReviewRequested(ReviewRequested),
    /// A review was put on a meeting's agenda.
    ReviewScheduled(ReviewScheduled),
    /// An organisation was invited to a review.
    ReviewInvitationSent(ReviewInvitationSent),
    /// A review was taken off its meeting's agenda, to be discussed at another.
    ReviewCarried {
        /// The review.
        review: ReviewId,
    },
    /// A review needs no discussion: the question was answered in writing.
    NoDiscussionRecorded {
        /// The review.
        review: ReviewId,
    },
    /// A review was withdrawn.
    ReviewWithdrawn {
        /// The review.
        review: ReviewId,
    },
    /// A review was held: the case was discussed.
    ReviewHeld(ReviewHeld),
    /// The time has passed in which those who are invited to a review see what is to be discussed.
    ReviewLapsed {
        /// The review.
        review: ReviewId,
    },
}

/// The event kinds of one sort of stream.
pub trait Kinds: Sized {
    /// The stable name of the event's type, stored in the clear.
    fn kind(&self) -> &'static str;
    /// The id of the thing that the event brought into being, for the command's receipt.
    fn thing(&self) -> Option<uuid::Uuid>;
}

/// What an event of a type can do to what was disclosed before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it adds facts.
    Adds,
    /// It adds facts, and where one takes the place of an older one it may hide that.
    MayReplace,
    /// It may show what was hidden and hide what was shown.
    Changes,
}

macro_rules! kinds {
    ($($name:ident = $kind:literal, $effect:ident;)*) => {
        impl What {
            /// Every type of event with its effect, by the type's stable name.
            pub const KINDS: &'static [(&'static str, Effect)] = &[$(($kind, Effect::$effect),)*];

            /// What the event can do to what was disclosed before it.
            pub const fn effect(&self) -> Effect {
                match self { $(What::$name { .. } => Effect::$effect,)* }
            }

            const fn stable_name(&self) -> &'static str {
                match self { $(What::$name { .. } => $kind,)* }
            }
        }
    };
}

kinds! {
    CaseOpened = "case-opened", Changes;
    CasePaused = "case-paused", Changes;
    CaseResumed = "case-resumed", Changes;
    CaseEnded = "case-ended", Changes;
    CaseReopened = "case-reopened", Changes;
    AskEnded = "ask-ended", Adds;
    AnswerByMoved = "answer-by-moved", Adds;
    AboutMeRecorded = "about-me-recorded", MayReplace;
    AboutMeConfirmed = "about-me-confirmed", Adds;
    NoteRecorded = "note-recorded", Adds;
    AgreementRecorded = "agreement-recorded", Changes;
    AgreementLapsed = "agreement-lapsed", Changes;
    ObjectionRecorded = "objection-recorded", Changes;
    ReferralRaised = "referral-raised", Changes;
    ReferralAccepted = "referral-accepted", Changes;
    ReferralDeclined = "referral-declined", Changes;
    ReferralOverdue = "referral-overdue", Changes;
    ConcernRaised = "concern-raised", Changes;
    ConcernTold = "concern-told", Changes;
    ConcernOverdue = "concern-overdue", Changes;
    ConcernClosed = "concern-closed", Changes;
    ActionAgreed = "action-agreed", Changes;
    ActionRequested = "action-requested", Changes;
    ActionUnanswered = "action-unanswered", Changes;
    ActionAccepted = "action-accepted", Changes;
    ActionDeclined = "action-declined", Changes;
    ActionReassigned = "action-reassigned", Changes;
    ActionOverdue = "action-overdue", Changes;
    ActionCompleted = "action-completed", Changes;
    ActionCancelled = "action-cancelled", Changes;
    ReviewRequested = "review-requested", Changes;
    ReviewScheduled = "review-scheduled", Changes;
    ReviewInvitationSent = "review-invitation-sent", Changes;
    ReviewCarried = "review-carried", Changes;
    NoDiscussionRecorded = "no-discussion-recorded", Changes;
    ReviewWithdrawn = "review-withdrawn", Changes;
    ReviewHeld = "review-held", Changes;
    ReviewLapsed = "review-lapsed", Changes;
}

impl Kinds for What {
    fn kind(&self) -> &'static str {
        self.stable_name()
    }

    fn thing(&self) -> Option<uuid::Uuid> {
        match self {
            What::CaseOpened { case, .. } => Some(case.0),
            What::ReferralRaised { referral, .. } => Some(referral.0),
            What::ConcernRaised(raised) => Some(raised.concern.0),
            What::ActionAgreed(agreed) => Some(agreed.action.0),
            What::ActionRequested(requested) => Some(requested.action.0),
            What::ReviewRequested(ReviewRequested { review, .. }) => Some(review.0),
            _ => None,
        }
    }
}
