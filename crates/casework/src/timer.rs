//! What falls due without anybody asking: referrals past their answer-by time, agreements at their end.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    action::{
        self,
        overdue::{OverdueAction, UnansweredAction},
    },
    agreement::{ending::WarnOfEnding, lapse::LapseAgreement},
    command::{Command, Context},
    concern::overdue::OverdueConcern,
    event::Draft,
    handover::overdue::OverdueHandover,
    history::History,
    ids::{
        ActionId, ConcernId, EventId, FactId, HandoverId, JoinRequestId, Mint, OrganisationId,
        ReferralId, ReviewId,
    },
    information::overdue::OverdueInformation,
    join_request::overdue::OverdueJoinRequest,
    plan::{self, review_due::PassPlanReview},
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
    /// A question about a referral waits for an answer.
    InformationOverdue {
        /// The referral.
        referral: ReferralId,
    },
    /// A handover waits for an answer.
    HandoverOverdue {
        /// The handover.
        handover: HandoverId,
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
    /// The plan is to be looked at again.
    PlanReviewDue {
        /// The event that set the day.
        review: EventId,
    },
    /// An action is to be done by its day.
    ActionOverdue {
        /// The action.
        action: ActionId,
    },
    /// An agreement is about to reach its end.
    AgreementEnding {
        /// The event that recorded it.
        agreement: EventId,
    },
    /// A request to join waits for an answer.
    JoinRequestOverdue {
        /// The request.
        request: JoinRequestId,
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
            Timer::InformationOverdue { .. } => "overdue_information",
            Timer::HandoverOverdue { .. } => "overdue_handover",
            Timer::AgreementLapsed { .. } => "lapse_agreement",
            Timer::ConcernOverdue { .. } => "overdue_concern",
            Timer::ActionUnanswered { .. } => "unanswered_action",
            Timer::ActionOverdue { .. } => "overdue_action",
            Timer::AgreementEnding { .. } => "warn_of_ending_agreement",
            Timer::JoinRequestOverdue { .. } => "overdue_join_request",
            Timer::PlanReviewDue { .. } => "pass_plan_review",
            Timer::ReviewLapsed { .. } => "lapse_review",
        }
    }

    /// Whether its clock runs: while the case is paused those of safeguarding do, and what was agreed ends on its day.
    fn runs(&self, history: &History) -> bool {
        let always = matches!(
            self,
            Timer::AgreementLapsed { .. }
                | Timer::AgreementEnding { .. }
                | Timer::ConcernOverdue { .. }
                | Timer::ReviewLapsed { .. }
        );
        always || history.paused_since().is_none()
    }

    /// The organisation for which it is recorded: the one that sent the referral, asked for information, asked to join or
    /// set the action down, since both parties know it; the one that recorded the agreement; otherwise the one that holds the case. None
    /// where nothing is open.
    pub fn acts_for<'a>(&self, history: &'a History) -> Option<&'a OrganisationId> {
        let sender = match self {
            Timer::ReferralOverdue { referral } => {
                history.referral(*referral).map(|referral| &referral.from)
            }
            Timer::InformationOverdue { referral } => history
                .referral(*referral)
                .map(|referral| &referral.terms.organisation),
            Timer::ConcernOverdue { concern } => history
                .concern(*concern)
                .map(|concern| &concern.organisation),
            Timer::ActionUnanswered { action } | Timer::ActionOverdue { action } => {
                history.action(*action).map(|action| &action.from)
            }
            Timer::HandoverOverdue { handover } => {
                history.handover(*handover).map(|handover| &handover.from)
            }
            Timer::AgreementEnding { agreement } => {
                let recorded = FactId {
                    event: *agreement,
                    index: 0,
                };
                history.fact(recorded).map(|fact| &fact.by.organisation)
            }
            Timer::JoinRequestOverdue { request } => {
                history.join_request(*request).map(|request| &request.from)
            }
            Timer::AgreementLapsed { .. }
            | Timer::PlanReviewDue { .. }
            | Timer::ReviewLapsed { .. } => None,
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
            Timer::InformationOverdue { referral } => {
                OverdueInformation { referral, due }.decide(history, context, mint)
            }
            Timer::HandoverOverdue { handover } => {
                OverdueHandover { handover, due }.decide(history, context, mint)
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
            Timer::PlanReviewDue { review } => {
                PassPlanReview { review, due }.decide(history, context, mint)
            }
            Timer::ActionOverdue { action } => {
                OverdueAction { action, due }.decide(history, context, mint)
            }
            Timer::AgreementEnding { agreement } => {
                WarnOfEnding { agreement, due }.decide(history, context, mint)
            }
            Timer::JoinRequestOverdue { request } => {
                OverdueJoinRequest { request, due }.decide(history, context, mint)
            }
            Timer::ReviewLapsed { review } => {
                LapseReview { review, due }.decide(history, context, mint)
            }
        }
    }
}

/// Everything that is still to fall due in one person's stream.
pub fn due(history: &History) -> Vec<Due> {
    if history.merged_into().is_some() {
        return Vec::new();
    }
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
    let information = history.referrals().filter_map(|referral| {
        let asked = referral.question()?;
        Some(Due {
            at: *asked.answer_by.get(asked.overdue)?,
            timer: Timer::InformationOverdue {
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
    let ending = history.live_agreements().filter_map(|agreement| {
        Some(Due {
            at: agreement.warn_at(history)?,
            timer: Timer::AgreementEnding {
                agreement: agreement.event,
            },
        })
    });
    let joining = history.join_requests().filter_map(|request| {
        Some(Due {
            at: request.next_answer_by()?,
            timer: Timer::JoinRequestOverdue {
                request: request.id,
            },
        })
    });
    let handovers = history.handovers().filter(|one| one.open);
    let handovers = handovers.filter_map(|handover| {
        let at = *handover.answer_by.get(handover.overdue)?;
        let timer = Timer::HandoverOverdue {
            handover: handover.id,
        };
        Some(Due { at, timer })
    });
    let reviews = history.reviews().filter_map(|review| {
        let timer = Timer::ReviewLapsed { review: review.id };
        review.window.map(|at| Due { at, timer })
    });
    let all = referrals.chain(handovers).chain(agreements);
    let all = all.chain(concerns).chain(actions);
    let all = all.chain(ending).chain(joining).chain(reviews);
    let all = all.chain(plan::review_due::next(history));
    let all = all.chain(information);
    all.filter(|due| due.timer.runs(history)).collect()
}
