//! Linked cases in the stories: what is tried, and nonsense. Records that become one have stories of their own, in
//! `merging.rs`.

use std::collections::BTreeSet;

use casework::{
    event::What,
    fact::About,
    ids::{LinkId, PersonId},
    person::{PersonLinked, link::LinkPerson, unlink::UnlinkPerson},
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::{
    mangle,
    plan::{self, Who},
    story::{Story, pick, words},
    themes::{Needs, Step, Try, step},
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] =
    &[("link_person", Needs::Part), ("unlink_person", Needs::Part)];

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let link = (plan::who(), any::<u8>(), any::<u8>()).prop_map(|(who, number, readers)| Link {
        who,
        number,
        readers,
    });
    let unlink = (plan::who(), any::<u8>()).prop_map(|(who, number)| Unlink { who, number });
    vec![(2, step(link)), (3, step(unlink))]
}

/// The case is linked with another.
#[derive(Clone, Debug)]
struct Link {
    who: Who,
    number: u8,
    /// The organisations that take part in both cases, a bit for each.
    readers: u8,
}

impl Try for Link {
    fn carry_out(&self, story: &mut Story) {
        let reads = |place: &usize| self.readers >> place & 1 == 1;
        let places = (0..story.organisations.len()).filter(reads);
        let readers: BTreeSet<_> = places
            .map(|place| story.organisations[place].clone())
            .collect();
        let link = LinkPerson {
            link: LinkId(Uuid::from_u128(1 << 32 | u128::from(self.number))),
            other: PersonId(Uuid::from_u128(77)),
            readers,
            words: words("They are married."),
        };
        let by = story.by(self.who);
        story.send("link_person", &by, &link);
    }
}

/// A link ends.
#[derive(Clone, Debug)]
struct Unlink {
    who: Who,
    number: u8,
}

impl Try for Unlink {
    fn carry_out(&self, story: &mut Story) {
        let links: Vec<LinkId> = story.world.history.links().map(|(id, _)| id).collect();
        let Some(link) = pick(&links, self.number).copied() else {
            return;
        };
        let by = story.by(self.who);
        let unlink = UnlinkPerson { link, words: None };
        story.send("unlink_person", &by, &unlink);
    }
}

/// Events of any content, with few ids.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let link = || mangle::id().prop_map(LinkId);
    vec![
        (link(), mangle::id())
            .prop_map(|(link, other)| {
                What::PersonLinked(PersonLinked {
                    link,
                    other: PersonId(other),
                })
            })
            .boxed(),
        link()
            .prop_map(|link| What::PersonUnlinked { link })
            .boxed(),
    ]
}

/// What facts can be about, with few ids.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    vec![
        mangle::id()
            .prop_map(|link| About::Link { link: LinkId(link) })
            .boxed(),
    ]
}
