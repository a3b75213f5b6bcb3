//! A fact on the wire, with why the caller is shown it.

use casework::{
    disclosure::{Disclosed, Grant},
    fact::{About, Content, Fact, Identity},
    ids::ReferralId,
};

use crate::{
    actions, decisions, handovers, joining, life, people, plans, referrals, reviews, safeguarding,
    sharing,
    types::{
        timestamp, wire_categories, wire_decline_reason, wire_heading, wire_rule, wire_worker,
    },
    v1::{self, fact::Content as Wire},
    volunteers,
};

/// A fact as the caller is shown it, under this grant.
pub fn shown(disclosed: &Disclosed, grant: &Grant) -> v1::Fact {
    let Disclosed {
        id, at, by, fact, ..
    } = disclosed;
    v1::Fact {
        fact_id: id.to_string(),
        recorded_at: Some(timestamp(*at)),
        recorded_by: Some(wire_worker(by)),
        categories: wire_categories(fact.categories),
        basis: Some(basis(grant)),
        replaces: fact
            .replaces
            .map(|older| older.to_string())
            .unwrap_or_default(),
        restricted: fact.restriction.is_some(),
        recorded_in_error: fact.restriction.as_ref().is_some_and(|one| one.in_error),
        on_wrong_person: fact
            .restriction
            .as_ref()
            .is_some_and(|one| one.privacy_officers),
        content: Some(content(fact)),
    }
}

/// Why the caller is shown something.
pub fn basis(grant: &Grant) -> v1::Basis {
    v1::Basis {
        rule: wire_rule(grant.rule) as i32,
        event_id: grant.rests_on.to_string(),
        until: grant.until.map(timestamp),
    }
}

/// Who a person is.
pub fn identity(identity: &Identity) -> v1::Identity {
    v1::Identity {
        name: identity.name.to_string(),
        preferred_name: text(&identity.preferred_name),
        birth_date: identity.birth_date.to_string(),
        nhs_number: identity
            .nhs_number
            .as_ref()
            .map(|number| number.digits().to_owned())
            .unwrap_or_default(),
    }
}

/// Text that may be missing.
pub(crate) fn text(words: &Option<casework::words::Words>) -> String {
    words.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn content(fact: &Fact) -> Wire {
    // A confirmation has no words, and so stays what it is where words were erased.
    if let About::Confirmation { passage } = fact.about {
        return Wire::Confirmation(v1::Confirmation {
            passage: passage.to_string(),
        });
    }
    match &fact.content {
        Content::Identity(of) => Wire::Identity(identity(of)),
        Content::Involvement {
            organisation,
            service,
            service_name,
            worker,
            lead,
        } => Wire::Involvement(v1::Involvement {
            organisation: organisation.to_string(),
            service_id: service.to_string(),
            service_name: service_name.to_string(),
            worker: worker.to_string(),
            lead: *lead,
        }),
        Content::Passage {
            words,
            do_not_ask_again,
            helped_by,
        } => Wire::Passage(v1::Passage {
            heading: heading(fact.about) as i32,
            words: words.to_string(),
            do_not_ask_again: *do_not_ask_again,
            helped_by: text(helped_by),
        }),
        Content::Note { words } => Wire::Note(v1::Note {
            words: words.to_string(),
        }),
        Content::Agreement {
            audience,
            categories,
            until,
            decided_by,
            words,
        } => Wire::Agreement(v1::Agreement {
            audience: Some(sharing::wire_audience(audience)),
            categories: wire_categories(*categories),
            until: until
                .map(|until| until.date.to_string())
                .unwrap_or_default(),
            decided_by: Some(sharing::wire_decided_by(decided_by)),
            words: text(words),
        }),
        Content::Objection {
            against,
            categories,
            decided_by,
            words,
        } => Wire::Objection(v1::Objection {
            against: Some(sharing::wire_against(against)),
            categories: categories.map(wire_categories).unwrap_or_default(),
            decided_by: Some(sharing::wire_decided_by(decided_by)),
            words: text(words),
        }),
        Content::Sharing(told) => Wire::Sharing(sharing::fact(told)),
        Content::Joining(told) => Wire::Joining(joining::fact(fact.about, told)),
        Content::OnReferral(told) => Wire::Referral(referrals::fact(fact.about, told)),
        Content::Information(told) => Wire::Information(referrals::information(fact.about, told)),
        Content::Concern(told) => Wire::Concern(safeguarding::fact(fact.about, told)),
        Content::Life(told) => Wire::Life(life::fact(told)),
        Content::Plan(told) => match fact.about {
            About::Plan { section } => Wire::Plan(plans::wire_fact(section, told)),
            _ => Wire::Erased(v1::fact::Erased {}),
        },
        Content::Decision(told) => match fact.about {
            About::Decision { decision } => Wire::Decision(decisions::wire_fact(decision, told)),
            _ => Wire::Erased(v1::fact::Erased {}),
        },
        Content::Action(told) => match fact.about {
            About::Action { action } => Wire::Action(actions::wire_fact(action, told)),
            _ => Wire::Erased(v1::fact::Erased {}),
        },
        Content::Volunteer(told) => match fact.about {
            About::Volunteer { assignment } => {
                Wire::Volunteer(volunteers::wire_fact(assignment, told))
            }
            _ => Wire::Erased(v1::fact::Erased {}),
        },
        Content::Handover(told) => Wire::Handover(handovers::told(fact.about, told)),
        Content::People(told) => Wire::People(people::fact(fact.about, told)),
        Content::Review(told) => match fact.about {
            About::Review { review } | About::ReviewInvitation { review } => {
                Wire::Review(reviews::wire_fact(review, told))
            }
            _ => Wire::Erased(v1::fact::Erased {}),
        },
        Content::Erased | Content::Confirmation => Wire::Erased(v1::fact::Erased {}),
        Content::Referral { .. }
        | Content::Accepted { .. }
        | Content::Declined { .. }
        | Content::Overdue { .. } => referral(fact),
    }
}

fn referral(fact: &Fact) -> Wire {
    let referral_id = match fact.about {
        About::Referral {
            referral: ReferralId(id),
        } => id.to_string(),
        _ => String::new(),
    };
    match &fact.content {
        Content::Referral {
            from,
            to,
            service,
            service_name,
            reason,
            without_agreement,
            answer_by,
            call_taken_by,
        } => Wire::ReferralRaised(v1::ReferralRaised {
            referral_id,
            from: from.to_string(),
            to: to.to_string(),
            service_id: service.to_string(),
            service_name: service_name.to_string(),
            reason: reason.to_string(),
            without_agreement: text(without_agreement),
            answer_by: Some(timestamp(*answer_by)),
            urgency: referrals::wire_urgency(call_taken_by.is_some()) as i32,
            call_taken_by: text(call_taken_by),
        }),
        Content::Accepted { worker, words } => Wire::ReferralAccepted(v1::ReferralAccepted {
            referral_id,
            worker: worker.to_string(),
            words: text(words),
        }),
        Content::Declined {
            reason,
            words,
            instead,
        } => Wire::ReferralDeclined(v1::ReferralDeclined {
            referral_id,
            reason: wire_decline_reason(*reason) as i32,
            words: words.to_string(),
            instead: text(instead),
        }),
        Content::Overdue {
            answer_by,
            escalated,
        } => Wire::ReferralOverdue(v1::ReferralOverdue {
            referral_id,
            answer_by: Some(timestamp(*answer_by)),
            escalated: *escalated,
        }),
        _ => Wire::Erased(v1::fact::Erased {}),
    }
}

fn heading(about: About) -> v1::Heading {
    match about {
        About::Passage { heading } => wire_heading(heading),
        _ => v1::Heading::Unspecified,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use casework::{
        Categories,
        ids::{EventId, FactId},
    };

    use super::*;

    #[test]
    fn a_confirmation_names_its_passage_also_where_words_were_erased() {
        let passage = FactId {
            event: EventId(uuid::Uuid::from_u128(7)),
            index: 3,
        };
        for content in [Content::Confirmation, Content::Erased] {
            let fact = Fact {
                about: About::Confirmation { passage },
                categories: Categories::NONE,
                restriction: None,
                replaces: None,
                content,
            };
            let Wire::Confirmation(wire) = super::content(&fact) else {
                panic!("{fact:?} is something else on the wire");
            };
            assert_eq!(wire.passage.parse::<FactId>().unwrap(), passage);
        }
    }
}
