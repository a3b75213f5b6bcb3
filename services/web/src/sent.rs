//! What a browser sent to a form: its values by name, and whether it is meant in earnest.
//!
//! One handler serves a form in all its stages: it is opened, rehearsed while somebody types, and sent.

use api::v1;
use axum::{
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use http::{Method, StatusCode};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{drafts::Restored, labels::Labelled};

/// The field that holds the session's token.
pub const TOKEN: &str = "form-token";
/// The field that says that the form is only rehearsed.
pub const REHEARSE: &str = "rehearse";
/// The field that holds when the form was opened.
pub const OPENED_AT: &str = "opened-at";
/// The field that holds the command's id.
pub const COMMAND_ID: &str = "command-id";
/// The field that holds what the form is called.
pub const TITLE: &str = "form-title";
/// What stands in a rehearsal where nothing has been written yet.
const NOT_WRITTEN_YET: &str = "…";
/// The most that a form may hold, in bytes.
pub const FORM_BYTES_MAX: usize = 256 * 1024;

/// What for a form was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is opened.
    Opened,
    /// Somebody is typing: the audience is asked for, as a part of the page.
    Typing,
    /// Somebody asked to check the audience, without script.
    Checked,
    /// It is sent.
    Earnest,
}

/// What a browser sent to a form.
#[derive(Clone, Debug)]
pub struct Sent {
    values: Vec<(String, String)>,
    /// What for.
    pub stage: Stage,
}

impl Sent {
    /// What these values say.
    pub fn new(values: Vec<(String, String)>, is_post: bool) -> Self {
        let rehearse = values.iter().find(|(name, _)| name == REHEARSE);
        let stage = match (is_post, rehearse.map(|(_, how)| how.as_str())) {
            (false, _) => Stage::Opened,
            (true, Some("typing")) => Stage::Typing,
            (true, Some(_)) => Stage::Checked,
            (true, None) => Stage::Earnest,
        };
        Self { values, stage }
    }

    /// Everything that was sent.
    pub fn into_values(self) -> Vec<(String, String)> {
        self.values
    }

    /// Whether the command is only rehearsed.
    pub fn is_rehearsed(&self) -> bool {
        self.stage != Stage::Earnest
    }

    /// The id of the command: the form's own, so that it is recorded once, however often it is sent.
    pub fn command_id(&self) -> String {
        let sent = self.get(COMMAND_ID);
        if sent.is_empty() || self.is_rehearsed() {
            by_chance().to_string()
        } else {
            sent.to_owned()
        }
    }

    /// When the form was opened, or what others had recorded was shown with it.
    pub fn opened_at(&self) -> Option<Timestamp> {
        self.get(OPENED_AT).parse().ok()
    }

    /// The first value of a field as it was sent; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        let mut values = self.values.iter();
        let found = values.find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> Vec<String> {
        let values = self.values.iter().filter(|(field, _)| field == name);
        values.map(|(_, value)| value.clone()).collect()
    }

    /// What was written, without space around it and with line ends as they are kept.
    pub fn text(&self, name: &str) -> String {
        self.get(name).replace("\r\n", "\n").trim().to_owned()
    }

    /// As [`Sent::text`], of a field that may not be empty: in a rehearsal something stands there until it is written.
    pub fn words(&self, name: &str) -> String {
        let text = self.text(name);
        if text.is_empty() && self.is_rehearsed() {
            NOT_WRITTEN_YET.to_owned()
        } else {
            text
        }
    }

    /// What was sent for a field; this, where nothing was. For tokens: a change since the form was opened is noticed.
    pub fn given(&self, name: &str, otherwise: &str) -> String {
        match self.get(name) {
            "" => otherwise.to_owned(),
            given => given.to_owned(),
        }
    }

    /// The lines of a field, each an entry of its own.
    pub fn lines(&self, name: &str) -> Vec<String> {
        let text = self.text(name);
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// A choice of the contract, as its messages hold it; not given, where none was made.
    pub fn choice<T: Labelled>(&self, name: &str) -> i32 {
        let number = self.get(name).parse::<i32>().unwrap_or_default();
        T::try_from(number).map_or(0, T::into)
    }

    /// Several choices of the contract.
    pub fn choices<T: Labelled>(&self, name: &str) -> Vec<i32> {
        let numbers = self.all(name).into_iter();
        numbers
            .filter_map(|number| T::try_from(number.parse().ok()?).ok())
            .map(T::into)
            .collect()
    }

    /// The categories that were ticked; in a rehearsal, before any is, none that would be refused.
    pub fn categories(&self) -> Vec<i32> {
        self.choices::<v1::Category>("categories")
    }

    /// A date of three fields as YYYY-MM-DD; as it was written where it is none, so that it is refused by name.
    pub fn date(&self, name: &str) -> String {
        let part = |part: &str| self.text(&format!("{name}-{part}"));
        let [day, month, year] = ["day", "month", "year"].map(part);
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return String::new();
        }
        match (day.parse::<u8>(), month.parse::<u8>(), year.parse::<u16>()) {
            (Ok(day), Ok(month), Ok(year)) => format!("{year:04}-{month:02}-{day:02}"),
            _ => format!("{day} {month} {year}"),
        }
    }
}

/// An id that nobody has used.
#[expect(
    clippy::disallowed_methods,
    reason = "a command's id is its sender's to make, by chance; what the services mint follows from it"
)]
pub fn by_chance() -> Uuid {
    Uuid::new_v4()
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let unreadable = || StatusCode::BAD_REQUEST.into_response();
        if request.method() == Method::GET || request.method() == Method::HEAD {
            if let Some(Restored(values)) = request.extensions().get() {
                return Ok(Self::new(values.clone(), false));
            }
            let query = request.uri().query().unwrap_or_default();
            let values = serde_urlencoded::from_str(query).map_err(|_| unreadable())?;
            return Ok(Self::new(values, false));
        }
        let body = axum::body::to_bytes(request.into_body(), FORM_BYTES_MAX)
            .await
            .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
        let values = serde_urlencoded::from_bytes(&body).map_err(|_| unreadable())?;
        Ok(Self::new(values, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(values: &[(&str, &str)]) -> Sent {
        let values = values.iter().map(|(name, value)| {
            let pair: (&str, &str) = (name, value);
            (pair.0.to_owned(), pair.1.to_owned())
        });
        Sent::new(values.collect(), true)
    }

    #[test]
    fn a_date_is_three_fields() {
        let on = |day, month, year| {
            sent(&[("on-day", day), ("on-month", month), ("on-year", year)]).date("on")
        };
        assert_eq!(on("9", "6", "2026"), "2026-06-09");
        assert_eq!(on("", "", ""), "");
        assert_eq!(on("9", "June", "2026"), "9 June 2026");
    }

    #[test]
    fn what_is_not_written_yet_stands_in_for_words_in_a_rehearsal_alone() {
        let typing = sent(&[(REHEARSE, "typing"), ("words", " ")]);
        assert_eq!(typing.stage, Stage::Typing);
        assert_eq!(typing.words("words"), NOT_WRITTEN_YET);
        assert_eq!(typing.text("words"), "");
        let earnest = sent(&[("words", " two\r\nlines "), (COMMAND_ID, "id")]);
        assert_eq!(earnest.words("words"), "two\nlines");
        assert_eq!(earnest.lines("words"), ["two", "lines"]);
        assert_eq!(earnest.command_id(), "id");
        assert_ne!(typing.command_id(), typing.command_id());
    }

    #[test]
    fn choices_that_the_contract_does_not_know_are_none() {
        let sent = sent(&[
            ("categories", "4"),
            ("categories", "4711"),
            ("categories", "health"),
            ("purpose", "1"),
        ]);
        assert_eq!(sent.categories(), [4]);
        assert_eq!(sent.choice::<v1::Purpose>("purpose"), 1);
        assert_eq!(sent.choice::<v1::Purpose>("nothing"), 0);
    }
}
