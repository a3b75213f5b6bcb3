//! What services ask about referrals in the stories, and are answered; and how that is told to the oracle.

use casework::{
    Categories,
    event::{By, Event, What},
    fact::About,
    ids::ReferralId,
    information::{
        InformationRequested, overdue::OverdueInformation, provide::ProvideInformation,
        request::RequestInformation,
    },
    referral::{Referral, State},
    testing,
};
use proptest::prelude::*;

use super::{Needs, Step, Try, referrals, step};
use crate::{
    cast,
    mangle::{categories, id, moment},
    plan::{Who, who},
    story::{Story, pick},
    telling::PartOf,
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("request_information", Needs::Asked),
    ("provide_information", Needs::PartOnce),
    ("overdue_information", Needs::Nothing),
];

/// Somebody asks about a referral, mostly about one that is open and mostly its service.
#[derive(Clone, Debug)]
struct Request {
    who: Who,
    fits: bool,
    stale: bool,
    number: u8,
    categories: Categories,
}

impl Try for Request {
    fn carry_out(&self, story: &mut Story) {
        let all: Vec<&Referral> = story.world.history.referrals().collect();
        let open = all.iter().copied().filter(|one| one.state == State::Open);
        let open: Vec<&Referral> = open.collect();
        let Some(one) = pick(if open.is_empty() { &all } else { &open }, self.number) else {
            return;
        };
        let by = if self.fits {
            cast::by(
                &one.terms.organisation,
                self.who.worker.into(),
                self.who.role,
            )
        } else {
            story.by(self.who)
        };
        let seen = if self.stale {
            one.event
        } else {
            testing::referrals::seen(&story.world.history, &by, story.world.now, one)
        };
        let request = RequestInformation {
            referral: one.id,
            seen,
            categories: self.categories,
            ..testing::referrals::request_information(&story.world.history)
        };
        story.send("request_information", &by, &request);
    }
}

impl Request {
    /// Asks, so that there is something to answer.
    fn where_nobody_waits(&self, story: &mut Story) {
        let mut referrals = story.world.history.referrals();
        if referrals.all(|one| one.question().is_none()) {
            drop(referrals);
            self.carry_out(story);
        }
    }
}

/// Somebody answers, mostly whoever raised the referral.
#[derive(Clone, Debug)]
struct Provide {
    who: Who,
    fits: bool,
    stale: bool,
    number: u8,
    asks: Request,
}

impl Try for Provide {
    fn carry_out(&self, story: &mut Story) {
        self.asks.where_nobody_waits(story);
        let all: Vec<&Referral> = story.world.history.referrals().collect();
        let asked = all.iter().copied().filter(|one| one.question().is_some());
        let asked: Vec<&Referral> = asked.collect();
        let Some(one) = pick(if asked.is_empty() { &all } else { &asked }, self.number) else {
            return;
        };
        let by = if self.fits {
            cast::by(&one.from, self.who.worker.into(), self.who.role)
        } else {
            story.by(self.who)
        };
        let last = one.question().map(|asked| asked.last_event);
        let provide = ProvideInformation {
            referral: one.id,
            seen: last.filter(|_| !self.stale).unwrap_or(one.event),
            ..testing::referrals::provide_information(&story.world.history)
        };
        story.send("provide_information", &by, &provide);
    }
}

/// The time passes by which a question is to be answered, and that is recorded; or it is recorded too early.
#[derive(Clone, Debug)]
struct Late {
    early: bool,
    asks: Request,
}

impl Try for Late {
    fn carry_out(&self, story: &mut Story) {
        self.asks.where_nobody_waits(story);
        let questions = story.world.history.referrals().filter_map(|referral| {
            let asked = referral.question()?;
            let due = *asked.answer_by.get(asked.overdue)?;
            Some((due, referral.id, referral.terms.organisation.clone()))
        });
        let Some((due, referral, organisation)) = questions.min() else {
            return;
        };
        if !self.early {
            story.world.now = story.world.now.max(due);
        }
        let by = By {
            organisation,
            ..testing::timekeeper()
        };
        let overdue = OverdueInformation { referral, due };
        story.send("overdue_information", &by, &overdue);
    }
}

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let (fits, stale) = (|| prop::bool::weighted(0.9), || prop::bool::weighted(0.1));
    let request = move || {
        (who(), fits(), stale(), any::<u8>(), categories()).prop_map(
            |(who, fits, stale, number, categories)| Request {
                who,
                fits,
                stale,
                number,
                categories,
            },
        )
    };
    let provide = (who(), fits(), stale(), any::<u8>(), request()).prop_map(
        |(who, fits, stale, number, asks)| Provide {
            who,
            fits,
            stale,
            number,
            asks,
        },
    );
    let late =
        (prop::bool::weighted(0.4), request()).prop_map(|(early, asks)| Late { early, asks });
    vec![(2, step(request())), (2, step(provide)), (2, step(late))]
}

/// Events of any content, with few ids.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let referral = || id().prop_map(ReferralId);
    let asked = (referral(), [moment(), moment()]);
    let asked = asked.prop_map(|(referral, answer_by)| InformationRequested {
        referral,
        answer_by,
    });
    let overdue = (referral(), any::<bool>());
    vec![
        asked.prop_map(What::InformationRequested).boxed(),
        referral()
            .prop_map(|referral| What::InformationProvided { referral })
            .boxed(),
        referral()
            .prop_map(|referral| What::InformationEnded { referral })
            .boxed(),
        overdue
            .prop_map(|(referral, escalated)| What::InformationOverdue {
                referral,
                escalated,
            })
            .boxed(),
    ]
}

/// What facts can be about, with few ids.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let information = id().prop_map(|referral| About::Information {
        referral: ReferralId(referral),
    });
    vec![information.boxed()]
}

/// Who has a part in what was asked about a referral: from the first question on, whoever raised it and whoever was
/// asked to help.
pub fn parties(events: &[Event]) -> Vec<PartOf<'_>> {
    let mut parties: Vec<PartOf<'_>> = Vec::new();
    let raised = referrals::asked(events);
    for (place, event) in events.iter().enumerate() {
        let What::InformationRequested(InformationRequested { referral, .. }) = &event.what else {
            continue;
        };
        let referral = *referral;
        let about = About::Information { referral };
        if parties.iter().any(|party| party.about == about) {
            continue;
        }
        let of = About::Referral { referral };
        let before = raised
            .iter()
            .filter(|one| one.about == of && one.place < place);
        for one in before {
            let sides = [one.from, &one.terms.organisation];
            parties.extend(sides.map(|organisation| PartOf {
                about,
                event: event.id,
                agreed_at: one.agreed.then_some(one.place),
                organisation,
            }));
        }
    }
    parties
}
