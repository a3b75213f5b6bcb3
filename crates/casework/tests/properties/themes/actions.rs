//! Actions in the stories: what is tried, nonsense, and how they are told to the oracle.

use casework::{
    Categories,
    action::{
        Action, ActionAgreed, ActionRequested, Owner, State,
        accept::AcceptAction,
        agree::AgreeAction,
        agree::Who as Doer,
        cancel::CancelAction,
        complete::CompleteAction,
        decline::DeclineAction,
        reassign::{ActionReassigned, ReassignAction},
        request::RequestAction,
    },
    disclosure::shown_to,
    event::{By, Event, What},
    fact::About,
    ids::{ActionId, FactId},
    testing::actions,
};
use proptest::{option, prelude::*};

use crate::{
    cast, mangle,
    plan::{self, Who},
    story::{Story, last_day, pick, words},
    telling::{Asked, PartOf},
    themes::{Needs, Step, Try, step},
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("agree_action", Needs::Part),
    ("request_action", Needs::Part),
    ("accept_action", Needs::Any),
    ("decline_action", Needs::Any),
    ("complete_action", Needs::Any),
    ("reassign_action", Needs::Any),
    ("cancel_action", Needs::Any),
    ("unanswered_action", Needs::Nothing),
    ("overdue_action", Needs::Nothing),
];

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let bool = prop::bool::weighted;
    let agree = (
        plan::who(),
        option::weighted(0.8, plan::who()),
        plan::topics(),
        -1..4_i8,
        bool(0.7),
    )
        .prop_map(|(who, owner, categories, days, agreed)| Agree {
            who,
            owner,
            categories,
            days,
            agreed,
        });
    let ticked = prop::collection::vec(any::<u8>(), 0..3);
    let request = (
        plan::who(),
        any::<u8>(),
        plan::topics(),
        -1..4_i8,
        bool(0.6),
        ticked,
    )
        .prop_map(|(who, service, categories, days, agreed, ticked)| Request {
            who,
            service,
            categories,
            days,
            agreed,
            ticked,
        });
    let act = (plan::who(), bool(0.85), any::<u8>(), 0..5_u8, bool(0.1)).prop_map(
        |(who, owners, action, deed, stale)| Act {
            who,
            owners,
            action,
            deed,
            stale,
        },
    );
    vec![(5, step(agree)), (5, step(request)), (10, step(act))]
}

#[derive(Clone, Debug)]
struct Agree {
    who: Who,
    owner: Option<Who>,
    categories: Categories,
    days: i8,
    agreed: bool,
}

impl Try for Agree {
    fn carry_out(&self, story: &mut Story) {
        let by = story.by(self.who);
        let due = last_day(story.world.now, self.days);
        let who = match self.owner.map(|owner| story.by(owner)) {
            Some(owner) => Doer::Organisation {
                organisation: owner.organisation,
                worker: owner.worker,
                due,
                without_agreement: (!self.agreed).then(|| words("There was no time to ask.")),
            },
            None => Doer::Person {
                helper: None,
                hoped_by: self.agreed.then_some(due.date),
            },
        };
        let command = AgreeAction {
            words: words("Something to do."),
            categories: self.categories,
            who,
        };
        story.send("agree_action", &by, &command);
    }
}

#[derive(Clone, Debug)]
struct Request {
    who: Who,
    service: u8,
    categories: Categories,
    days: i8,
    agreed: bool,
    ticked: Vec<u8>,
}

impl Try for Request {
    fn carry_out(&self, story: &mut Story) {
        let by = story.by(self.who);
        let passages: Vec<FactId> = story
            .passages()
            .filter(|passage| shown_to(&story.world.history, &by, passage, story.world.now))
            .map(|passage| passage.id)
            .collect();
        let command = RequestAction {
            service: pick(&story.services, self.service).cloned().unwrap(),
            categories: self.categories,
            due: last_day(story.world.now, self.days),
            without_agreement: (!self.agreed).then(|| words("There was no time to ask.")),
            ticked: self
                .ticked
                .iter()
                .filter_map(|number| pick(&passages, *number).copied())
                .collect(),
            ..actions::request()
        };
        story.send("request_action", &by, &command);
    }
}

#[derive(Clone, Debug)]
struct Act {
    who: Who,
    owners: bool,
    action: u8,
    /// Accept, decline, complete, reassign or cancel.
    deed: u8,
    stale: bool,
}

impl Try for Act {
    fn carry_out(&self, story: &mut Story) {
        let history = &story.world.history;
        let wanted = if self.deed < 2 {
            State::Requested
        } else {
            State::Open
        };
        let fitting: Vec<_> = history.actions().filter(|a| a.state == wanted).collect();
        let all: Vec<_> = history.actions().collect();
        let fitting = if fitting.is_empty() { &all } else { &fitting };
        let Some(action) = pick(fitting, self.action).map(|action| Action::clone(action)) else {
            return;
        };
        let by = self.by(story, &action);
        let id = action.id;
        let seen = if self.stale {
            action.event
        } else {
            action.last_event
        };
        let history = story.world.history.clone();
        match self.deed {
            0 => {
                let command = AcceptAction {
                    action: id,
                    seen,
                    ..actions::accept(&history)
                };
                story.send("accept_action", &by, &command);
            }
            1 => {
                let command = DeclineAction {
                    action: id,
                    seen,
                    ..actions::decline(&history)
                };
                story.send("decline_action", &by, &command);
            }
            2 => {
                let command = CompleteAction {
                    action: id,
                    seen,
                    ..actions::complete(&history)
                };
                story.send("complete_action", &by, &command);
            }
            3 => {
                let colleague = cast::WORKERS[usize::from(self.action) % cast::WORKERS.len()];
                let command = ReassignAction {
                    action: id,
                    seen,
                    ..actions::reassign(&history, colleague)
                };
                story.send("reassign_action", &by, &command);
            }
            _ => {
                let command = CancelAction {
                    action: id,
                    seen,
                    ..actions::cancel(&history)
                };
                story.send("cancel_action", &by, &command);
            }
        }
    }
}

impl Act {
    fn by(&self, story: &Story, action: &Action) -> By {
        match &action.owner {
            Some(owner) if self.owners => cast::by(owner, self.who.worker.into(), self.who.role),
            _ => story.by(self.who),
        }
    }
}

/// Events of any content.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let action = || mangle::id().prop_map(ActionId);
    let owner = prop_oneof![
        Just(Owner::Person {}),
        (mangle::by(), mangle::last_day()).prop_map(|(by, due)| Owner::Organisation {
            organisation: by.organisation,
            worker: by.worker,
            due,
        }),
    ];
    let room = prop::collection::vec(mangle::by().prop_map(|by| by.organisation), 0..3);
    let any = prop_oneof![
        3 => (action(), owner, any::<bool>(), room).prop_map(|(action, owner, agreed, room)| {
            What::ActionAgreed(ActionAgreed { action, owner, agreed, room: room.into_iter().collect() })
        }),
        3 => (
            action(),
            mangle::terms(),
            any::<bool>(),
            prop::collection::vec(mangle::fact_id(), 0..3),
            mangle::last_day(),
            [mangle::moment(), mangle::moment()],
        )
            .prop_map(|(action, terms, agreed, ticked, due, answer_by)| {
                What::ActionRequested(ActionRequested { action, terms, agreed, ticked, due, answer_by })
            }),
        1 => (action(), any::<bool>())
            .prop_map(|(action, escalated)| What::ActionUnanswered { action, escalated }),
        1 => action().prop_map(|action| What::ActionAccepted { action }),
        1 => action().prop_map(|action| What::ActionDeclined { action }),
        1 => (action(), any::<u8>()).prop_map(|(action, worker)| What::ActionReassigned(ActionReassigned {
            action,
            worker: cast::worker(worker.into()),
        })),
        1 => action().prop_map(|action| What::ActionOverdue { action }),
        1 => action().prop_map(|action| What::ActionCompleted { action }),
        1 => action().prop_map(|action| What::ActionCancelled { action }),
    ];
    vec![any.boxed()]
}

/// What facts can be about.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let action = mangle::id().prop_map(ActionId);
    vec![action.prop_map(|action| About::Action { action }).boxed()]
}

/// The first event with which each action began, and its place.
fn beginnings(events: &[Event]) -> Vec<(ActionId, usize, &Event)> {
    let mut all: Vec<(ActionId, usize, &Event)> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let action = match &event.what {
            What::ActionAgreed(agreed) => agreed.action,
            What::ActionRequested(requested) => requested.action,
            _ => continue,
        };
        if all.iter().all(|(known, ..)| *known != action) {
            all.push((action, place, event));
        }
    }
    all
}

/// What was requested of services.
pub fn asked(events: &[Event]) -> Vec<Asked<'_>> {
    let asked = |(id, place, event): (ActionId, usize, &'_ Event)| {
        let What::ActionRequested(requested) = &events[place].what else {
            return None;
        };
        let answers = |later: &&Event| match later.what {
            What::ActionAccepted { action }
            | What::ActionDeclined { action }
            | What::ActionCancelled { action } => action == id,
            _ => super::life::ends_everything(later),
        };
        let answer = events[place..].iter().find(answers);
        let accepted =
            answer.is_some_and(|answer| matches!(answer.what, What::ActionAccepted { .. }));
        Some(Asked {
            about: About::Action { action: id },
            place,
            event: event.id,
            from: &events[place].by.organisation,
            terms: &requested.terms,
            agreed: requested.agreed,
            ticked: &requested.ticked,
            answer,
            accepted,
        })
    };
    beginnings(events).into_iter().filter_map(asked).collect()
}

/// Whoever recorded what was agreed, does it, or was in the room.
pub fn parties(events: &[Event]) -> Vec<PartOf<'_>> {
    let mut all = Vec::new();
    for (action, place, event) in beginnings(events) {
        let What::ActionAgreed(agreed) = &event.what else {
            continue;
        };
        let owner = match &agreed.owner {
            Owner::Organisation { organisation, .. } => Some(organisation),
            Owner::Person {} => None,
        };
        let organisations = agreed.room.iter().chain(owner);
        for organisation in organisations.chain([&event.by.organisation]) {
            all.push(PartOf {
                about: About::Action { action },
                event: event.id,
                agreed_at: agreed.agreed.then_some(place),
                organisation,
            });
        }
    }
    all
}
