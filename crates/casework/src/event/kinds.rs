//! One table of the types of event: the stable name of each, and what it can do to what was disclosed before it.

use super::{By, What};

/// The event kinds of one sort of stream.
pub trait Kinds: Sized {
    /// The stable name of the event's type, stored in the clear.
    fn kind(&self) -> &'static str;
    /// The id of the thing that the event brought into being, for the command's receipt.
    fn thing(&self) -> Option<uuid::Uuid>;
    /// Who recorded the event in the first place, where that is not whoever records it here.
    fn recorded_by(&self) -> Option<&By> {
        None
    }
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
    ReferralReceived = "referral-received", Changes;
    ReferralAccepted = "referral-accepted", Changes;
    ReferralDeclined = "referral-declined", Changes;
    ReferralWithdrawn = "referral-withdrawn", Changes;
    FirstContactRecorded = "first-contact-recorded", Adds;
    ReferralCompleted = "referral-completed", Changes;
    InvolvementChanged = "involvement-changed", Adds;
    ReferralOverdue = "referral-overdue", Changes;
    InformationRequested = "information-requested", Changes;
    InformationProvided = "information-provided", Adds;
    InformationOverdue = "information-overdue", Adds;
    InformationEnded = "information-ended", Adds;
    ConcernRaised = "concern-raised", Changes;
    ConcernTold = "concern-told", Changes;
    ConcernOverdue = "concern-overdue", Changes;
    ConcernClosed = "concern-closed", Changes;
    PlanRecorded = "plan-recorded", MayReplace;
    PlanReviewSet = "plan-review-set", Adds;
    PlanAgreed = "plan-agreed", Adds;
    PlanReviewed = "plan-reviewed", Adds;
    PlanReviewDue = "plan-review-due", Adds;
    GoalAchieved = "goal-achieved", MayReplace;
    GoalStopped = "goal-stopped", MayReplace;
    DecisionRecorded = "decision-recorded", Changes;
    DecisionRevised = "decision-revised", Changes;
    ActionAgreed = "action-agreed", Changes;
    ActionRequested = "action-requested", Changes;
    ActionUnanswered = "action-unanswered", Changes;
    ActionAccepted = "action-accepted", Changes;
    ActionDeclined = "action-declined", Changes;
    ActionReassigned = "action-reassigned", Changes;
    ActionOverdue = "action-overdue", Changes;
    ActionCompleted = "action-completed", Changes;
    ActionCancelled = "action-cancelled", Changes;
    AgreementEnding = "agreement-ending", Adds;
    AgreementWithdrawn = "agreement-withdrawn", Changes;
    ObjectionWithdrawn = "objection-withdrawn", Changes;
    FactRestricted = "fact-restricted", Changes;
    RestrictionLifted = "restriction-lifted", Changes;
    FactCorrected = "fact-corrected", MayReplace;
    FactRetracted = "fact-retracted", Changes;
    DutyRecorded = "duty-recorded", Changes;
    DutyEnded = "duty-ended", Changes;
    PersonSought = "person-sought", Adds;
    JoinRequestRaised = "join-request-raised", Changes;
    JoinRequestAccepted = "join-request-accepted", Changes;
    JoinRequestDeclined = "join-request-declined", Changes;
    JoinRequestOverdue = "join-request-overdue", Changes;
    CaseJoined = "case-joined", Changes;
    CaseLeft = "case-left", Changes;
    HandoverOffered = "handover-offered", Changes;
    HandoverAccepted = "handover-accepted", Changes;
    HandoverDeclined = "handover-declined", Changes;
    HandoverCancelled = "handover-cancelled", Changes;
    HandoverOverdue = "handover-overdue", Changes;
    LeadReassigned = "lead-reassigned", Changes;
    CustodyTaken = "custody-taken", Changes;
    ContactPointRecorded = "contact-point-recorded", MayReplace;
    ContactPointEnded = "contact-point-ended", MayReplace;
    VisitWarningRecorded = "visit-warning-recorded", Adds;
    VisitWarningLifted = "visit-warning-lifted", MayReplace;
    VolunteerAssigned = "volunteer-assigned", Changes;
    VolunteerReleased = "volunteer-released", Changes;
    IdentityCorrected = "identity-corrected", MayReplace;
    WrongPersonMarked = "wrong-person-marked", Changes;
    WrongPersonUnmarked = "wrong-person-unmarked", Changes;
    PersonLinked = "person-linked", Adds;
    PersonUnlinked = "person-unlinked", MayReplace;
    MergeBegun = "merge-begun", Adds;
    RecordTakenIn = "record-taken-in", Adds;
    MergeCompleted = "merge-completed", Changes;
    MergedAway = "merged-away", Changes;
    MergeUndone = "merge-undone", Changes;
    RecordRestored = "record-restored", Changes;
    ReviewRequested = "review-requested", Changes;
    ReviewScheduled = "review-scheduled", Changes;
    ReviewInvitationSent = "review-invitation-sent", Changes;
    ReviewCarried = "review-carried", Changes;
    NoDiscussionRecorded = "no-discussion-recorded", Changes;
    ReviewWithdrawn = "review-withdrawn", Changes;
    ReviewDecided = "review-decided", Adds;
    ReviewHeld = "review-held", Changes;
    ReviewLapsed = "review-lapsed", Changes;
}

impl Kinds for What {
    fn kind(&self) -> &'static str {
        self.stable_name()
    }

    fn thing(&self) -> Option<uuid::Uuid> {
        match self {
            What::CaseOpened(opened) => Some(opened.case.0),
            What::ReferralRaised(raised) => Some(raised.referral.0),
            What::ReferralReceived(received) => Some(received.referral.0),
            What::ConcernRaised(raised) => Some(raised.concern.0),
            What::DecisionRecorded { decision } => Some(decision.0),
            What::ActionAgreed(agreed) => Some(agreed.action.0),
            What::ActionRequested(requested) => Some(requested.action.0),
            What::JoinRequestRaised(raised) => Some(raised.request.0),
            What::CaseJoined(joined) => Some(joined.request.0),
            What::HandoverOffered(offered) => Some(offered.handover.0),
            What::CustodyTaken(taken) => Some(taken.handover.0),
            What::ContactPointRecorded { contact_point } => Some(contact_point.0),
            What::VisitWarningRecorded { visit_warning } => Some(visit_warning.0),
            What::VolunteerAssigned(assigned) => Some(assigned.assignment.0),
            What::ReviewRequested(requested) => Some(requested.review.0),
            What::PersonLinked(linked) => Some(linked.link.0),
            What::MergeCompleted(completed) => Some(completed.merge.0),
            _ => None,
        }
    }

    fn recorded_by(&self) -> Option<&By> {
        match self {
            What::RecordTakenIn(taken) => Some(&taken.by),
            _ => None,
        }
    }
}
