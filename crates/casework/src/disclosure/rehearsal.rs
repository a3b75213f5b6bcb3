//! Who would be shown what a command records: it is decided, its events are folded into a copy of the history, and the
//! rules are asked about its facts. Nothing is recorded.
//!
//! Only organisations are named of which whoever asks can tell that they have to do with the person already, and those
//! that the command itself asks, or gives something to do.

use std::collections::BTreeSet;

use crate::{
    command::Context,
    disclosure::audience::{Reach, known, reach},
    event::{Draft, Event, Kinds},
    fact::About,
    history::{Folded, History},
    ids::{EventId, Mint, OrganisationId},
};

/// Who would be shown a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The kind of fact.
    pub kind: &'static str,
    /// For each organisation that may be named, who there would be.
    pub reach: Vec<Reach>,
}

/// Who would be shown the facts of what was decided, in order.
pub fn heard(
    history: &History,
    context: &Context,
    drafts: Vec<Draft>,
    mint: &mut Mint,
) -> Vec<Heard> {
    let mut after = history.clone();
    let mut events = BTreeSet::new();
    for draft in drafts {
        let event = Event {
            id: EventId(mint.mint()),
            recorded_at: context.now,
            by: draft.what.recorded_by().unwrap_or(&context.by).clone(),
            what: draft.what,
            facts: draft.facts,
        };
        events.insert(event.id);
        after.apply(event);
    }
    let mut named: BTreeSet<OrganisationId> =
        known(history, &context.by, context.now).cloned().collect();
    named.extend(asked(&after, &events).cloned());
    named.remove(&context.by.organisation);
    let new = after.facts().iter();
    let new = new.filter(|recorded| events.contains(&recorded.id.event));
    let heard = new.map(|recorded| Heard {
        kind: recorded.fact.about.kind(),
        reach: named
            .iter()
            .map(|organisation| reach(&after, organisation, recorded, context.now))
            .collect(),
    });
    heard.collect()
}

/// Whom these events ask for something, or give something to do: whoever sent the command named them. An end of the case
/// gives a part to everybody who took part, also to those who are hidden: they are not meant.
fn asked<'a>(
    after: &'a History,
    events: &'a BTreeSet<EventId>,
) -> impl Iterator<Item = &'a OrganisationId> {
    let asks = after.asks().filter(|ask| events.contains(&ask.event));
    let asks = asks.map(|ask| &ask.terms.organisation);
    let of_things = |about: &About| matches!(about, About::Action { .. } | About::Review { .. });
    let parties = after
        .parties()
        .filter(move |party| events.contains(&party.event) && of_things(&party.about));
    asks.chain(parties.map(|party| party.organisation))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        category::Category,
        command::{Command, decide},
        disclosure::grants,
        event::By,
        refusal::Code,
        testing::{World, agreement, gp, housing, link_worker, note, referral},
    };

    fn rehearsed(world: &World, by: &By, command: &dyn Command<On = History>) -> Vec<Heard> {
        let (context, mut mint) = (in_context(world, by), Mint::new([7; 32]));
        let drafts = command.decide(&world.history, &context, &mut mint).unwrap();
        heard(&world.history, &context, drafts, &mut mint)
    }

    fn in_context(world: &World, by: &By) -> Context {
        Context {
            by: by.clone(),
            now: world.now,
        }
    }

    fn seen(heard: &[Heard]) -> Vec<(&OrganisationId, bool)> {
        let reach = heard.iter().flat_map(|heard| &heard.reach);
        reach
            .map(|reach| (&reach.organisation, reach.is_any()))
            .collect()
    }

    #[test]
    fn it_says_beforehand_who_is_shown_a_note_and_records_nothing() {
        let mut world = World::with_involved_charity();
        let money = note("Money is tight.", &[Category::Money]);
        let (charity, version) = (link_worker().organisation, world.history.version());
        assert_eq!(seen(&rehearsed(&world, &gp(), &money)), [(&charity, false)]);
        assert_eq!(world.history.version(), version);
        let everyone = agreement(Audience::EveryoneInvolved, &[Category::Money]);
        world.when(&gp(), &everyone).unwrap();
        let heard = rehearsed(&world, &gp(), &money);
        assert_eq!(seen(&heard), [(&charity, true)]);
        assert_eq!(heard[0].kind, "note");
        world.when(&gp(), &money).unwrap();
        let recorded = world.history.facts().last().unwrap();
        assert!(!grants(&world.history, &charity, recorded).is_empty());
    }

    #[test]
    fn whoever_is_asked_is_named_and_nobody_else_who_is_not_known() {
        let world = World::with_case();
        let heard = rehearsed(&world, &gp(), &referral());
        let charity = link_worker().organisation;
        assert!(!heard.is_empty());
        for heard in &heard {
            let named: Vec<_> = heard
                .reach
                .iter()
                .map(|reach| &reach.organisation)
                .collect();
            assert_eq!(named, [&charity]);
        }
        assert!(seen(&heard).contains(&(&charity, true)));
    }

    #[test]
    fn it_is_refused_as_the_command_is() {
        let world = World::with_involved_charity();
        let stranger = By {
            organisation: housing().terms.organisation,
            ..gp()
        };
        let note = note("Damp.", &[Category::Housing]);
        let context = in_context(&world, &stranger);
        let refused = decide(&note, &world.history, &context, &mut Mint::new([7; 32]));
        assert_eq!(refused.unwrap_err().code, Code::CaseUnknown);
    }
}
