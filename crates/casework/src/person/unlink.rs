//! `UnlinkPerson`: two cases are no longer worked on together.

use crate::{
    command::{Command, Context},
    disclosure::shown_to,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{LinkId, Mint},
    people::Told,
    refusal::{Code, Refusal},
    words::Words,
};

/// Ends a link. Carried out on both people.
#[derive(Clone, Debug)]
pub struct UnlinkPerson {
    /// The link.
    pub link: LinkId,
    /// Why, where it is said.
    pub words: Option<Words>,
}

impl Command for UnlinkPerson {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let link = self.link;
        let unknown = || Refusal::of(Code::LinkUnknown, "link_id");
        let live = history.link(link).is_some_and(|known| !known.ended);
        let told = history.facts().iter().find(|recorded| {
            recorded.fact.about == About::Link { link }
                && shown_to(history, &context.by, recorded, context.now)
        });
        let told = told.filter(|_| live).ok_or_else(unknown)?;
        let words = self.words.clone();
        let fact = Fact {
            categories: told
                .fact
                .categories
                .with(history.reveals(context.organisation())),
            replaces: Some(told.id),
            content: Content::People(Told::Unlinked { words }),
            ..told.fact.clone()
        };
        Ok(vec![Draft {
            what: What::PersonUnlinked { link },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{World, gp, link_worker, merges::link};

    #[test]
    fn whoever_was_told_of_it_ends_it_once_and_for_others_there_is_none() {
        let mut world = World::with_involved_charity();
        let linked = link(&[&gp()]);
        world.when(&gp(), &linked).unwrap();
        let unlink = UnlinkPerson {
            link: linked.link,
            words: None,
        };
        let unknown = Refusal::of(Code::LinkUnknown, "link_id");
        assert_eq!(world.when(&link_worker(), &unlink).unwrap_err(), unknown);
        let event = world.when(&gp(), &unlink).unwrap()[0].id;
        assert_eq!(world.shown(&gp(), event), 1);
        assert_eq!(world.shown(&link_worker(), event), 0);
        assert_eq!(world.when(&gp(), &unlink).unwrap_err(), unknown);
    }
}
