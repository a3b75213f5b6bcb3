//! Texts of commands about actions.

use api::v1::{
    AcceptActionRequest, AgreeActionRequest, CancelActionRequest, CompleteActionRequest,
    DeclineActionRequest, ReassignActionRequest, RequestActionRequest,
    agree_action_request::{OrganisationOwner, PersonOwner, Who},
};

use super::*;

pub fn texts() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, AgreeAction(AgreeActionRequest) from Place::action_agreed;
        command_id: ID, person_id: NO_ID, words: PROSE,
    };
    macro_rules! owner {
        ($($owner:ident $path:literal $field:ident: $refused:expr,)*) => {
            [$(text(PRACTICE, $path, $refused, |place, text| {
                let owner = $owner { $field: text, ..$owner::of(place) };
                Call::AgreeAction(AgreeActionRequest { who: Some(owner.who()), ..place.action_agreed() })
            }),)*]
        };
    }
    texts.extend(owner! {
        OrganisationOwner "organisation.organisation" organisation: NO_ID,
        OrganisationOwner "organisation.worker" worker: NO_ID,
        OrganisationOwner "organisation.due" due: NO_DATE,
        PersonOwner "person.helper" helper: PERHAPS_PROSE,
        PersonOwner "person.hoped_by" hoped_by: (None, "date_invalid"),
    });
    texts.push(text(
        PRACTICE,
        "organisation.without_agreement",
        PROSE,
        |place, text| {
            let owner = OrganisationOwner {
                person_agreed: false,
                without_agreement: text,
                ..OrganisationOwner::of(place)
            };
            let who = Some(owner.who());
            Call::AgreeAction(AgreeActionRequest {
                who,
                ..place.action_agreed()
            })
        },
    ));
    texts.extend(
        texts! { PRACTICE, RequestAction(RequestActionRequest) from Place::action_requested;
            command_id: ID, person_id: NO_ID, organisation: NO_ID, service_id: NO_ID, words: PROSE, due: NO_DATE,
        },
    );
    texts.push(text(PRACTICE, "without_agreement", PROSE, |place, text| {
        Call::RequestAction(RequestActionRequest {
            person_agreed: false,
            without_agreement: text,
            ..place.action_requested()
        })
    }));
    texts.push(text(PRACTICE, "ticked[0]", NO_ID, |place, text| {
        Call::RequestAction(RequestActionRequest {
            ticked: vec![text],
            ..place.action_requested()
        })
    }));
    // Where a word may be left out it is tried long only: the action would be answered for the rows that follow.
    texts.extend(texts! { COUNCIL, AcceptAction(AcceptActionRequest) from Place::action_accepted;
        command_id: ID, person_id: NO_ID, action_id: NO_ID, token: NO_TOKEN, words: (ANSWERED, TOO_LONG),
    });
    texts.extend(
        texts! { COUNCIL, DeclineAction(DeclineActionRequest) from Place::action_declined;
            command_id: ID, person_id: NO_ID, action_id: NO_ID, token: NO_TOKEN, words: PROSE,
            instead: (ANSWERED, TOO_LONG),
        },
    );
    texts.extend(
        texts! { PRACTICE, ReassignAction(ReassignActionRequest) from Place::action_reassigned;
            command_id: ID, person_id: NO_ID, action_id: NO_ID, token: NO_TOKEN, worker: NO_ID,
            words: (ANSWERED, TOO_LONG),
        },
    );
    texts.extend(
        texts! { PRACTICE, CompleteAction(CompleteActionRequest) from Place::action_completed;
            command_id: ID, person_id: NO_ID, action_id: NO_ID, token: NO_TOKEN, words: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, CancelAction(CancelActionRequest) from Place::action_cancelled;
            command_id: ID, person_id: NO_ID, action_id: NO_ID, token: NO_TOKEN, words: PROSE,
        },
    );
    texts
}

/// An owner of an action, as the sample has it.
trait Owner: Sized {
    fn of(place: &Place) -> Self;
    fn who(self) -> Who;
}

impl Owner for OrganisationOwner {
    fn of(place: &Place) -> Self {
        match place.action_agreed().who {
            Some(Who::Organisation(owner)) => owner,
            other => panic!("{other:?}"),
        }
    }

    fn who(self) -> Who {
        Who::Organisation(self)
    }
}

impl Owner for PersonOwner {
    fn of(place: &Place) -> Self {
        match place.own_step().who {
            Some(Who::Person(owner)) => owner,
            other => panic!("{other:?}"),
        }
    }

    fn who(self) -> Who {
        Who::Person(self)
    }
}
