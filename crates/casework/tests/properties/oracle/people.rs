//! The oracle's word on what nobody can meet the person without, and on what visitors have to know.

use casework::{Category, fact::About};

use super::is_communication_need;
use crate::telling::{Known, Telling};

impl<'a> Telling<'a> {
    /// Who they are, that they are away, how to communicate with them, and how they are reached now.
    pub(super) fn is_needed_to_meet(&self, fact: Known<'a>) -> bool {
        let contact = |category| category == Category::Contact;
        let reached = matches!(fact.fact.about, About::ContactPoint { .. })
            && fact.fact.categories.iter().all(contact);
        matches!(fact.fact.about, About::Identity | About::Pause)
            || is_communication_need(fact)
            || reached && self.has_its_place(fact)
    }

    /// What to mind on a visit now.
    pub(super) fn is_warning(&self, fact: Known<'a>) -> bool {
        let safety = |category| category == Category::Safety;
        matches!(fact.fact.about, About::VisitWarning { .. })
            && fact.fact.categories.iter().all(safety)
            && self.has_its_place(fact)
    }

    fn has_its_place(&self, fact: Known<'a>) -> bool {
        self.newest(fact).iter().all(|newest| newest.id == fact.id)
    }
}
