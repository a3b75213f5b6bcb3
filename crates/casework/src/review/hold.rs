//! `HoldReview`: the case was discussed. Who was there, what was said and decided, who sees it differently, who does what
//! by when, who tells the person. Written to this person's case alone, also where two people were discussed together.

mod record;

use jiff::civil::Date;

use crate::{
    action::agree::{AgreeAction, Who},
    calendar::{self, LastDay},
    command::{Command, Context},
    event::{Draft, What},
    fact::Content,
    history::History,
    ids::{EventId, FactId, Mint, OrganisationId, ReviewId, WorkerId},
    refusal::{Code, Refusal},
    review::{
        Decision, Guest, Next, Presence, Review, ReviewHeld, Told, scheduled_to_act_on,
        window_after,
    },
    review_decision::record::decided,
    words::Words,
};

/// The most organisations that can have been there, and the most decisions, earlier ones included, and actions.
pub const ENTRIES_MAX: usize = 24;
/// What whoever tells the person has to do.
const TELL_THE_PERSON: &str = "Tell the person what was decided, and what happens next.";
/// The most workers of one organisation.
pub const WORKERS_MAX: usize = 16;

/// Records that a review was held.
#[derive(Clone, Debug)]
pub struct HoldReview {
    /// The review.
    pub review: ReviewId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Who was there.
    pub attended: Vec<Attended>,
    /// Whether the person was.
    pub person: Presence,
    /// What was talked about.
    pub discussion: Words,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// Who does what by when.
    pub actions: Vec<Given>,
    /// Which organisation tells the person.
    pub teller: OrganisationId,
    /// Which of its workers.
    pub telling: WorkerId,
    /// Whether it comes back.
    pub next: Next,
}

/// An organisation that was there.
#[derive(Clone, Debug)]
pub struct Attended {
    /// The organisation, as the directory has it.
    pub guest: Guest,
    /// Its name.
    pub name: Words,
    /// Who came.
    pub workers: Vec<WorkerId>,
}

/// An action as it is given to somebody.
#[derive(Clone, Debug)]
pub struct Given {
    /// What.
    pub words: Words,
    /// Who is to do it, as the directory has it.
    pub guest: Guest,
    /// Its name.
    pub name: Words,
    /// Which of its workers, where that was said.
    pub worker: Option<WorkerId>,
    /// By when.
    pub by: Date,
}

impl Command for HoldReview {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let review = scheduled_to_act_on(history, self.review, self.seen, context)?;
        self.is_of_bounded_size(decided(history, review))?;
        self.names_who_was_there(context)?;
        self.actions_can_be_done(context)?;
        let what = What::ReviewHeld(ReviewHeld {
            review: self.review,
            attended: self.attended.iter().map(|one| one.guest.clone()).collect(),
            window_ends: window_after(context.now),
        });
        let held = Draft {
            what,
            facts: self.facts(history, context, review),
        };
        let actions = self.agreed(history, context, review, mint);
        Ok(std::iter::once(held).chain(actions).collect())
    }
}

impl HoldReview {
    fn is_of_bounded_size(&self, decided_before: usize) -> Result<(), Refusal> {
        if self.attended.is_empty() {
            return Err(Refusal::of(Code::NothingToRecord, "attended"));
        }
        let most = [
            ("attended", self.attended.len()),
            ("decisions", decided_before + self.decisions.len()),
            ("actions", self.actions.len()),
        ];
        for (field, size) in most {
            if size > ENTRIES_MAX {
                return Err(Refusal::of(Code::TooMany, field));
            }
        }
        for (place, attended) in self.attended.iter().enumerate() {
            if attended.workers.len() > WORKERS_MAX {
                return Err(Refusal::of(
                    Code::TooMany,
                    format!("attended[{place}].workers"),
                ));
            }
        }
        for (place, decision) in self.decisions.iter().enumerate() {
            if decision.dissent.len() > ENTRIES_MAX {
                return Err(Refusal::of(
                    Code::TooMany,
                    format!("decisions[{place}].dissent"),
                ));
            }
        }
        Ok(())
    }

    /// Whoever writes the minutes, sees it differently or tells the person was there. Looks at what was sent alone, so
    /// that no answer betrays who takes part in the case.
    fn names_who_was_there(&self, context: &Context) -> Result<(), Refusal> {
        if !self.was_there(context.organisation()) {
            return Err(Refusal::of(Code::NotThere, "attended"));
        }
        if !self.was_there(&self.teller) {
            return Err(Refusal::of(Code::NotThere, "teller.organisation"));
        }
        for (place, decision) in self.decisions.iter().enumerate() {
            let mut dissent = decision.dissent.iter();
            if let Some(other) = dissent.position(|one| !self.was_there(&one.organisation)) {
                let field = format!("decisions[{place}].dissent[{other}].by.organisation");
                return Err(Refusal::of(Code::NotThere, field));
            }
        }
        Ok(())
    }

    /// Days are to come, and whoever was in the room is named for what they do.
    fn actions_can_be_done(&self, context: &Context) -> Result<(), Refusal> {
        for (place, action) in self.actions.iter().enumerate() {
            calendar::to_come(&format!("actions[{place}].by"), action.by, context.now)?;
            if action.worker.is_none() && self.was_there(&action.guest.organisation) {
                return Err(Refusal::of(
                    Code::ChoiceMissing,
                    format!("actions[{place}].worker"),
                ));
            }
        }
        match self.next {
            Next::BackOn { date } => calendar::to_come("back_on", date, context.now),
            Next::OffTheList => Ok(()),
        }
    }

    /// What those who were there are to do, as actions of their own, from which reminders come; and that the person is
    /// told, by the next working day.
    ///
    /// What others are to do stays a request in the minutes, until it is asked of one of their services.
    fn agreed(
        &self,
        history: &History,
        context: &Context,
        review: &Review,
        mint: &mut Mint,
    ) -> Vec<Draft> {
        let there = || self.attended.iter().map(|one| &one.guest);
        let reveals = there().fold(review.categories, |all, guest| all.with(guest.reveals));
        let draft =
            |(words, organisation, worker, by): (&Words, &OrganisationId, &WorkerId, Date)| {
                let action = AgreeAction {
                    words: words.clone(),
                    categories: reveals,
                    who: Who::Organisation {
                        organisation: organisation.clone(),
                        worker: worker.clone(),
                        due: LastDay::on(by)?,
                        without_agreement: without_agreement(history, review),
                    },
                };
                let room = there().map(|guest| guest.organisation.clone()).collect();
                Some(action.draft(history, context, mint, room))
            };
        let ours = self
            .actions
            .iter()
            .filter(|given| self.was_there(&given.guest.organisation));
        let given = ours.filter_map(|given| {
            let worker = given.worker.as_ref()?;
            Some((&given.words, &given.guest.organisation, worker, given.by))
        });
        let tell = Words::prose("words", TELL_THE_PERSON).ok();
        let by = calendar::next_weekday(calendar::date_at(context.now));
        let told = tell
            .iter()
            .map(|words| (words, &self.teller, &self.telling, by));
        given.chain(told).filter_map(draft).collect()
    }

    fn was_there(&self, organisation: &OrganisationId) -> bool {
        self.attended
            .iter()
            .any(|one| one.guest.organisation == *organisation)
    }
}

/// Why the case was discussed although nobody agreed to it; none where somebody did.
fn without_agreement(history: &History, review: &Review) -> Option<Words> {
    let (event, index) = (review.event, 0);
    match &history.fact(FactId { event, index })?.fact.content {
        Content::Review(Told::Requested {
            without_agreement, ..
        }) => without_agreement.clone(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::SignedDuration;

    use super::*;
    use crate::{
        category::{Categories, Category},
        disclosure::Rule,
        fact::Fact,
        review::Dissent,
        testing::{
            World, about_me, chair, gp, hold, housing_guest, housing_worker, passage, timekeeper,
        },
        timer::{self, RecordDue},
    };

    fn words(text: &str) -> Words {
        Words::prose("words", text).unwrap()
    }

    #[test]
    fn who_was_there_keeps_the_minutes_and_loses_the_pack_after_seven_days() {
        let mut world = World::with_scheduled_review();
        let plain = vec![passage("Choir.", &[Category::AboutMe])];
        let passage = world.when(&gp(), &about_me(plain)).unwrap()[0].id;
        let held = world.when(&chair(), &hold(&world.history)).unwrap();
        assert_eq!(held[0].facts.len(), 3, "minutes, a decision and an action");
        assert!(matches!(held[1].what, What::ActionAgreed(_)));
        assert_eq!(
            [
                world.shown(&chair(), held[0].id),
                world.shown(&chair(), passage)
            ],
            [3, 1]
        );
        world.now += SignedDuration::from_hours(7 * 24);
        assert_eq!(
            [
                world.shown(&chair(), held[0].id),
                world.shown(&chair(), passage)
            ],
            [3, 0]
        );
        let due = timer::due(&world.history);
        let window = due.iter().find(|due| due.at == world.now);
        world
            .when(&timekeeper(), &RecordDue(*window.unwrap()))
            .unwrap();
        let left = world.disclosed(&chair());
        let party =
            |d: &crate::disclosure::Disclosed| d.grants.iter().any(|g| g.rule == Rule::Party);
        assert!(left.iter().all(party));
        assert_eq!(
            left.len(),
            7,
            "the question, the agenda, the action and that the person is told"
        );
    }

    #[test]
    fn an_action_given_to_somebody_who_was_not_there_is_a_request() {
        let mut world = World::with_scheduled_review();
        let given = |guest: Guest| Given {
            guest,
            ..hold(&world.history).actions[0].clone()
        };
        let command = HoldReview {
            actions: vec![
                given(housing_guest()),
                given(hold(&world.history).attended[0].guest.clone()),
            ],
            ..hold(&world.history)
        };
        let held = world.when(&chair(), &command).unwrap();
        let requested = |fact: &Fact| match &fact.content {
            Content::Review(Told::Agreed(action)) => Some(action.requested),
            _ => None,
        };
        let requests: Vec<_> = held[0].facts.iter().filter_map(requested).collect();
        assert_eq!(requests, [true, false]);
        // A request is shown to nobody by itself.
        assert_eq!(world.shown_in_all(&housing_worker()), 0);
    }

    #[test]
    fn who_was_not_there_neither_dissents_nor_tells_the_person_nor_writes_the_minutes() {
        let mut world = World::with_scheduled_review();
        let mut decision = hold(&world.history).decisions[0].clone();
        decision.dissent = vec![Dissent {
            organisation: housing_worker().organisation,
            worker: housing_worker().worker,
            reason: words("She has a flat."),
        }];
        let dissent = HoldReview {
            decisions: vec![decision],
            ..hold(&world.history)
        };
        let field = "decisions[0].dissent[0].by.organisation";
        let refused = world.when(&chair(), &dissent).unwrap_err();
        assert_eq!(refused, Refusal::of(Code::NotThere, field));
        let teller = HoldReview {
            teller: housing_worker().organisation,
            ..hold(&world.history)
        };
        let refused = world.when(&chair(), &teller).unwrap_err();
        assert_eq!(refused, Refusal::of(Code::NotThere, "teller.organisation"));
        let mut without_us = hold(&world.history);
        without_us
            .attended
            .retain(|one| one.guest.organisation != gp().organisation);
        let refused = world.when(&gp(), &without_us).unwrap_err();
        assert_eq!(refused, Refusal::of(Code::NotThere, "attended"));
    }

    #[test]
    fn what_naming_those_who_were_there_reveals_protects_the_minutes() {
        let mut world = World::with_scheduled_review();
        let mut command = hold(&world.history);
        command.attended[0].guest.reveals = Categories::of(&[Category::SubstanceUse]);
        let held = world.when(&chair(), &command).unwrap();
        assert!(
            held[0]
                .facts
                .iter()
                .all(|fact| fact.categories.contains(Category::SubstanceUse))
        );
    }

    #[test]
    fn it_is_held_once_and_dates_are_to_come() {
        let mut world = World::with_scheduled_review();
        let back = HoldReview {
            next: Next::BackOn {
                date: "2026-06-01".parse().unwrap(),
            },
            ..hold(&world.history)
        };
        let refused = world.when(&chair(), &back).unwrap_err();
        assert_eq!(refused, Refusal::of(Code::DatePast, "back_on"));
        world.when(&chair(), &hold(&world.history)).unwrap();
        let again = world.when(&chair(), &hold(&world.history)).unwrap_err();
        assert_eq!(again.code, Code::ReviewClosed);
    }
}
