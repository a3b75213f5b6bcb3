//! Stories: a plan carried out in a world, with a note of every attempt.

use casework::{
    about_me::record,
    agreement::{Audience, record::RecordAgreement},
    calendar::{LastDay, date_at},
    case::open::OpenCase,
    command::Command,
    disclosure::shown_to,
    event::By,
    fact::{About, Restriction},
    history::{Folded, History, Recorded},
    ids::{OrganisationId, PersonId},
    note::record::RecordNote,
    objection::{Against, record::RecordObjection},
    referral::{
        State,
        accept::AcceptReferral,
        decline::DeclineReferral,
        raise::{Offer, RaiseReferral},
    },
    refusal::Refusal,
    service::Service,
    testing::{self, World},
    timer::{RecordDue, due},
    words::Words,
};
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use crate::{
    cast,
    plan::{Named, Passage, Plan, Restricted, Step, Target, Who},
    rehearsing,
};

/// A plan that was carried out.
pub struct Story {
    /// What came of it.
    pub world: World,
    /// The organisations that there were.
    pub organisations: Vec<OrganisationId>,
    /// Every command that was sent.
    pub attempts: Vec<Attempt>,
    /// The services that they offer.
    pub services: Vec<Service>,
}

/// One command that was sent, and what came of it.
pub struct Attempt {
    /// The command's name.
    pub command: &'static str,
    /// Who sent it.
    pub by: By,
    /// How many events there were before.
    pub before: usize,
    /// How many events there were afterwards.
    pub after: usize,
    /// How many events it gave, or why it was refused.
    pub outcome: Result<usize, Refusal>,
    /// Why it would be refused if nothing were known of the person.
    pub of_nobody: Option<Refusal>,
}

/// The person whom every story is about.
pub fn person() -> PersonId {
    PersonId(Uuid::from_u128(1))
}

impl Story {
    /// Carries out a plan.
    pub fn of(plan: &Plan) -> Self {
        Self::in_world(plan, World::new())
    }

    /// Carries out a plan in this world.
    pub fn in_world(plan: &Plan, world: World) -> Self {
        let mut story = Story {
            world,
            organisations: (0..plan.organisations).map(cast::organisation).collect(),
            attempts: Vec::new(),
            services: cast::services(plan.organisations),
        };
        plan.steps.iter().for_each(|step| story.carry_out(step));
        story
    }

    fn carry_out(&mut self, step: &Step) {
        match step {
            Step::Theme(theme) => theme.clone().carry_out(self),
            Step::Wait { minutes } => self.world.now += i64::from(*minutes).minutes(),
            Step::Timers { early } => self.timers(*early),
            Step::Open { who } => self.open(*who),
            Step::AboutMe { who, passages } => self.about_me(*who, passages),
            Step::Confirm { who, passages } => self.confirm(*who, passages),
            Step::Note {
                who,
                categories,
                restriction,
            } => {
                let restriction = restriction.map(|restricted| self.restriction(restricted));
                let note = RecordNote {
                    words: words("A note."),
                    categories: *categories,
                    restriction,
                };
                self.send("record_note", &self.by(*who), &note);
            }
            Step::Agree {
                who,
                with,
                categories,
                days,
            } => {
                let until = days.map(|days| last_day(self.world.now, days));
                let agreement = testing::agreement(self.audience(*with), &[]);
                let agreement = RecordAgreement {
                    categories: *categories,
                    until,
                    ..agreement
                };
                self.send("record_agreement", &self.by(*who), &agreement);
            }
            Step::Object {
                who,
                against,
                categories,
            } => {
                let objection = testing::objection(self.against(*against), None);
                let objection = RecordObjection {
                    categories: *categories,
                    ..objection
                };
                self.send("record_objection", &self.by(*who), &objection);
            }
            Step::Refer { .. } => self.refer(step),
            Step::Answer { .. } => self.answer(step),
        }
    }

    /// Sends a command, and notes what came of it.
    pub fn send<C: Command<On = History>>(&mut self, name: &'static str, by: &By, command: &C) {
        let nobody = History::new(person());
        let before = self.world.events.len();
        let rehearsed = rehearsing::rehearse(&self.world, by, command);
        let outcome = self.world.when(by, command).map(|events| events.len());
        rehearsing::check(name, &rehearsed, &self.world, before);
        self.attempts.push(Attempt {
            command: name,
            by: by.clone(),
            before,
            after: self.world.events.len(),
            outcome,
            of_nobody: testing::decide(&nobody, by, command, self.world.now, 1).err(),
        });
    }

    /// Records what is due; and, where `early`, tries what is not due yet.
    pub fn timers(&mut self, early: bool) {
        let now = self.world.now;
        for due in due(&self.world.history)
            .into_iter()
            .filter(|due| early || due.at <= now)
        {
            let Some(organisation) = due.timer.acts_for(&self.world.history).cloned() else {
                continue;
            };
            let by = By {
                organisation,
                ..testing::timekeeper()
            };
            self.send(due.timer.command(), &by, &RecordDue(due));
        }
    }

    fn open(&mut self, who: Who) {
        let by = self.by(who);
        let mut organisations = self.organisations.iter();
        let place = organisations.position(|one| *one == by.organisation);
        let open = OpenCase {
            service: cast::first_service(place.unwrap()),
            lead: cast::worker(0),
            ..testing::maureen()
        };
        self.send("open_case", &by, &open);
    }

    fn about_me(&mut self, who: Who, passages: &[Passage]) {
        let passages = passages.iter().map(|passage| record::Passage {
            heading: passage.heading,
            categories: passage.categories,
            replaces: passage
                .replaces
                .and_then(|number| pick(&self.versions(passage.outdated), number).map(|it| it.id)),
            ..testing::passage("Some words.", &[])
        });
        let about_me = testing::about_me(passages.collect());
        self.send("record_about_me", &self.by(who), &about_me);
    }

    fn confirm(&mut self, who: Who, passages: &[Named]) {
        let by = self.by(who);
        let (history, now) = (&self.world.history, self.world.now);
        let named = passages.iter().filter_map(|named| {
            let mut passages = self.versions(named.outdated);
            passages.retain(|passage| named.blind || shown_to(history, &by, passage, now));
            pick(&passages, named.passage).map(|passage| passage.id)
        });
        let confirm = testing::confirm(&named.collect::<Vec<_>>());
        self.send("confirm_about_me", &by, &confirm);
    }

    fn refer(&mut self, step: &Step) {
        let Step::Refer {
            who,
            service,
            categories,
            agreed,
            ticked,
            blind,
        } = step
        else {
            return;
        };
        let by = self.by(*who);
        let mut passages: Vec<_> = self.passages().collect();
        if !blind {
            passages.retain(|passage| shown_to(&self.world.history, &by, passage, self.world.now));
        }
        let refer = RaiseReferral {
            service: pick(&self.services, *service).cloned().unwrap(),
            categories: *categories,
            without_agreement: (!agreed).then(|| words("There was no time to ask.")),
            offered: pick(&self.services, who.worker)
                .map(|other| Offer::Service(Box::new(other.clone())))
                .into_iter()
                .filter(|_| *agreed)
                .collect(),
            call_taken_by: (ticked.len() == 1).then(|| words("Sam")),
            ticked: ticked
                .iter()
                .filter_map(|number| pick(&passages, *number))
                .map(|passage| passage.id)
                .collect(),
            ..testing::referral()
        };
        self.send("raise_referral", &by, &refer);
    }

    fn answer(&mut self, step: &Step) {
        let Step::Answer {
            who,
            asked,
            referral,
            accept,
            stale,
        } = *step
        else {
            return;
        };
        let referrals: Vec<_> = self.world.history.referrals().collect();
        let open: Vec<_> = referrals
            .iter()
            .copied()
            .filter(|referral| referral.state == State::Open)
            .collect();
        let Some(referral) = pick(if open.is_empty() { &referrals } else { &open }, referral)
            .copied()
            .cloned()
        else {
            return;
        };
        let by = if asked {
            cast::by(&referral.terms.organisation, who.worker.into(), who.role)
        } else {
            self.by(who)
        };
        let (referral, seen) = (
            referral.id,
            if stale {
                referral.event
            } else {
                testing::referrals::seen(&self.world.history, &by, self.world.now, &referral)
            },
        );
        if accept {
            let example = testing::accept(&self.world.history);
            self.send(
                "accept_referral",
                &by,
                &AcceptReferral {
                    referral,
                    seen,
                    ..example
                },
            );
        } else {
            let example = testing::decline(&self.world.history);
            let instead = pick(&self.services, who.worker).filter(|_| !stale).cloned();
            self.send(
                "decline_referral",
                &by,
                &DeclineReferral {
                    referral,
                    seen,
                    service: instead,
                    ..example
                },
            );
        }
    }

    /// Who is meant: one of the involved where the plan says so, otherwise anybody.
    pub fn by(&self, who: Who) -> By {
        let is_involved =
            |organisation: &&OrganisationId| self.world.history.involves(organisation);
        let involved: Vec<_> = self.organisations.iter().filter(is_involved).collect();
        let organisation = match pick(&involved, who.organisation) {
            Some(involved) if who.involved => (*involved).clone(),
            _ => self.organisation(who.organisation),
        };
        cast::by(&organisation, who.worker.into(), who.role)
    }

    /// The passages of About Me.
    pub fn passages(&self) -> impl Iterator<Item = &Recorded> {
        let facts = self.world.history.facts().iter();
        facts.filter(|recorded| matches!(recorded.fact.about, About::Passage { .. }))
    }

    /// The passages, with those that have a newer version only where `outdated`.
    pub fn versions(&self, outdated: bool) -> Vec<&Recorded> {
        let newer = |id| self.passages().any(|it| it.fact.replaces == Some(id));
        self.passages()
            .filter(|passage| outdated || !newer(passage.id))
            .collect()
    }

    /// An organisation by number.
    pub fn organisation(&self, number: u8) -> OrganisationId {
        self.organisations[usize::from(number) % self.organisations.len()].clone()
    }

    /// Whom a restriction names.
    pub fn restriction(&self, restricted: Restricted) -> Restriction {
        let workers = |(organisation, worker): (u8, u8)| {
            (
                self.organisation(organisation),
                [cast::worker(worker.into())].into(),
            )
        };
        Restriction {
            organisations: restricted
                .organisation
                .map(|number| self.organisation(number))
                .into_iter()
                .collect(),
            workers: restricted.worker.map(workers).into_iter().collect(),
            ..Restriction::default()
        }
    }

    /// Whom an agreement is with.
    pub fn audience(&self, target: Target) -> Audience {
        match target {
            Target::Organisation(number) | Target::Worker(number, _) => {
                Audience::Organisation(self.organisation(number))
            }
            Target::Purpose(purpose) => Audience::Purpose(purpose),
            Target::Everyone => Audience::EveryoneInvolved,
        }
    }

    /// Whom an objection is against.
    pub fn against(&self, target: Target) -> Against {
        match target {
            Target::Organisation(number) => Against::Organisation(self.organisation(number)),
            Target::Worker(number, worker) => {
                Against::Worker(self.organisation(number), cast::worker(worker.into()))
            }
            Target::Purpose(purpose) => Against::Purpose(purpose),
            Target::Everyone => Against::Everyone,
        }
    }
}

/// Prose.
pub fn words(text: &str) -> Words {
    Words::prose("words", text).unwrap()
}

/// A day so many days from now.
pub fn last_day(now: Timestamp, days: i8) -> LastDay {
    LastDay::on(date_at(now).saturating_add(i64::from(days).days())).unwrap()
}

/// The thing that has this number; numbers start again where there are no more.
pub fn pick<T>(from: &[T], number: u8) -> Option<&T> {
    from.get(usize::from(number).checked_rem(from.len())?)
}
