//! Of which organisations workers are named in facts, so that a page can look their names up first.

use std::collections::BTreeSet;

use api::v1::{
    self, Fact, Worker, action_fact::Told as Action, fact::Content,
    handover_fact::Told as Handover, information_fact::Told as Information,
    joining_fact::Told as Joining, review_fact::Told as Review,
};

/// The codes of the organisations of which a worker is named in these facts.
pub fn mentioned<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> BTreeSet<String> {
    let codes = facts.into_iter().flat_map(|fact| {
        let recorder = fact.recorded_by.as_ref().map(of);
        recorder.into_iter().chain(within(fact))
    });
    let named = codes.filter(|code| !code.is_empty());
    named.map(str::to_owned).collect()
}

fn of(worker: &Worker) -> &str {
    &worker.organisation
}

/// Those of what a fact says. Whoever is named without an organisation works for the one that recorded it.
fn within(fact: &Fact) -> Vec<&str> {
    match &fact.content {
        Some(Content::Involvement(involvement)) => vec![&involvement.organisation],
        Some(Content::Objection(objection)) => against(objection),
        Some(Content::Joining(fact)) => match &fact.told {
            Some(Joining::Joined(told)) => vec![&told.from],
            _ => Vec::new(),
        },
        Some(Content::Information(fact)) => match &fact.told {
            Some(Information::Asked(told)) => vec![&told.to],
            _ => Vec::new(),
        },
        Some(Content::Handover(fact)) => match &fact.told {
            Some(Handover::Offered(told)) if !told.worker.is_empty() => vec![&told.to],
            Some(Handover::Taken(told)) => vec![&told.to],
            _ => Vec::new(),
        },
        Some(Content::Action(fact)) => match &fact.told {
            Some(Action::Agreed(told)) => vec![&told.organisation],
            _ => Vec::new(),
        },
        Some(Content::Review(fact)) => review(fact),
        _ => Vec::new(),
    }
}

fn against(objection: &v1::Objection) -> Vec<&str> {
    use v1::against::Against;
    let whom = objection.against.as_ref();
    match whom.and_then(|whom| whom.against.as_ref()) {
        Some(Against::Worker(worker)) => vec![of(worker)],
        _ => Vec::new(),
    }
}

fn review(fact: &v1::ReviewFact) -> Vec<&str> {
    match &fact.told {
        Some(Review::Held(minutes)) => {
            let attended = minutes.attended.iter();
            let there = attended.filter(|there| !there.workers.is_empty());
            let there = there.map(|there| there.organisation.as_str());
            there.chain(minutes.teller.as_ref().map(of)).collect()
        }
        Some(Review::Decided(decision)) => {
            let dissent = decision.dissent.iter();
            dissent
                .filter_map(|dissent| dissent.by.as_ref())
                .map(of)
                .collect()
        }
        Some(Review::Agreed(told)) if !told.worker.is_empty() => vec![&told.organisation],
        _ => Vec::new(),
    }
}
