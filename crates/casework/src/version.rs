//! The version of a fact that a caller names when they change it. What a newer version inherits is said by its theme.

use crate::{
    command::Context,
    disclosure::shown_to,
    fact::About,
    history::{History, Recorded},
    ids::FactId,
    refusal::{Code, Refusal},
};

/// The fact that the caller names, where it is of this sort and the newest version that they may see.
///
/// Otherwise `unknown`, which names the field; or that field with [`Code::Stale`], where they may see a newer one.
pub(crate) fn newest_seen<'a>(
    history: &'a History,
    context: &Context,
    id: FactId,
    sort: impl Fn(&About) -> bool,
    unknown: Refusal,
) -> Result<&'a Recorded, Refusal> {
    let visible = |recorded: &&Recorded| shown_to(history, &context.by, recorded, context.now);
    let named = history
        .fact(id)
        .filter(|recorded| sort(&recorded.fact.about));
    let Some(named) = named.filter(visible) else {
        return Err(unknown);
    };
    if history.newer(named).any(|newer| visible(&newer)) {
        return Err(Refusal {
            code: Code::Stale,
            ..unknown
        });
    }
    Ok(named)
}
