//! Merging records, and linking the cases of two people.

use casework::ids::LinkId;
use casework::{
    ids::{OrganisationId, PersonId},
    person::{link::LinkPerson, merge::MergePerson, unlink::UnlinkPerson, unmerge::UnmergePerson},
    refusal::Refusal,
    words::Words,
};

use crate::{types, v1};

/// The command.
pub fn merge(request: &v1::MergePersonRequest) -> Result<MergePerson, Refusal> {
    Ok(MergePerson {
        duplicate: types::id("duplicate_person_id", &request.duplicate_person_id)?,
        words: Words::prose("words", &request.words)?,
    })
}

/// The command.
pub fn unmerge(request: &v1::UnmergePersonRequest) -> Result<UnmergePerson, Refusal> {
    Ok(UnmergePerson {
        merge: types::id("merge_id", &request.merge_id)?,
        words: Words::prose("words", &request.words)?,
    })
}

/// The command for one of the two; `readers` are the organisations that take part in both cases.
pub fn link(
    request: &v1::LinkPersonRequest,
    link: LinkId,
    other: PersonId,
    readers: impl IntoIterator<Item = OrganisationId>,
) -> Result<LinkPerson, Refusal> {
    Ok(LinkPerson {
        link,
        other,
        readers: readers.into_iter().collect(),
        words: Words::prose("words", &request.words)?,
    })
}

/// The command, for each of the two.
pub fn unlink(request: &v1::UnlinkPersonRequest) -> Result<UnlinkPerson, Refusal> {
    Ok(UnlinkPerson {
        link: types::id("link_id", &request.link_id)?,
        words: Words::optional("words", &request.words)?,
    })
}
