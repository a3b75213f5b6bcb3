//! Services that organisations offer, and their terms as a person's stream keeps them.

pub mod register;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::OpeningDays,
    category::{Categories, Category},
    ids::{OrganisationId, ServiceId},
    words::Words,
};

/// A service, as its organisation registered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: Words,
    /// What it does and for whom.
    pub description: Option<Words>,
    /// Its terms.
    pub terms: ServiceTerms,
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
