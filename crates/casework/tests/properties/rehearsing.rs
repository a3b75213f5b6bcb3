//! What a rehearsal says right before a command is what the rules say right after it: of every organisation that it names
//! and every fact. And rehearsing changes nothing.

use casework::{
    command::{Command, Context},
    disclosure::{
        audience::reach,
        rehearsal::{self, Heard},
    },
    event::By,
    history::History,
    ids::Mint,
    testing::World,
};

/// Who would be shown what; none where the command is refused.
pub fn rehearse<C: Command<On = History>>(
    world: &World,
    by: &By,
    command: &C,
) -> Option<Vec<Heard>> {
    let context = Context {
        by: by.clone(),
        now: world.now,
    };
    let (mut mint, version) = (Mint::new([5; 32]), world.history.version());
    let drafts = casework::command::decide(command, &world.history, &context, &mut mint).ok()?;
    let heard = rehearsal::heard(&world.history, &context, drafts, &mut mint);
    assert_eq!(world.history.version(), version);
    Some(heard)
}

/// Compares it with what the rules say, now that the command has been carried out.
pub fn check(command: &str, rehearsed: &Option<Vec<Heard>>, world: &World, before: usize) {
    let events = &world.events[before..];
    let Some(rehearsed) = rehearsed else {
        assert!(
            events.is_empty(),
            "{command} is carried out and was refused before"
        );
        return;
    };
    let facts = world.history.facts().iter();
    let new = facts.filter(|recorded| events.iter().any(|event| event.id == recorded.id.event));
    let new: Vec<_> = new.collect();
    assert_eq!(new.len(), rehearsed.len(), "{command}");
    for (heard, recorded) in rehearsed.iter().zip(new) {
        assert_eq!(heard.kind, recorded.fact.about.kind(), "{command}");
        for said in &heard.reach {
            let holds = reach(&world.history, &said.organisation, recorded, world.now);
            assert_eq!(*said, holds, "{command}");
        }
    }
}
