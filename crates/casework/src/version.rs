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
    let standing = |recorded: &Recorded| {
        history.stands(recorded.id) && shown_to(history, &context.by, recorded, context.now)
    };
    let of_the_sort = |recorded: &&Recorded| sort(&recorded.fact.about) && standing(recorded);
    let Some(named) = history.fact(id).filter(of_the_sort) else {
        return Err(unknown);
    };
    if history.newer(named).any(standing) {
        return Err(Refusal {
            code: Code::Stale,
            ..unknown
        });
    }
    Ok(named)
}

/// Whether nothing has taken the fact's place.
pub(crate) fn is_newest(history: &History, recorded: &Recorded) -> bool {
    history.newest_of_all(recorded).next().is_none()
}
