//! stub until the real one lands
use crate::{entry::Entry, names::Names, words};
use std::collections::BTreeSet;
/// stub
pub fn entry(fact: &api::v1::Fact, person: &str, names: &Names) -> Entry {
    Entry {
        id: fact.fact_id.clone(),
        heading: "Fact".into(),
        by: names.who(fact.recorded_by.as_ref()),
        at: words::when_of(fact.recorded_at.as_ref()),
        why: format!("/people/{person}/facts/{}/why", fact.fact_id),
        ..Default::default()
    }
    .says(
        format!("{:?}", fact.content)
            .chars()
            .take(200)
            .collect::<String>(),
    )
}
/// stub
pub fn mentioned<'a>(facts: impl IntoIterator<Item = &'a api::v1::Fact>) -> BTreeSet<String> {
    facts
        .into_iter()
        .filter_map(|f| f.recorded_by.as_ref().map(|w| w.organisation.clone()))
        .collect()
}
