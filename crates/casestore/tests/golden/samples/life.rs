//! A case's life.

use casework::life::{CaseEnded, CaseReopened, Ending, PauseReason, Told};

use super::*;

const CASE: CaseId = CaseId(id(0xCA5E));
const REFERRAL: ReferralId = ReferralId(id(0x4EF));

fn told(about: About, told: Told) -> Fact {
    fact(about, &[], Content::Life(told))
}

pub fn case_paused() -> Event {
    let since = "2026-06-08T09:00:00Z".parse().unwrap();
    let paused = Told::Paused {
        expected_back: Some("2026-06-20".parse().unwrap()),
    };
    let reason = Told::PauseReason {
        reason: PauseReason::Hospital,
        words: Some(words("Her hip is replaced.")),
    };
    let reason = fact(About::Note, &[Category::Health], Content::Life(reason));
    event(
        70,
        What::CasePaused { since },
        vec![told(About::Pause, paused), reason],
    )
}

pub fn case_resumed() -> Event {
    let what = What::CaseResumed {
        paused_for_ms: 864_000_000,
    };
    event(71, what, vec![told(About::Pause, Told::Resumed)])
}

pub fn case_ended() -> Event {
    let what = What::CaseEnded(CaseEnded {
        case: CASE,
        ending: Ending::MovedAway,
        told: vec!["E82999".parse().unwrap(), "LVF-FRIENDS".parse().unwrap()],
    });
    let ended = Told::Ended {
        ending: Ending::MovedAway,
        on: Some("2026-07-01".parse().unwrap()),
        told_by: Some("sam.lee".parse().unwrap()),
    };
    event(72, what, vec![told(About::Ending { case: CASE }, ended)])
}

pub fn case_reopened() -> Event {
    let what = What::CaseReopened(CaseReopened {
        case: CASE,
        terms: practice(),
        lead: "dr.patel".parse().unwrap(),
    });
    let about = About::Ending { case: CASE };
    event(73, what, vec![told(about, Told::Reopened)])
}

pub fn ask_ended() -> Event {
    let about = About::Referral { referral: REFERRAL };
    let ended = Told::AskEnded {
        ending: Ending::Died,
    };
    event(74, What::AskEnded {}, vec![told(about, ended)])
}

pub fn answer_by_moved() -> Event {
    let about = About::Referral { referral: REFERRAL };
    let moved = Told::AnswerByMoved {
        answer_by: "2026-06-22T23:00:00Z".parse().unwrap(),
    };
    event(75, What::AnswerByMoved {}, vec![told(about, moved)])
}
