//! Finding people, joining and leaving in the stories: what is tried, nonsense, and how it is told to the oracle.

use casework::{
    Categories,
    case::{join::JoinCase, leave::LeaveCase},
    event::{By, Event, What},
    fact::About,
    ids::{EventId, JoinRequestId, OrganisationId},
    join_request::{
        JoinRequestRaised, State, accept::AcceptJoinRequest, decline::DeclineJoinRequest,
        raise::RaiseJoinRequest,
    },
    joining::CaseJoined,
    person::{PersonSought, find::FindPerson},
    service::ServiceTerms,
    testing,
};
use proptest::prelude::*;

use crate::{
    cast, mangle,
    plan::{self, Who},
    story::{Story, pick, words},
    telling::{Involved, PartOf},
    themes::{Needs, Step, Try, step},
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("find_person", Needs::Nothing),
    ("raise_join_request", Needs::Nothing),
    ("accept_join_request", Needs::Any),
    ("decline_join_request", Needs::Any),
    ("overdue_join_request", Needs::Nothing),
    ("join_case", Needs::Nothing),
    ("leave_case", Needs::Part),
];

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let bool = prop::bool::weighted;
    let find = (plan::who(), bool(0.8)).prop_map(|(who, right)| Find { who, right });
    let ask = (plan::who(), plan::topics(), bool(0.3), bool(0.9)).prop_map(
        |(who, categories, present, outside)| Ask {
            who,
            categories,
            present,
            outside,
        },
    );
    let answer = (plan::who(), any::<u8>(), bool(0.7), bool(0.1), bool(0.9)).prop_map(
        |(who, number, accept, stale, lead)| Answer {
            who,
            number,
            accept,
            stale,
            lead,
        },
    );
    let leave = (plan::who(), bool(0.3)).prop_map(|(who, holder)| Leave { who, holder });
    vec![
        (2, step(find)),
        (6, step(ask)),
        (5, step(answer)),
        (2, step(leave)),
    ]
}

#[derive(Clone, Debug)]
struct Find {
    who: Who,
    right: bool,
}

impl Try for Find {
    fn carry_out(&self, story: &mut Story) {
        let birth_date = if self.right {
            "1951-03-04"
        } else {
            "1951-04-03"
        };
        let find = FindPerson {
            birth_date: birth_date.parse().unwrap(),
            described: None,
        };
        let who = Who {
            involved: false,
            ..self.who
        };
        let by = story.by(who);
        story.send("find_person", &by, &find);
    }
}

/// Asks to join, or joins at once.
#[derive(Clone, Debug)]
struct Ask {
    who: Who,
    categories: Categories,
    present: bool,
    /// Whether somebody who has no part in the case, where there is somebody.
    outside: bool,
}

impl Try for Ask {
    fn carry_out(&self, story: &mut Story) {
        let history = &story.world.history;
        let out = |one: &&OrganisationId| !self.outside || !history.involves(one);
        let organisations: Vec<_> = story.organisations.iter().filter(out).collect();
        let Some(organisation) = pick(&organisations, self.who.organisation).copied() else {
            return;
        };
        let by = cast::by(organisation, self.who.worker.into(), self.who.role);
        let of = |one: &&casework::service::Service| one.terms.organisation == by.organisation;
        let Some(service) = story.services.iter().find(of).cloned() else {
            return;
        };
        if self.present {
            let identified_by = words("Her bus pass.");
            story.send(
                "join_case",
                &by,
                &JoinCase {
                    service,
                    identified_by,
                },
            );
        } else {
            let categories = self.categories;
            let ask = RaiseJoinRequest {
                service,
                categories,
                ..testing::ask_to_join()
            };
            story.send("raise_join_request", &by, &ask);
        }
    }
}

#[derive(Clone, Debug)]
struct Answer {
    who: Who,
    number: u8,
    accept: bool,
    stale: bool,
    lead: bool,
}

impl Try for Answer {
    fn carry_out(&self, story: &mut Story) {
        let history = &story.world.history;
        let requests: Vec<_> = history.join_requests().collect();
        let open: Vec<_> = requests
            .iter()
            .copied()
            .filter(|request| request.state == State::Open)
            .collect();
        let from = if open.is_empty() { &requests } else { &open };
        let Some(request) = pick(from, self.number).copied() else {
            return;
        };
        let holder = history.open_case().map(|case| case.holder.clone());
        let by = match holder.filter(|_| self.lead) {
            Some(holder) => By {
                organisation: request.asked.clone(),
                worker: holder.worker,
                role: self.who.role,
            },
            None => story.by(self.who),
        };
        let seen = if self.stale {
            EventId(uuid::Uuid::nil())
        } else {
            request.last_event
        };
        let request = request.id;
        if self.accept {
            let words = None;
            story.send(
                "accept_join_request",
                &by,
                &AcceptJoinRequest {
                    request,
                    seen,
                    words,
                },
            );
        } else {
            let words = words("Not now.");
            story.send(
                "decline_join_request",
                &by,
                &DeclineJoinRequest {
                    request,
                    seen,
                    words,
                },
            );
        }
    }
}

#[derive(Clone, Debug)]
struct Leave {
    who: Who,
    holder: bool,
}

impl Try for Leave {
    fn carry_out(&self, story: &mut Story) {
        let holder = story
            .world
            .history
            .open_case()
            .map(|case| case.holder.organisation.clone());
        let by = story.by(self.who);
        // Mostly those who can.
        if holder.as_ref() == Some(&by.organisation) && !self.holder {
            return;
        }
        let words = words("They need no more help.");
        story.send("leave_case", &by, &LeaveCase { words });
    }
}

/// Events of any content, with few ids.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let request = || mangle::id().prop_map(JoinRequestId);
    let raised = (
        request(),
        mangle::terms(),
        mangle::by(),
        [mangle::moment(), mangle::moment()],
    )
        .prop_map(|(request, terms, asked, answer_by)| {
            What::JoinRequestRaised(JoinRequestRaised {
                request,
                terms,
                asked: asked.organisation,
                answer_by,
            })
        });
    let joined = (request(), mangle::terms(), mangle::by()).prop_map(|(request, terms, told)| {
        What::CaseJoined(CaseJoined {
            request,
            terms,
            told: told.organisation,
        })
    });
    let overdue = (request(), any::<bool>())
        .prop_map(|(request, escalated)| What::JoinRequestOverdue { request, escalated });
    vec![
        any::<bool>()
            .prop_map(|found| What::PersonSought(PersonSought { found }))
            .boxed(),
        raised.boxed(),
        request()
            .prop_map(|request| What::JoinRequestAccepted { request })
            .boxed(),
        request()
            .prop_map(|request| What::JoinRequestDeclined { request })
            .boxed(),
        overdue.boxed(),
        joined.boxed(),
        Just(What::CaseLeft {}).boxed(),
    ]
}

/// What facts can be about, with few ids.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let request = mangle::id().prop_map(|request| About::JoinRequest {
        request: JoinRequestId(request),
    });
    vec![request.boxed()]
}

/// Each request with the event that began it: it was raised, or an organisation joined at once.
fn begun(events: &[Event]) -> Vec<(JoinRequestId, usize, &OrganisationId)> {
    let mut all: Vec<(JoinRequestId, usize, &OrganisationId)> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let (request, to) = match &event.what {
            What::JoinRequestRaised(raised) => (raised.request, &raised.asked),
            What::CaseJoined(joined) => (joined.request, &joined.told),
            _ => continue,
        };
        if all.iter().all(|(other, ..)| *other != request) {
            all.push((request, place, to));
        }
    }
    all
}

/// Whoever joined.
pub fn joined(events: &[Event]) -> Vec<Involved<'_>> {
    let mut joined = Vec::new();
    for (request, began, _) in begun(events) {
        // The first answer after it was raised; joining at once is its own answer.
        let answer = |(_, event): &(usize, &Event)| match &event.what {
            What::JoinRequestAccepted { request: of }
            | What::JoinRequestDeclined { request: of } => *of == request,
            What::CaseJoined(joined) => joined.request == request,
            // With the case, whatever was asked has ended.
            What::CaseEnded(_) => true,
            _ => false,
        };
        let asked = match &events[began].what {
            What::JoinRequestRaised(raised) => Some(&raised.terms),
            _ => None,
        };
        let mut since = events.iter().enumerate().skip(began);
        let Some((place, event)) = since.find(answer) else {
            continue;
        };
        let terms: Option<&ServiceTerms> = match &event.what {
            What::JoinRequestAccepted { .. } => asked,
            What::CaseJoined(joined) => Some(&joined.terms),
            _ => None,
        };
        joined.extend(terms.map(|terms| Involved {
            place,
            event: event.id,
            terms,
            through: None,
        }));
    }
    joined
}

/// Whether the organisation left later.
pub fn ended(events: &[Event], involved: &Involved<'_>) -> bool {
    let left = |event: &Event| {
        matches!(event.what, What::CaseLeft {})
            && event.by.organisation == involved.terms.organisation
    };
    events[involved.place + 1..].iter().any(left)
}

/// Who asked, and who was asked or told.
pub fn parties(events: &[Event]) -> Vec<PartOf<'_>> {
    let sides = begun(events).into_iter().flat_map(|(request, place, to)| {
        [&events[place].by.organisation, to].map(|organisation| PartOf {
            about: About::JoinRequest { request },
            event: events[place].id,
            agreed_at: None,
            organisation,
        })
    });
    sides.collect()
}
