//! `ReceiveReferral`: somebody outside Throughline, or the person, asked a service for help; the service writes it down.
//!
//! Nobody is asked by it, and nobody is let in: the service's organisation takes part already, and answers for itself.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    calendar,
    category::Categories,
    command::{Command, Context},
    event::{By, Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, Mint, ReferralId},
    referral::{Referral, State, Told},
    refusal::{Code, Refusal},
    service::{Service, ServiceTerms},
    words::Words,
};

/// Records a referral that came from outside.
#[derive(Clone, Debug)]
pub struct ReceiveReferral {
    /// The service of the caller's organisation to which it came.
    pub service: Service,
    /// How it came, and from whom.
    pub source: Source,
    /// The day on which it came.
    pub on: Date,
    /// Why, and what is hoped for.
    pub reason: Words,
    /// What the reason is about.
    pub categories: Categories,
    /// Why the person was not asked or did not agree; none where they agreed.
    pub without_agreement: Option<Words>,
}

/// How a referral came from outside, and from whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "kebab-case")]
pub enum Source {
    /// In a letter.
    Letter {
        /// Who wrote it.
        from: Words,
    },
    /// In an e-mail.
    Email {
        /// Who wrote it.
        from: Words,
    },
    /// In a phone call.
    PhoneCall {
        /// Who rang.
        from: Words,
    },
    /// From the person themselves.
    SelfReferral,
}

/// What the event means with which a service writes down a referral from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralReceived {
    /// The referral.
    pub referral: ReferralId,
    /// The service to which it came, as it was registered then.
    pub terms: ServiceTerms,
    /// Whether the person agreed to it.
    pub agreed: bool,
    /// When an answer is due, and when it is due a second time.
    pub answer_by: [Timestamp; 2],
}

impl Command for ReceiveReferral {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let terms = &self.service.terms;
        if terms.organisation != *context.organisation() {
            return Err(Refusal::of(Code::ServiceUnknown, "service_id"));
        }
        calendar::so_far("on", self.on, context.now)?;
        if self.categories.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "categories"));
        }
        let referral = ReferralId(mint.mint());
        // From the day on which it was written down: until then nobody could know that it waits.
        let answer_by = terms.answer_by(context.now);
        let what = What::ReferralReceived(ReferralReceived {
            referral,
            terms: terms.clone(),
            agreed: self.without_agreement.is_none(),
            answer_by,
        });
        let received = Told::Received {
            organisation: terms.organisation.clone(),
            service: terms.service,
            service_name: self.service.name.clone(),
            source: self.source.clone(),
            on: self.on,
            reason: self.reason.clone(),
            without_agreement: self.without_agreement.clone(),
            answer_by: answer_by[0],
        };
        let fact = Fact {
            about: About::Referral { referral },
            categories: self
                .categories
                .with(terms.reveals)
                .with(history.reveals(context.organisation())),
            restriction: None,
            replaces: None,
            content: Content::OnReferral(received),
        };
        Ok(vec![Draft {
            what,
            facts: vec![fact],
        }])
    }
}

impl History {
    pub(crate) fn receive_referral(
        &mut self,
        event: EventId,
        by: &By,
        received: ReferralReceived,
        categories: Categories,
    ) {
        self.organisations
            .insert(received.terms.organisation.clone());
        let version = self.version();
        self.referrals.entry(received.referral).or_insert(Referral {
            id: received.referral,
            event,
            version,
            received: true,
            from: by.organisation.clone(),
            terms: received.terms,
            agreed: received.agreed,
            ticked: Vec::new(),
            categories,
            answer_by: received.answer_by,
            state: State::Open,
            overdue: 0,
            first_contact: false,
            information: None,
            last_event: event,
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::ToSpan;

    use super::*;
    use crate::{
        case::leave::LeaveCase,
        category::Category,
        referral::joined,
        testing::{
            World, accept, decline, gp, link_worker, referral,
            referrals::{complete, first_contact, received, request_information, withdraw},
            timekeeper,
        },
        timer::{self, RecordDue},
    };

    /// The practice leads, and has written down what came to it; nothing else was asked of anybody.
    fn received_by_practice() -> World {
        let mut world = World::with_case();
        world.when(&gp(), &received()).unwrap();
        world
    }

    #[test]
    fn it_waits_for_its_own_service_from_the_day_on_which_it_was_written_down() {
        let mut world = World::with_case();
        let written = ReceiveReferral {
            on: calendar::date_at(world.now).yesterday().unwrap(),
            ..received()
        };
        world.when(&gp(), &written).unwrap();
        let referral = world.history.referrals().next().unwrap();
        assert_eq!(
            referral.answer_by,
            written.service.terms.answer_by(world.now)
        );
        assert_eq!(timer::due(&world.history)[0].at, referral.answer_by[0]);
    }

    #[test]
    fn only_what_has_come_to_a_service_of_ones_own_is_written_down() {
        let mut world = World::with_involved_charity();
        let cases = [
            (
                link_worker(),
                received(),
                Code::ServiceUnknown,
                "service_id",
            ),
            (
                gp(),
                ReceiveReferral {
                    on: calendar::date_at(world.now + 24.hours()),
                    ..received()
                },
                Code::DateFuture,
                "on",
            ),
            (
                gp(),
                ReceiveReferral {
                    categories: Categories::NONE,
                    ..received()
                },
                Code::CategoryMissing,
                "categories",
            ),
        ];
        for (by, command, code, field) in cases {
            let refusal = world.when(&by, &command).unwrap_err();
            assert_eq!(refusal, Refusal::of(code, field));
        }
    }

    #[test]
    fn it_lets_nobody_in_who_has_no_part() {
        let mut world = World::with_case();
        let to_charity = ReceiveReferral {
            service: crate::testing::charity(),
            ..received()
        };
        // Neither a stranger nor whoever was asked and has not answered.
        for asked in [false, true] {
            if asked {
                world.when(&gp(), &referral()).unwrap();
            }
            let refusal = world.when(&link_worker(), &to_charity).unwrap_err();
            assert_eq!(refusal, Refusal::of(Code::CaseUnknown, "person_id"));
        }
    }

    #[test]
    fn accepting_and_completing_leave_the_organisations_part_as_it_is() {
        let mut world = received_by_practice();
        let parts = |world: &World| {
            let parts = world.history.involvements().map(|part| part.event);
            parts.collect::<Vec<_>>()
        };
        let before = parts(&world);
        let accept = accept(&world.history);
        assert_eq!(world.when(&gp(), &accept).unwrap().len(), 1);
        assert_eq!(parts(&world), before);
        let contact = first_contact(&world.history);
        world.when(&gp(), &contact).unwrap();
        let complete = complete(&world.history);
        assert_eq!(world.when(&gp(), &complete).unwrap().len(), 1);
        assert_eq!(parts(&world), before);
    }

    #[test]
    fn whoever_takes_part_no_longer_can_decline_it_and_not_accept_it() {
        let mut world = World::with_involved_charity();
        let to_charity = ReceiveReferral {
            service: crate::testing::charity(),
            ..received()
        };
        let event = world.when(&link_worker(), &to_charity).unwrap()[0].id;
        let leave = LeaveCase {
            words: Words::prose("words", "She moved on.").unwrap(),
        };
        world.when(&link_worker(), &leave).unwrap();
        let id = world
            .history
            .referrals()
            .find(|one| one.event == event)
            .unwrap()
            .id;
        let accept = crate::referral::accept::AcceptReferral {
            referral: id,
            seen: event,
            words: None,
        };
        let refusal = world.when(&link_worker(), &accept).unwrap_err();
        assert_eq!(refusal.code, Code::CaseUnknown);
        let decline = crate::referral::decline::DeclineReferral {
            referral: id,
            seen: event,
            ..decline(&world.history)
        };
        world.when(&link_worker(), &decline).unwrap();
    }

    #[test]
    fn nobody_inside_sent_it_who_could_be_asked_or_take_it_back() {
        let mut world = received_by_practice();
        let (ask, withdraw) = (
            request_information(&world.history),
            withdraw(&world.history),
        );
        let codes = [
            world.when(&gp(), &ask).unwrap_err().code,
            world.when(&gp(), &withdraw).unwrap_err().code,
        ];
        assert_eq!(codes, [Code::ReferralReceived; 2]);
    }

    #[test]
    fn each_is_answered_by_itself() {
        let mut world = received_by_practice();
        world.now += jiff::SignedDuration::from_hours(1);
        let again = ReceiveReferral {
            source: Source::SelfReferral,
            ..received()
        };
        world.when(&gp(), &again).unwrap();
        let alone = |one: &Referral| joined::with(&world.history, &gp(), world.now, one).len();
        let counts: Vec<_> = world.history.referrals().map(alone).collect();
        assert_eq!(counts, [1, 1]);
    }

    #[test]
    fn others_are_shown_it_as_any_entry_and_a_timer_tells_the_service() {
        let mut world = World::with_involved_charity();
        world
            .when(
                &gp(),
                &crate::testing::agreement(
                    crate::agreement::Audience::EveryoneInvolved,
                    &[Category::SocialCare],
                ),
            )
            .unwrap();
        let shared = world.when(&gp(), &received()).unwrap()[0].id;
        let hidden = ReceiveReferral {
            categories: Categories::of(&[Category::Money]),
            ..received()
        };
        let hidden = world.when(&gp(), &hidden).unwrap()[0].id;
        let shown = [shared, hidden].map(|event| world.shown(&link_worker(), event));
        assert_eq!(shown, [1, 0]);
        let due = timer::due(&world.history)[0];
        world.now = due.at;
        let by = By {
            organisation: gp().organisation,
            ..timekeeper()
        };
        let late = world.when(&by, &RecordDue(due)).unwrap()[0].id;
        assert_eq!(world.shown(&gp(), late), 1);
    }
}
