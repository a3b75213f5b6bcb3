//! What becomes of referrals in the stories; and how they are told to the oracle. Raising and answering them are steps
//! of `plan.rs`.

use casework::{
    Categories,
    event::{Event, What},
    fact::About,
    first_contact::record::RecordFirstContact,
    ids::ReferralId,
    referral::{
        DeclineReason, Referral, ReferralRaised, ReferralReceived, Source, State,
        complete::CompleteReferral, receive::ReceiveReferral, withdraw::WithdrawReferral,
    },
    service::Service,
    testing,
    words::Words,
};
use proptest::prelude::*;

use super::{Needs, Step, Try, step};
use crate::{
    cast,
    mangle::{fact_id, id, moment, terms},
    plan::{Who, topics, who},
    story::{Story, last_day, pick},
    telling::{Asked, Involved, PartOf},
    themes::life::ends_everything,
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("raise_referral", Needs::Part),
    ("receive_referral", Needs::Part),
    ("accept_referral", Needs::Asked),
    ("decline_referral", Needs::Asked),
    ("overdue_referral", Needs::Nothing),
    ("withdraw_referral", Needs::PartOnce),
    ("record_first_contact", Needs::Asked),
    ("complete_referral", Needs::Asked),
];

/// What is tried.
#[derive(Clone, Copy, Debug)]
enum Attempt {
    Withdraw,
    Contact { tomorrow: bool },
    Complete,
}

/// Who tries it, mostly whoever is on the right side of it; and of which referral, mostly of one that has come as far.
#[derive(Clone, Debug)]
struct Tried {
    who: Who,
    fits: bool,
    stale: bool,
    number: u8,
    attempt: Attempt,
}

impl Try for Tried {
    fn carry_out(&self, story: &mut Story) {
        let fits = |referral: &&Referral| match self.attempt {
            Attempt::Withdraw => referral.state == State::Open,
            Attempt::Contact { .. } | Attempt::Complete => {
                matches!(referral.state, State::Accepted(_))
            }
        };
        let all: Vec<&Referral> = story.world.history.referrals().collect();
        let fit: Vec<&Referral> = all.iter().copied().filter(fits).collect();
        let Some(one) = pick(if fit.is_empty() { &all } else { &fit }, self.number) else {
            return;
        };
        let side = match self.attempt {
            Attempt::Withdraw => &one.from,
            Attempt::Contact { .. } | Attempt::Complete => &one.terms.organisation,
        };
        let by = if self.fits {
            cast::by(side, self.who.worker.into(), self.who.role)
        } else {
            story.by(self.who)
        };
        let referral = one.id;
        let seen = if self.stale {
            one.event
        } else if matches!(self.attempt, Attempt::Withdraw) {
            one.last_event
        } else {
            testing::referrals::seen(&story.world.history, &by, story.world.now, one)
        };
        let history = &story.world.history;
        match self.attempt {
            Attempt::Withdraw => {
                let example = testing::referrals::withdraw(history);
                let withdraw = WithdrawReferral {
                    referral,
                    seen,
                    ..example
                };
                story.send("withdraw_referral", &by, &withdraw);
            }
            Attempt::Contact { tomorrow } => {
                let contact = RecordFirstContact {
                    referral,
                    seen,
                    on: last_day(story.world.now, i8::from(tomorrow)).date,
                    words: None,
                };
                story.send("record_first_contact", &by, &contact);
            }
            Attempt::Complete => {
                let example = testing::referrals::complete(history);
                let complete = CompleteReferral {
                    referral,
                    seen,
                    ..example
                };
                story.send("complete_referral", &by, &complete);
            }
        }
    }
}

/// Something comes from outside, mostly to a service of whoever writes it down.
#[derive(Clone, Debug)]
struct Received {
    who: Who,
    own: bool,
    service: u8,
    categories: Categories,
    agreed: bool,
    tomorrow: bool,
}

impl Try for Received {
    fn carry_out(&self, story: &mut Story) {
        let by = story.by(self.who);
        let own = |one: &&Service| !self.own || one.terms.organisation == by.organisation;
        let services: Vec<&Service> = story.services.iter().filter(own).collect();
        let Some(service) = pick(&services, self.service) else {
            return;
        };
        let without_agreement = Words::prose("without_agreement", "She could not be asked.");
        let example = testing::referrals::received();
        let receive = ReceiveReferral {
            service: (*service).clone(),
            source: if self.agreed {
                Source::SelfReferral
            } else {
                example.source.clone()
            },
            on: last_day(story.world.now, i8::from(self.tomorrow)).date,
            categories: self.categories,
            without_agreement: without_agreement.ok().filter(|_| !self.agreed),
            ..example
        };
        story.send("receive_referral", &by, &receive);
    }
}

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let tried = |attempt: BoxedStrategy<Attempt>| {
        let (fits, stale) = (prop::bool::weighted(0.9), prop::bool::weighted(0.1));
        let tried = (who(), fits, stale, any::<u8>(), attempt);
        step(tried.prop_map(|(who, fits, stale, number, attempt)| Tried {
            who,
            fits,
            stale,
            number,
            attempt,
        }))
    };
    let contact = prop::bool::weighted(0.1).prop_map(|tomorrow| Attempt::Contact { tomorrow });
    let rarely = || prop::bool::weighted(0.1);
    let received = (
        who(),
        rarely(),
        any::<u8>(),
        topics(),
        any::<bool>(),
        rarely(),
    )
        .prop_map(
            |(who, other, service, categories, agreed, tomorrow)| Received {
                who,
                own: !other,
                service,
                categories,
                agreed,
                tomorrow,
            },
        );
    vec![
        (3, step(received)),
        (2, tried(Just(Attempt::Withdraw).boxed())),
        (3, tried(contact.boxed())),
        (2, tried(Just(Attempt::Complete).boxed())),
    ]
}

/// Events of any content, with few ids.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let referral = || id().prop_map(ReferralId);
    let raised = (
        referral(),
        terms(),
        any::<bool>(),
        prop::collection::vec(fact_id(), 0..3),
        [moment(), moment()],
    );
    let received = (referral(), terms(), any::<bool>(), [moment(), moment()]);
    let overdue = (referral(), any::<bool>());
    vec![
        received
            .prop_map(|(referral, terms, agreed, answer_by)| {
                What::ReferralReceived(ReferralReceived {
                    referral,
                    terms,
                    agreed,
                    answer_by,
                })
            })
            .boxed(),
        raised
            .prop_map(|(referral, terms, agreed, ticked, answer_by)| {
                What::ReferralRaised(ReferralRaised {
                    referral,
                    terms,
                    agreed,
                    ticked,
                    answer_by,
                })
            })
            .boxed(),
        referral()
            .prop_map(|referral| What::ReferralAccepted { referral })
            .boxed(),
        referral()
            .prop_map(|referral| What::ReferralDeclined {
                referral,
                reason: DeclineReason::Other,
            })
            .boxed(),
        referral()
            .prop_map(|referral| What::ReferralWithdrawn { referral })
            .boxed(),
        referral()
            .prop_map(|referral| What::FirstContactRecorded { referral })
            .boxed(),
        referral()
            .prop_map(|referral| What::ReferralCompleted { referral })
            .boxed(),
        Just(What::InvolvementChanged {}).boxed(),
        overdue
            .prop_map(|(referral, escalated)| What::ReferralOverdue {
                referral,
                escalated,
            })
            .boxed(),
    ]
}

/// What facts can be about, with few ids.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let referral = id().prop_map(|referral| About::Referral {
        referral: ReferralId(referral),
    });
    let options = id().prop_map(|referral| About::ReferralOptions {
        referral: ReferralId(referral),
    });
    vec![referral.boxed(), options.boxed()]
}

/// What services were asked, by the first asking.
pub fn asked(events: &[Event]) -> Vec<Asked<'_>> {
    let mut all: Vec<Asked<'_>> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let What::ReferralRaised(ReferralRaised {
            referral: id,
            terms,
            agreed,
            ticked,
            ..
        }) = &event.what
        else {
            continue;
        };
        let answers = |later: &&Event| match &later.what {
            What::ReferralAccepted { referral }
            | What::ReferralDeclined { referral, .. }
            | What::ReferralWithdrawn { referral } => referral == id,
            _ => ends_everything(later),
        };
        let about = About::Referral { referral: *id };
        let known = parties(&events[..place]);
        if known.iter().any(|party| party.about == about) {
            continue;
        }
        if all.iter().all(|asked| asked.about != about) {
            let answer = events[place..].iter().find(answers);
            let accepted =
                answer.is_some_and(|answer| matches!(answer.what, What::ReferralAccepted { .. }));
            let (event, from) = (event.id, &event.by.organisation);
            all.push(Asked {
                about,
                accepted,
                place,
                event,
                from,
                terms,
                agreed: *agreed,
                ticked,
                answer,
            });
        }
    }
    all
}

/// Who has a part in what came from outside: the service that wrote it down, if nobody was asked under that id before.
pub fn parties(events: &[Event]) -> Vec<PartOf<'_>> {
    let mut parties: Vec<PartOf<'_>> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let What::ReferralReceived(received) = &event.what else {
            continue;
        };
        let id = received.referral;
        let about = About::Referral { referral: id };
        let asked = |event: &Event| matches!(&event.what, What::ReferralRaised(raised) if raised.referral == id);
        let known = parties.iter().any(|party| party.about == about);
        if !known && !events[..place].iter().any(asked) {
            parties.push(PartOf {
                about,
                event: event.id,
                agreed_at: received.agreed.then_some(place),
                organisation: &received.terms.organisation,
            });
        }
    }
    parties
}

/// Whether the referral that led to it was completed.
pub fn ended(events: &[Event], involved: &Involved<'_>) -> bool {
    let Some(asked) = involved.through else {
        return false;
    };
    let completes = |event: &Event| matches!(event.what, What::ReferralCompleted { referral } if asked.about == About::Referral { referral });
    events[involved.place + 1..].iter().any(completes)
}
