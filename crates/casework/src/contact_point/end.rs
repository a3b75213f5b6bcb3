//! `EndContactPoint`: the person is not reached there any longer.

use crate::{
    command::{Command, Context},
    contact_point::record::live,
    event::{Draft, What},
    fact::{Content, Fact},
    history::History,
    ids::{FactId, Mint},
    people::Told,
    refusal::Refusal,
    words::Words,
};

/// Ends a contact point: it leaves the views of those who were shown it in order to meet the person.
#[derive(Clone, Debug)]
pub struct EndContactPoint {
    /// The newest version that the caller has seen.
    pub seen: FactId,
    /// Why, where it is said.
    pub words: Option<Words>,
}

impl Command for EndContactPoint {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let (contact_point, older) = live(history, context, self.seen)?;
        let words = self.words.clone();
        let fact = Fact {
            categories: older
                .categories
                .with(history.reveals(context.organisation())),
            replaces: Some(self.seen),
            content: Content::People(Told::ContactPointEnded { words }),
            ..older.clone()
        };
        Ok(vec![Draft {
            what: What::ContactPointEnded { contact_point },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        refusal::Code,
        testing::{World, first_fact, gp, link_worker, phone},
    };

    #[test]
    fn it_leaves_the_views_of_those_who_were_shown_it_to_meet_the_person() {
        let mut world = World::with_involved_charity();
        let recorded = world.when(&gp(), &phone()).unwrap();
        let end = EndContactPoint {
            seen: first_fact(&recorded),
            words: None,
        };
        let ended = world.when(&gp(), &end).unwrap();
        for event in [recorded[0].id, ended[0].id] {
            let shown = [gp(), link_worker()].map(|by| world.shown(&by, event));
            assert_eq!(shown, [1, 0]);
        }
        let again = EndContactPoint {
            seen: first_fact(&ended),
            words: None,
        };
        assert_eq!(
            world.when(&gp(), &again).unwrap_err(),
            Refusal::of(Code::ContactPointUnknown, "token")
        );
    }

    #[test]
    fn what_the_caller_may_not_see_is_not_there() {
        let mut world = World::with_involved_charity();
        let restricted = crate::contact_point::record::RecordContactPoint {
            restriction: Some(Default::default()),
            ..phone()
        };
        let recorded = world.when(&gp(), &restricted).unwrap();
        let seen = first_fact(&recorded);
        let hidden = EndContactPoint { seen, words: None };
        let nowhere = EndContactPoint {
            seen: FactId { index: 9, ..seen },
            words: None,
        };
        assert_eq!(
            world.when(&link_worker(), &hidden).unwrap_err(),
            world.when(&link_worker(), &nowhere).unwrap_err()
        );
    }
}
