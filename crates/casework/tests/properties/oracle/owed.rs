//! The oracle's word on duties to disclose that name facts one by one.

use casework::{
    disclosure::Rule,
    ids::{OrganisationId, WorkerId},
    objection::Against,
};
use jiff::Timestamp;

use super::{Reason, none_in};
use crate::{
    telling::{Known, Telling},
    themes::sharing::Owed,
};

impl<'a> Telling<'a> {
    /// The duties that name the fact or an older version of it, or whose own record it is; not to a worker who was
    /// objected to by name.
    pub(super) fn owed_to(
        &self,
        organisation: &OrganisationId,
        worker: &WorkerId,
        fact: Known<'a>,
        now: Timestamp,
    ) -> Vec<Reason> {
        let versions = &self.versions[&fact.id];
        let named = |owed: &&Owed<'a>| {
            let ended = owed.terms.until.is_some_and(|until| now >= until.ends_at);
            let names = versions.iter().any(|one| owed.terms.facts.contains(one));
            let ours = owed.terms.organisation == *organisation;
            ours && !ended && (names || fact.id.event == owed.event)
        };
        let by_name = Against::Worker(organisation.clone(), worker.clone());
        let objected = self.objected.iter().any(|(_, objection)| {
            let about = objection.categories;
            let touched = about.is_none_or(|about| !none_in(fact.fact.categories, about));
            objection.against == by_name && touched
        });
        let owed = self.owed.iter().filter(named).filter(|_| !objected);
        let reason = |owed: &Owed<'a>| Reason {
            rule: Rule::Duty,
            rests_on: owed.event,
            purposes: Vec::new(),
            agreed_at: None,
        };
        owed.map(reason).collect()
    }
}
