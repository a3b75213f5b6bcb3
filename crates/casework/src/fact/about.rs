//! What a fact is about, as far as disclosure and the lists need to know: word-free. What it says is its content.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    about_me::Heading,
    ids::{
        ActionId, AssignmentId, CaseId, ConcernId, ContactPointId, DecisionId, EventId, FactId,
        HandoverId, JoinRequestId, LinkId, MergeId, ReferralId, ReviewId, VisitWarningId,
    },
    plan,
};

/// What a fact is about: word-free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum About {
    /// Name, date of birth, NHS number.
    Identity,
    /// An organisation's part in the case.
    Involvement,
    /// That the case is paused, or goes on.
    Pause,
    /// That a case ended, or goes on after all.
    Ending {
        /// The case.
        case: CaseId,
    },
    /// A passage of About Me.
    Passage {
        /// The heading that it stands under.
        heading: Heading,
    },
    /// That a passage of About Me is still true. Shown just as the passage is.
    Confirmation {
        /// The version of the passage that was confirmed.
        passage: FactId,
    },
    /// A note.
    Note,
    /// An agreement to share.
    Agreement,
    /// An objection to sharing.
    Objection,
    /// A referral, its answer, or its being overdue.
    Referral {
        /// The referral.
        referral: ReferralId,
    },
    /// What else was offered to the person, and why they chose the service that is asked: not for that service.
    ReferralOptions {
        /// The referral.
        referral: ReferralId,
    },
    /// What the service asked whoever raised a referral, and was answered.
    Information {
        /// The referral.
        referral: ReferralId,
    },
    /// A safeguarding concern, who was told of it, and what came of it.
    Concern {
        /// The concern.
        concern: ConcernId,
    },
    /// A passage of the plan, or something about the plan as a whole.
    Plan {
        /// What it is.
        section: plan::Section,
    },
    /// A decision that the person made, and made again.
    Decision {
        /// The decision.
        decision: DecisionId,
    },
    /// An action: how it began, who does it, what came of it.
    Action {
        /// The action.
        action: ActionId,
    },
    /// Why a fact was restricted, or is no longer.
    Restriction,
    /// That an entry was recorded in error. Shown to those who could see the entry.
    Retraction {
        /// The entry.
        entry: FactId,
    },
    /// A court order or safeguarding duty to disclose, or its end.
    Duty,
    /// That an agreement ends soon. Shown just as the agreement is, while it stands.
    AgreementEnding {
        /// The event that recorded the agreement.
        agreement: EventId,
    },
    /// A request to join the case, its answer, or its being overdue.
    JoinRequest {
        /// The request.
        request: JoinRequestId,
    },
    /// A handover, its answer, its being overdue, or that a custodian took the case.
    Handover {
        /// The handover.
        handover: HandoverId,
    },
    /// How the person is reached, or that they are not reached there any longer.
    ContactPoint {
        /// The contact point.
        contact_point: ContactPointId,
    },
    /// What to mind on a visit, or that it need not be minded any longer.
    VisitWarning {
        /// The warning.
        visit_warning: VisitWarningId,
    },
    /// Why something is to be minded on a visit: for named readers alone.
    VisitWarningReason {
        /// The warning.
        visit_warning: VisitWarningId,
    },
    /// That a volunteer was named for the case, or released: for their own organisation.
    Volunteer {
        /// The assignment.
        assignment: AssignmentId,
    },
    /// That an entry was recorded on the wrong person, or was not: for privacy officers alone.
    WrongPerson {
        /// The entry.
        entry: FactId,
    },
    /// That the case is worked on together with another person's: for those who take part in both.
    Link {
        /// The link.
        link: LinkId,
    },
    /// That another record was merged into this one, or is one of its own after all.
    Merge {
        /// The merge.
        merge: MergeId,
    },
    /// A review: the question, its place on an agenda, its minutes.
    Review {
        /// The review.
        review: ReviewId,
    },
    /// An invitation to a review. Whoever is invited with it is shown it, and no other guest.
    ReviewInvitation {
        /// The review.
        review: ReviewId,
    },
}

impl About {
    /// The heading, where it is a passage of About Me.
    pub const fn heading(&self) -> Option<Heading> {
        match self {
            About::Passage { heading } => Some(*heading),
            _ => None,
        }
    }

    /// Whether it is a passage, of About Me or of the plan: what everybody involved sees where it is about nothing else,
    /// and what can be ticked for a service.
    pub const fn is_passage(&self) -> bool {
        matches!(self, About::Passage { .. } | About::Plan { .. })
    }

    /// Whether it is an entry: words of somebody's, which they can take back as recorded in error.
    pub const fn is_entry(&self) -> bool {
        match self {
            About::Note | About::Passage { .. } | About::Decision { .. } => true,
            About::Plan { section } => section.has_versions(),
            _ => false,
        }
    }

    /// The thing that several facts are about, one after another: what the lists of things are made of.
    pub const fn thing(&self) -> Option<Uuid> {
        match self {
            About::Referral { referral }
            | About::ReferralOptions { referral }
            | About::Information { referral } => Some(referral.0),
            About::Concern { concern } => Some(concern.0),
            About::Action { action } => Some(action.0),
            About::Ending { case } => Some(case.0),
            About::AgreementEnding { agreement } => Some(agreement.0),
            About::JoinRequest { request } => Some(request.0),
            About::Handover { handover } => Some(handover.0),
            About::ContactPoint { contact_point } => Some(contact_point.0),
            About::VisitWarning { visit_warning } | About::VisitWarningReason { visit_warning } => {
                Some(visit_warning.0)
            }
            About::Volunteer { assignment } => Some(assignment.0),
            About::Decision { decision } => Some(decision.0),
            About::Link { link } => Some(link.0),
            About::Merge { merge } => Some(merge.0),
            About::Review { review } | About::ReviewInvitation { review } => Some(review.0),
            About::Identity
            | About::Involvement
            | About::Pause
            | About::Passage { .. }
            | About::Confirmation { .. }
            | About::Plan { .. }
            | About::Note
            | About::Agreement
            | About::Objection
            | About::Restriction
            | About::Retraction { .. }
            | About::Duty
            | About::WrongPerson { .. } => None,
        }
    }

    /// The stable name of the kind.
    pub const fn kind(&self) -> &'static str {
        match self {
            About::Identity => "identity",
            About::Involvement => "involvement",
            About::Pause => "pause",
            About::Ending { .. } => "ending",
            About::Passage { .. } => "passage",
            About::Confirmation { .. } => "confirmation",
            About::Note => "note",
            About::Agreement => "agreement",
            About::Objection => "objection",
            About::Referral { .. } => "referral",
            About::ReferralOptions { .. } => "referral-options",
            About::Information { .. } => "information",
            About::Concern { .. } => "concern",
            About::Action { .. } => "action",
            About::Restriction => "restriction",
            About::Retraction { .. } => "retraction",
            About::Duty => "duty",
            About::AgreementEnding { .. } => "agreement-ending",
            About::JoinRequest { .. } => "join-request",
            About::Handover { .. } => "handover",
            About::ContactPoint { .. } => "contact-point",
            About::VisitWarning { .. } => "visit-warning",
            About::VisitWarningReason { .. } => "visit-warning-reason",
            About::Volunteer { .. } => "volunteer",
            About::WrongPerson { .. } => "wrong-person",
            About::Link { .. } => "link",
            About::Merge { .. } => "merge",
            About::Plan { .. } => "plan",
            About::Decision { .. } => "decision",
            About::Review { .. } => "review",
            About::ReviewInvitation { .. } => "review-invitation",
        }
    }
}
