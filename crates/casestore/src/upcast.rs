//! Leads stored events of older schema versions to the present one.
//!
//! An upcaster works on JSON and takes one version to the next. Events of the present version pass through as
//! they are.

use eventlog::Header;
use serde_json::{Value, json};

/// Takes an event's marks and words from one schema version to the next.
type Upcaster = fn(marks: &mut Value, words: &mut Value);

/// The upcasters: the event's type, the version that it leads from, and how.
const UPCASTERS: &[(&str, u16, Upcaster)] =
    &[("agreement-recorded", 1, agreement_names_who_decided)];

/// The present schema version of an event type.
pub fn present(kind: &str) -> u16 {
    let steps = UPCASTERS.iter().filter(|(of, _, _)| *of == kind).count();
    1 + u16::try_from(steps).unwrap_or(u16::MAX)
}

/// The parts of an event as its type's present schema version has them.
///
/// # Errors
/// Where a part of an older version is not JSON.
pub fn to_present(
    header: &Header,
    marks: &[u8],
    words: Option<&[u8]>,
) -> Result<(Vec<u8>, Option<Vec<u8>>), serde_json::Error> {
    if header.schema >= present(&header.kind) {
        return Ok((marks.to_vec(), words.map(<[u8]>::to_vec)));
    }
    let mut marks: Value = serde_json::from_slice(marks)?;
    let mut contents: Value = words
        .map(serde_json::from_slice)
        .transpose()?
        .unwrap_or(Value::Null);
    for version in header.schema..present(&header.kind) {
        for (_, _, upcast) in UPCASTERS
            .iter()
            .filter(|(kind, from, _)| *kind == header.kind && *from == version)
        {
            upcast(&mut marks, &mut contents);
        }
    }
    let contents = words.map(|_| serde_json::to_vec(&contents)).transpose()?;
    Ok((serde_json::to_vec(&marks)?, contents))
}

/// Version 1 knew the person alone as the one who decides.
fn agreement_names_who_decided(_: &mut Value, words: &mut Value) {
    for content in words
        .as_array_mut()
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        content
            .entry("decided_by")
            .or_insert_with(|| json!({ "who": "person" }));
        content.entry("words").or_insert(Value::Null);
    }
}
