//! A fact: the smallest thing that is disclosed or not.
//!
//! Its marks (what it is about, categories, restriction) are word-free and are all that disclosure reads;
//! its [`Content`] holds the words, and may have been erased.

mod about;
pub mod correct;
pub mod restrict;
pub mod retract;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use about::About;

use crate::{
    action,
    agreement::Audience,
    calendar::LastDay,
    category::Categories,
    concern,
    decided_by::DecidedBy,
    decision, handover,
    ids::{FactId, OrganisationId, ServiceId, WorkerId},
    information, joining, life,
    objection::Against,
    people, plan,
    referral::{self, DeclineReason},
    review, sharing, volunteer,
    words::{NhsNumber, Words},
};

/// One fact, as an event recorded it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What the fact is about, as far as disclosure needs to know.
    pub about: About,
    /// What a grant has to cover for the fact to be shown.
    pub categories: Categories,
    /// The only readers, where the fact is restricted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restriction: Option<Restriction>,
    /// The older version that this fact takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<FactId>,
    /// The words.
    pub content: Content,
}

/// The named readers of a restricted fact: whole organisations, or some of their workers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// Organisations of which everybody may read the fact.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub organisations: BTreeSet<OrganisationId>,
    /// Workers who may read the fact, by organisation.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub workers: BTreeMap<OrganisationId, BTreeSet<WorkerId>>,
    /// Whether the person and their proxies are not shown it either. Why, and who decided so, stands in words elsewhere.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub kept_from_person: bool,
    /// Whether the fact was recorded in error, and is kept for its recorder's organisation alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_error: bool,
    /// Whether only the privacy officers of the organisation that recorded the fact read it, and not even its writer:
    /// it was recorded on the wrong person.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub privacy_officers: bool,
}

/// The words of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "content", rename_all = "kebab-case")]
pub enum Content {
    /// Who the person is.
    Identity(Identity),
    /// An organisation takes part through a service, with a named worker where it is known.
    Involvement {
        /// The organisation.
        organisation: OrganisationId,
        /// The service through which it takes part.
        service: ServiceId,
        /// The service's name.
        service_name: Words,
        /// Who acts for it here.
        worker: WorkerId,
        /// Whether that worker is the lead worker of the case.
        lead: bool,
    },
    /// A passage of About Me.
    Passage {
        /// The person's words, or words about how they are.
        words: Words,
        /// Whether the person does not want to be asked about this again.
        do_not_ask_again: bool,
        /// Who helped to write it, where somebody did.
        helped_by: Option<Words>,
    },
    /// A passage of About Me is still true. Who says so, when and of which passage are marks: there are no words.
    Confirmation,
    /// A note.
    Note {
        /// What it says.
        words: Words,
    },
    /// An agreement to share.
    Agreement {
        /// With whom.
        audience: Audience,
        /// Which categories.
        categories: Categories,
        /// Until when, where an end was given.
        until: Option<LastDay>,
        /// Who decided.
        decided_by: DecidedBy,
        /// What the person said about it.
        words: Option<Words>,
    },
    /// An objection to sharing.
    Objection {
        /// Against whom.
        against: Against,
        /// Which categories; all, where none are named.
        categories: Option<Categories>,
        /// Who decided.
        decided_by: DecidedBy,
        /// What the person said about it.
        words: Option<Words>,
    },
    /// A referral as it was raised.
    Referral {
        /// Who asks.
        from: OrganisationId,
        /// Who is asked.
        to: OrganisationId,
        /// The service that is asked to help.
        service: ServiceId,
        /// The service's name.
        service_name: Words,
        /// Why, and what is hoped for.
        reason: Words,
        /// Why the person was not asked or did not agree; none where they agreed.
        without_agreement: Option<Words>,
        /// The time by which the service answers.
        answer_by: Timestamp,
        /// Who took the phone call about it, where it is urgent; none where it is routine.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        call_taken_by: Option<Words>,
    },
    /// The service accepted the referral.
    Accepted {
        /// Who acts for the service from now on.
        worker: WorkerId,
        /// A word to the referrer.
        words: Option<Words>,
    },
    /// The service declined the referral.
    Declined {
        /// Why, coded.
        reason: DeclineReason,
        /// Why, in words for the referrer.
        words: Words,
        /// Where to ask instead, in words.
        instead: Option<Words>,
    },
    /// The time to answer has passed.
    Overdue {
        /// The time by which an answer was due.
        answer_by: Timestamp,
        /// Whether a second period has passed too, and both managers are to be told.
        escalated: bool,
    },
    /// What became of a referral besides its answer.
    OnReferral(referral::Told),
    /// What a service asked about a referral, and was answered.
    Information(information::Told),
    /// What is said of a safeguarding concern.
    Concern(concern::Told),
    /// Something of the plan.
    Plan(plan::Told),
    /// Something about a decision.
    Decision(decision::Told),
    /// Something about an action.
    Action(action::Told),
    /// About the life of the case.
    Life(life::Told),
    /// What became of an agreement, an objection or a duty, and of who reads a fact.
    Sharing(sharing::Told),
    /// Asking to join the case, joining and leaving.
    Joining(joining::Told),
    /// A handover, and what became of it.
    Handover(handover::Told),
    /// Who the person is, how they are reached, and what to mind on a visit.
    People(people::Told),
    /// A volunteer was named, or released.
    Volunteer(volunteer::Told),
    /// What is told of a review.
    Review(review::Told),
    /// The words were erased for good; the marks remain.
    Erased,
}

/// Who a person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The full name.
    pub name: Words,
    /// What the person likes to be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_name: Option<Words>,
    /// The date of birth.
    pub birth_date: Date,
    /// The NHS number; none on a provisional record, whose person is not known by one yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nhs_number: Option<NhsNumber>,
}
