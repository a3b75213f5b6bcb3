//! Tokens: receipts and cursors as callers hold them. Encrypted, of one fixed length, and bound to their
//! kind, their log and the caller's organisation, so that a foreign one is refused.
//!
//! What the 16 bytes inside mean is the caller's business.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use crate::{
    bytes::joined,
    seal::{DataKey, NONCE_BYTES, TAG_BYTES},
};

/// Bytes inside a token.
const PAYLOAD_BYTES: usize = 16;
const SEALED_BYTES: usize = NONCE_BYTES + PAYLOAD_BYTES + TAG_BYTES;

/// Characters of every token: 56 sealed bytes as base64url without padding (RFC 4648, section 5).
pub const TOKEN_LENGTH: usize = (SEALED_BYTES * 8).div_ceil(6);

/// What a token is for; one kind is never taken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Names the record of an accepted command, for `not_before` in a query.
    Receipt,
    /// Continues a list on its next page.
    Page,
    /// Names the last event on the thing that a command edits.
    Edit,
    /// Resumes a feed of changes.
    Watch,
    /// Names a person to whoever found them, to ask to join the case with.
    Join,
}

impl TokenKind {
    fn stored(self) -> &'static [u8] {
        match self {
            Self::Receipt => b"receipt",
            Self::Page => b"page",
            Self::Edit => b"edit",
            Self::Watch => b"watch",
            Self::Join => b"join",
        }
    }
}

/// Seals and opens tokens. Clones share one key, which opens nothing but tokens.
#[derive(Clone)]
pub struct TokenKey(DataKey);

/// The text is not a token that this caller may use here. Trying again does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not of a token's length and alphabet.
    #[error(
        "not a token: expected {TOKEN_LENGTH} characters of base64url; send it as it was received"
    )]
    Malformed,
    /// Made for another kind, log or organisation, or changed on the way.
    #[error("this token was not made for this organisation, use and log; ask for a new one")]
    Foreign,
}

impl TokenKey {
    pub(crate) fn new(key: DataKey) -> Self {
        Self(key)
    }

    /// Seals 16 bytes into a token of [`TOKEN_LENGTH`] characters. The same bytes give another token each
    /// time, so that comparing two of them tells nothing; but a receipt, and what
    /// names somebody who was found, is the same whenever the command is sent again.
    ///
    /// # Panics
    /// When the operating system has no randomness to give.
    pub fn seal(
        &self,
        kind: TokenKind,
        log: Uuid,
        organisation: &str,
        payload: [u8; PAYLOAD_BYTES],
    ) -> String {
        let bound_to = bound_to(kind, log, organisation);
        URL_SAFE_NO_PAD.encode(match kind {
            TokenKind::Receipt | TokenKind::Join => self.0.seal_repeatably(&bound_to, &payload),
            TokenKind::Page | TokenKind::Edit | TokenKind::Watch => {
                self.0.seal(&bound_to, &payload)
            }
        })
    }

    /// The receipt of a position of the log.
    pub fn receipt(&self, log: Uuid, organisation: &str, position: u64) -> String {
        let mut payload = [0; PAYLOAD_BYTES];
        payload[..8].copy_from_slice(&position.to_be_bytes());
        self.seal(TokenKind::Receipt, log, organisation, payload)
    }

    /// The position that a receipt names.
    ///
    /// # Errors
    /// [`TokenError`] when the text is no token, or a foreign one.
    pub fn received(&self, log: Uuid, organisation: &str, text: &str) -> Result<u64, TokenError> {
        let payload = self.open(TokenKind::Receipt, log, organisation, text)?;
        let (position, _) = payload.split_first_chunk().ok_or(TokenError::Malformed)?;
        Ok(u64::from_be_bytes(*position))
    }

    /// Opens a token that was sealed for the same kind, log and organisation.
    ///
    /// # Errors
    /// [`TokenError`] when the text is no token, or a foreign one.
    pub fn open(
        &self,
        kind: TokenKind,
        log: Uuid,
        organisation: &str,
        text: &str,
    ) -> Result<[u8; PAYLOAD_BYTES], TokenError> {
        if text.len() != TOKEN_LENGTH {
            return Err(TokenError::Malformed);
        }
        let sealed = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| TokenError::Malformed)?;
        let payload = self
            .0
            .open(&bound_to(kind, log, organisation), &sealed)
            .map_err(|_| TokenError::Foreign)?;
        payload.try_into().map_err(|_| TokenError::Malformed)
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey(…)")
    }
}

fn bound_to(kind: TokenKind, log: Uuid, organisation: &str) -> Vec<u8> {
    joined(&[
        b"token",
        kind.stored(),
        log.as_bytes(),
        organisation.as_bytes(),
    ])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LOG: Uuid = Uuid::from_u128(1);
    const KINDS: [TokenKind; 5] = [
        TokenKind::Receipt,
        TokenKind::Page,
        TokenKind::Edit,
        TokenKind::Watch,
        TokenKind::Join,
    ];

    fn key() -> TokenKey {
        TokenKey::new(DataKey::generate())
    }

    #[test]
    fn a_token_opens_where_it_belongs() {
        let key = key();
        for kind in KINDS {
            let token = key.seal(kind, LOG, "ORG-A", [9; 16]);
            assert_eq!(key.clone().open(kind, LOG, "ORG-A", &token), Ok([9; 16]));
        }
    }

    #[test]
    fn every_token_has_the_same_length_and_few_are_repeated() {
        let key = key();
        for kind in KINDS {
            let seal = |organisation, payload| key.seal(kind, LOG, organisation, payload);
            let first = seal("A", [0; 16]);
            for other in [seal("A-MUCH-LONGER-NAME", [0; 16]), seal("A", [255; 16])] {
                assert_eq!(other.len(), TOKEN_LENGTH);
                assert_ne!(other, first);
            }
            assert_eq!(first.len(), TOKEN_LENGTH);
            let repeated = matches!(kind, TokenKind::Receipt | TokenKind::Join);
            assert_eq!(seal("A", [0; 16]) == first, repeated);
        }
    }

    #[test]
    fn a_foreign_token_is_refused() {
        let key = key();
        let token = key.seal(TokenKind::Page, LOG, "ORG-A", [9; 16]);
        let refused = Err(TokenError::Foreign);
        assert_eq!(key.open(TokenKind::Page, LOG, "ORG-B", &token), refused);
        assert_eq!(
            key.open(TokenKind::Page, Uuid::from_u128(2), "ORG-A", &token),
            refused
        );
        for kind in [
            TokenKind::Receipt,
            TokenKind::Edit,
            TokenKind::Watch,
            TokenKind::Join,
        ] {
            assert_eq!(key.open(kind, LOG, "ORG-A", &token), refused);
        }
        assert_eq!(
            self::key().open(TokenKind::Page, LOG, "ORG-A", &token),
            refused
        );
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let key = key();
        let token = key.seal(TokenKind::Page, LOG, "ORG-A", [9; 16]);
        let open = |text: &str| key.open(TokenKind::Page, LOG, "ORG-A", text);
        for length in 0..token.len() {
            assert_eq!(open(&token[..length]), Err(TokenError::Malformed));
        }
        assert_eq!(open(&format!("{token}A")), Err(TokenError::Malformed));
        assert_eq!(open(&"!".repeat(TOKEN_LENGTH)), Err(TokenError::Malformed));
        assert_eq!(open(&"é".repeat(TOKEN_LENGTH)), Err(TokenError::Malformed));
        assert_eq!(open(&"A".repeat(TOKEN_LENGTH)), Err(TokenError::Foreign));
    }
}
