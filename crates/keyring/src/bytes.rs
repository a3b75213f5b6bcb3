//! Small helpers over bytes: randomness, and joining parts so that no two lists of parts collide.
//! No cryptography of its own.

/// Fresh bytes from the operating system.
///
/// # Panics
/// When the operating system has no randomness to give: nothing may be sealed then.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .expect("the system's random source, once seeded at boot, does not fail");
    bytes
}

/// The parts one after the other, each led by its length as 8 bytes, so that `["ab", "c"]` and
/// `["a", "bc"]` differ.
pub(crate) fn joined(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(joined(&[b"ab", b"c"]), joined(&[b"a", b"bc"]));
        assert_ne!(joined(&[b"a"]), joined(&[b"a", b""]));
    }

    #[test]
    fn random_bytes_do_not_repeat() {
        assert_ne!(random::<32>(), random::<32>());
    }
}
