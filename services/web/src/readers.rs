//! Named readers: an entry that only those see who are chosen here, and whoever writes it.

use std::collections::BTreeSet;

use api::v1::{
    self, ListPeopleInvolvedRequest, people_query_service_client::PeopleQueryServiceClient,
    record_note_request::Restriction,
};

use crate::{
    failure::Failure,
    form::{Choice, Field},
    sent::Sent,
    visit::Visit,
};

/// The field.
const NAME: &str = "restricted_to";
/// Nobody but whoever writes it.
const ALONE: &str = "alone";

/// Asks who alone may read it: the organisations of which one knows that they have to do with the person, one's
/// colleagues, or nobody else. Left empty, whoever is allowed to does.
///
/// # Errors
/// Where it cannot be read who has to do with the person.
pub async fn field(visit: &Visit, person: &str) -> Result<Field, Failure> {
    let mut people = PeopleQueryServiceClient::new(visit.connection());
    let request = ListPeopleInvolvedRequest {
        person_id: person.to_owned(),
        not_before: visit.not_before(),
    };
    let parts = people
        .list_people_involved(request)
        .await?
        .into_inner()
        .parts;
    let names = visit.names([visit.organisation()]).await?;
    let ours = visit.organisation();
    let others: BTreeSet<&str> = parts
        .iter()
        .map(|part| part.organisation.as_str())
        .collect();
    let organisations =
        std::iter::once(ours).chain(others.into_iter().filter(|code| *code != ours));
    let organisations = organisations.map(|code| {
        Choice::new(
            format!("organisation {code}"),
            format!("Everybody of {}", names.organisation(code)),
        )
    });
    let directory = &visit.site.directory;
    let workers = directory
        .workers(&visit.connection(), ours, visit.now)
        .await?;
    let own = &visit.somebody.speaker.worker;
    let colleagues = workers.into_iter().filter(|worker| worker.worker != *own);
    let colleagues = colleagues
        .map(|worker| Choice::new(format!("worker {ours} {}", worker.worker), worker.name));
    let alone = Choice::new(ALONE, "Nobody but you");
    Ok(of(std::iter::once(alone)
        .chain(organisations)
        .chain(colleagues)
        .collect()))
}

/// The question, with these answers.
pub fn of(choices: Vec<Choice>) -> Field {
    Field::several(NAME, "Who alone may read it?", choices).hint(
        "Leave it empty for everybody who is allowed to. Others see no trace of what is restricted.",
    )
}

/// Who was chosen; none where it is left to the rules.
pub fn of_sent(sent: &Sent) -> Option<Restriction> {
    let chosen = sent.all(NAME);
    let mut readers = Restriction::default();
    for one in &chosen {
        match one.split(' ').collect::<Vec<_>>()[..] {
            ["organisation", code] => readers.organisations.push(code.to_owned()),
            ["worker", organisation, worker] => readers.workers.push(v1::Worker {
                organisation: organisation.to_owned(),
                worker: worker.to_owned(),
                role: String::new(),
            }),
            _ => {}
        }
    }
    (!chosen.is_empty()).then_some(readers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_chosen_leaves_it_to_the_rules_and_alone_is_alone() {
        let sent = |values: &[&str]| {
            let values = values.iter();
            let values = values.map(|value| (NAME.to_owned(), (*value).to_owned()));
            Sent::new(values.collect(), true)
        };
        assert_eq!(of_sent(&sent(&[])), None);
        assert_eq!(of_sent(&sent(&[ALONE])), Some(Restriction::default()));
        let readers = of_sent(&sent(&["organisation HAVEN", "worker HAVEN rosa.martin"]));
        let readers = readers.unwrap_or_default();
        assert_eq!(readers.organisations, ["HAVEN"]);
        assert_eq!(readers.workers[0].worker, "rosa.martin");
    }
}
