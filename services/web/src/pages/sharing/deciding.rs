//! Who decided: the person, an attorney or deputy, or somebody in the person's best interests.

use api::v1::{self, DecidedBy, decided_by::Who};

use crate::{
    form::{Choice, Field, Form},
    sent::Sent,
};

/// Asks who decided, and what they said.
pub(super) fn deciding(form: Form) -> Form {
    form.field(Field::text(
        "words",
        "What they said about it (optional)",
        30,
    ))
    .more(
        Field::choice(
            "who",
            "Who decided?",
            vec![
                Choice::new("person", "The person"),
                Choice::new("attorney", "An attorney or deputy, whose document was seen"),
                Choice::new(
                    "best",
                    "Somebody in their best interests, since they cannot decide this",
                ),
            ],
        )
        .with("person"),
    )
    .more(Field::text(
        "decided_by.name",
        "Attorney or deputy: their name. Best interests: who decided",
        20,
    ))
    .more(Field::text(
        "decided_by.document_seen",
        "Attorney or deputy: the document seen and what it covers",
        30,
    ))
    .more(Field::text(
        "decided_by.consulted",
        "Best interests: who was consulted",
        30,
    ))
    .more(Field::date(
        "decided_by.review_on",
        "Best interests: looked at again on",
    ))
}

/// Who decided, as it was answered.
pub(super) fn decider(sent: &Sent) -> DecidedBy {
    let who = match sent.get("who") {
        "attorney" => Who::Attorney(v1::decided_by::Attorney {
            name: sent.text("decided_by.name"),
            document_seen: sent.text("decided_by.document_seen"),
        }),
        "best" => Who::BestInterests(v1::decided_by::BestInterests {
            decider: sent.text("decided_by.name"),
            consulted: sent.text("decided_by.consulted"),
            review_on: sent.date("decided_by.review_on"),
        }),
        _ => Who::Person(v1::decided_by::Person {}),
    };
    DecidedBy { who: Some(who) }
}
