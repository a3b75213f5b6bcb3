//! A case's life on the wire: pauses and ends.

use casework::{
    case::{
        close::{CloseCase, CloseReason},
        pause::PauseCase,
    },
    coordination::stop::StopCoordination,
    death::record::RecordDeath,
    ids::WorkerId,
    life::{Ending, PauseReason, Told},
    move_away::record::RecordMoveAway,
    refusal::{Code, Refusal},
    words::Words,
};

use crate::{
    fact::text,
    sharing,
    types::{self, choices},
    v1::{self, life_fact::Life},
};

/// The command.
pub fn pause(request: &v1::PauseCaseRequest) -> Result<PauseCase, Refusal> {
    let expected_back = match request.expected_back.trim() {
        "" => None,
        date => Some(types::date("expected_back", date)?),
    };
    Ok(PauseCase {
        reason: pause_reason("reason", request.reason)?,
        words: Words::optional("words", &request.words)?,
        categories: types::categories("categories", &request.categories)?,
        expected_back,
    })
}

/// The command.
pub fn close(request: &v1::CloseCaseRequest) -> Result<CloseCase, Refusal> {
    Ok(CloseCase {
        reason: close_reason("reason", request.reason)?,
        words: Words::prose("words", &request.words)?,
        categories: types::categories("categories", &request.categories)?,
        told_by: told_by(&request.told_by)?,
    })
}

/// The command.
pub fn death(request: &v1::RecordDeathRequest) -> Result<RecordDeath, Refusal> {
    Ok(RecordDeath {
        on: types::date("died_on", &request.died_on)?,
        words: Words::optional("words", &request.words)?,
        categories: types::categories("categories", &request.categories)?,
    })
}

/// The command.
pub fn move_away(request: &v1::RecordMoveAwayRequest) -> Result<RecordMoveAway, Refusal> {
    Ok(RecordMoveAway {
        on: types::date("moved_on", &request.moved_on)?,
        words: Words::prose("words", &request.words)?,
        categories: types::categories("categories", &request.categories)?,
        told_by: told_by(&request.told_by)?,
    })
}

/// The command.
pub fn stop(request: &v1::StopCoordinationRequest) -> Result<StopCoordination, Refusal> {
    Ok(StopCoordination {
        decided_by: sharing::decided_by("decided_by", request.decided_by.as_ref())?,
        words: Words::optional("words", &request.words)?,
        told_by: told_by(&request.told_by)?,
    })
}

fn told_by(worker: &str) -> Result<Option<WorkerId>, Refusal> {
    match worker {
        "" => Ok(None),
        worker => types::worker("told_by", worker).map(Some),
    }
}

choices! {
    /// Why a case pauses.
    pause_reason, wire_pause_reason: v1::PauseReason => PauseReason {
        Hospital = Hospital, Away = Away, PersonAsked = PersonAsked, Other = Other,
    }
    /// Why a case is closed.
    close_reason, wire_close_reason: v1::CloseReason => CloseReason {
        GoalsReached = GoalsReached, SupportElsewhere = SupportElsewhere, NotReached = NotReached, Other = Other,
    }
    /// How a case ended.
    ending, wire_ending: v1::Ending => Ending {
        Closed = Closed, Died = Died, MovedAway = MovedAway, CoordinationStopped = CoordinationStopped,
    }
}

/// What is said of the case's life.
pub(crate) fn fact(told: &Told) -> v1::LifeFact {
    use v1::life_fact as wire;
    let date =
        |date: &Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let life = match told {
        Told::Paused { expected_back } => Life::Paused(wire::Paused {
            expected_back: date(expected_back),
        }),
        Told::PauseReason { reason, words } => Life::PausedFor(wire::PausedFor {
            reason: wire_pause_reason(*reason) as i32,
            words: text(words),
        }),
        Told::Resumed => Life::Resumed(wire::Resumed {}),
        Told::Ended {
            ending,
            on,
            told_by,
        } => Life::Ended(wire::Ended {
            ending: wire_ending(*ending) as i32,
            on: date(on),
            told_by: told_by
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        }),
        Told::CoordinationStopped { decided_by, words } => Life::Stopped(wire::Stopped {
            decided_by: Some(sharing::wire_decided_by(decided_by)),
            words: text(words),
        }),
        Told::Reopened => Life::Reopened(wire::Reopened {}),
        Told::AskEnded { ending } => Life::AskEnded(wire::AskEnded {
            ending: wire_ending(*ending) as i32,
        }),
        Told::AnswerByMoved { answer_by } => Life::AnswerByMoved(wire::AnswerByMoved {
            answer_by: Some(types::timestamp(*answer_by)),
        }),
        Told::DueMoved { due } => Life::DueMoved(wire::DueMoved {
            due: due.to_string(),
        }),
    };
    v1::LifeFact { life: Some(life) }
}
