//! Goals: how one ends. They are set as passages of the plan; how one ended is the newest version of that passage.

pub mod achieve;
pub mod stop;

use crate::{
    command::Context,
    fact::{About, Content, Fact},
    history::History,
    ids::FactId,
    plan::{Section, Told},
    refusal::{Code, Refusal},
    version,
};

/// The goal's last version: it has ended in this way.
fn ended(
    history: &History,
    context: &Context,
    goal: FactId,
    section: Section,
    told: Told,
) -> Result<Fact, Refusal> {
    context.involved(history)?;
    let is_goal = |about: &About| matches!(about, About::Plan { section } if *section == Section::Goal || section.ends_goal());
    let unknown = Refusal::of(Code::PassageUnknown, "token");
    let older = version::newest_seen(history, context, goal, is_goal, unknown)?;
    if older.fact.about
        != (About::Plan {
            section: Section::Goal,
        })
    {
        return Err(Code::GoalEnded.into());
    }
    Ok(Fact {
        about: About::Plan { section },
        categories: older
            .fact
            .categories
            .with(history.reveals(context.organisation())),
        restriction: older.fact.restriction.clone(),
        replaces: Some(goal),
        content: Content::Plan(told),
    })
}
