//! Every text that a caller can send: the field, and what is said of one that is empty or far too long.

use api::v1::{
    self, ConfirmAboutMeRequest, OpenCaseRequest, RecordAboutMeRequest, RecordNoteRequest,
    record_note_request::Restriction,
};
use throughline::demo::acting::Acting;

use crate::{call::Call, place::Place};
use decided_by_whom::{attorney, best_interests};
pub use queries::of_queries;

/// Who sends it.
pub type Sender = fn(&Place) -> &Acting;
/// The sample with this text in one field.
pub type With = fn(&Place, String) -> Call;

/// A text field: its path, what is said of an empty one (nothing where it may be left out), and of a long one.
pub struct Text {
    pub sender: Sender,
    pub with: With,
    pub field: &'static str,
    pub empty: Option<&'static str>,
    pub long: &'static str,
}

const OPERATOR: Sender = |place| &place.operator;
const ADMINISTRATOR: Sender = |place| &place.administrator;
const PRACTICE: Sender = |place| &place.practice;
const OFFICER: Sender = |place| &place.officer;
const COUNCIL: Sender = |place| &place.council;
const ID: (Option<&str>, &str) = (Some("command_id_invalid"), "command_id_invalid");
const MISSING: Option<&str> = Some("text_missing");
/// A text that may be of any words is too long.
pub const TOO_LONG: &str = "text_too_long";
const NO_ID: (Option<&str>, &str) = (Some("id_invalid"), "id_invalid");
const NO_TOKEN: (Option<&str>, &str) = (Some("token_invalid"), "token_invalid");
const NO_DATE: (Option<&str>, &str) = (Some("date_invalid"), "date_invalid");
const PROSE: (Option<&str>, &str) = (MISSING, TOO_LONG);
const PERHAPS_PROSE: (Option<&str>, &str) = (None, TOO_LONG);
const PERHAPS_TOKEN: (Option<&str>, &str) = (None, "token_invalid");

fn text(
    sender: Sender,
    field: &'static str,
    (empty, long): (Option<&'static str>, &'static str),
    with: With,
) -> Text {
    Text {
        sender,
        with,
        field,
        empty,
        long,
    }
}

/// Rows of one command: a field at the top of its request.
macro_rules! texts {
    ($sender:expr, $rpc:ident($request:ident) from $sample:expr; $($field:ident: $refused:expr,)*) => {
        vec![$(text($sender, stringify!($field), $refused, |place, text| {
            let sample: fn(&Place) -> $request = $sample;
            Call::$rpc($request { $field: text, ..sample(place) })
        }),)*]
    };
}

#[path = "text_fields/actions.rs"]
mod actions;
#[path = "text_fields/agreements.rs"]
mod agreements;
#[path = "text_fields/decided_by.rs"]
mod decided_by_whom;
#[path = "text_fields/handovers.rs"]
mod handovers;
#[path = "text_fields/life.rs"]
mod life;
#[path = "text_fields/people.rs"]
mod people;
#[path = "text_fields/plans.rs"]
mod plans;
#[path = "text_fields/queries.rs"]
mod queries;
#[path = "text_fields/records.rs"]
mod records;
#[path = "text_fields/referrals.rs"]
mod referrals;
#[path = "text_fields/reviews.rs"]
mod reviews;
#[path = "text_fields/safeguarding.rs"]
mod safeguarding;

#[path = "text_fields/directory.rs"]
mod directory;
#[path = "text_fields/sharing.rs"]
mod sharing;

fn of_cases() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, OpenCase(OpenCaseRequest) from Place::case;
        command_id: ID, service_id: NO_ID, lead_worker: (None, "id_invalid"), address: PERHAPS_PROSE,
    };
    macro_rules! identity {
        ($($path:literal $field:ident: $refused:expr,)*) => {
            [$(text(PRACTICE, $path, $refused, |place, text| Call::OpenCase(OpenCaseRequest {
                identity: Some(v1::Identity { $field: text, ..place.identity() }),
                ..place.case()
            })),)*]
        };
    }
    let number = "nhs_number_invalid";
    texts.extend(identity! {
        "identity.name" name: PROSE,
        "identity.preferred_name" preferred_name: PERHAPS_PROSE,
        "identity.birth_date" birth_date: NO_DATE,
    });
    texts.extend([text(
        PRACTICE,
        "identity.nhs_number",
        (None, number),
        |place, text| {
            let identity = v1::Identity {
                nhs_number: text,
                ..place.identity()
            };
            let identity = Some(identity);
            Call::OpenCase(OpenCaseRequest {
                identity,
                ..place.case()
            })
        },
    )]);
    texts
}

fn of_about_me_and_notes() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, RecordAboutMe(RecordAboutMeRequest) from Place::about_me;
        command_id: ID, person_id: NO_ID,
    };
    texts.extend(
        texts! { PRACTICE, ConfirmAboutMe(ConfirmAboutMeRequest) from Place::confirmation;
            command_id: ID, person_id: NO_ID,
        },
    );
    texts.extend(
        texts! { PRACTICE, RecordNote(RecordNoteRequest) from Place::note;
            command_id: ID, person_id: NO_ID, words: PROSE,
        },
    );
    macro_rules! passage {
        ($($path:literal $field:ident: $refused:expr,)*) => {
            [$(text(PRACTICE, $path, $refused, |place, text| {
                let mut request = place.about_me();
                request.passages[0].$field = text;
                Call::RecordAboutMe(request)
            }),)*]
        };
    }
    texts.extend(passage! {
        "passages[0].words" words: PROSE,
        "passages[0].helped_by" helped_by: PERHAPS_PROSE,
        "passages[0].token" token: PERHAPS_TOKEN,
    });
    texts.push(text(PRACTICE, "tokens[0]", NO_TOKEN, |place, text| {
        Call::ConfirmAboutMe(ConfirmAboutMeRequest {
            tokens: vec![text],
            ..place.confirmation()
        })
    }));
    texts.push(text(
        PRACTICE,
        "restricted_to.organisations[0]",
        NO_ID,
        |place, text| restricted(place, vec![text], Vec::new()),
    ));
    texts.push(text(
        PRACTICE,
        "restricted_to.workers[0].organisation",
        NO_ID,
        |place, text| restricted(place, Vec::new(), vec![worker(text, "sam.lee".into())]),
    ));
    texts.push(text(
        PRACTICE,
        "restricted_to.workers[0].worker",
        NO_ID,
        |place, text| restricted(place, Vec::new(), vec![worker("RX1".into(), text)]),
    ));
    texts
}

fn restricted(place: &Place, organisations: Vec<String>, workers: Vec<v1::Worker>) -> Call {
    let restricted_to = Some(Restriction {
        organisations,
        workers,
    });
    Call::RecordNote(RecordNoteRequest {
        restricted_to,
        ..place.note()
    })
}

fn worker(organisation: String, worker: String) -> v1::Worker {
    v1::Worker {
        organisation,
        worker,
        role: String::new(),
    }
}

/// What is said of any answer after the referral was answered.
pub const ANSWERED: Option<&str> = Some("referral_answered");

/// Every text of a command.
pub fn commands() -> Vec<Text> {
    let all = [
        directory::of_the_directory(),
        of_cases(),
        of_about_me_and_notes(),
        agreements::texts(),
        referrals::texts(),
        safeguarding::texts(),
        actions::texts(),
        plans::texts(),
        life::texts(),
        sharing::texts(),
        handovers::texts(),
        people::texts(),
        records::texts(),
        reviews::texts(),
    ];
    all.into_iter().flatten().collect()
}
