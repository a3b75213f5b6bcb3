//! Texts of safeguarding commands.

use api::v1::{
    CloseConcernRequest, ConcernSubject, NameSafeguardingLeadRequest, RaiseConcernRequest,
    RecordConcernToldRequest, concern_subject,
};

use super::*;

const CHARITY: Sender = |place| &place.charity;
const LEAD: Sender = |place| &place.lead;

pub fn texts() -> Vec<Text> {
    let mut texts = texts! { ADMINISTRATOR, NameSafeguardingLead(NameSafeguardingLeadRequest) from Place::safeguarding_lead;
        command_id: ID, instead_of: (None, "id_invalid"),
    };
    macro_rules! lead {
        ($($path:literal $field:ident: $refused:expr,)*) => {
            [$(text(ADMINISTRATOR, $path, $refused, |place, text| {
                let mut request = place.safeguarding_lead();
                request.lead.as_mut().unwrap().$field = text;
                Call::NameSafeguardingLead(request)
            }),)*]
        };
    }
    texts.extend(lead! {
        "lead.worker" worker: NO_ID,
        "lead.name" name: PROSE,
        "lead.telephone" telephone: PROSE,
    });
    texts.extend(
        texts! { CHARITY, RaiseConcern(RaiseConcernRequest) from Place::concern_raised;
            command_id: ID, person_id: NO_ID, words: PROSE, done: PERHAPS_PROSE,
        },
    );
    texts.push(text(
        CHARITY,
        "subject.somebody_else",
        PROSE,
        |place, text| {
            let subject = Some(concern_subject::Subject::SomebodyElse(text));
            Call::RaiseConcern(RaiseConcernRequest {
                subject: Some(ConcernSubject { subject }),
                ..place.concern_raised()
            })
        },
    ));
    texts.extend(
        texts! { LEAD, RecordConcernTold(RecordConcernToldRequest) from Place::concern_told;
            command_id: ID, person_id: NO_ID, concern_id: NO_ID, name: PROSE, words: PERHAPS_PROSE,
        },
    );
    texts.extend(
        texts! { LEAD, CloseConcern(CloseConcernRequest) from Place::concern_closed;
            command_id: ID, person_id: NO_ID, concern_id: NO_ID, token: NO_TOKEN, words: PROSE,
        },
    );
    texts
}
