//! What falls due without anybody asking: referrals past their answer-by time, agreements at their end.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    history::History,
    ids::{EventId, ReferralId},
    referral::State,
};

/// Something that falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "timer", rename_all = "kebab-case")]
pub enum Timer {
    /// A referral waits for an answer.
    ReferralOverdue {
        /// The referral.
        referral: ReferralId,
    },
    /// An agreement reaches its end.
    AgreementLapsed {
        /// The event that recorded it.
        agreement: EventId,
    },
}

/// A timer and the time at which it falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// What.
    pub timer: Timer,
}

/// Everything that is still to fall due in one person's stream.
pub fn due(history: &History) -> Vec<Due> {
    let referrals = history
        .referrals()
        .filter(|referral| referral.state == State::Open)
        .filter_map(|referral| {
            let at = *referral.answer_by.get(referral.overdue)?;
            Some(Due {
                at,
                timer: Timer::ReferralOverdue {
                    referral: referral.id,
                },
            })
        });
    let agreements = history.live_agreements().filter_map(|agreement| {
        let at = agreement.terms.until?.ends_at;
        Some(Due {
            at,
            timer: Timer::AgreementLapsed {
                agreement: agreement.event,
            },
        })
    });
    referrals.chain(agreements).collect()
}
