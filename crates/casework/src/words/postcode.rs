//! Postcodes of the United Kingdom (BS 7666), in the one form in which they are compared.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::refusal::{Code, Refusal};

/// A postcode, in capitals and without its space: an outward code of two to four characters, and an inward code of a
/// digit and two letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Postcode(String);

impl Postcode {
    /// The last postcode of the text; none where it holds none.
    pub fn within(text: &str) -> Option<Self> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<String> = words
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_uppercase)
            .collect();
        let pairs = words.windows(2).map(<[String]>::concat);
        let places = (1..).zip(pairs).chain((0..).zip(words.iter().cloned()));
        let found = places.filter(|(_, code)| is_postcode(code));
        let last = found.max_by_key(|(place, _)| *place);
        last.map(|(_, code)| Self(code))
    }

    /// A postcode alone, where empty text means that there is none.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn optional(field: &str, text: &str) -> Result<Option<Self>, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let alone = text.chars().filter(|c| !c.is_whitespace()).count();
        let found = Self::within(text).filter(|found| found.0.len() == alone);
        let refused = || Refusal::of(Code::PostcodeInvalid, field.to_owned());
        found.map(Some).ok_or_else(refused)
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_postcode(code: &str) -> bool {
    let Some((outward, inward)) = code.len().checked_sub(3).map(|at| code.split_at(at)) else {
        return false;
    };
    let shape = |text: &str| -> String {
        let each = |c: char| if c.is_ascii_digit() { '9' } else { 'A' };
        text.chars().map(each).collect()
    };
    const OUTWARD: [&str; 6] = ["A9", "A99", "A9A", "AA9", "AA99", "AA9A"];
    shape(inward) == "9AA" && OUTWARD.contains(&shape(outward).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_stands_alone_is_nothing_else() {
        let of = |text| Postcode::optional("postcode", text);
        assert_eq!(of("  "), Ok(None));
        assert_eq!(of("hx1 1aa"), of(" HX11AA "));
        assert!(of("HX1 1AA").is_ok_and(|code| code.is_some()));
        for other in ["HX1", "3 Mill Lane, HX1 1AA", "HX1 1AA M1 1AE", "HX1-1AA"] {
            let refused = Refusal::of(Code::PostcodeInvalid, "postcode");
            assert_eq!(of(other), Err(refused), "{other}");
        }
    }
}
