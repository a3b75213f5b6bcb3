//! What falls due without anybody asking: referrals past their answer-by time, agreements at their end.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    action::{
        self,
        overdue::{OverdueAction, UnansweredAction},
    },
    agreement::lapse::LapseAgreement,
    command::{Command, Context},
    concern::overdue::OverdueConcern,
    event::Draft,
    history::History,
    ids::{ActionId, ConcernId, EventId, Mint, OrganisationId, ReferralId, ReviewId},
    referral::{State, overdue::OverdueReferral},
    refusal::{Code, Refusal},
    review::lapse::LapseReview,
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
    /// Nobody was told of a safeguarding concern.
    ConcernOverdue {
        /// The concern.
        concern: ConcernId,
    },
    /// A requested action waits for an answer.
    ActionUnanswered {
        /// The action.
        action: ActionId,
    },
    /// An action is to be done by its day.
    ActionOverdue {
        /// The action.
        action: ActionId,
    },
    /// The time ends in which those who are invited to a review see its pack.
    ReviewLapsed {
        /// The review.
        review: ReviewId,
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

impl Timer {
    /// The stable name of its command.
    pub const fn command(&self) -> &'static str {
        match self {
            Timer::ReferralOverdue { .. } => "overdue_referral",
            Timer::AgreementLapsed { .. } => "lapse_agreement",
            Timer::ConcernOverdue { .. } => "overdue_concern",
            Timer::ActionUnanswered { .. } => "unanswered_action",
            Timer::ActionOverdue { .. } => "overdue_action",
            Timer::ReviewLapsed { .. } => "lapse_review",
        }
    }

    /// Whether its clock runs: while the case is paused those of safeguarding do, and what was agreed ends on its day.
    fn runs(&self, history: &History) -> bool {
        let always = matches!(
            self,
            Timer::AgreementLapsed { .. }
                | Timer::ConcernOverdue { .. }
                | Timer::ReviewLapsed { .. }
        );
        always || history.paused_since().is_none()
    }

    /// The organisation for which it is recorded: the one that sent the referral or set the action down, since both parties
    /// know it; otherwise the one that holds the case. None where nothing is open.
    pub fn acts_for<'a>(&self, history: &'a History) -> Option<&'a OrganisationId> {
        let sender = match self {
            Timer::ReferralOverdue { referral } => {
                history.referral(*referral).map(|referral| &referral.from)
            }
            Timer::ConcernOverdue { concern } => history
                .concern(*concern)
                .map(|concern| &concern.organisation),
            Timer::ActionUnanswered { action } | Timer::ActionOverdue { action } => {
                history.action(*action).map(|action| &action.from)
            }
            Timer::AgreementLapsed { .. } | Timer::ReviewLapsed { .. } => None,
        };
        let holder = || history.open_case().map(|case| &case.holder.organisation);
        sender.or_else(holder)
    }
}

/// Records that a timer has fallen due, by the command of its theme.
#[derive(Clone, Copy, Debug)]
pub struct RecordDue(pub Due);

impl Command for RecordDue {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        if !self.0.timer.runs(history) {
            return Err(Code::NotDue.into());
        }
        let due = self.0.at;
        match self.0.timer {
            Timer::ReferralOverdue { referral } => {
                OverdueReferral { referral, due }.decide(history, context, mint)
            }
            Timer::AgreementLapsed { agreement } => {
                LapseAgreement { agreement, due }.decide(history, context, mint)
            }
            Timer::ConcernOverdue { concern } => {
                OverdueConcern { concern, due }.decide(history, context, mint)
            }
            Timer::ActionUnanswered { action } => {
                UnansweredAction { action, due }.decide(history, context, mint)
            }
            Timer::ActionOverdue { action } => {
                OverdueAction { action, due }.decide(history, context, mint)
            }
            Timer::ReviewLapsed { review } => {
                LapseReview { review, due }.decide(history, context, mint)
            }
        }
    }
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
    // A concern's clock is stopped by telling somebody, and by nothing else: not by a pause, nor by the case's end.
    let concerns = history.concerns().filter_map(|concern| {
        Some(Due {
            at: concern.due()?,
            timer: Timer::ConcernOverdue {
                concern: concern.id,
            },
        })
    });
    let actions = history.actions().filter_map(action::overdue::next);
    let reviews = history.reviews().filter_map(|review| {
        let timer = Timer::ReviewLapsed { review: review.id };
        review.window.map(|at| Due { at, timer })
    });
    let all = referrals.chain(agreements).chain(concerns).chain(actions);
    let all = all.chain(reviews);
    all.filter(|due| due.timer.runs(history)).collect()
}
