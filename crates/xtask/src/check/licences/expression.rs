//! SPDX licence expressions: `OR`, `AND`, `WITH`, parentheses, and the `/` that crates used for `OR` before.
//!
//! Grammar only; which licences are accepted is the caller's to say.

use std::fmt;

/// Why an expression cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub enum Error {
    /// A licence was expected, and this stood there.
    Unexpected(String),
    /// It ends where a licence, an exception or a parenthesis was expected.
    Ends,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected(token) => write!(formatter, "`{token}` was not expected"),
            Self::Ends => formatter.write_str("it ends too early"),
        }
    }
}

impl std::error::Error for Error {}

/// Whether the expression can be met with licences that `accepted` takes, each with its exception.
///
/// # Errors
///
/// When it is not an expression of the SPDX specification, annex D.
pub fn accepts(
    expression: &str,
    accepted: impl Fn(&str, Option<&str>) -> bool,
) -> Result<bool, Error> {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut reader = Reader {
        tokens: spaced.split_whitespace().collect(),
        at: 0,
        accepted,
    };
    let verdict = reader.any()?;
    match reader.peek() {
        None => Ok(verdict),
        Some(token) => Err(Error::Unexpected(token.to_owned())),
    }
}

struct Reader<'a, A> {
    tokens: Vec<&'a str>,
    at: usize,
    accepted: A,
}

impl<'a, A: Fn(&str, Option<&str>) -> bool> Reader<'a, A> {
    /// `AND` binds more tightly than `OR`.
    fn any(&mut self) -> Result<bool, Error> {
        let mut verdict = self.all()?;
        while self.take("OR") {
            verdict |= self.all()?;
        }
        Ok(verdict)
    }

    fn all(&mut self) -> Result<bool, Error> {
        let mut verdict = self.one()?;
        while self.take("AND") {
            verdict &= self.one()?;
        }
        Ok(verdict)
    }

    fn one(&mut self) -> Result<bool, Error> {
        if self.take("(") {
            let verdict = self.any()?;
            return if self.take(")") {
                Ok(verdict)
            } else {
                Err(self.wrong())
            };
        }
        let licence = self.name()?;
        let exception = if self.take("WITH") {
            Some(self.name()?)
        } else {
            None
        };
        Ok((self.accepted)(licence, exception))
    }

    fn name(&mut self) -> Result<&'a str, Error> {
        match self.peek() {
            Some(token) if !["OR", "AND", "WITH", "(", ")"].contains(&token) => {
                self.at += 1;
                Ok(token)
            }
            _ => Err(self.wrong()),
        }
    }

    fn take(&mut self, token: &str) -> bool {
        let there = self.peek() == Some(token);
        self.at += usize::from(there);
        there
    }

    fn peek(&self) -> Option<&'a str> {
        self.tokens.get(self.at).copied()
    }

    fn wrong(&self) -> Error {
        self.peek()
            .map_or(Error::Ends, |token| Error::Unexpected(token.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(expression: &str) -> Result<bool, Error> {
        accepts(expression, |licence, exception| {
            licence == "A" || licence == "B" || (licence == "C" && exception == Some("x"))
        })
    }

    #[test]
    fn one_of_a_choice_is_enough_and_all_of_a_sum_are_needed() {
        assert_eq!(verdict("Z OR A"), Ok(true));
        assert_eq!(verdict("Z/A"), Ok(true));
        assert_eq!(verdict("Z OR Y"), Ok(false));
        assert_eq!(verdict("A AND B"), Ok(true));
        assert_eq!(verdict("A AND Z"), Ok(false));
    }

    #[test]
    fn and_binds_more_tightly_than_or() {
        assert_eq!(verdict("A OR B AND Z"), Ok(true));
        assert_eq!(verdict("(A OR B) AND Z"), Ok(false));
        assert_eq!(verdict("Z AND (A OR B) OR A"), Ok(true));
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        assert_eq!(verdict("C WITH x"), Ok(true));
        assert_eq!(verdict("C"), Ok(false));
        assert_eq!(verdict("C WITH y AND A"), Ok(false));
    }

    #[test]
    fn what_is_no_expression_is_an_error() {
        assert_eq!(verdict(""), Err(Error::Ends));
        assert_eq!(verdict("A OR"), Err(Error::Ends));
        assert_eq!(verdict("(A"), Err(Error::Ends));
        assert_eq!(verdict("A B"), Err(Error::Unexpected("B".to_owned())));
        assert_eq!(
            verdict("A WITH AND"),
            Err(Error::Unexpected("AND".to_owned()))
        );
    }
}
