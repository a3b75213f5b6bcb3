//! Why something is shown, in plain words.

use casework::disclosure::{Grant, Rule};
use jiff::Timestamp;

use crate::{fact, types, v1};

/// One reason for which a fact is shown: the grant, and what is known of the event that it rests on.
pub fn reason(
    grant: &Grant,
    event_type: &str,
    recorded_at: Timestamp,
) -> v1::explain_fact_response::Reason {
    v1::explain_fact_response::Reason {
        basis: Some(fact::basis(grant)),
        event_type: event_type.to_owned(),
        recorded_at: Some(types::timestamp(recorded_at)),
        explanation: explanation(grant.rule).to_owned(),
    }
}

/// A rule in plain words.
pub const fn explanation(rule: Rule) -> &'static str {
    match rule {
        Rule::OwnRecord => "Your organisation recorded this.",
        Rule::Duty => "A safeguarding duty, or a court order, lets you read this.",
        Rule::Named => "This is restricted, and you are named as a reader.",
        Rule::Invited => "Your organisation is asked to help, and needs this to answer.",
        Rule::Meeting => {
            "Your organisation is invited to the review at which this is discussed, and for seven days after it."
        }
        Rule::DirectCare => {
            "Your organisation is involved for health or social care, and its purpose needs this."
        }
        Rule::Agreement => {
            "The person, or whoever decides for them, agreed to share this with your organisation."
        }
        Rule::Party => "Your organisation is involved in the case, or is a party to this referral.",
    }
}
