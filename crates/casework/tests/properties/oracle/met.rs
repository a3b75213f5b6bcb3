//! The oracle's word on whoever has a part in a thing, and on reviews: the pack of one item, for those who are invited
//! to it.

use casework::{disclosure::Rule, fact::About, ids::OrganisationId};
use jiff::Timestamp;

use super::{Reason, is_plain_passage};
use crate::{
    telling::{Known, PartOf, Telling, is_entry},
    themes::Met,
};

impl<'a> Telling<'a> {
    pub(super) fn through_parts(
        &self,
        organisation: &OrganisationId,
        fact: Known<'a>,
    ) -> Vec<Reason> {
        let theirs = self
            .parties
            .iter()
            .filter(|part| part.organisation == organisation && part.about == fact.fact.about);
        let reason = |part: &PartOf<'_>| Reason {
            rule: Rule::Party,
            rests_on: part.event,
            purposes: self.purposes_of(organisation),
            agreed_at: part.agreed_at,
        };
        theirs.map(reason).collect()
    }

    /// The pack of a review: the question and what became of it, their own invitation, what was attached, and plain
    /// passages.
    pub(super) fn through_meetings(
        &self,
        organisation: &OrganisationId,
        fact: Known<'a>,
        now: Timestamp,
    ) -> Vec<Reason> {
        let in_pack = |met: &&Met<'_>| {
            let invitation = fact.fact.about == met.invitation && fact.id.event == met.event;
            let attachable = is_entry(fact) || matches!(fact.fact.about, About::Referral { .. });
            fact.fact.about == met.about
                || invitation
                || is_plain_passage(fact)
                || (attachable && self.chosen(met.attached, fact))
        };
        let theirs = self.met.iter();
        let theirs = theirs.filter(|met| met.organisation == organisation && now < met.until);
        let reason = |met: &Met<'_>| Reason {
            rule: Rule::Meeting,
            rests_on: met.event,
            purposes: [met.purposes.clone(), self.purposes_of(organisation)].concat(),
            agreed_at: None,
        };
        theirs.filter(in_pack).map(reason).collect()
    }
}
