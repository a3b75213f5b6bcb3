//! The lead worker: who leads the open case, and how that is told.
//!
//! Who takes part is told by involvements. Where the lead changes, a new version takes the place of the one that told of
//! the former lead, so that nobody who may not learn of the new one goes on believing in the old one.

pub mod reassign;

use crate::{
    category::Categories,
    command::Context,
    custody::Holder,
    fact::{About, Content, Fact},
    history::{History, Recorded},
    ids::{EventId, OrganisationId, WorkerId},
    refusal::{Code, Refusal},
    service::ServiceTerms,
    words::Words,
};

impl History {
    /// Whether this worker leads the open case.
    pub fn is_led_by(&self, organisation: &OrganisationId, worker: &WorkerId) -> bool {
        self.open_case().is_some_and(|case| {
            case.holder.organisation == *organisation && case.holder.worker == *worker
        })
    }

    /// The terms under which the caller's organisation, which holds the case, takes part.
    pub(crate) fn held_by(&self, context: &Context) -> Result<&ServiceTerms, Refusal> {
        let holds = |organisation: &OrganisationId| {
            let case = self.open_case();
            case.is_some_and(|case| case.holder.organisation == *organisation)
        };
        let organisation = context.organisation();
        let mut ours = self
            .involvements()
            .filter(|involvement| involvement.terms.organisation == *organisation);
        let terms = ours.next().map(|involvement| &involvement.terms);
        terms
            .filter(|_| holds(organisation))
            .ok_or(Code::CaseHeldElsewhere.into())
    }

    /// Custody of the open case moves.
    pub(crate) fn led_by(
        &mut self,
        event: EventId,
        organisation: OrganisationId,
        worker: WorkerId,
    ) {
        if let Some(case) = &mut self.case {
            case.holder = Holder {
                organisation,
                worker,
            };
            case.since = event;
        }
    }

    /// A colleague of the lead worker takes their place.
    pub(crate) fn lead_reassigned(&mut self, event: EventId, worker: WorkerId) {
        if let Some(case) = &self.case {
            self.led_by(event, case.holder.organisation.clone(), worker);
        }
    }
}

/// Who is to lead.
pub(crate) enum Leads<'a> {
    /// Somebody of the organisation that leads already.
    Colleague(WorkerId),
    /// Somebody of a service of another organisation.
    Service {
        terms: &'a ServiceTerms,
        /// The service's name, where it is not erased.
        service_name: Option<Words>,
        worker: WorkerId,
    },
}

/// The fact that tells who leads from now on; it takes the place of the one that told who did.
pub(crate) fn leads(history: &History, new: Leads<'_>) -> Fact {
    let told = told(history);
    let (reveals, content) = match new {
        Leads::Colleague(worker) => (
            Categories::NONE,
            told.and_then(|told| of(told, worker, true)),
        ),
        Leads::Service {
            terms,
            service_name,
            worker,
        } => {
            let content = service_name.map(|service_name| Content::Involvement {
                organisation: terms.organisation.clone(),
                service: terms.service,
                service_name,
                worker,
                lead: true,
            });
            (terms.reveals, content)
        }
    };
    let marks = told.map(|told| &told.fact);
    Fact {
        about: About::Involvement,
        categories: marks.map_or(reveals, |told| told.categories.with(reveals)),
        restriction: marks.and_then(|told| told.restriction.clone()),
        replaces: told.map(|told| told.id),
        content: content.unwrap_or(Content::Erased),
    }
}

/// The fact that tells that who led so far goes on taking part.
pub(crate) fn former_lead(history: &History) -> Option<Fact> {
    let told = told(history)?;
    let Content::Involvement { worker, .. } = &told.fact.content else {
        return None;
    };
    let content = of(told, worker.clone(), false)?;
    Some(Fact {
        replaces: None,
        content,
        ..told.fact.clone()
    })
}

/// The fact that tells who leads: the first about taking part of the event by which they came to lead.
fn told(history: &History) -> Option<&Recorded> {
    let since = history.open_case()?.since;
    let mut facts = history.facts().iter();
    facts.find(|recorded| recorded.id.event == since && recorded.fact.about == About::Involvement)
}

/// The same part, taken by this worker; none where the words were erased.
fn of(told: &Recorded, by: WorkerId, leads: bool) -> Option<Content> {
    let mut content = told.fact.content.clone();
    let Content::Involvement { worker, lead, .. } = &mut content else {
        return None;
    };
    (*worker, *lead) = (by, leads);
    Some(content)
}
