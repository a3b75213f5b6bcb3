//! What can happen in one person's stream, a variant for each type of event, word-free; `history/fold.rs` says what it does.

use serde::{Deserialize, Serialize};

use crate::{
    action::{ActionAgreed, ActionRequested, reassign::ActionReassigned},
    agreement::AgreementRecorded,
    calendar::LastDay,
    concern::{ConcernClosed, ConcernRaised, ConcernTold},
    duty::DutyRecorded,
    fact::Restriction,
    handover::{CustodyTaken, HandoverOffered},
    history::{MergeCompleted, TakenIn},
    ids::{
        ActionId, AssignmentId, ConcernId, ContactPointId, DecisionId, EventId, FactId, HandoverId,
        JoinRequestId, LinkId, MergeId, PersonId, ReferralId, ReviewId, VisitWarningId, WorkerId,
    },
    information::InformationRequested,
    join_request::JoinRequestRaised,
    joining::CaseJoined,
    life::{CaseEnded, CaseOpened, CaseReopened},
    objection::ObjectionRecorded,
    person::{PersonLinked, PersonSought},
    referral::{DeclineReason, ReferralRaised, ReferralReceived},
    review::{ReviewDecided, ReviewHeld, ReviewInvitationSent, ReviewRequested, ReviewScheduled},
    volunteer::VolunteerAssigned,
};

/// What an event of a person's stream means for the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[allow(missing_docs, reason = "an id is called as the thing that it names")]
pub enum What {
    /// A case was opened; the organisation takes part and its worker leads.
    CaseOpened(CaseOpened),
    /// The case was paused.
    CasePaused {
        /// Since when.
        since: jiff::Timestamp,
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
    ReferralRaised(ReferralRaised),
    /// A service was asked to help by somebody outside, or by the person.
    ReferralReceived(ReferralReceived),
    /// The service accepted, and takes part.
    ReferralAccepted { referral: ReferralId },
    /// The service declined.
    ReferralDeclined {
        referral: ReferralId,
        /// Why.
        reason: DeclineReason,
    },
    /// Whoever raised it took it back.
    ReferralWithdrawn { referral: ReferralId },
    /// The service has met or spoken to the person.
    FirstContactRecorded { referral: ReferralId },
    /// The service has done what it could, and the part that it took for this ends.
    ReferralCompleted { referral: ReferralId },
    /// Who takes part has changed: the fact says how.
    InvolvementChanged {},
    /// No answer came in time.
    ReferralOverdue {
        referral: ReferralId,
        /// Whether it is the second time.
        escalated: bool,
    },
    /// The service asks whoever raised a referral for information.
    InformationRequested(InformationRequested),
    /// The information was provided.
    InformationProvided {
        /// The referral that it was asked about.
        referral: ReferralId,
    },
    /// No information came in time.
    InformationOverdue {
        /// The referral that it was asked about.
        referral: ReferralId,
        /// Whether it is the second time.
        escalated: bool,
    },
    /// Nobody waits for the information any longer.
    InformationEnded {
        /// The referral that it was asked about.
        referral: ReferralId,
    },
    /// A safeguarding concern was raised.
    ConcernRaised(ConcernRaised),
    /// Somebody was told of a safeguarding concern.
    ConcernTold(ConcernTold),
    /// Nobody was told of a safeguarding concern in time.
    ConcernOverdue {
        concern: ConcernId,
        /// Whether it is the second time.
        escalated: bool,
    },
    /// A safeguarding concern was closed.
    ConcernClosed(ConcernClosed),
    /// Passages of the plan were written or revised.
    PlanRecorded {},
    /// It was said when the plan is looked at again.
    PlanReviewSet {
        /// The day.
        review_on: LastDay,
    },
    /// The plan was agreed.
    PlanAgreed {},
    /// The plan was looked at again.
    PlanReviewed {
        /// When it is looked at the next time.
        review_on: LastDay,
    },
    /// The day has passed on which the plan was to be looked at again.
    PlanReviewDue {
        /// The event that set the day.
        review: EventId,
    },
    /// A goal was reached.
    GoalAchieved {},
    /// A goal was let go of.
    GoalStopped {},
    /// A decision was recorded.
    DecisionRecorded { decision: DecisionId },
    /// The person decided again.
    DecisionRevised { decision: DecisionId },
    /// An action was agreed with whoever does it.
    ActionAgreed(ActionAgreed),
    /// A service of another organisation was asked to do something.
    ActionRequested(ActionRequested),
    /// No answer to the request came in time.
    ActionUnanswered {
        action: ActionId,
        /// Whether it is the second time.
        escalated: bool,
    },
    /// The service does it, and takes part.
    ActionAccepted { action: ActionId },
    /// The service does not do it.
    ActionDeclined { action: ActionId },
    /// A colleague does it.
    ActionReassigned(ActionReassigned),
    /// Its day has passed.
    ActionOverdue { action: ActionId },
    /// It is done.
    ActionCompleted { action: ActionId },
    /// It is not going to be done.
    ActionCancelled { action: ActionId },
    /// An agreement was found to end soon.
    AgreementEnding {
        /// The event that recorded the agreement.
        agreement: EventId,
    },
    /// An agreement was withdrawn.
    AgreementWithdrawn {
        /// The event that recorded the agreement.
        agreement: EventId,
    },
    /// An objection was withdrawn.
    ObjectionWithdrawn {
        /// The event that recorded the objection.
        objection: EventId,
    },
    /// A fact was restricted after it had been recorded.
    FactRestricted {
        /// The fact.
        fact: FactId,
        /// Its only readers besides the writer.
        restriction: Restriction,
    },
    /// A fact is restricted no longer.
    RestrictionLifted {
        /// The fact.
        fact: FactId,
    },
    /// A fact was put right by a newer version.
    FactCorrected {},
    /// A fact turned out to have been recorded in error.
    FactRetracted {
        /// The fact.
        fact: FactId,
    },
    /// A duty to disclose exactly some facts was recorded.
    DutyRecorded(DutyRecorded),
    /// A duty to disclose has ended.
    DutyEnded {
        /// The event that recorded the duty.
        duty: EventId,
    },
    /// Somebody looked for the person by NHS number and date of birth.
    PersonSought(PersonSought),
    /// An organisation asked to join the case.
    JoinRequestRaised(JoinRequestRaised),
    /// The request was accepted: the organisation takes part.
    JoinRequestAccepted { request: JoinRequestId },
    /// The request was declined.
    JoinRequestDeclined { request: JoinRequestId },
    /// No answer to the request came in time.
    JoinRequestOverdue {
        request: JoinRequestId,
        /// Whether it is the second time.
        escalated: bool,
    },
    /// A health or social-care organisation joined at once, with the person present.
    CaseJoined(CaseJoined),
    /// An organisation takes part no longer.
    CaseLeft {},
    /// The custody of the case was offered.
    HandoverOffered(HandoverOffered),
    /// The offer was accepted: whoever accepted leads.
    HandoverAccepted { handover: HandoverId },
    /// The offer was declined.
    HandoverDeclined {
        handover: HandoverId,
        /// Why.
        reason: DeclineReason,
    },
    /// The sender took the offer back.
    HandoverCancelled { handover: HandoverId },
    /// No answer came in time.
    HandoverOverdue {
        handover: HandoverId,
        /// Whether it is the second time.
        escalated: bool,
    },
    /// Another worker of the organisation that holds the case leads.
    LeadReassigned {
        /// Who leads.
        lead: WorkerId,
    },
    /// The locality's custodian took the case.
    CustodyTaken(CustodyTaken),
    /// A contact point was recorded or revised.
    ContactPointRecorded { contact_point: ContactPointId },
    /// The person is not reached there any longer.
    ContactPointEnded { contact_point: ContactPointId },
    /// What to mind on a visit was recorded.
    VisitWarningRecorded {
        /// The warning.
        visit_warning: VisitWarningId,
    },
    /// The warning is not called for any longer.
    VisitWarningLifted {
        /// The warning.
        visit_warning: VisitWarningId,
    },
    /// A volunteer was named for the case.
    VolunteerAssigned(VolunteerAssigned),
    /// A volunteer helps with the case no longer.
    VolunteerReleased { assignment: AssignmentId },
    /// Who the person is was corrected.
    IdentityCorrected {},
    /// An entry turned out to have been recorded on the wrong person.
    WrongPersonMarked {
        /// The entry.
        fact: FactId,
    },
    /// It was about this person after all.
    WrongPersonUnmarked {
        /// The entry.
        fact: FactId,
    },
    /// The case is worked on together with another person's.
    PersonLinked(PersonLinked),
    /// The two cases are worked on together no longer.
    PersonUnlinked {
        /// The link.
        link: LinkId,
    },
    /// This record is about to be merged into another: nothing else is recorded until that is done.
    MergeBegun {
        /// The other.
        into: PersonId,
    },
    /// An event of a duplicate is part of this record from now on; it is visible once the merge is complete.
    RecordTakenIn(Box<TakenIn>),
    /// Another record was merged into this one.
    MergeCompleted(MergeCompleted),
    /// This record was merged into another.
    MergedAway {
        /// The other.
        into: PersonId,
    },
    /// A record that was merged into this one is one of its own after all.
    MergeUndone {
        /// The merge.
        merge: MergeId,
    },
    /// This record is one of its own after all.
    RecordRestored {},
    /// A review of the case by a team was asked for.
    ReviewRequested(ReviewRequested),
    /// A review was put on a meeting's agenda.
    ReviewScheduled(ReviewScheduled),
    /// An organisation was invited to a review.
    ReviewInvitationSent(ReviewInvitationSent),
    /// A review was taken off its meeting's agenda, to be discussed at another.
    ReviewCarried { review: ReviewId },
    /// A review needs no discussion: the question was answered in writing.
    NoDiscussionRecorded { review: ReviewId },
    /// A review was withdrawn.
    ReviewWithdrawn { review: ReviewId },
    /// Something was decided about a review while it is held.
    ReviewDecided(ReviewDecided),
    /// A review was held: the case was discussed.
    ReviewHeld(ReviewHeld),
    /// The time has passed in which those who are invited to a review see what is to be discussed.
    ReviewLapsed { review: ReviewId },
}
