//! Texts of commands about records that are merged and cases that are linked.

use api::v1::{LinkPersonRequest, MergePersonRequest, UnlinkPersonRequest, UnmergePersonRequest};

use super::*;

pub fn texts() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, MergePerson(MergePersonRequest) from Place::merging;
        command_id: ID, person_id: NO_ID, duplicate_person_id: NO_ID, words: PROSE,
    };
    texts.extend(
        texts! { PRACTICE, UnmergePerson(UnmergePersonRequest) from Place::unmerging;
            command_id: ID, person_id: NO_ID, merge_id: NO_ID, words: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, LinkPerson(LinkPersonRequest) from Place::linking;
            command_id: ID, person_id: NO_ID, other_person_id: NO_ID, words: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, UnlinkPerson(UnlinkPersonRequest) from Place::unlinking;
            command_id: ID, person_id: NO_ID, link_id: NO_ID, words: PERHAPS_PROSE,
        },
    );
    texts
}
