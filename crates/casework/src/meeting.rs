//! A meeting of a Multi-Specialty Team: a stream of its own, sealed under the key of the organisation that organises it.
//!
//! It holds when and where the team meets, and which items are discussed in which order. Nothing that is said about a
//! person stands here: an item names a review by its id, and what that is about is in the person's stream alone.

pub mod cancel;
pub mod end;
pub mod schedule;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    command::Context,
    event::{Event, Kinds},
    history::Folded,
    ids::{EventId, ItemId, OrganisationId, PersonId, ReviewId, WorkerId},
    refusal::{Code, Refusal},
    review::MeetingOf,
    words::Words,
};

/// The most items of an agenda.
pub const ITEMS_MAX: usize = 200;

/// What an event of a meeting's stream means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum MeetingEvent {
    /// The team is to meet.
    MeetingScheduled(Plan),
    /// It will not.
    MeetingCancelled {
        /// Why.
        reason: Words,
    },
    /// Something is to be discussed.
    ItemTaken {
        /// The item.
        item: ItemId,
        /// What.
        matter: Matter,
    },
    /// A review is not discussed here after all.
    ItemReleased {
        /// The item.
        item: ItemId,
    },
    /// The items are discussed in this order.
    AgendaOrdered {
        /// Every item, once.
        order: Vec<ItemId>,
    },
    /// The meeting is over.
    MeetingEnded {},
}

/// When and where a team meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What the meeting is called. Names nobody.
    pub title: Words,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it is planned to end.
    pub ends_at: Timestamp,
    /// Where, or the link.
    pub place: Option<Words>,
    /// How long an item has.
    pub minutes_per_item: u8,
    /// The organisations of the team, besides the organiser.
    pub team: BTreeSet<OrganisationId>,
}

/// What an item is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "matter", rename_all = "kebab-case")]
pub enum Matter {
    /// A review of a person's case.
    Review {
        /// The review.
        review: ReviewId,
        /// The person.
        person: PersonId,
    },
    /// A worker wants support. Names no person.
    Support {
        /// With what.
        topic: Words,
        /// Of which organisation.
        organisation: OrganisationId,
        /// Who.
        worker: WorkerId,
    },
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// What it is about.
    pub matter: Matter,
    /// Whether it came after the agenda had been put in order.
    pub late: bool,
}

impl Kinds for MeetingEvent {
    fn kind(&self) -> &'static str {
        match self {
            MeetingEvent::MeetingScheduled(_) => "meeting-scheduled",
            MeetingEvent::MeetingCancelled { .. } => "meeting-cancelled",
            MeetingEvent::ItemTaken { .. } => "item-taken",
            MeetingEvent::ItemReleased { .. } => "item-released",
            MeetingEvent::AgendaOrdered { .. } => "agenda-ordered",
            MeetingEvent::MeetingEnded {} => "meeting-ended",
        }
    }

    fn thing(&self) -> Option<Uuid> {
        match self {
            MeetingEvent::ItemTaken { item, .. } => Some(item.0),
            _ => None,
        }
    }
}

/// Whether a meeting is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is planned, or under way.
    Planned,
    /// It was cancelled.
    Cancelled,
    /// It has ended.
    Ended,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Which one, and whose.
    pub id: MeetingOf,
    /// When and where; none before it is scheduled.
    pub plan: Option<Plan>,
    /// Whether it is still to come.
    pub state: State,
    /// The items, in order.
    pub items: Vec<Item>,
    /// Whether the agenda has been put in order.
    pub ordered: bool,
    /// The last event on it.
    pub last_event: EventId,
}

impl Folded for Meeting {
    type Id = MeetingOf;
    type What = MeetingEvent;

    fn new(id: MeetingOf) -> Self {
        Self {
            id,
            plan: None,
            state: State::Planned,
            items: Vec::new(),
            ordered: false,
            last_event: EventId(Uuid::nil()),
        }
    }

    fn apply(&mut self, event: Event<MeetingEvent>) {
        self.last_event = event.id;
        match event.what {
            MeetingEvent::MeetingScheduled(plan) => self.plan = Some(plan),
            MeetingEvent::MeetingCancelled { .. } => self.state = State::Cancelled,
            MeetingEvent::ItemTaken { item, matter } => {
                let late = self.ordered;
                let id = item;
                self.items.push(Item { id, matter, late });
            }
            MeetingEvent::ItemReleased { item } => self.items.retain(|one| one.id != item),
            MeetingEvent::AgendaOrdered { order } => {
                self.ordered = true;
                let place = |item: &Item| order.iter().position(|id| *id == item.id);
                self.items
                    .sort_by_key(|item| place(item).unwrap_or(usize::MAX));
            }
            MeetingEvent::MeetingEnded {} => self.state = State::Ended,
        }
    }
}

impl Meeting {
    /// The item that is this review.
    pub fn item_of(&self, review: ReviewId) -> Option<ItemId> {
        let is_it =
            |item: &&Item| matches!(item.matter, Matter::Review { review: it, .. } if it == review);
        self.items.iter().find(is_it).map(|item| item.id)
    }

    /// The plan of a meeting that is to come, for an organisation of its team.
    pub fn open_to(&self, organisation: &OrganisationId) -> Result<&Plan, Refusal> {
        let ours =
            |plan: &&Plan| self.id.organiser == *organisation || plan.team.contains(organisation);
        let unknown = Refusal::of(Code::MeetingUnknown, "meeting_id");
        let plan = self.plan.as_ref().filter(ours).ok_or(unknown)?;
        if self.state == State::Planned {
            Ok(plan)
        } else {
            Err(Refusal::of(Code::MeetingOver, "meeting_id"))
        }
    }

    /// As [`Meeting::open_to`], where one more item finds a place.
    pub fn room_for(&self, organisation: &OrganisationId) -> Result<&Plan, Refusal> {
        let plan = self.open_to(organisation)?;
        if self.items.len() < ITEMS_MAX {
            Ok(plan)
        } else {
            Err(Refusal::of(Code::TooMany, "meeting_id"))
        }
    }

    /// The plan of the organiser's own meeting, which is to come and has not moved on since the caller looked.
    pub(crate) fn to_change(&self, seen: EventId, context: &Context) -> Result<&Plan, Refusal> {
        let ours = self.id.organiser == *context.organisation() && self.plan.is_some();
        if !ours {
            return Err(Refusal::of(Code::MeetingUnknown, "meeting_id"));
        }
        context.acting_for_organisation()?;
        let plan = self.open_to(context.organisation())?;
        if self.last_event != seen {
            return Err(Refusal::of(Code::Stale, "token"));
        }
        Ok(plan)
    }
}

impl Plan {
    /// When the item at this place starts.
    pub fn starts_item(&self, place: usize) -> Timestamp {
        let minutes = i64::try_from(place)
            .unwrap_or(i64::MAX)
            .saturating_mul(i64::from(self.minutes_per_item));
        let after = SignedDuration::try_from_mins(minutes).unwrap_or(SignedDuration::MAX);
        self.starts_at.checked_add(after).unwrap_or(Timestamp::MAX)
    }
}
