//! Text and numbers as people type them, checked once: prose, names, NHS numbers, postcodes.

mod postcode;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use postcode::Postcode;

use crate::refusal::{Code, Refusal};

/// The longest prose, in characters: a note, a reason, a passage of About Me.
pub const PROSE_MAX_CHARS: usize = 4_000;
/// The longest name, in characters.
pub const NAME_MAX_CHARS: usize = 120;

/// Text with something in it, trimmed, without control characters other than line breaks and tabs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// Prose of 1 to [`PROSE_MAX_CHARS`] characters.
    pub fn prose(field: &str, text: &str) -> Result<Self, Refusal> {
        Self::checked(field, text, PROSE_MAX_CHARS)
    }

    /// A name of 1 to [`NAME_MAX_CHARS`] characters.
    pub fn name(field: &str, text: &str) -> Result<Self, Refusal> {
        Self::checked(field, text, NAME_MAX_CHARS)
    }

    /// As [`Words::prose`], where empty text means that there is none.
    pub fn optional(field: &str, text: &str) -> Result<Option<Self>, Refusal> {
        if text.trim().is_empty() {
            Ok(None)
        } else {
            Self::prose(field, text).map(Some)
        }
    }

    fn checked(field: &str, text: &str, max_chars: usize) -> Result<Self, Refusal> {
        let text = text.trim();
        let refuse = |code| Err(Refusal::of(code, field.to_owned()));
        if text.is_empty() {
            return refuse(Code::TextMissing);
        }
        if text.chars().count() > max_chars {
            return refuse(Code::TextTooLong);
        }
        if text.chars().any(is_hidden_control) {
            return refuse(Code::TextInvalid);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

// Bidirectional overrides (Unicode TR9) make text read differently from what it is.
fn is_hidden_control(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An NHS number: ten digits, the last a Modulus 11 check digit (NHS Data Dictionary). Shown 3-3-4.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NhsNumber(String);

impl NhsNumber {
    /// Reads a number as people write it: spaces and hyphens are accepted.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '\u{a0}'))
            .collect();
        if digits.len() != 10 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let sum: u32 = digits
            .bytes()
            .zip((2..=10).rev())
            .map(|(b, weight)| u32::from(b - b'0') * weight)
            .sum();
        let check = (11 - sum % 11) % 11;
        (check == u32::from(digits.as_bytes()[9] - b'0')).then_some(Self(digits))
    }

    /// The ten digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", &self.0[..3], &self.0[3..6], &self.0[6..])
    }
}

// The number identifies somebody: it must not reach a log through a debug print.
impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(…)")
    }
}

impl TryFrom<String> for NhsNumber {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not an NHS number")
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> String {
        number.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_check_digit_is_checked() {
        let number = NhsNumber::parse("9990182477").unwrap();
        assert_eq!(
            (number.to_string().as_str(), number.digits()),
            ("999 018 2477", "9990182477")
        );
        assert_eq!(
            (0..10)
                .filter(|d| NhsNumber::parse(&format!("999 018 247{d}")).is_some())
                .count(),
            1
        );
        for text in ["", "999", "99901824700", "999018247x", "９９９0182470"] {
            assert!(NhsNumber::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_check_value_of_ten_is_no_number() {
        let none = (0..10_000)
            .map(|n| format!("99900{n:04}"))
            .find(|nine| (0..10).all(|d| NhsNumber::parse(&format!("{nine}{d}")).is_none()));
        assert!(none.is_some());
    }

    #[test]
    fn text_is_trimmed_and_bounded() {
        assert_eq!(
            Words::prose("words", "  hello \n").unwrap().as_str(),
            "hello"
        );
        let code = |text: &str| Words::prose("words", text).unwrap_err().code;
        assert_eq!(code(" \n "), Code::TextMissing);
        assert_eq!(code(&"x".repeat(PROSE_MAX_CHARS + 1)), Code::TextTooLong);
        assert_eq!(code("a\0b"), Code::TextInvalid);
        assert_eq!(code("a\u{202E}b"), Code::TextInvalid);
        assert!(Words::prose("words", &"é".repeat(PROSE_MAX_CHARS)).is_ok());
    }
}
