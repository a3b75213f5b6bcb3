//! Reviews: one case is discussed by a Multi-Specialty Team. What is asked and decided; who is invited, and until when.
//!
//! The meeting that a review is held at has a stream of its own ([`crate::meeting`]); what disclosure needs to know of it
//! is copied here.

mod acting;
pub mod carry;
mod course;
pub mod hold;
pub mod lapse;
pub mod letter;
pub mod request;
pub mod schedule;
mod told;
pub mod withdraw;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    ask::Party,
    category::Categories,
    command::Context,
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, FactId, MeetingId, OrganisationId, ReviewId},
    organisation::Organisation,
    service::Purpose,
};
pub(crate) use acting::{meeting_to_act_on, open_to_act_on, scheduled_to_act_on};
pub use told::{Action, Attendee, Decision, Dissent, Minutes, Next, Presence, Told};

/// How long after a review its pack can be read by those who were invited.
const READABLE_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// When the pack of a review that ends at this time can be read no longer.
pub(crate) fn window_after(ends_at: Timestamp) -> Timestamp {
    ends_at
        .checked_add(READABLE_AFTER)
        .unwrap_or(Timestamp::MAX)
}

/// What is wanted of the team. To support the worker is an item of the meeting alone: it names no person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aim {
    /// A decision.
    Decide,
    /// Advice.
    Advise,
}

/// An organisation that is invited to a review or was there, with what disclosure needs to know of it, as the
/// directory had it then.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Guest {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The purposes of its services.
    pub purposes: BTreeSet<Purpose>,
    /// The categories that naming its services reveals.
    pub reveals: Categories,
}

impl Guest {
    /// The organisation, as its entry in the directory is now.
    pub fn of(organisation: &Organisation) -> Self {
        let services = || organisation.services.values();
        let reveals = services().fold(Categories::NONE, |all, one| all.with(one.terms.reveals));
        Self {
            organisation: organisation.id.clone(),
            purposes: services().map(|service| service.terms.purpose).collect(),
            reveals,
        }
    }
}

/// A meeting, and the organisation that organises it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MeetingOf {
    /// The organisation.
    pub organiser: OrganisationId,
    /// The meeting.
    pub meeting: MeetingId,
}

/// A review was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRequested {
    /// The review.
    pub review: ReviewId,
    /// Whether the person, or whoever decides for them, agreed.
    pub agreed: bool,
    /// The facts that the asker wants the team to see.
    pub attached: Vec<FactId>,
}

/// A review was put on a meeting's agenda. The organisation that organises the meeting is invited with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewScheduled {
    /// The review.
    pub review: ReviewId,
    /// The meeting.
    pub meeting: MeetingId,
    /// Who organises the meeting.
    pub organiser: Guest,
    /// Until when the pack can be read, as long as the review is not held.
    pub window_ends: Timestamp,
}

/// An organisation was invited to a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewInvitationSent {
    /// The review.
    pub review: ReviewId,
    /// Who is invited.
    pub invited: Guest,
}

/// Something was decided about a review while it is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewDecided {
    /// The review.
    pub review: ReviewId,
}

/// A review was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewHeld {
    /// The review.
    pub review: ReviewId,
    /// Who was there.
    pub attended: Vec<Guest>,
    /// Until when the pack can still be read.
    pub window_ends: Timestamp,
}

/// How far a review has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for a place on an agenda.
    Waiting,
    /// It is on this meeting's agenda.
    Scheduled(MeetingOf),
    /// It was held.
    Held,
    /// The question was answered in writing.
    NoDiscussion,
    /// It was withdrawn.
    Withdrawn,
}

/// A review as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// The event that asked for it.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// Who asked.
    pub from: OrganisationId,
    /// Whether the person agreed.
    pub agreed: bool,
    /// What the asker attached.
    pub attached: Vec<FactId>,
    /// The categories of what was written about it.
    pub categories: Categories,
    /// How far it has come.
    pub state: State,
    /// Until when those who are invited see the pack; none where they do not.
    pub window: Option<Timestamp>,
    /// Who organises the meeting on whose agenda it is, or at which it was held.
    organiser: Option<(EventId, Guest)>,
    /// Who else is invited, each with the event that invited them.
    invited: Vec<(EventId, Guest)>,
    /// Who was there.
    attended: Vec<(EventId, Guest)>,
    /// Every organiser that there has been.
    organisers_ever: Vec<Guest>,
    /// The meetings off whose agendas it was taken.
    left: Vec<MeetingOf>,
}

impl Review {
    /// Whether it may still be discussed.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Waiting | State::Scheduled(_))
    }

    /// The meetings on whose agendas it was, and is no longer: whatever place it kept there is to be given back.
    pub fn places_left(&self) -> impl Iterator<Item = &MeetingOf> {
        let now_on =
            |meeting: &MeetingOf| matches!(&self.state, State::Scheduled(on) if on == meeting);
        self.left.iter().filter(move |meeting| !now_on(meeting))
    }

    /// What its facts are about.
    pub const fn about(&self) -> About {
        About::Review { review: self.id }
    }

    /// What the facts are about that tell of its invitations.
    pub const fn about_invitation(&self) -> About {
        About::ReviewInvitation { review: self.id }
    }

    /// The invitation of this organisation, which the organiser's own is too.
    pub(crate) fn guest(&self, organisation: &OrganisationId) -> Option<&(EventId, Guest)> {
        let guests = self.organiser.iter().chain(&self.invited);
        let mut theirs = guests.filter(|(_, guest)| guest.organisation == *organisation);
        theirs.next()
    }

    /// Everybody who was ever invited, organised its meeting, or was there.
    pub(crate) fn guests_ever(&self) -> impl Iterator<Item = &Guest> {
        let guests = self.invited.iter().chain(&self.attended);
        self.organisers_ever
            .iter()
            .chain(guests.map(|(_, guest)| guest))
    }

    /// Who is shown all about it for good: who asked, and who was there.
    pub(crate) fn parties(&self) -> impl Iterator<Item = Party<'_>> {
        let about = self.about();
        let asker = Party {
            about,
            event: self.event,
            agreed: self.agreed.then_some(self.version),
            organisation: &self.from,
        };
        let attended = self.attended.iter().map(move |(event, guest)| Party {
            about,
            event: *event,
            agreed: None,
            organisation: &guest.organisation,
        });
        std::iter::once(asker).chain(attended)
    }

    /// A fact about it, recorded by this organisation, that names organisations which reveal so much.
    pub(crate) fn fact(
        &self,
        history: &History,
        context: &Context,
        names: Categories,
        told: Told,
    ) -> Fact {
        let organisation = context.organisation();
        let ours = self
            .guest(organisation)
            .map_or(Categories::NONE, |(_, guest)| guest.reveals);
        Fact {
            about: self.about(),
            categories: self
                .categories
                .with(history.reveals(organisation))
                .with(ours)
                .with(names),
            restriction: None,
            replaces: None,
            content: Content::Review(told),
        }
    }
}

/// What can be attached to a review: entries and referrals. Whatever tells of a safeguarding concern never can.
pub(crate) const fn attachable(about: About) -> bool {
    about.is_entry() || matches!(about, About::Referral { .. })
}
