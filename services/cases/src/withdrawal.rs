//! Waits until a withdrawal has reached every organisation's file, and says what is still to come.

use std::collections::BTreeSet;

use api::{internal::AwaitAppliedRequest, v1};
use casestore::Done;
use casework::{
    disclosure::shown_to,
    event::By,
    fact::Content,
    history::History,
    ids::{OrganisationId, PersonId},
    information::Told,
};
use jiff::Timestamp;

use crate::{Cases, error::Error};

/// How long a withdrawal is waited for.
const WAIT_MS: u32 = 2_000;

const CANNOT_BE_UNDONE: &str = "What was already read, printed or exported cannot be called back. \
    Ask those who have it to stop using it.";

impl Cases {
    /// Waits until every file that the withdrawal touches has been rewritten, within a bound.
    pub(crate) async fn withdrawn(
        &self,
        by: &By,
        person: PersonId,
        done: &Done,
    ) -> Result<v1::Withdrawal, Error> {
        let request = AwaitAppliedRequest {
            position: done.position.0,
            wait_ms: WAIT_MS,
        };
        let answer = self.projector.clone().await_applied(request).await;
        let (complete, pending) = match answer.map(tonic::Response::into_inner) {
            Ok(answer) => (answer.applied, Some(answer.pending)),
            Err(status) => {
                tracing::warn!(code = %status.code(), "the projector did not say how far a withdrawal has come");
                (false, None)
            }
        };
        let still_to_come = if complete {
            Vec::new()
        } else {
            self.visible_among(by, person, pending).await?
        };
        Ok(v1::Withdrawal {
            still_to_come,
            complete,
            cannot_be_undone: CANNOT_BE_UNDONE.to_owned(),
        })
    }

    /// Those of the pending organisations (all, where it is not known which are) that the caller may see in this case.
    async fn visible_among(
        &self,
        by: &By,
        person: PersonId,
        pending: Option<Vec<String>>,
    ) -> Result<Vec<String>, Error> {
        let stream = self.people.read(&person).await?;
        let visible = visible_organisations(&stream.state, by, self.clock.now());
        let waited_for = |code: &String| {
            pending
                .as_ref()
                .is_none_or(|pending| pending.contains(code))
        };
        Ok(visible
            .iter()
            .map(ToString::to_string)
            .filter(waited_for)
            .collect())
    }
}

/// The organisations that the caller can tell from what it is shown of this person.
fn visible_organisations(history: &History, by: &By, now: Timestamp) -> BTreeSet<OrganisationId> {
    let mut organisations = BTreeSet::new();
    for recorded in history
        .facts()
        .iter()
        .filter(|recorded| shown_to(history, by, recorded, now))
    {
        organisations.insert(recorded.by.organisation.clone());
        match &recorded.fact.content {
            Content::Referral { to, .. } => drop(organisations.insert(to.clone())),
            Content::Information(Told::Asked { to, .. }) => drop(organisations.insert(to.clone())),
            Content::Action(told) => organisations.extend(told.names().cloned()),
            Content::Handover(told) => organisations.extend(told.names().cloned()),
            _ => {}
        }
    }
    organisations
}
