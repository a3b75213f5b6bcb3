//! Reviews that the caller's organisation asked for, is invited to, or was at; their packs and their minutes.

use casework::{
    Categories, Category,
    calendar::{self, LastDay},
    disclosure::Rule,
    fact::Content,
    ids::{EventId, MeetingId, OrganisationId, PersonId, ReviewId},
    life::Told as Life,
    review::{
        Told as Words,
        letter::{self, Called},
    },
};
use jiff::Timestamp;

use crate::{
    Error, Page, Paged, Reader, Shown, about_me, plans,
    reader::Look,
    threads::{self, Listing, Only, Thread, Told, Wanted},
    versions,
    work::{Kind, Waiting, Whose},
};

/// Which side of a review the caller's organisation is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum Side {
    /// It asked for the review.
    Asked = 1,
    /// Another organisation did.
    Others = 2,
}

/// How far a review has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum State {
    /// It waits for a place on an agenda.
    Waiting = 1,
    /// It is on an agenda.
    Scheduled = 2,
    /// It was held.
    Held = 3,
    /// It was answered in writing.
    NoDiscussion = 4,
    /// It was withdrawn, or the case ended.
    Withdrawn = 5,
}

/// Which reviews are wanted; all of them, where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of this side.
    pub side: Option<Side>,
    /// Only those that have come this far.
    pub state: Option<State>,
    /// Only these.
    pub only: Only,
}

/// The meeting on whose agenda a review is, or at which it was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct On {
    /// Who organises it.
    pub organiser: OrganisationId,
    /// The meeting.
    pub meeting: MeetingId,
    /// When it starts.
    pub starts_at: Timestamp,
}

/// A review as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The review.
    pub id: ReviewId,
    /// The person.
    pub person: PersonId,
    /// What they like to be called.
    pub called: String,
    /// Which side the caller's organisation is on.
    pub side: Side,
    /// How far it has come.
    pub state: State,
    /// Its meeting, where it has one.
    pub on: Option<On>,
    /// As it was asked for, and what was recorded about it since, oldest first.
    pub facts: Vec<Shown>,
    /// The invitations that the caller may see.
    pub invitations: Vec<Shown>,
    /// The last event on it that the caller may see: whoever acts on it names it.
    pub last_event: EventId,
}

/// What is laid before the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// The review.
    pub review: Review,
    /// What whoever asked attached, as it stands now.
    pub attached: Vec<Shown>,
    /// The passages of About Me that are about nothing but the person and their plan.
    pub about_me: Vec<Shown>,
    /// The passages of the plan that are about nothing else either.
    pub plan: Vec<Shown>,
}

impl Review {
    /// The copy for the GP record: five lines; none where it was not held. Workers are named as `called` says.
    pub fn gp_copy(&self, called: &Called<'_>) -> Option<[String; 5]> {
        letter::gp_copy(self.told(), called)
    }

    /// The letter to the person, a paragraph each; none where it was not held.
    pub fn letter(&self, called: &Called<'_>) -> Option<Vec<String>> {
        letter::letter(self.told(), called)
    }

    fn told(&self) -> impl Iterator<Item = (Timestamp, &casework::fact::Fact)> {
        let facts = self.facts.iter().map(|shown| &shown.disclosed);
        facts.map(|disclosed| (disclosed.at, &disclosed.fact))
    }
}

impl Reader {
    /// A page of reviews, the one that was asked for last first.
    ///
    /// A page may hold fewer entries than it could and yet give a place to go on from.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn reviews(
        &self,
        now: Timestamp,
        filter: &Filter,
        page: &Page,
    ) -> Result<Paged<Review>, Error> {
        let wanted = Wanted {
            only: filter.only,
            kind: KIND,
            side: filter.side.map(|side| side as i64),
            state: filter.state.map(|state| state as i64),
        };
        let list = self.look(now, |look| {
            threads::list(look, &wanted, page, |thread| {
                let shown = shown(look, thread)?;
                Ok(shown.filter(|review| filter.state.is_none_or(|state| state == review.state)))
            })
        })?;
        Ok(list.unwrap_or_default())
    }

    /// One review; none where the caller may not see that there is one.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn review(
        &self,
        now: Timestamp,
        person: PersonId,
        review: ReviewId,
    ) -> Result<Option<Review>, Error> {
        let found = self.look(now, |look| one(look, person, review))?;
        Ok(found.flatten())
    }

    /// The pack of one review; none where the caller may not see that there is one.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn pack(
        &self,
        now: Timestamp,
        person: PersonId,
        review: ReviewId,
    ) -> Result<Option<Pack>, Error> {
        let pack = self.look(now, |look| {
            let review = one(look, person, review)?;
            review.map(|review| pack(look, review)).transpose()
        })?;
        Ok(pack.flatten())
    }
}

const KIND: &str = "review";
const INVITATION: &str = "review-invitation";

/// How a review is listed.
pub(crate) fn listing(organisation: &OrganisationId, told: &[Told]) -> Option<Listing> {
    let began = |told: &Told| {
        let (side, _) = began(organisation, &told.fact.content)?;
        Some((told.at_ms, side))
    };
    let (began_at_ms, side) = told.iter().find_map(began)?;
    Some(Listing {
        began_at_ms,
        side: side as i64,
        state: course(told.iter().map(|told| &told.fact.content)).0 as i64,
    })
}

/// Until it is on an agenda a review waits for whoever asked; from then on for whoever organises the meeting, by the
/// day of the meeting, and is prepared by whoever asked.
pub(crate) fn waiting<'a>(
    organisation: &OrganisationId,
    contents: impl Iterator<Item = &'a Content> + Clone,
) -> Option<Waiting> {
    let (side, _) = contents
        .clone()
        .find_map(|content| began(organisation, content))?;
    let whose = match (course(contents), side) {
        ((State::Scheduled, Some(on)), _) if on.organiser == *organisation => {
            (Whose::Organisation, Some(on.starts_at))
        }
        ((State::Scheduled, on), Side::Asked) => (Whose::Beginner, on.map(|on| on.starts_at)),
        ((State::Waiting, _), Side::Asked) => (Whose::Beginner, None),
        _ => return None,
    };
    let (whose, starts_at) = whose;
    let day = starts_at.and_then(|at| LastDay::on(calendar::date_at(at)));
    Some(Waiting {
        kind: Kind::Review,
        whose,
        due: day.map(|day| day.ends_at),
        within: None,
        urgent: false,
    })
}

/// Which side the organisation is on, and what the person is called; none where these words do not begin a review.
fn began<'a>(organisation: &OrganisationId, content: &'a Content) -> Option<(Side, &'a str)> {
    let Content::Review(Words::Requested { from, called, .. }) = content else {
        return None;
    };
    let side = if from == organisation {
        Side::Asked
    } else {
        Side::Others
    };
    Some((side, called.as_str()))
}

/// How far a review has come and its meeting, by what was recorded about it, oldest first.
fn course<'a>(contents: impl Iterator<Item = &'a Content>) -> (State, Option<On>) {
    let (mut state, mut on) = (State::Waiting, None);
    for content in contents {
        let then = match content {
            Content::Review(Words::Scheduled {
                organiser,
                meeting,
                starts_at,
            }) => {
                on = Some(On {
                    organiser: organiser.clone(),
                    meeting: *meeting,
                    starts_at: *starts_at,
                });
                State::Scheduled
            }
            Content::Review(Words::Carried { .. }) => State::Waiting,
            Content::Review(Words::Held(_)) => State::Held,
            Content::Review(Words::NoDiscussion { .. }) => State::NoDiscussion,
            Content::Review(Words::Withdrawn { .. }) | Content::Life(Life::AskEnded { .. }) => {
                State::Withdrawn
            }
            _ => continue,
        };
        state = then;
    }
    let has_one = matches!(state, State::Scheduled | State::Held);
    (state, on.filter(|_| has_one))
}

fn one(look: &Look<'_>, person: PersonId, review: ReviewId) -> Result<Option<Review>, Error> {
    match threads::one(look, person, KIND, review.0)? {
        Some(thread) => shown(look, thread),
        None => Ok(None),
    }
}

fn shown(look: &Look<'_>, thread: Thread) -> Result<Option<Review>, Error> {
    let organisation = look.caller.organisation();
    let began = thread
        .contents()
        .find_map(|content| began(organisation, content));
    let Some((side, called)) = began else {
        return Ok(None);
    };
    let called = called.to_owned();
    let (state, on) = course(thread.contents());
    let invitations = threads::one(look, thread.person, INVITATION, thread.thing)?;
    Ok(Some(Review {
        id: ReviewId(thread.thing),
        person: thread.person,
        called,
        side,
        state,
        on,
        invitations: invitations.map_or_else(Vec::new, |thread| thread.facts),
        last_event: thread.last_event(),
        facts: thread.facts,
    }))
}

/// What the caller's organisation is shown by its invitation to this review and is neither the review itself nor a
/// plain passage, which every team is shown.
fn pack(look: &Look<'_>, review: Review) -> Result<Pack, Error> {
    let person = review.person;
    let invitations: Vec<_> = review
        .facts
        .iter()
        .chain(&review.invitations)
        .map(|shown| shown.disclosed.id.event)
        .collect();
    let invited = |shown: &Shown| {
        shown.disclosed.grants.iter().any(|grant| {
            grant.rule == Rule::Meeting
                && invitations.contains(&grant.rests_on)
                && grant.holds(look.caller.worker(), look.caller.role(), look.now)
        })
    };
    let mut attached = Vec::new();
    for kind in ["note", "referral", "decision"] {
        attached.extend(versions::newest(look, person, kind)?);
    }
    let (about_me, more) = plain(about_me::newest(look, person)?);
    attached.extend(more);
    let plan = plans::plan(look, person)?.passages.into_iter();
    let (plan, more) = plain(plan.filter_map(|passage| passage.written).collect());
    attached.extend(more);
    attached.retain(invited);
    Ok(Pack {
        attached,
        about_me,
        plan,
        review,
    })
}

/// The passages that are about nothing but the person and their plan, and the others.
fn plain(passages: Vec<Shown>) -> (Vec<Shown>, Vec<Shown>) {
    const PLAIN: Categories = Categories::of(&[Category::AboutMe, Category::Plan]);
    let is_plain = |passage: &Shown| PLAIN.covers(passage.disclosed.fact.categories);
    passages.into_iter().partition(is_plain)
}
