//! `OrderAgenda`: the items are put in order. What is added afterwards is marked as late.

use std::collections::BTreeSet;

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{EventId, ItemId, Mint},
    meeting::{Meeting, MeetingEvent},
    refusal::{Code, Refusal},
};

/// Puts a meeting's items in order.
#[derive(Clone, Debug)]
pub struct OrderAgenda {
    /// The last event on the meeting that the caller has seen.
    pub seen: EventId,
    /// Every item, once.
    pub order: Vec<ItemId>,
}

impl Command for OrderAgenda {
    type On = Meeting;

    fn decide(
        &self,
        meeting: &Meeting,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<MeetingEvent>>, Refusal> {
        meeting.to_change(self.seen, context)?;
        let items: BTreeSet<_> = meeting.items.iter().map(|item| item.id).collect();
        let named: BTreeSet<_> = self.order.iter().copied().collect();
        if named != items || self.order.len() != items.len() {
            return Err(Refusal::of(Code::AgendaDiffers, "order"));
        }
        let what = MeetingEvent::AgendaOrdered {
            order: self.order.clone(),
        };
        Ok(vec![Draft {
            what,
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{chair, meeting_with_items};

    #[test]
    fn it_names_every_item_once_and_what_comes_later_is_late() {
        let mut meeting = meeting_with_items(2);
        let ids: Vec<_> = meeting.items.iter().map(|item| item.id).collect();
        let order = |meeting: &Meeting, order: Vec<ItemId>| OrderAgenda {
            seen: meeting.last_event,
            order,
        };
        for wrong in [vec![], vec![ids[0]], vec![ids[0], ids[0]]] {
            let command = order(&meeting, wrong);
            let refused = crate::testing::decide_on(&mut meeting, &chair(), &command);
            assert_eq!(
                refused.unwrap_err(),
                Refusal::of(Code::AgendaDiffers, "order")
            );
        }
        let command = order(&meeting, vec![ids[1], ids[0]]);
        crate::testing::decide_on(&mut meeting, &chair(), &command).unwrap();
        crate::testing::take_item(&mut meeting, 3);
        let found: Vec<_> = meeting
            .items
            .iter()
            .map(|item| (item.id, item.late))
            .collect();
        assert_eq!(found[..2], [(ids[1], false), (ids[0], false)]);
        assert!(found[2].1);
    }
}
