//! Texts of commands about the life of a case.

use api::v1::{
    CloseCaseRequest, PauseCaseRequest, RecordDeathRequest, RecordMoveAwayRequest,
    ReopenCaseRequest, ResumeCaseRequest, StopCoordinationRequest,
};

use super::{
    decided_by_whom::{attorney, best_interests},
    *,
};

/// What may be left out is tried long only: a command without it is carried out, and the case has ended for what follows.
const TOLD_BY: (Option<&str>, &str) = (ANSWERED, "id_invalid");
const PERHAPS: (Option<&str>, &str) = (ANSWERED, TOO_LONG);

pub fn texts() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, PauseCase(PauseCaseRequest) from Place::pause;
        command_id: ID, person_id: NO_ID, words: PERHAPS, expected_back: (ANSWERED, "date_invalid"),
    };
    texts.extend(
        texts! { PRACTICE, ResumeCase(ResumeCaseRequest) from Place::resumption;
            command_id: ID, person_id: NO_ID,
        },
    );
    texts.extend(
        texts! { PRACTICE, CloseCase(CloseCaseRequest) from Place::closing;
            command_id: ID, person_id: NO_ID, words: PROSE, told_by: TOLD_BY,
        },
    );
    texts.extend(
        texts! { PRACTICE, ReopenCase(ReopenCaseRequest) from Place::reopening;
            command_id: ID, person_id: NO_ID,
        },
    );
    texts.extend(
        texts! { PRACTICE, RecordDeath(RecordDeathRequest) from Place::death;
            command_id: ID, person_id: NO_ID, died_on: NO_DATE, words: PERHAPS,
        },
    );
    texts.extend(
        texts! { PRACTICE, RecordMoveAway(RecordMoveAwayRequest) from Place::move_away;
            command_id: ID, person_id: NO_ID, moved_on: NO_DATE, words: PROSE, told_by: TOLD_BY,
        },
    );
    texts.extend(
        texts! { PRACTICE, StopCoordination(StopCoordinationRequest) from Place::stop;
            command_id: ID, person_id: NO_ID, words: PERHAPS, told_by: TOLD_BY,
        },
    );
    macro_rules! decided {
        ($($path:literal: $refused:expr, $text:ident => $decided_by:expr;)*) => {
            [$(text(PRACTICE, $path, $refused, |place, $text| {
                let decided_by = $decided_by;
                Call::StopCoordination(StopCoordinationRequest { decided_by, ..place.stop() })
            }),)*]
        };
    }
    texts.extend(decided! {
        "decided_by.attorney.name": PROSE, text => attorney(&text, "A document.");
        "decided_by.attorney.document_seen": PROSE, text => attorney("Ann Finch", &text);
        "decided_by.best_interests.decider": PROSE, text => best_interests(&text, "Her sister.", "2027-01-01");
        "decided_by.best_interests.consulted": PROSE, text => best_interests("Dr Patel", &text, "2027-01-01");
        "decided_by.best_interests.review_on": NO_DATE, text => best_interests("Dr Patel", "Her sister.", &text);
    });
    texts
}
