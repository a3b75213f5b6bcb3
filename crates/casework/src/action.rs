//! Actions: what is to be done, by whom, by when. Agreed with those who were in the room, or requested of a service.
//!
//! The person's own steps are actions without a day on which they fall due: nobody is overdue in their own life.

pub mod accept;
pub mod agree;
pub mod cancel;
pub mod complete;
pub mod decline;
pub mod overdue;
pub mod reassign;
pub mod request;
pub mod told;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ask::{Ask, Party},
    calendar::LastDay,
    category::Categories,
    command::Context,
    disclosure::shown_to,
    event::By,
    fact::{About, Content, Fact},
    history::{History, Recorded},
    ids::{ActionId, EventId, FactId, OrganisationId, WorkerId},
    refusal::{Code, Refusal},
    role::Right,
    service::ServiceTerms,
};

pub use told::Told;

/// An action was agreed with whoever does it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionAgreed {
    /// The action.
    pub action: ActionId,
    /// Who does it.
    pub owner: Owner,
    /// Whether the person agreed to it.
    pub agreed: bool,
    /// The organisations besides these two that were in the room.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub room: BTreeSet<OrganisationId>,
}

/// A service of another organisation was asked to do something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRequested {
    /// The action.
    pub action: ActionId,
    /// The service that is asked, as it was registered then.
    pub terms: ServiceTerms,
    /// Whether the person agreed to it.
    pub agreed: bool,
    /// The passages that the person wants the service to see.
    pub ticked: Vec<FactId>,
    /// The day by which it is to be done.
    pub due: LastDay,
    /// When an answer is due, and when it is due a second time.
    pub answer_by: [Timestamp; 2],
}

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum Owner {
    /// The person, or a helper of theirs: a step of their own.
    Person {},
    /// A worker of an organisation.
    Organisation {
        /// The organisation.
        organisation: OrganisationId,
        /// Its worker.
        worker: WorkerId,
        /// The day by which it is to be done.
        due: LastDay,
    },
}

/// An action as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// The event with which it began.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// The organisation that recorded or requested it.
    pub from: OrganisationId,
    /// The organisation that does it or is asked to; none where it is the person's own step.
    pub owner: Option<OrganisationId>,
    /// Its worker, where one has taken it on.
    pub worker: Option<WorkerId>,
    /// The day by which it is to be done; none for the person's own step.
    pub due: Option<LastDay>,
    /// Whether the person agreed to it.
    pub agreed: bool,
    /// Who else was in the room.
    pub room: BTreeSet<OrganisationId>,
    /// The request, where it was one.
    pub request: Option<Request>,
    /// The categories of what was written.
    pub categories: Categories,
    /// How far it has come.
    pub state: State,
    /// Whether its day has been recorded as past.
    pub overdue: bool,
    /// The last event on it.
    pub last_event: EventId,
}

/// What makes an action a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The service that was asked.
    pub terms: ServiceTerms,
    /// The passages that the person wants the service to see.
    pub ticked: Vec<FactId>,
    /// When an answer is due, and when it is due a second time.
    pub answer_by: [Timestamp; 2],
    /// How many of the two answer-by times have been recorded as past.
    pub unanswered: usize,
}

/// How far an action has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is a request that nobody has answered.
    Requested,
    /// Somebody is to do it.
    Open,
    /// The service that was asked does not do it.
    Declined,
    /// It is done.
    Done,
    /// It is not going to be done.
    Cancelled,
}

impl Action {
    /// What its facts are about.
    pub const fn about(&self) -> About {
        About::Action { action: self.id }
    }

    /// As disclosure looks at it, where it was requested.
    pub fn ask(&self) -> Option<Ask<'_>> {
        let request = self.request.as_ref()?;
        Some(Ask {
            about: self.about(),
            event: self.event,
            version: self.version,
            from: &self.from,
            terms: &request.terms,
            agreed: self.agreed,
            ticked: &request.ticked,
            open: self.state == State::Requested,
        })
    }

    /// Who has a part in it, where it was agreed: who recorded it, who does it, and who was in the room.
    pub fn parties(&self) -> impl Iterator<Item = Party<'_>> {
        let agreed = self.request.is_none();
        let all = [&self.from]
            .into_iter()
            .chain(&self.owner)
            .chain(&self.room);
        all.filter(move |_| agreed).map(|organisation| Party {
            about: self.about(),
            event: self.event,
            agreed: self.agreed.then_some(self.version),
            organisation,
        })
    }

    /// The case has ended, and with it whatever was still to be done.
    pub(crate) fn end(&mut self, event: EventId) {
        if matches!(self.state, State::Requested | State::Open) {
            self.state = State::Cancelled;
            self.last_event = event;
        }
    }

    /// How it began.
    fn beginning<'a>(&self, history: &'a History) -> Option<&'a Recorded> {
        history.fact(FactId {
            event: self.event,
            index: 0,
        })
    }

    /// A further fact about it. Its categories are those of the action, which hold what naming either side reveals.
    fn fact(&self, history: &History, told: Told) -> Fact {
        let restriction = self
            .beginning(history)
            .and_then(|beginning| beginning.fact.restriction.clone());
        Fact {
            about: self.about(),
            categories: self.categories,
            restriction,
            replaces: None,
            content: Content::Action(told),
        }
    }
}

impl History {
    pub(crate) fn agree_action(
        &mut self,
        event: EventId,
        by: &By,
        agreed: ActionAgreed,
        categories: Categories,
    ) {
        let (owner, worker, due) = match agreed.owner {
            Owner::Person {} => (None, None, None),
            Owner::Organisation {
                organisation,
                worker,
                due,
            } => (Some(organisation), Some(worker), Some(due)),
        };
        self.begin(Action {
            id: agreed.action,
            event,
            version: self.version(),
            from: by.organisation.clone(),
            owner,
            worker,
            due,
            agreed: agreed.agreed,
            room: agreed.room,
            request: None,
            categories,
            state: State::Open,
            overdue: false,
            last_event: event,
        });
    }

    pub(crate) fn request_action(
        &mut self,
        event: EventId,
        by: &By,
        requested: ActionRequested,
        categories: Categories,
    ) {
        self.begin(Action {
            id: requested.action,
            event,
            version: self.version(),
            from: by.organisation.clone(),
            owner: Some(requested.terms.organisation.clone()),
            worker: None,
            due: Some(requested.due),
            agreed: requested.agreed,
            room: BTreeSet::new(),
            request: Some(Request {
                terms: requested.terms,
                ticked: requested.ticked,
                answer_by: requested.answer_by,
                unanswered: 0,
            }),
            categories,
            state: State::Requested,
            overdue: false,
            last_event: event,
        });
    }

    fn begin(&mut self, action: Action) {
        let named = action.owner.iter().chain(&action.room).cloned();
        self.organisations.extend(named.collect::<Vec<_>>());
        self.actions.entry(action.id).or_insert(action);
    }

    pub(crate) fn accept_action(&mut self, event: EventId, by: &By, id: ActionId) {
        let accepted = self.move_action(event, id, &[State::Requested], |action| {
            action.state = State::Open;
            action.worker = Some(by.worker.clone());
            let terms = action.request.as_ref().map(|request| request.terms.clone());
            (terms, action.about())
        });
        if let Some((Some(terms), about)) = accepted {
            self.involve(event, terms, Some(about));
        }
    }

    pub(crate) fn unanswered_action(&mut self, event: EventId, id: ActionId) {
        self.move_action(event, id, &[State::Requested], |action| {
            action
                .request
                .iter_mut()
                .for_each(|request| request.unanswered += 1);
        });
    }

    pub(crate) fn reassign_action(&mut self, event: EventId, id: ActionId, worker: WorkerId) {
        self.move_action(event, id, &[State::Open], |action| {
            action.worker = Some(worker);
        });
    }

    pub(crate) fn overdue_action(&mut self, event: EventId, id: ActionId) {
        self.move_action(event, id, &[State::Open], |action| action.overdue = true);
    }

    pub(crate) fn end_action(&mut self, event: EventId, id: ActionId, state: State) {
        let from: &[State] = match state {
            State::Declined => &[State::Requested],
            State::Done => &[State::Open],
            _ => &[State::Requested, State::Open],
        };
        self.move_action(event, id, from, |action| action.state = state);
    }

    fn move_action<T>(
        &mut self,
        event: EventId,
        id: ActionId,
        from: &[State],
        change: impl FnOnce(&mut Action) -> T,
    ) -> Option<T> {
        let action = self
            .actions
            .get_mut(&id)
            .filter(|action| from.contains(&action.state))?;
        action.last_event = event;
        Some(change(action))
    }
}

/// The action that the caller may see, as they last saw it.
///
/// `seen` is the last event on it that the caller has seen: what is done to an action that has moved on is refused, so
/// that two colleagues do not work past each other.
fn seen<'a>(
    history: &'a History,
    id: ActionId,
    seen: EventId,
    context: &Context,
) -> Result<&'a Action, Refusal> {
    let unknown = || Refusal::of(Code::ActionUnknown, "action_id");
    let action = history.action(id).ok_or_else(unknown)?;
    let beginning = action.beginning(history).ok_or_else(unknown)?;
    if !shown_to(history, &context.by, beginning, context.now) {
        return Err(unknown());
    }
    context.may(Right::WorkWithPeople)?;
    if action.last_event == seen {
        Ok(action)
    } else {
        Err(Refusal::of(Code::Stale, "token"))
    }
}

/// Refuses what was answered or has ended already.
fn standing(action: &Action, wanted: State) -> Result<(), Refusal> {
    if action.state == wanted {
        return Ok(());
    }
    Err(match action.state {
        State::Requested => Code::ActionNotAccepted,
        State::Open => Code::ActionAnswered,
        State::Declined | State::Done | State::Cancelled => Code::ActionEnded,
    }
    .into())
}

/// Refuses whoever neither does the action nor helps the person with their own step.
///
/// A step of the person's own is recorded on by anybody who takes part and sees it, except where their name would tell
/// more than the step does to those who see it.
fn ours(history: &History, action: &Action, context: &Context) -> Result<(), Refusal> {
    let Some(owner) = &action.owner else {
        context.helping(history)?;
        let reveals = history.reveals(context.organisation());
        return if action.categories.covers(reveals) {
            Ok(())
        } else {
            Err(Refusal::of(Code::NameReveals, "action_id"))
        };
    };
    if owner == context.organisation() {
        Ok(())
    } else {
        Err(Refusal::of(Code::ActionNotYours, "action_id"))
    }
}
