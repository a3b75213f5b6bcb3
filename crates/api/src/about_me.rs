//! About Me.

use casework::{
    about_me::{
        confirm::ConfirmAboutMe,
        record::{Passage, RecordAboutMe},
    },
    ids::{EventId, FactId},
    refusal::{Code, Refusal},
    words::Words,
};
use uuid::Uuid;

use crate::{types, v1};

/// The command. `open` gives the event that an edit token names.
pub fn record(
    request: &v1::RecordAboutMeRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<RecordAboutMe, Refusal> {
    let passage = |(place, passage)| passage_of(place, passage, open);
    Ok(RecordAboutMe {
        passages: request
            .passages
            .iter()
            .enumerate()
            .map(passage)
            .collect::<Result<_, _>>()?,
    })
}

fn passage_of(
    place: usize,
    passage: &v1::record_about_me_request::NewPassage,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<Passage, Refusal> {
    let field = |name: &str| format!("passages[{place}].{name}");
    let replaces = match passage.token.as_str() {
        "" => None,
        token => Some(
            fact_of(token, open).ok_or_else(|| Refusal::of(Code::TokenInvalid, field("token")))?,
        ),
    };
    Ok(Passage {
        heading: types::heading(&field("heading"), passage.heading)?,
        words: Words::prose(&field("words"), &passage.words)?,
        categories: types::categories(&field("categories"), &passage.categories)?,
        do_not_ask_again: passage.do_not_ask_again,
        helped_by: Words::optional(&field("helped_by"), &passage.helped_by)?,
        replaces,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn confirm(
    request: &v1::ConfirmAboutMeRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<ConfirmAboutMe, Refusal> {
    let passage = |(place, token): (usize, &String)| {
        fact_of(token, open)
            .ok_or_else(|| Refusal::of(Code::TokenInvalid, format!("tokens[{place}]")))
    };
    Ok(ConfirmAboutMe {
        passages: request
            .tokens
            .iter()
            .enumerate()
            .map(passage)
            .collect::<Result<_, _>>()?,
    })
}

/// The fact that a passage's edit token names: the sealed event, a dot, and the place among its facts.
pub fn fact_of(token: &str, open: &dyn Fn(&str) -> Option<Uuid>) -> Option<FactId> {
    let (event, index) = token.rsplit_once('.')?;
    Some(FactId {
        event: EventId(open(event)?),
        index: index.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Opens the token `7` alone, as the event with that number.
    fn seven(token: &str) -> Option<Uuid> {
        (token == "7").then_some(Uuid::from_u128(7))
    }

    fn confirm_these(tokens: &[&str]) -> Result<Vec<FactId>, Refusal> {
        let request = v1::ConfirmAboutMeRequest {
            tokens: tokens.iter().copied().map(str::to_owned).collect(),
            ..v1::ConfirmAboutMeRequest::default()
        };
        confirm(&request, &seven).map(|command| command.passages)
    }

    #[test]
    fn each_token_names_a_passage_and_the_order_is_kept() {
        let passage = |index| FactId {
            event: EventId(Uuid::from_u128(7)),
            index,
        };
        let passages = confirm_these(&["7.3", "7.0"]).unwrap();
        assert_eq!(passages, [passage(3), passage(0)]);
    }

    #[test]
    fn a_token_that_does_not_open_is_refused_and_named() {
        for token in ["8.0", "7", "7.x", "7.65536", ""] {
            assert_eq!(
                confirm_these(&["7.0", token]).unwrap_err(),
                Refusal::of(Code::TokenInvalid, "tokens[1]"),
                "{token}"
            );
        }
    }
}
