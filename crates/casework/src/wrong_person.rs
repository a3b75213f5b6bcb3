//! Entries that were recorded on the wrong person. Such an entry leaves every view, also its writer's; the privacy
//! officers of the organisation that recorded it keep it. Who could read it before is known to the history.

pub mod mark;
pub mod unmark;

use crate::{
    event::{Draft, What},
    fact::{About, Content, Fact, Restriction},
    history::Recorded,
    people::Told,
};

/// What is said of the entry, for the privacy officers of whoever recorded it.
fn said(what: What, recorded: &Recorded, told: Told) -> Vec<Draft> {
    let fact = Fact {
        about: About::WrongPerson { entry: recorded.id },
        categories: recorded.fact.categories,
        restriction: Some(Restriction {
            privacy_officers: true,
            ..Restriction::default()
        }),
        replaces: None,
        content: Content::People(told),
    };
    vec![Draft {
        what,
        facts: vec![fact],
    }]
}
