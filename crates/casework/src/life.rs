//! A case's life: paused, resumed, ended and reopened; and what each does to whatever was waiting.
//!
//! While a case is paused, clocks stand still; a resumption moves them on by as long. An end ends what must end (what
//! was asked, who takes part, what was agreed), and tells everyone who took part once: in a fact that says no more
//! than that, and that they keep. Clocks of safeguarding run on.

#[cfg(any(test, feature = "testing"))]
pub mod testing;

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    action::{self, Action},
    ask::{Ask, Party},
    category::Categories,
    command::Context,
    decided_by::DecidedBy,
    event::{Draft, What},
    fact::{About, Content, Fact},
    handover::Handover,
    history::History,
    ids::{CaseId, EventId, OrganisationId, WorkerId},
    join_request::{self, JoinRequest},
    referral::Referral,
    refusal::{Code, Refusal},
    review::Review,
    service::ServiceTerms,
    words::Words,
};

/// A case was opened; the organisation takes part and its worker leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// The case.
    pub case: CaseId,
    /// The service through which the organisation takes part.
    pub terms: ServiceTerms,
    /// The lead worker.
    pub lead: WorkerId,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// It was closed: what there was to do is done, or cannot be done here.
    Closed,
    /// The person died.
    Died,
    /// The person moved to another area.
    MovedAway,
    /// The person wants nobody to coordinate any more.
    CoordinationStopped,
}

/// A case ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEnded {
    /// The case.
    pub case: CaseId,
    /// How.
    pub ending: Ending,
    /// Who took part, and is told.
    pub told: Vec<OrganisationId>,
}

/// A case was opened again by whoever held it last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseReopened {
    /// The case.
    pub case: CaseId,
    /// The service through which the organisation took part.
    pub terms: ServiceTerms,
    /// The lead worker.
    pub lead: WorkerId,
}

/// Why a case pauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseReason {
    /// The person is in hospital.
    Hospital,
    /// The person stays somewhere else for a while.
    Away,
    /// The person asked for a break.
    PersonAsked,
    /// Another reason, given in words.
    Other,
}

/// What is said of a case's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "life", rename_all = "kebab-case")]
pub enum Told {
    /// It is paused.
    Paused {
        /// When the person is expected back, where that is known.
        expected_back: Option<Date>,
    },
    /// Why it is paused: for those who may know.
    PauseReason {
        /// Why, coded.
        reason: PauseReason,
        /// In words.
        words: Option<Words>,
    },
    /// It goes on.
    Resumed,
    /// It ended.
    Ended {
        /// How.
        ending: Ending,
        /// The day of the death or the move, where it is one.
        on: Option<Date>,
        /// Who tells the person; none where nobody has to.
        told_by: Option<WorkerId>,
    },
    /// The person wants nobody to coordinate any more: as it was said.
    CoordinationStopped {
        /// Who decided.
        decided_by: DecidedBy,
        /// What the person said about it.
        words: Option<Words>,
    },
    /// It goes on after all.
    Reopened,
    /// What was asked or agreed to be done has come to nothing, or to its end, since the case ended.
    AskEnded {
        /// How the case ended.
        ending: Ending,
    },
    /// The time to answer was moved on, since the case was paused.
    AnswerByMoved {
        /// The time by which an answer is due now.
        answer_by: Timestamp,
    },
    /// The day by which something is to be done was moved on, since the case was paused.
    DueMoved {
        /// The day by which it is to be done now.
        due: Date,
    },
}

/// How a case ended, and who was told, as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The event.
    pub event: EventId,
    /// What it says.
    pub what: CaseEnded,
    /// Who held the case.
    pub holder: Option<crate::custody::Holder>,
    /// Whether the case was opened again.
    pub reopened: bool,
}

impl Ended {
    /// What the facts about it are about.
    pub const fn about(&self) -> About {
        About::Ending {
            case: self.what.case,
        }
    }

    /// Whoever took part keeps that it ended.
    pub fn parties(&self) -> impl Iterator<Item = Party<'_>> {
        self.what.told.iter().map(|organisation| Party {
            about: self.about(),
            event: self.event,
            agreed: None,
            organisation,
        })
    }
}

impl Context {
    /// As [`Context::involved`], of the organisation that holds the case.
    pub(crate) fn holds(&self, history: &History) -> Result<(), Refusal> {
        self.involved(history)?;
        let holder = history.open_case().map(|case| &case.holder.organisation);
        if holder == Some(self.organisation()) {
            Ok(())
        } else {
            Err(Code::CaseNotHeld.into())
        }
    }
}

/// A fact about the case's life. It says no more than that, and so has no categories but those of whoever says it.
pub(crate) fn fact(history: &History, context: &Context, about: About, told: Told) -> Fact {
    Fact {
        about,
        categories: history.reveals(context.organisation()),
        restriction: None,
        replaces: None,
        content: Content::Life(told),
    }
}

/// The events that end the case: a last word first, for those who may read it then; the end; and for whatever was
/// asked that it came to its end with the case, each in an event of its own, since a place among an event's facts would
/// tell how many there are.
pub(crate) fn end(
    history: &History,
    context: &Context,
    ending: Ending,
    on: Option<Date>,
    told_by: Option<WorkerId>,
    last_word: Option<Fact>,
) -> Vec<Draft> {
    let Some(case) = history.open_case() else {
        return Vec::new();
    };
    let mut told: Vec<OrganisationId> = history
        .involvements()
        .map(|involvement| involvement.terms.organisation.clone())
        .collect();
    told.sort();
    told.dedup();
    let ended = Told::Ended {
        ending,
        on,
        told_by,
    };
    let about = About::Ending { case: case.case };
    let last_word = last_word.map(|fact| Draft {
        what: What::NoteRecorded {},
        facts: vec![fact],
    });
    let end = Draft {
        what: What::CaseEnded(CaseEnded {
            case: case.case,
            ending,
            told,
        }),
        facts: vec![fact(history, context, about, ended)],
    };
    let through = |about| history.involvements().any(|i| i.through == Some(about));
    // A referral also where the service has left meanwhile: its help was still to come to an end.
    let referrals = history.referrals().filter(|one| one.stands());
    let referrals = referrals.map(Referral::about);
    let stands = |ask: &Ask<'_>| {
        let referral = matches!(ask.about, About::Referral { .. });
        !referral && (ask.open || through(ask.about))
    };
    let asks = history.asks().filter(stands).map(|ask| ask.about);
    let asks = referrals.chain(asks);
    let actions = history
        .actions()
        .filter(|action| action.state == action::State::Open)
        .map(Action::about);
    let requests = history
        .join_requests()
        .filter(|request| request.state == join_request::State::Open)
        .map(JoinRequest::about);
    // An offer to a colleague asks no other organisation.
    let offers = history
        .handovers()
        .filter(|offer| offer.open && offer.ask().is_none());
    let offers = offers.map(Handover::about);
    let reviews = history.reviews().filter(|review| review.is_open());
    let reviews = reviews.map(Review::about);
    let ended = asks.chain(actions).chain(requests).chain(offers);
    let questions = history.referrals().filter(|one| one.question().is_some());
    let questions = questions.map(Referral::about_information);
    let ended = ended.chain(reviews).chain(questions);
    let ended = ended.map(|about| Draft {
        what: What::AskEnded {},
        facts: vec![fact(history, context, about, Told::AskEnded { ending })],
    });
    last_word.into_iter().chain([end]).chain(ended).collect()
}

/// A last word about the case.
pub(crate) fn last_word(
    history: &History,
    context: &Context,
    words: &Option<Words>,
    categories: Categories,
) -> Result<Option<Fact>, Refusal> {
    let Some(words) = words else { return Ok(None) };
    if categories.is_empty() {
        return Err(Refusal::of(Code::CategoryMissing, "categories"));
    }
    Ok(Some(Fact {
        about: About::Note,
        categories: categories.with(history.reveals(context.organisation())),
        restriction: None,
        replaces: None,
        content: Content::Note {
            words: words.clone(),
        },
    }))
}

impl History {
    /// Since when the open case is paused; none where it is not.
    pub fn paused_since(&self) -> Option<Timestamp> {
        self.paused.filter(|_| self.open_case().is_some())
    }

    /// The ends of the person's cases, the first one first.
    pub fn endings(&self) -> &[Ended] {
        &self.endings
    }

    /// The last end, where no case has been open since.
    pub fn last_ending(&self) -> Option<&Ended> {
        let last = self.endings.last();
        last.filter(|last| !last.reopened && self.open_case().is_none())
    }

    /// Everything that waits for an answer moves on by as long as the case was paused. One line for each theme.
    pub(crate) fn move_clocks(&mut self, by: SignedDuration) {
        let moved = |at: &mut Timestamp| *at = at.saturating_add(by).unwrap_or(*at);
        for referral in self.referrals.values_mut() {
            referral.answer_by.iter_mut().for_each(moved);
            let asked = referral.information.iter_mut();
            asked.for_each(|asked| asked.answer_by.iter_mut().for_each(moved));
        }
        for request in self.join_requests.values_mut() {
            let answer_by = request.answer_by.iter_mut();
            answer_by.flatten().for_each(moved);
        }
        for action in self.actions.values_mut() {
            let request = action.request.iter_mut();
            request.for_each(|request| request.answer_by.iter_mut().for_each(moved));
            action.due = action.due.map(|due| due.moved(by));
        }
        for handover in self.handovers.values_mut() {
            handover.answer_by.iter_mut().for_each(moved);
        }
    }

    /// The case has ended: nobody takes part, nothing that was asked is open, nothing that was agreed holds. One line
    /// for each theme.
    pub(crate) fn end_everything(&mut self, event: EventId, ended: CaseEnded) {
        let holder = self.case.take().map(|case| case.holder);
        self.paused = None;
        self.organisations.extend(ended.told.iter().cloned());
        self.end_involvements(event, |_| true);
        // A plan ends with the case that it is for; what it said stays.
        self.plan_review = None;
        // An agreement holds while its audience is involved: whoever takes part later asks anew.
        self.agreements.iter_mut().for_each(|one| one.lapsed = true);
        self.referrals.values_mut().for_each(|one| one.end(event));
        self.actions.values_mut().for_each(|one| one.end(event));
        self.join_requests
            .values_mut()
            .for_each(|one| one.end(event));
        self.handovers.values_mut().for_each(|one| one.end(event));
        self.reviews.values_mut().for_each(Review::end);
        self.endings.push(Ended {
            event,
            what: ended,
            holder,
            reopened: false,
        });
    }
}
