//! What services asked about referrals, and were answered: one thread for each referral, beside the referral's own.

use casework::{
    fact::Content,
    ids::{OrganisationId, PersonId, ReferralId, WorkerId},
    information::Told as Said,
    life,
};
use jiff::Timestamp;

use crate::{
    Error,
    reader::Look,
    referrals::Direction,
    threads::{self, Listing, Thread, Told},
    work::{Kind, Waiting, Whose},
};

const KIND: &str = "information";
const OPEN: i64 = 1;
const CLOSED: i64 = 2;

/// How what was asked is listed.
pub(crate) fn listing(organisation: &OrganisationId, told: &[Told]) -> Option<Listing> {
    let asked = |told: &Told| match &told.fact.content {
        Content::Information(Said::Asked { from, to, .. }) => {
            Some((told.at_ms, Direction::of(organisation, from, to)?))
        }
        _ => None,
    };
    let (began_at_ms, direction) = told.iter().find_map(asked)?;
    let waits = question(told.iter().map(|told| &told.fact.content)).is_some();
    Some(Listing {
        began_at_ms,
        side: direction as i64,
        state: if waits { OPEN } else { CLOSED },
    })
}

/// Whoever raised the referral answers; where they are away, whoever stands in for them.
pub(crate) fn waiting<'a>(
    organisation: &OrganisationId,
    contents: impl Iterator<Item = &'a Content>,
) -> Option<Waiting> {
    let question = question(contents)?;
    (question.to == organisation).then(|| Waiting {
        kind: Kind::InformationRequest,
        whose: Whose::Worker(question.worker.clone()),
        due: Some(question.answer_by),
        within: None,
        urgent: false,
    })
}

/// A question that waits for its answer.
struct Question<'a> {
    to: &'a OrganisationId,
    worker: &'a WorkerId,
    answer_by: Timestamp,
}

/// The last question, where nothing has answered or ended it.
fn question<'a>(contents: impl Iterator<Item = &'a Content>) -> Option<Question<'a>> {
    let mut last = None;
    for content in contents {
        match content {
            Content::Information(Said::Asked {
                to,
                worker,
                answer_by,
                ..
            }) => {
                last = Some(Question {
                    to,
                    worker,
                    answer_by: *answer_by,
                });
            }
            Content::Information(Said::Provided { .. } | Said::Ended)
            | Content::Life(life::Told::AskEnded { .. }) => last = None,
            Content::Life(life::Told::AnswerByMoved { answer_by }) => {
                last.iter_mut().for_each(|last| last.answer_by = *answer_by);
            }
            _ => {}
        }
    }
    last
}

/// What was asked about a referral; and whether the caller's organisation is waited for.
pub(crate) fn of_referral(
    look: &Look<'_>,
    person: PersonId,
    referral: ReferralId,
) -> Result<Option<(Thread, bool)>, Error> {
    let thread = threads::one(look, person, KIND, referral.0)?;
    Ok(thread.map(|thread| {
        let question = question(thread.contents());
        let ours = question.is_some_and(|one| one.to == look.caller.organisation());
        (thread, ours)
    }))
}
