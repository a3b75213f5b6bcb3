//! Contact points: a phone, an address or an e-mail, each with its own audience and safety instruction.

pub mod end;
pub mod record;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    category::{Categories, Category},
    fact::{About, Fact},
};

/// What sort of contact point it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A telephone.
    Phone,
    /// A postal address.
    Address,
    /// An e-mail address.
    Email,
}

/// What has to be kept in mind so that nobody is put in danger by being contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Safety {
    /// Text only.
    TextOnly,
    /// Never ring.
    NeverRing,
    /// Never send post.
    NeverPost,
    /// Never leave a message.
    NeverLeaveMessage,
    /// Speak to nobody but the person.
    PersonOnly,
}

/// A contact point as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPoint {
    /// What sort it is.
    pub sort: Sort,
    /// The number or address.
    pub value: crate::words::Words,
    /// What to keep in mind, coded.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub safety: BTreeSet<Safety>,
    /// What to keep in mind, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_words: Option<crate::words::Words>,
}

/// Whether a contact point is shown to everybody who is to meet the person, as long as it is the newest version and
/// has not ended: it has no audience of its own, and is about nothing but how to reach the person. One that also
/// reveals something (the name of a drug service, say) has to be agreed to.
pub(crate) fn is_open(fact: &Fact) -> bool {
    matches!(fact.about, About::ContactPoint { .. })
        && fact.restriction.is_none()
        && Categories::of(&[Category::Contact]).covers(fact.categories)
}
