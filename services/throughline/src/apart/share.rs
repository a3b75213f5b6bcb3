//! Which organisations' files a node has: where there are more nodes than two, each organisation has two of them, the first
//! one and a warm one. Every node works that out for itself (rendezvous hashing, Thaler and Ravishankar 1998), so that a
//! node more or less moves the files of few organisations.

use std::{fs, path::Path};

use anyhow::{Context, bail, ensure};
use casework::ids::OrganisationId;
use runtime::configuration::Configuration;
use sha2::{Digest, Sha256};

use super::addresses;
use crate::marks::{self, FILES_ID};

/// How many nodes have an organisation's file.
const OWNERS: usize = 2;
/// In the data folder: which node of how many its files were made for.
const MADE_FOR: &str = "made-for-node";

/// One node of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    /// Which one, counted from 0.
    node: usize,
    /// Of how many.
    nodes: usize,
}

impl Share {
    /// As the settings say it; none where this node has all files.
    ///
    /// # Errors
    /// Where there is no such node.
    pub(super) fn of(configuration: &Configuration) -> anyhow::Result<Option<Share>> {
        let number = configuration.projector_number;
        if number == 0 {
            return Ok(None);
        }
        let nodes = addresses("projectors_inside", &configuration.projectors_inside)?.len();
        ensure!(
            number <= nodes,
            "`projector_number` is {number}, and `projectors_inside` names {nodes}: it says which of them this is, from 1"
        );
        Ok(Some(Share {
            node: number - 1,
            nodes,
        }))
    }

    /// Makes sure that as many nodes serve callers.
    ///
    /// # Errors
    /// Where they do not.
    pub(super) fn check_nodes(self, views: usize) -> anyhow::Result<()> {
        ensure!(
            views == self.nodes,
            "`views_at` names {views}, and `projectors_inside` names {}: with `projector_number`, both name each node once, in the \
             same order",
            self.nodes
        );
        Ok(())
    }

    /// The nodes that have an organisation's file, whoever is asked first first.
    pub(super) fn owners(self, organisation: &OrganisationId) -> Vec<usize> {
        let weight = |node: &usize| {
            let mut digest = Sha256::new();
            digest.update(organisation.as_str());
            digest.update([0]);
            digest.update(node.to_be_bytes());
            let digest: [u8; 32] = digest.finalize().into();
            digest
        };
        let mut nodes: Vec<_> = (0..self.nodes).collect();
        nodes.sort_by_cached_key(weight);
        nodes.truncate(OWNERS);
        nodes
    }

    /// Whether this node has an organisation's file.
    pub(super) fn has(self, organisation: &OrganisationId) -> bool {
        self.owners(organisation).contains(&self.node)
    }
}

/// Makes sure that who answers from the files in this folder takes them for what they are: with another share it would take
/// an organisation that is elsewhere for one that has nothing.
///
/// # Errors
/// Where the projector made them for another share.
pub(super) fn check_made_for(folder: &Path, share: Option<Share>) -> anyhow::Result<()> {
    match fs::read_to_string(folder.join(MADE_FOR)) {
        Ok(there) if there != named(share) => bail!(
            "the files in {} were made for node {}, and this process takes them for those of {}: give it the same `projector_number` \
             and `projectors_inside` as the projector",
            folder.display(),
            there.trim(),
            named(share).trim()
        ),
        // The projector, which is only starting, has yet to say so.
        _ => Ok(()),
    }
}

fn named(share: Option<Share>) -> String {
    match share {
        Some(Share { node, nodes }) => format!("{} of {nodes}\n", node + 1),
        None => "all\n".to_owned(),
    }
}

/// Makes sure that the files in this folder are those of this node. Those that were made for another share lack some: they
/// go, and are made anew from the log.
///
/// # Errors
/// Where they cannot be deleted.
pub(super) fn check_files(folder: &Path, share: Option<Share>) -> anyhow::Result<()> {
    let wanted = named(share);
    let path = folder.join(MADE_FOR);
    let there = fs::read_to_string(&path).unwrap_or_else(|_| "all\n".to_owned());
    if there != wanted {
        tracing::warn!(
            were = there.trim(),
            are = wanted.trim(),
            "the organisations' files here were made for another share: they are made anew from the log"
        );
        for name in [
            "organisations",
            FILES_ID,
            "system.db",
            "system.db-wal",
            "system.db-shm",
        ] {
            let path = folder.join(name);
            let gone = match path.is_dir() {
                true => fs::remove_dir_all(&path),
                false if path.exists() => fs::remove_file(&path),
                false => Ok(()),
            };
            gone.with_context(|| path.display().to_string())?;
        }
    }
    marks::write(&path, &wanted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn organisations() -> Vec<OrganisationId> {
        let codes = (0..300).map(|number| format!("ORG-{number}"));
        codes.map(|code| code.parse().unwrap()).collect()
    }

    fn has(node: usize, nodes: usize) -> Vec<bool> {
        let share = Share { node, nodes };
        organisations()
            .iter()
            .map(|organisation| share.has(organisation))
            .collect()
    }

    #[test]
    fn each_organisation_has_two_nodes_and_each_node_its_share() {
        for nodes in 1..6 {
            let each: Vec<_> = (0..nodes).map(|node| has(node, nodes)).collect();
            for organisation in 0..300 {
                let owners = each.iter().filter(|has| has[organisation]).count();
                assert_eq!(owners, nodes.min(2));
            }
            for has in &each {
                let share = has.iter().filter(|has| **has).count();
                let fair = 300 * nodes.min(2) / nodes;
                assert!(
                    share * 4 > fair * 3 && share * 4 < fair * 5,
                    "{share} and not {fair}"
                );
            }
        }
    }

    #[test]
    fn one_node_more_takes_its_share_and_moves_nothing_else() {
        for node in 0..3 {
            let (three, four) = (has(node, 3), has(node, 4));
            let came = three
                .iter()
                .zip(&four)
                .filter(|(before, after)| !**before && **after);
            assert_eq!(came.count(), 0, "what a node has, it had");
        }
    }

    #[test]
    fn files_of_another_share_go() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("organisations/A/1.db");
        let put = || {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, "").unwrap();
        };
        put();
        check_files(folder.path(), None).unwrap();
        assert!(file.exists());
        let share = Some(Share { node: 0, nodes: 3 });
        check_files(folder.path(), share).unwrap();
        assert!(!file.exists());
        put();
        check_files(folder.path(), share).unwrap();
        assert!(file.exists());
        check_files(folder.path(), Some(Share { node: 0, nodes: 4 })).unwrap();
        assert!(!file.exists());

        // Who answers from them has to know.
        check_made_for(folder.path(), Some(Share { node: 0, nodes: 4 })).unwrap();
        for other in [None, share, Some(Share { node: 1, nodes: 4 })] {
            assert!(check_made_for(folder.path(), other).is_err());
        }
    }
}
