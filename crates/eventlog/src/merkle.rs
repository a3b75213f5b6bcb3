//! The Merkle tree of RFC 6962 (Certificate Transparency) section 2.1, over record hashes in log order.
//! Signing and publishing its head must not be known here.

use sha2::{Digest, Sha256};

/// A SHA-256 digest (FIPS 180-4).
pub type Hash = [u8; 32];

/// Size and root of the tree: what commits to all records up to a point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TreeHead {
    /// How many records it covers.
    pub size: u64,
    /// The Merkle tree hash over them.
    pub root: Hash,
}

impl std::fmt::Debug for TreeHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TreeHead({self})")
    }
}

impl std::fmt::Display for TreeHead {
    /// `size:root`, the root in hexadecimal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:", self.size)?;
        self.root
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The right edge of the tree: the roots of its complete subtrees, largest first. Enough to add leaves
/// and to give the root, in space and time logarithmic in the size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// One root for each bit set in `size`, from the highest.
    subtrees: Vec<Hash>,
}

impl Frontier {
    /// The empty tree.
    pub fn new() -> Frontier {
        Frontier::default()
    }

    /// Adds a record by its hash.
    pub fn push(&mut self, record_hash: &Hash) {
        let mut carried = leaf(record_hash);
        let mut remaining = self.size;
        while remaining & 1 == 1
            && let Some(left) = self.subtrees.pop()
        {
            carried = node(&left, &carried);
            remaining >>= 1;
        }
        self.subtrees.push(carried);
        self.size += 1;
    }

    /// How many records were added.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The Merkle tree hash; of the empty tree, SHA-256 of nothing.
    pub fn root(&self) -> Hash {
        let mut from_the_right = self.subtrees.iter().rev();
        let Some(&last) = from_the_right.next() else {
            return Sha256::digest(b"").into();
        };
        from_the_right.fold(last, |right, left| node(left, &right))
    }

    /// Size and root.
    pub fn tree_head(&self) -> TreeHead {
        TreeHead {
            size: self.size,
            root: self.root(),
        }
    }

    /// For keeping: the size (8 bytes, big-endian), the subtrees' roots, and the tree's root as a check.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        self.subtrees
            .iter()
            .for_each(|subtree| bytes.extend_from_slice(subtree));
        bytes.extend_from_slice(&self.root());
        bytes
    }

    /// What [`Frontier::encode`] gave.
    ///
    /// # Errors
    /// [`Error`] for anything else.
    pub fn decode(bytes: &[u8]) -> Result<Frontier, Error> {
        let (size, hashes) = bytes.split_first_chunk::<8>().ok_or(Error)?;
        let (hashes, rest) = hashes.as_chunks::<32>();
        let (root, subtrees) = hashes.split_last().ok_or(Error)?;
        let frontier = Frontier {
            size: u64::from_be_bytes(*size),
            subtrees: subtrees.to_vec(),
        };
        let whole = rest.is_empty()
            && frontier.subtrees.len() == frontier.size.count_ones() as usize
            && frontier.root() == *root;
        if whole { Ok(frontier) } else { Err(Error) }
    }
}

/// Bytes that are no frontier. Trying again does not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored Merkle frontier is damaged")]
pub struct Error;

/// The root computed anew from all record hashes, by the recursive definition of RFC 6962. Slow; a check
/// on [`Frontier`] in tests.
#[cfg(any(test, feature = "testing"))]
pub fn naive_root(record_hashes: &[Hash]) -> Hash {
    match record_hashes {
        [] => Sha256::digest(b"").into(),
        [only] => leaf(only),
        several => {
            let (left, right) = several.split_at(several.len().next_power_of_two() / 2);
            node(&naive_root(left), &naive_root(right))
        }
    }
}

fn leaf(record_hash: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(record_hash)
        .finalize()
        .into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn hex(hash: &Hash) -> String {
        TreeHead {
            size: 0,
            root: *hash,
        }
        .to_string()
        .split_off(2)
    }

    #[test]
    fn known_values() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex(&Frontier::new().root()), empty);
        assert_eq!(
            hex(&leaf(b"")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }

    #[test]
    fn the_frontier_agrees_with_the_recursive_definition() {
        let mut hashes = Vec::new();
        let mut frontier = Frontier::new();
        for size in 0..=300_u64 {
            assert_eq!(
                frontier.tree_head(),
                TreeHead {
                    size,
                    root: naive_root(&hashes)
                }
            );
            assert_eq!(Frontier::decode(&frontier.encode()), Ok(frontier.clone()));
            let hash: Hash = Sha256::digest(size.to_be_bytes()).into();
            frontier.push(&hash);
            hashes.push(hash);
        }
    }

    #[test]
    fn a_damaged_frontier_is_refused() {
        let mut frontier = Frontier::new();
        (0..11).for_each(|number| frontier.push(&[number; 32]));
        let bytes = frontier.encode();
        for index in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[index] ^= 0x10;
            assert_eq!(Frontier::decode(&damaged), Err(Error), "byte {index}");
        }
        for length in 0..bytes.len() {
            assert_eq!(
                Frontier::decode(&bytes[..length]),
                Err(Error),
                "length {length}"
            );
        }
        assert_eq!(Frontier::decode(&u64::MAX.to_be_bytes()), Err(Error));
    }
}
