//! Contact points: a telephone, an address or an e-mail, each with its own audience and safety instruction.

pub mod end;
pub mod record;

use serde::{Deserialize, Serialize};

use crate::{
    category::{Categories, Category},
    command::Context,
    event::{Kinds, What},
    fact::{About, Fact},
    history::{History, Recorded},
    ids::{ContactPointId, FactId},
    refusal::{Code, Refusal},
    version,
    words::Words,
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

/// A contact point as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPoint {
    /// What sort it is.
    pub sort: Sort,
    /// The number or address.
    pub value: Words,
    /// What to keep in mind, so that nobody is put in danger by being contacted: "text only, never post".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety: Option<Words>,
}

/// Whether whoever is to meet the person is shown it: a contact point without an audience of its own, which is about
/// nothing but how to reach the person, and whose place nothing has taken. One that also reveals something (the name
/// of a drug service, say) has to be agreed to.
pub(crate) fn is_safe(history: &History, recorded: &Recorded) -> bool {
    const CONTACT: Categories = Categories::of(&[Category::Contact]);
    matches!(recorded.fact.about, About::ContactPoint { .. })
        && recorded.fact.restriction.is_none()
        && CONTACT.covers(recorded.fact.categories)
        && version::is_newest(history, recorded)
}

/// The contact point that the caller names by the newest version that they may see, which does not say that it ended.
fn live<'a>(
    history: &'a History,
    context: &Context,
    id: FactId,
) -> Result<(ContactPointId, &'a Fact), Refusal> {
    let unknown = || Refusal::of(Code::ContactPointUnknown, "token");
    let sort = |about: &About| matches!(about, About::ContactPoint { .. });
    let named = version::newest_seen(history, context, id, sort, unknown())?;
    // Told from this very version: one that the caller may not see must not change the answer.
    let recorded_by = history.event(id.event).map(|(kind, _)| kind);
    match named.fact.about {
        About::ContactPoint { contact_point }
            if recorded_by != Some(What::ContactPointEnded { contact_point }.kind()) =>
        {
            Ok((contact_point, &named.fact))
        }
        _ => Err(unknown()),
    }
}
