//! Samples of commands about records that are merged and cases that are linked.

use api::v1::{
    LinkPersonRequest, ListLinksRequest, ListMergesRequest, MergePersonRequest,
    UnlinkPersonRequest, UnmergePersonRequest,
};
use throughline::demo::acting::{Acting, command_id};

use crate::{
    call::Call,
    place::{Place, records},
};

impl Place {
    /// Commands of this theme, and who may send them.
    pub fn of_records(&self) -> Vec<(&Acting, Call)> {
        let practice = &self.practice;
        vec![
            (practice, Call::MergePerson(self.merging())),
            (practice, Call::UnmergePerson(self.unmerging())),
            (practice, Call::LinkPerson(self.linking())),
            (practice, Call::UnlinkPerson(self.unlinking())),
        ]
    }

    pub fn merging(&self) -> MergePersonRequest {
        records::merge(&self.person, &self.records.duplicate)
    }

    pub fn unmerging(&self) -> UnmergePersonRequest {
        UnmergePersonRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            merge_id: self.records.merge.clone(),
            words: "She has a cousin.".into(),
        }
    }

    pub fn linking(&self) -> LinkPersonRequest {
        records::link(&self.person, &self.records.husband)
    }

    pub fn unlinking(&self) -> UnlinkPersonRequest {
        UnlinkPersonRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            link_id: self.records.link.clone(),
            words: String::new(),
        }
    }

    /// Queries of this theme.
    pub fn queries_about_records(&self, person_id: String) -> Vec<Call> {
        vec![
            Call::ListMerges(ListMergesRequest {
                person_id: person_id.clone(),
                not_before: String::new(),
            }),
            Call::ListLinks(ListLinksRequest {
                person_id,
                not_before: String::new(),
            }),
        ]
    }
}
