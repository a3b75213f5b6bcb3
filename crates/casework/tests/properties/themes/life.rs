//! A case's life in the stories: pauses, ends of every sort, and what was ended by mistake.

use casework::{
    Categories,
    case::{close::CloseCase, pause::PauseCase, reopen::ReopenCase, resume::ResumeCase},
    coordination::stop::StopCoordination,
    death::record::RecordDeath,
    decided_by::DecidedBy,
    event::{By, Event, What},
    fact::About,
    ids::CaseId,
    life::{CaseEnded, CaseOpened, CaseReopened, Ending, testing},
    move_away::record::RecordMoveAway,
};
use proptest::prelude::*;

use super::{Needs, Step, Try};
use crate::{
    cast,
    mangle::{id, moment, terms},
    plan::{Who, topics, who},
    story::{Story, last_day, words},
    telling::{Involved, PartOf},
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("pause_case", Needs::Part),
    ("resume_case", Needs::Part),
    ("close_case", Needs::Part),
    ("reopen_case", Needs::Nothing),
    ("record_death", Needs::Part),
    ("record_move_away", Needs::Part),
    ("stop_coordination", Needs::Part),
];

/// What is tried.
#[derive(Clone, Copy, Debug)]
enum Attempt {
    Pause(Categories),
    Resume,
    Close(Categories),
    Reopen,
    Die { tomorrow: bool },
    Move(Categories),
    Stop,
}

/// Who tries it: mostly somebody of the organisation that holds the case, or held it.
#[derive(Clone, Copy, Debug)]
struct Tried {
    who: Who,
    holder: bool,
    attempt: Attempt,
}

impl Try for Tried {
    fn carry_out(&self, story: &mut Story) {
        let by = self.by(story);
        match self.attempt {
            Attempt::Pause(categories) => {
                let pause = PauseCase {
                    categories,
                    ..testing::pause()
                };
                story.send("pause_case", &by, &pause);
            }
            Attempt::Resume => story.send("resume_case", &by, &ResumeCase),
            Attempt::Close(categories) => {
                let close = CloseCase {
                    categories,
                    ..testing::close()
                };
                story.send("close_case", &by, &close);
            }
            Attempt::Reopen => story.send("reopen_case", &by, &ReopenCase),
            Attempt::Die { tomorrow } => {
                let death = RecordDeath {
                    on: last_day(story.world.now, i8::from(tomorrow)).date,
                    words: None,
                    categories: Categories::NONE,
                };
                story.send("record_death", &by, &death);
            }
            Attempt::Move(categories) => {
                let moved = RecordMoveAway {
                    on: last_day(story.world.now, 7).date,
                    words: words("To her sister."),
                    categories,
                    told_by: None,
                };
                story.send("record_move_away", &by, &moved);
            }
            Attempt::Stop => {
                let stop = StopCoordination {
                    decided_by: DecidedBy::Person,
                    words: None,
                    told_by: None,
                };
                story.send("stop_coordination", &by, &stop);
            }
        }
    }
}

impl Tried {
    fn by(&self, story: &Story) -> By {
        let history = &story.world.history;
        let open = history.open_case().map(|case| &case.holder);
        let last = history.last_ending().and_then(|last| last.holder.as_ref());
        match open.or(last).filter(|_| self.holder) {
            Some(holder) => cast::by(&holder.organisation, self.who.worker.into(), self.who.role),
            None => story.by(self.who),
        }
    }
}

/// The steps. Ends are rare, and mostly taken back: most of a story is about an open case.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let step = |attempt: BoxedStrategy<Attempt>| {
        (who(), prop::bool::weighted(0.6), attempt)
            .prop_map(|(who, holder, attempt)| {
                std::sync::Arc::new(Tried {
                    who,
                    holder,
                    attempt,
                }) as Step
            })
            .boxed()
    };
    let ending = prop_oneof![
        topics().prop_map(Attempt::Close),
        prop::bool::weighted(0.2).prop_map(|tomorrow| Attempt::Die { tomorrow }),
        topics().prop_map(Attempt::Move),
        Just(Attempt::Stop),
    ];
    vec![
        (2, step(topics().prop_map(Attempt::Pause).boxed())),
        (2, step(Just(Attempt::Resume).boxed())),
        (2, step(ending.boxed())),
        (16, step(Just(Attempt::Reopen).boxed())),
    ]
}

/// Events of any content, with few ids.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let case = || id().prop_map(CaseId);
    let told = prop::collection::vec((0..6_usize).prop_map(cast::organisation), 0..3);
    let ended = (case(), told).prop_map(|(case, told)| {
        What::CaseEnded(CaseEnded {
            case,
            ending: Ending::Closed,
            told,
        })
    });
    let reopened = (case(), terms()).prop_map(|(case, terms)| {
        What::CaseReopened(CaseReopened {
            case,
            terms,
            lead: cast::worker(0),
        })
    });
    vec![
        ended.boxed(),
        reopened.boxed(),
        moment()
            .prop_map(|since| What::CasePaused { since })
            .boxed(),
        prop_oneof![0..i64::from(u32::MAX), any::<i64>()]
            .prop_map(|paused_for_ms| What::CaseResumed { paused_for_ms })
            .boxed(),
        Just(What::AskEnded {}).boxed(),
        Just(What::AnswerByMoved {}).boxed(),
    ]
}

/// What facts can be about, with few ids.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let ending = id().prop_map(|case| About::Ending { case: CaseId(case) });
    vec![Just(About::Pause).boxed(), ending.boxed()]
}

/// Whether the event ends the case, and with it everything.
pub fn ends_everything(event: &Event) -> bool {
    matches!(event.what, What::CaseEnded(_))
}

/// Whoever opened a case while none was open, or took it up again.
pub fn opened(events: &[Event]) -> Vec<Involved<'_>> {
    let mut open = false;
    let mut opened = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let terms = match &event.what {
            What::CaseOpened(CaseOpened { terms, .. }) => Some(terms),
            What::CaseReopened(reopened) => Some(&reopened.terms),
            What::CaseEnded(_) => {
                open = false;
                None
            }
            _ => None,
        };
        let Some(terms) = terms.filter(|_| !open) else {
            continue;
        };
        open = true;
        opened.push(Involved {
            place,
            event: event.id,
            terms,
            through: None,
        });
    }
    opened
}

/// Whether the involvement ended with the case.
pub fn ended(events: &[Event], involved: &Involved<'_>) -> bool {
    events[involved.place + 1..].iter().any(ends_everything)
}

/// Whoever took part keeps that the case ended.
pub fn parties(events: &[Event]) -> Vec<PartOf<'_>> {
    let ended = events.iter().filter_map(|event| match &event.what {
        What::CaseEnded(ended) => Some((event.id, ended)),
        _ => None,
    });
    ended
        .flat_map(|(event, ended)| {
            ended.told.iter().map(move |organisation| PartOf {
                about: About::Ending { case: ended.case },
                event,
                agreed_at: None,
                organisation,
            })
        })
        .collect()
}
