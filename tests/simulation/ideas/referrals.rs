//! What clients come up with about referrals that were raised already, besides answering them.

use casework::{
    calendar,
    event::By,
    first_contact::record::RecordFirstContact,
    history::History,
    information::{provide::ProvideInformation, request::RequestInformation},
    referral::{
        Source, State, complete::CompleteReferral, receive::ReceiveReferral,
        withdraw::WithdrawReferral,
    },
    testing,
    timer::{Due, RecordDue, Timer},
};
use jiff::Timestamp;

use super::{ORGANISATIONS, involved, referrals, service, somebody};
use crate::{chance::Chance, order::Ask};

/// Somebody outside asks a service, or the person does; now and then it is one of another organisation's.
pub fn receive(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let by = involved(chance, history);
    let organisation = if chance.one_in(8) {
        chance.pick(&ORGANISATIONS)
    } else {
        by.organisation.as_str()
    };
    let example = testing::referrals::received();
    let receive = ReceiveReferral {
        service: service(organisation),
        source: if chance.one_in(3) {
            Source::SelfReferral
        } else {
            example.source.clone()
        },
        on: calendar::date_at(now),
        ..example
    };
    Some((by, Ask::Receive(receive)))
}

/// One is taken back before it is answered.
pub fn withdraw(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let mut open = referrals(history);
    open.retain(|referral| referral.state == State::Open);
    let one = *open.get(chance.below(open.len().max(1)))?;
    let withdraw = WithdrawReferral {
        referral: one.id,
        seen: one.last_event,
        ..testing::referrals::withdraw(history)
    };
    let by = somebody(chance, one.from.as_str());
    Some((by, Ask::WithdrawReferral(withdraw)))
}

/// The service that accepted goes on with it; now and then with one that has come to its end.
pub fn follow(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let mut accepted = referrals(history);
    let any = chance.one_in(5);
    accepted.retain(|referral| any || matches!(referral.state, State::Accepted(_)));
    let one = *accepted.get(chance.below(accepted.len().max(1)))?;
    let by = somebody(chance, one.terms.organisation.as_str());
    let referral = one.id;
    let seen = testing::referrals::seen(history, &by, now, one);
    let ask = if one.first_contact || chance.one_in(3) {
        Ask::CompleteReferral(CompleteReferral {
            referral,
            seen,
            ..testing::referrals::complete(history)
        })
    } else {
        Ask::FirstContact(RecordFirstContact {
            referral,
            seen,
            on: calendar::date_at(now),
            words: None,
        })
    };
    Some((by, ask))
}

/// The service asks about one that is open; what was asked is answered, or is late.
pub fn inform(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let mut open = referrals(history);
    open.retain(|referral| referral.state == State::Open);
    let one = *open.get(chance.below(open.len().max(1)))?;
    let late = one.question().and_then(|asked| {
        let at = *asked.answer_by.get(asked.overdue)?;
        (at <= now).then_some(at)
    });
    if let Some(at) = late {
        let timer = Timer::InformationOverdue { referral: one.id };
        let by = By {
            organisation: one.terms.organisation.clone(),
            ..testing::timekeeper()
        };
        return Some((by, Ask::Due(RecordDue(Due { at, timer }))));
    }
    Some(match one.question() {
        Some(asked) if !chance.one_in(6) => {
            let provide = ProvideInformation {
                referral: one.id,
                seen: asked.last_event,
                ..testing::referrals::provide_information(history)
            };
            let by = somebody(chance, one.from.as_str());
            (by, Ask::ProvideInformation(provide))
        }
        _ => {
            let by = somebody(chance, one.terms.organisation.as_str());
            let request = RequestInformation {
                referral: one.id,
                seen: testing::referrals::seen(history, &by, now, one),
                ..testing::referrals::request_information(history)
            };
            (by, Ask::RequestInformation(request))
        }
    })
}
