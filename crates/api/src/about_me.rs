//! About Me.

use casework::{
    about_me::record::{Passage, RecordAboutMe},
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

/// The fact that a passage's edit token names: the sealed event, a dot, and the place among its facts.
pub fn fact_of(token: &str, open: &dyn Fn(&str) -> Option<Uuid>) -> Option<FactId> {
    let (event, index) = token.rsplit_once('.')?;
    Some(FactId {
        event: EventId(open(event)?),
        index: index.parse().ok()?,
    })
}
