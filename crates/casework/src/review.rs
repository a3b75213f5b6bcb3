//! Reviews: one case is discussed by a Multi-Specialty Team. What is asked and decided; who is invited, and until when.
//!
//! The meeting that a review is held at has a stream of its own ([`crate::meeting`]); what disclosure needs to know of it
//! is copied here.

pub mod carry;
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
    disclosure::shown_to,
    event::By,
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, FactId, MeetingId, OrganisationId, ReviewId},
    refusal::{Code, Refusal},
    service::Purpose,
};
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
}

impl Review {
    pub(crate) fn new(
        event: EventId,
        version: u64,
        by: &By,
        requested: ReviewRequested,
        categories: Categories,
    ) -> Self {
        let ReviewRequested {
            review,
            agreed,
            attached,
        } = requested;
        Self {
            id: review,
            event,
            version,
            from: by.organisation.clone(),
            agreed,
            attached,
            categories,
            state: State::Waiting,
            window: None,
            organiser: None,
            invited: Vec::new(),
            attended: Vec::new(),
            organisers_ever: Vec::new(),
        }
    }

    pub(crate) fn schedule(
        &mut self,
        event: EventId,
        written: Categories,
        scheduled: ReviewScheduled,
    ) {
        if self.state != State::Waiting {
            return;
        }
        self.categories = self.categories.with(written);
        self.window = Some(scheduled.window_ends);
        self.organisers_ever.push(scheduled.organiser.clone());
        self.state = State::Scheduled(MeetingOf {
            organiser: scheduled.organiser.organisation.clone(),
            meeting: scheduled.meeting,
        });
        self.organiser = Some((event, scheduled.organiser));
    }

    pub(crate) fn invite(&mut self, event: EventId, guest: Guest) {
        let known = |(_, invited): &(EventId, Guest)| invited.organisation == guest.organisation;
        if self.is_open() && !self.invited.iter().any(known) {
            self.invited.push((event, guest));
        }
    }

    /// Off the agenda: until it is on another one, nobody sees the pack.
    pub(crate) fn carry(&mut self, written: Categories) {
        if matches!(self.state, State::Scheduled(_)) {
            self.categories = self.categories.with(written);
            self.state = State::Waiting;
            (self.window, self.organiser) = (None, None);
        }
    }

    pub(crate) fn close(&mut self, state: State) {
        if self.is_open() {
            self.state = state;
            (self.window, self.organiser) = (None, None);
        }
    }

    pub(crate) fn hold(&mut self, event: EventId, held: ReviewHeld) {
        if matches!(self.state, State::Scheduled(_)) {
            self.state = State::Held;
            self.window = Some(held.window_ends);
            self.attended = held
                .attended
                .into_iter()
                .map(|guest| (event, guest))
                .collect();
        }
    }

    /// The case has ended: nothing is to be discussed, and nobody sees a pack.
    pub(crate) fn end(&mut self) {
        self.close(State::Withdrawn);
        self.window = None;
    }

    pub(crate) fn lapse(&mut self) {
        self.window = None;
    }

    /// Whether it may still be discussed.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Waiting | State::Scheduled(_))
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

/// What can be attached to a review. Whatever tells of a safeguarding concern never can.
pub(crate) const fn attachable(about: About) -> bool {
    matches!(
        about,
        About::Passage { .. } | About::Note | About::Referral { .. }
    )
}

/// The review that the caller acts on: who asked for it, who is invited, or who holds the case, and is shown all about
/// it. For anybody else there is none, so that no refusal betrays what became of it.
///
/// `seen` is the last event on it that the caller has seen.
pub(crate) fn to_act_on<'a>(
    history: &'a History,
    id: ReviewId,
    seen: EventId,
    context: &Context,
) -> Result<&'a Review, Refusal> {
    let unknown = || Refusal::of(Code::ReviewUnknown, "review_id");
    let organisation = context.organisation();
    let review = history.review(id).ok_or_else(unknown)?;
    let holder = history.open_case().map(|case| &case.holder.organisation);
    let asked = review.from == *organisation && history.involves(organisation);
    let invited = review.window.is_some_and(|until| context.now < until)
        && review.guest(organisation).is_some();
    if holder.is_none() || !(asked || invited || holder == Some(organisation)) {
        return Err(unknown());
    }
    let told = || {
        history
            .facts()
            .iter()
            .filter(|known| known.fact.about == review.about())
    };
    if !told().all(|known| shown_to(history, &context.by, known, context.now)) {
        return Err(unknown());
    }
    let last = told().last().ok_or_else(unknown)?;
    context.working_with_people()?;
    if last.id.event != seen {
        return Err(Refusal::of(Code::Stale, "token"));
    }
    Ok(review)
}

/// As [`to_act_on`], of a review that may still be discussed.
pub(crate) fn open_to_act_on<'a>(
    history: &'a History,
    id: ReviewId,
    seen: EventId,
    context: &Context,
) -> Result<&'a Review, Refusal> {
    let review = to_act_on(history, id, seen, context)?;
    if review.is_open() {
        Ok(review)
    } else {
        Err(Code::ReviewClosed.into())
    }
}

/// As [`open_to_act_on`], of a review that is on an agenda.
pub(crate) fn scheduled_to_act_on<'a>(
    history: &'a History,
    id: ReviewId,
    seen: EventId,
    context: &Context,
) -> Result<&'a Review, Refusal> {
    let review = open_to_act_on(history, id, seen, context)?;
    match review.state {
        State::Scheduled(_) => Ok(review),
        _ => Err(Code::ReviewNotScheduled.into()),
    }
}
