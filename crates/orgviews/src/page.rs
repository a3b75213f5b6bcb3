//! Pages of lists: how many entries, and from where on. What an entry is belongs to each list.
//!
//! A place is 16 bytes that sort as the list does, so that it fits a token as it is: 6 bytes of the time in
//! milliseconds since 1970, and 10 that tell apart what was recorded in the same millisecond.

use jiff::Timestamp;
use uuid::Uuid;

use casework::ids::FactId;

/// A place in a list: what comes after it is on the next page.
pub type Cursor = [u8; 16];

/// A page of entries, and the place to go on from where there may be more.
pub type Paged<T> = (Vec<T>, Option<Cursor>);

/// Which page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many entries at most.
    pub size: usize,
    /// The end of the page before; none for the first page.
    pub after: Option<Cursor>,
}

impl Page {
    /// The first page.
    pub const fn first(size: usize) -> Self {
        Self { size, after: None }
    }

    /// The place below which entries are wanted, where the list runs from the latest to the earliest.
    pub(crate) fn below(&self) -> Cursor {
        self.after.unwrap_or([0xFF; 16])
    }
}

/// The place of something with a UUID at a time.
pub(crate) fn place(at_ms: i64, id: Uuid) -> Cursor {
    let mut place = [0; 16];
    place[..6].copy_from_slice(&milliseconds(at_ms));
    place[6..].copy_from_slice(&id.as_bytes()[6..]);
    place
}

/// The place of a fact: the facts of one event keep their order.
pub(crate) fn place_of_fact(at_ms: i64, id: FactId) -> Cursor {
    let mut place = [0; 16];
    place[..6].copy_from_slice(&milliseconds(at_ms));
    place[6..14].copy_from_slice(&id.event.0.as_bytes()[8..]);
    place[14..].copy_from_slice(&id.index.to_be_bytes());
    place
}

/// The moment as the files keep it: to the millisecond, as the log does.
pub(crate) fn at_ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

// 48 bits last until the year 10889; what is before 1970 or after that sorts at the end.
fn milliseconds(at_ms: i64) -> [u8; 6] {
    let bounded = u64::try_from(at_ms)
        .unwrap_or(0)
        .min((1 << 48) - 1)
        .to_be_bytes();
    [
        bounded[2], bounded[3], bounded[4], bounded[5], bounded[6], bounded[7],
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use casework::ids::EventId;

    #[test]
    fn places_sort_by_time_and_then_by_place_in_the_event() {
        let fact = |event: u128, index| FactId {
            event: EventId(Uuid::from_u128(event)),
            index,
        };
        assert!(place_of_fact(1, fact(9, 9)) < place_of_fact(2, fact(1, 0)));
        assert!(place_of_fact(2, fact(1, 1)) < place_of_fact(2, fact(1, 2)));
        assert_ne!(place_of_fact(2, fact(1, 1)), place_of_fact(2, fact(2, 1)));
        assert!(place(i64::MAX, Uuid::nil()) > place(1, Uuid::max()));
        assert!(place(-5, Uuid::max()) < place(1, Uuid::nil()));
        assert!(place(at_ms(Timestamp::MAX), Uuid::nil()) < Page::first(1).below());
    }
}
