//! How far the files are, as the engine tells it and as others wait for it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use casework::ids::OrganisationId;

/// How far the files are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    /// Whether the files have been looked through since the start, so that the rest can be relied on.
    pub(crate) ready: bool,
    /// The log has been read up to here.
    pub(crate) position: u64,
    /// The files that do not include that, or still hold what has to go; each with the first position that it lacks.
    pub(crate) pending: BTreeMap<OrganisationId, u64>,
    /// Every organisation that has a file.
    pub(crate) known: Arc<BTreeSet<OrganisationId>>,
}

impl Progress {
    /// The position up to which every file is complete, with nothing left behind.
    pub(crate) fn applied(&self) -> u64 {
        let first_lacking = self.pending.values().min();
        first_lacking.map_or(self.position, |first| {
            self.position.min(first.saturating_sub(1))
        })
    }

    /// The position up to which one organisation's file is complete.
    pub(crate) fn applied_to(&self, organisation: &OrganisationId) -> u64 {
        self.pending
            .get(organisation)
            .map_or(self.position, |first| {
                self.position.min(first.saturating_sub(1))
            })
    }

    /// The organisations whose files do not include the position.
    pub(crate) fn behind(&self, position: u64) -> impl Iterator<Item = &OrganisationId> {
        self.known
            .iter()
            .filter(move |organisation| self.applied_to(organisation) < position)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_that_lacks_something_holds_back_what_counts_as_applied_and_is_named() {
        let codes = ["AAA", "BBB", "CCC"].map(|code| code.parse::<OrganisationId>().unwrap());
        let [first, second, _] = codes.clone();
        let known = Arc::new(codes.into_iter().collect());
        let pending = [(first.clone(), 7), (second.clone(), 9)].into();
        let progress = Progress {
            ready: true,
            position: 12,
            pending,
            known,
        };
        assert_eq!([progress.applied(), progress.applied_to(&second)], [6, 8]);
        assert_eq!(progress.behind(8).collect::<Vec<_>>(), [&first]);
        assert_eq!(progress.behind(9).collect::<Vec<_>>(), [&first, &second]);
        assert_eq!(progress.behind(13).count(), 3);
    }
}
