//! What each theme adds to the stories: its steps, its commands, its nonsense, and how its events are told. One line
//! for each theme in each of these; what they say stands in `themes/`.

#[path = "themes/actions.rs"]
mod actions;
#[path = "themes/decisions.rs"]
mod decisions;
#[path = "themes/handovers.rs"]
pub mod handovers;
#[path = "themes/information.rs"]
mod information;
#[path = "themes/joining.rs"]
mod joining;
#[path = "themes/life.rs"]
pub mod life;
#[path = "themes/people.rs"]
mod people;
#[path = "themes/plans.rs"]
mod plans;
#[path = "themes/records.rs"]
mod records;
#[path = "themes/referrals.rs"]
mod referrals;
#[path = "themes/reviews.rs"]
mod reviews;
#[path = "themes/safeguarding.rs"]
mod safeguarding;
#[path = "themes/sharing.rs"]
pub mod sharing;
#[path = "themes/volunteers.rs"]
pub mod volunteers;

pub use reviews::Met;

use std::{fmt::Debug, sync::Arc};

use casework::{
    event::{Event, What},
    fact::About,
    ids::OrganisationId,
    service::Purpose,
};
use jiff::Timestamp;
use proptest::prelude::*;

use crate::{
    story::Story,
    telling::{Asked, DutyOf, Involved, PartOf},
};

/// A step of a theme.
pub trait Try: Debug + Send + Sync {
    /// Tries it.
    fn carry_out(&self, story: &mut Story);
}

/// A step of any theme.
pub type Step = Arc<dyn Try>;

/// What a worker's organisation must have been or done, so that a command of theirs may tell them more than if nobody
/// knew the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// It takes part in the open case.
    Part,
    /// It was asked for something, here or from outside.
    Asked,
    /// It was asked for something, or took part at some time.
    PartOnce,
    /// It takes part, was asked for something, has a part in a thing, is owed something or has recorded something.
    Any,
    /// Nothing: the command says itself what it tells.
    Nothing,
}

/// The commands, by the names under which stories send them.
pub fn commands() -> Vec<(&'static str, Needs)> {
    let first: &[(&str, Needs)] = &[
        ("open_case", Needs::Nothing),
        ("record_about_me", Needs::Part),
        ("confirm_about_me", Needs::Part),
        ("record_note", Needs::Part),
        ("record_agreement", Needs::Part),
        ("lapse_agreement", Needs::Nothing),
        ("record_objection", Needs::Part),
    ];
    [
        first,
        safeguarding::COMMANDS,
        actions::COMMANDS,
        life::COMMANDS,
        sharing::COMMANDS,
        joining::COMMANDS,
        handovers::COMMANDS,
        people::COMMANDS,
        decisions::COMMANDS,
        plans::COMMANDS,
        reviews::COMMANDS,
        referrals::COMMANDS,
        records::COMMANDS,
        information::COMMANDS,
        volunteers::COMMANDS,
    ]
    .concat()
}

/// The steps, each with how often it is tried in comparison; the commands of the slice sum up to about 60.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    [
        safeguarding::steps(),
        actions::steps(),
        life::steps(),
        sharing::steps(),
        joining::steps(),
        handovers::steps(),
        people::steps(),
        plans::steps(),
        decisions::steps(),
        reviews::steps(),
        referrals::steps(),
        records::steps(),
        information::steps(),
        volunteers::steps(),
    ]
    .concat()
}

/// A step of a theme, as it is drawn.
pub fn step<S: Try + 'static>(strategy: impl Strategy<Value = S> + 'static) -> BoxedStrategy<Step> {
    strategy.prop_map(|step| Arc::new(step) as Step).boxed()
}

/// Events of any content, with few ids.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    [
        safeguarding::nonsense(),
        actions::nonsense(),
        life::nonsense(),
        sharing::nonsense(),
        joining::nonsense(),
        handovers::nonsense(),
        people::nonsense(),
        plans::nonsense(),
        decisions::nonsense(),
        reviews::nonsense(),
        referrals::nonsense(),
        records::nonsense(),
        information::nonsense(),
        volunteers::nonsense(),
    ]
    .concat()
}

/// What facts can be about, with few ids.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    [
        safeguarding::abouts(),
        actions::abouts(),
        life::abouts(),
        sharing::abouts(),
        joining::abouts(),
        handovers::abouts(),
        people::abouts(),
        plans::abouts(),
        decisions::abouts(),
        reviews::abouts(),
        referrals::abouts(),
        records::abouts(),
        information::abouts(),
        volunteers::abouts(),
    ]
    .concat()
}

/// Whatever was asked of a service of another organisation.
pub fn asked(events: &[Event]) -> Vec<Asked<'_>> {
    [
        referrals::asked(events),
        actions::asked(events),
        handovers::asked(events),
    ]
    .concat()
}

/// Whoever joined without having been asked.
pub fn joined(events: &[Event]) -> Vec<Involved<'_>> {
    joining::joined(events)
}

/// Whether an involvement was ended by a later event.
pub fn ended(events: &[Event], involved: &Involved<'_>) -> bool {
    life::ended(events, involved)
        || joining::ended(events, involved)
        || handovers::ended(events, involved)
        || referrals::ended(events, involved)
}

/// Who has a part in a thing.
pub fn parties(events: &[Event]) -> Vec<PartOf<'_>> {
    [
        actions::parties(events),
        life::parties(events),
        joining::parties(events),
        handovers::parties(events),
        decisions::parties(events),
        reviews::parties(events),
        referrals::parties(events),
        information::parties(events),
    ]
    .concat()
}

/// Who is shown what a duty names.
pub fn duties(events: &[Event]) -> Vec<DutyOf<'_>> {
    safeguarding::duties(events)
}

/// Who is invited to which review, until when.
pub fn met(events: &[Event]) -> Vec<Met<'_>> {
    reviews::met(events)
}

/// The purposes of organisations that neither take part nor were asked for something.
pub fn purposes_of(events: &[Event]) -> Vec<(&OrganisationId, Purpose)> {
    reviews::purposes_of(events)
}

/// When something that the event showed can be read no longer.
pub fn ends(event: &Event) -> Option<Timestamp> {
    reviews::ends(event).or_else(|| volunteers::ends(event))
}
