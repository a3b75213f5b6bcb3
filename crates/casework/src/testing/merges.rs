//! Two records of one person.

#![allow(clippy::unwrap_used, reason = "for tests only")]

use uuid::Uuid;

use super::{World, gp, maureen};
use crate::{
    event::By,
    history::Folded,
    ids::{LinkId, MergeId, PersonId},
    person::{
        link::LinkPerson,
        merge::{begin::BeginMerge, complete::CompleteMerge, take_in::TakeIn},
        unmerge::UnmergePerson,
    },
    words::Words,
};

/// The record that stays: the one that a world is about.
pub const SURVIVOR: PersonId = PersonId(Uuid::from_u128(1));
/// The other.
pub const DUPLICATE: PersonId = PersonId(Uuid::from_u128(2));

/// The practice has opened a second record, without a number.
pub fn duplicate() -> World {
    let mut world = World::numbered(70_000);
    world.history = crate::history::History::new(DUPLICATE);
    let mut open = maureen();
    open.identity.nhs_number = None;
    world.when(&gp(), &open).unwrap();
    world
}

/// The practice works on her case and her husband's together; these take part in both.
pub fn link(readers: &[&By]) -> LinkPerson {
    LinkPerson {
        link: LinkId(Uuid::from_u128(3)),
        other: DUPLICATE,
        readers: readers.iter().map(|by| by.organisation.clone()).collect(),
        words: Words::prose("words", "They are married.").unwrap(),
    }
}

/// The second record is about to be merged.
pub fn begin() -> BeginMerge {
    BeginMerge {
        into: SURVIVOR,
        birth_date: Some(maureen().identity.birth_date),
    }
}

/// All of it is taken in.
pub fn take_in(other: &World) -> TakeIn {
    TakeIn {
        from: DUPLICATE,
        events: other.events.clone(),
    }
}

/// The merge is complete.
pub fn complete() -> CompleteMerge {
    CompleteMerge {
        from: DUPLICATE,
        name: Some(maureen().identity.name),
        words: Words::prose("words", "She showed both letters.").unwrap(),
    }
}

/// Merges the second record into the first, as far as the first knows.
pub fn merge(world: &mut World, other: &World) -> MergeId {
    world.when(&gp(), &take_in(other)).unwrap();
    world.when(&gp(), &complete()).unwrap();
    world.history.merges().last().unwrap().id
}

/// They are two people after all.
pub fn unmerge(merge: MergeId) -> UnmergePerson {
    UnmergePerson {
        merge,
        words: Words::prose("words", "She has a cousin of that name.").unwrap(),
    }
}
