//! What is told of a review: the words of its facts.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::Aim;
use crate::{
    decided_by::DecidedBy,
    ids::{MeetingId, OrganisationId, WorkerId},
    words::Words,
};

/// What one fact tells of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "review", rename_all = "kebab-case")]
pub enum Told {
    /// It was asked for.
    Requested {
        /// Who asks.
        from: OrganisationId,
        /// What the person likes to be called: all that is shown of who they are.
        called: Words,
        /// What is wanted.
        aim: Aim,
        /// The question.
        question: Words,
        /// What the person says about it, in their words.
        person_says: Option<Words>,
        /// Who decided that it is discussed; none where nobody was asked or did not agree.
        decided_by: Option<DecidedBy>,
        /// Why it is discussed all the same.
        without_agreement: Option<Words>,
    },
    /// It is on a meeting's agenda.
    Scheduled {
        /// Who organises the meeting.
        organiser: OrganisationId,
        /// The meeting.
        meeting: MeetingId,
        /// When the meeting starts.
        starts_at: Timestamp,
    },
    /// An organisation is invited to it.
    Invited {
        /// The organisation.
        organisation: OrganisationId,
        /// Its name.
        name: Words,
    },
    /// It was taken off the agenda, to be discussed at another meeting.
    Carried {
        /// Why.
        reason: Words,
    },
    /// It needs no discussion.
    NoDiscussion {
        /// The answer.
        answer: Words,
    },
    /// It was withdrawn.
    Withdrawn {
        /// Why.
        reason: Words,
    },
    /// It was held.
    Held(Box<Minutes>),
    /// Something was decided.
    Decided(Decision),
    /// Somebody is to do something.
    Agreed(Action),
}

/// Who met, and what was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    /// Who was there.
    pub attended: Vec<Attendee>,
    /// Whether the person was.
    pub person: Presence,
    /// What was talked about.
    pub discussion: Words,
    /// Which organisation tells the person.
    pub teller: OrganisationId,
    /// Which of its workers.
    pub telling: WorkerId,
    /// Whether it comes back.
    pub next: Next,
}

/// An organisation that was there, with the workers who came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: Words,
    /// The workers.
    pub workers: Vec<WorkerId>,
}

/// Whether the person was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "presence", rename_all = "kebab-case")]
pub enum Presence {
    /// They were.
    Present {
        /// What they said.
        said: Words,
    },
    /// Somebody spoke for them.
    Represented {
        /// Who.
        by: Words,
        /// What was said for them.
        said: Words,
    },
    /// They were not.
    Absent {
        /// Why.
        reason: Words,
    },
}

/// Whether a review comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "next", rename_all = "kebab-case")]
pub enum Next {
    /// On this day.
    BackOn {
        /// The day.
        date: Date,
    },
    /// It is off the list.
    OffTheList,
}

/// Something that was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What.
    pub words: Words,
    /// Who sees it differently, and why; nobody, where they were asked and nobody did.
    pub dissent: Vec<Dissent>,
}

/// Somebody sees a decision differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissent {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Who.
    pub worker: WorkerId,
    /// Why.
    pub reason: Words,
}

/// What somebody is to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What.
    pub words: Words,
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: Words,
    /// Who does it, where that was said.
    pub worker: Option<WorkerId>,
    /// By when.
    pub by: Date,
    /// Whether it is a request: the organisation was not there, and has not accepted it.
    pub requested: bool,
}
