//! What a change gives and takes: the rules run on the history as it is, and as it would be.
//!
//! Of that, whoever asks is told what they are shown themselves, of organisations that they can know of.

use jiff::Timestamp;

use crate::{
    command::{Command, Context},
    disclosure::{Readers, audience::known, grants, shown_to},
    event::Event,
    history::{Folded, History, Recorded},
    ids::{FactId, Mint, OrganisationId},
    refusal::Refusal,
};

/// What a change does for one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The organisation.
    pub organisation: OrganisationId,
    /// What somebody there would be shown who is not now.
    pub gives: Vec<FactId>,
    /// What somebody there would be shown no longer.
    pub takes: Vec<FactId>,
}

/// What carrying out a command now would change in what each organisation is shown, those left out for which it is
/// nothing. The command is decided, and nothing is recorded.
///
/// # Errors
/// As the command is refused.
pub fn preview(
    history: &History,
    context: &Context,
    command: &dyn Command<On = History>,
    mint: &mut Mint,
) -> Result<Vec<Change>, Refusal> {
    let by = &context.by;
    let mut after = history.clone();
    for draft in command.decide(history, context, mint)? {
        let event = Event {
            id: crate::ids::EventId(mint.mint()),
            recorded_at: context.now,
            by: by.clone(),
            what: draft.what,
            facts: draft.facts,
        };
        after.apply(event);
    }
    let change = |organisation: &OrganisationId| {
        let mut change = Change {
            organisation: organisation.clone(),
            gives: Vec::new(),
            takes: Vec::new(),
        };
        let told = |recorded: &&Recorded| shown_to(history, by, recorded, context.now);
        for recorded in history.facts().iter().filter(told) {
            let before = readers(history, organisation, recorded, context.now);
            let later = readers(&after, organisation, recorded, context.now);
            if before.or(&later) != before {
                change.gives.push(recorded.id);
            }
            if later.or(&before) != later {
                change.takes.push(recorded.id);
            }
        }
        change
    };
    let changes = known(history, by, context.now).map(change);
    Ok(changes
        .filter(|change| !change.gives.is_empty() || !change.takes.is_empty())
        .collect())
}

fn readers(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
    now: Timestamp,
) -> Readers {
    let grants = grants(history, organisation, recorded).into_iter();
    let hold = grants.filter(|grant| grant.until.is_none_or(|until| now < until));
    hold.fold(Readers::none(), |all, grant| all.or(&grant.readers))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        category::Category,
        event::By,
        objection::Against,
        refusal::Code,
        testing::{World, agreement, first_fact, gp, link_worker, note, objection},
    };

    fn previewed(world: &World, by: &By, command: &dyn Command<On = History>) -> Vec<Change> {
        let context = Context {
            by: by.clone(),
            now: world.now,
        };
        preview(&world.history, &context, command, &mut Mint::new([7; 32])).unwrap()
    }

    #[test]
    fn an_agreement_gives_and_an_objection_takes_and_nothing_is_recorded() {
        let mut world = World::with_involved_charity();
        let damp = note("Damp.", &[Category::Housing]);
        let damp = first_fact(&world.when(&gp(), &damp).unwrap());
        let everyone = agreement(Audience::EveryoneInvolved, &[Category::Housing]);
        let [change] = &previewed(&world, &gp(), &everyone)[..] else {
            panic!("one organisation gains")
        };
        assert_eq!(change.organisation, link_worker().organisation);
        assert!(change.gives.contains(&damp) && change.takes.is_empty());
        assert_eq!(world.shown(&link_worker(), damp.event), 0);
        world.when(&gp(), &everyone).unwrap();
        assert!(previewed(&world, &gp(), &everyone).is_empty(), "it is so");
        let against = objection(Against::Organisation(link_worker().organisation), None);
        let changes = previewed(&world, &gp(), &against);
        assert!(changes[0].takes.contains(&damp) && changes[0].gives.is_empty());
    }

    #[test]
    fn who_may_not_decide_it_is_not_told_what_it_would_do() {
        let world = World::with_case();
        let everyone = agreement(Audience::EveryoneInvolved, &[Category::Housing]);
        let context = Context {
            by: link_worker(),
            now: world.now,
        };
        let refused = preview(&world.history, &context, &everyone, &mut Mint::new([7; 32]));
        assert_eq!(refused.unwrap_err().code, Code::CaseUnknown);
    }
}
