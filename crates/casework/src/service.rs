//! Services that organisations offer, and their terms as a person's stream keeps them.

pub mod register;
pub mod retire;
pub mod update;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::OpeningDays,
    capacity::Capacity,
    category::{Categories, Category},
    ids::{EventId, OrganisationId, ServiceId},
    organisation::Organisation,
    refusal::{Code, Refusal},
    words::Words,
};

/// A service, as its organisation registered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its name.
    pub name: Words,
    /// What it does.
    pub description: Option<Words>,
    /// For whom it is.
    pub for_whom: Option<Words>,
    /// Where it is, or where people have to live.
    pub area: Option<Words>,
    /// Whether it takes people on.
    pub capacity: Capacity,
    /// Whether it is offered no longer.
    pub retired: bool,
    /// The event with which it was last described: whoever describes it anew names it. Its capacity is apart from that.
    pub last_event: EventId,
    /// Its terms.
    pub terms: ServiceTerms,
}

/// A service as its organisation describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Its name: one service of that name in the organisation.
    pub name: Words,
    /// What it does.
    pub description: Option<Words>,
    /// For whom it is.
    pub for_whom: Option<Words>,
    /// Where it is, or where people have to live.
    pub area: Option<Words>,
    /// Its purpose.
    pub purpose: Purpose,
    /// The categories that the purpose needs.
    pub needs: Categories,
    /// The categories that merely naming the service reveals.
    pub reveals: Categories,
    /// The days on which it is open.
    pub opening_days: OpeningDays,
    /// Within how many opening days it answers: 1 to 60.
    pub answer_within_days: u8,
}

impl Details {
    /// Refuses a name that another service of the organisation has, a purpose that needs nothing, and an answer that
    /// never comes.
    fn check(
        &self,
        organisation: &Organisation,
        service: Option<ServiceId>,
    ) -> Result<(), Refusal> {
        let others = organisation
            .services
            .values()
            .filter(|other| !other.retired);
        let mut others = others.filter(|other| Some(other.terms.service) != service);
        if others.any(|other| other.name == self.name) {
            return Err(Refusal::of(Code::ServiceExists, "name"));
        }
        if self.needs.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "needs"));
        }
        if !(1..=60).contains(&self.answer_within_days) {
            return Err(Refusal::of(Code::NumberOutOfRange, "answer_within_days"));
        }
        Ok(())
    }

    /// The service's terms from here on.
    fn terms(&self, organisation: &OrganisationId, service: ServiceId) -> ServiceTerms {
        ServiceTerms {
            organisation: organisation.clone(),
            service,
            purpose: self.purpose,
            needs: self.needs,
            reveals: self.reveals,
            opening_days: self.opening_days,
            answer_within_days: self.answer_within_days,
        }
    }

    /// What an event says of the service.
    fn described(&self, organisation: &OrganisationId, service: ServiceId) -> Described {
        Described {
            name: self.name.clone(),
            description: self.description.clone(),
            for_whom: self.for_whom.clone(),
            area: self.area.clone(),
            terms: self.terms(organisation, service),
        }
    }
}

/// What an event says of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Described {
    /// Its name.
    pub name: Words,
    /// What it does.
    pub description: Option<Words>,
    /// For whom it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_whom: Option<Words>,
    /// Where it is, or where people have to live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Words>,
    /// Its terms.
    pub terms: ServiceTerms,
}

impl Described {
    /// The service from this event on.
    pub(crate) fn service(self, last_event: EventId, capacity: Capacity) -> Service {
        Service {
            name: self.name,
            description: self.description,
            for_whom: self.for_whom,
            area: self.area,
            capacity,
            retired: false,
            last_event,
            terms: self.terms,
        }
    }
}

/// The service of the caller's own organisation that is to be changed, which has not changed since the caller read it.
fn to_change(
    organisation: &Organisation,
    service: ServiceId,
    seen: EventId,
) -> Result<&Service, Refusal> {
    let service = organisation.offered(service)?;
    if service.last_event != seen {
        return Err(Refusal::of(Code::Stale, "token"));
    }
    Ok(service)
}

/// What a service is for and needs to know: copied into a person's stream when the service is involved,
/// so that disclosure never reads another stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTerms {
    /// The organisation that offers it.
    pub organisation: OrganisationId,
    /// The service.
    pub service: ServiceId,
    /// Its registered purpose.
    pub purpose: Purpose,
    /// The categories that the purpose needs.
    pub needs: Categories,
    /// The categories that merely naming the service reveals.
    pub reveals: Categories,
    /// The days on which it is open.
    pub opening_days: OpeningDays,
    /// Within how many opening days it answers.
    pub answer_within_days: u8,
}

impl ServiceTerms {
    /// When an answer to something sent at `from` is due, and when it is due a second time.
    pub fn answer_by(&self, from: Timestamp) -> [Timestamp; 2] {
        let due = |periods: u8| {
            self.opening_days
                .count(from, self.answer_within_days.saturating_mul(periods))
        };
        [due(1), due(2)]
    }

    /// The categories that direct care discloses through this service: those that it needs, without
    /// those that are never shared on this basis. None where its purpose is not health or social care.
    pub fn direct_care(&self) -> Option<Categories> {
        matches!(self.purpose, Purpose::HealthCare | Purpose::SocialCare)
            .then(|| self.needs.without(NEVER_DIRECT_CARE))
    }
}

const NEVER_DIRECT_CARE: Categories = Categories::of(&[
    Category::SexualHealth,
    Category::SubstanceUse,
    Category::Justice,
    Category::AboutSomebodyElse,
]);

/// A registered purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each name is the purpose's own word")]
pub enum Purpose {
    HealthCare,
    SocialCare,
    CommunitySupport,
    Housing,
    Advice,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 5] = [
        Purpose::HealthCare,
        Purpose::SocialCare,
        Purpose::CommunitySupport,
        Purpose::Housing,
        Purpose::Advice,
    ];
}
