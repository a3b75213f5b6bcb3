//! `RecordAgreement`: the person, or whoever decides for them, agrees to share some categories.

use crate::{
    agreement::{AgreementRecorded, Audience},
    calendar::{self, LastDay},
    category::Categories,
    command::{Command, Context},
    decided_by::DecidedBy,
    event::{Draft, What},
    fact::{About, Content, Fact, Restriction},
    history::History,
    ids::Mint,
    refusal::{Code, Refusal},
    words::Words,
};

/// Records an agreement. It takes the place of the earlier one for the same audience.
#[derive(Clone, Debug)]
pub struct RecordAgreement {
    /// With whom.
    pub audience: Audience,
    /// Which categories; what is left out is not shared on this basis.
    pub categories: Categories,
    /// The last day on which it holds; while the audience is involved, where none is given.
    pub until: Option<LastDay>,
    /// Who decided.
    pub decided_by: DecidedBy,
    /// What the person said about it.
    pub words: Option<Words>,
}

impl Command for RecordAgreement {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        if self.categories.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "agreement.categories"));
        }
        if let Some(until) = self.until {
            calendar::to_come("agreement.until", until.date, context.now)?;
        }
        self.decided_by.check("agreement.decided_by", context.now)?;
        let Self {
            audience,
            categories,
            until,
            ..
        } = self.clone();
        let what = What::AgreementRecorded(AgreementRecorded {
            audience,
            categories,
            until,
        });
        Ok(vec![Draft {
            what,
            facts: vec![self.fact(context)],
        }])
    }
}

impl RecordAgreement {
    fn fact(&self, context: &Context) -> Fact {
        let Self {
            audience,
            categories,
            until,
            decided_by,
            words,
        } = self.clone();
        Fact {
            about: About::Agreement,
            categories: self.categories,
            restriction: Some(recorder_only(context)),
            replaces: None,
            content: Content::Agreement {
                audience,
                categories,
                until,
                decided_by,
                words,
            },
        }
    }
}

/// What somebody agreed or objected to tells a lot about them: only those who recorded it read it.
pub(crate) fn recorder_only(context: &Context) -> Restriction {
    Restriction {
        organisations: [context.organisation().clone()].into(),
        ..Restriction::default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        service::Purpose,
        testing::{World, agreement, gp, link_worker, note},
    };

    #[test]
    fn what_was_agreed_reaches_the_audience_and_the_rest_does_not() {
        let mut world = World::with_involved_charity();
        let mut noted = |category| world.when(&gp(), &note("A note.", &[category])).unwrap()[0].id;
        let (housing, mental) = (noted(Category::Housing), noted(Category::MentalHealth));
        assert_eq!(world.shown(&link_worker(), housing), 0);
        world
            .when(
                &gp(),
                &agreement(
                    Audience::Purpose(Purpose::CommunitySupport),
                    &[Category::Housing],
                ),
            )
            .unwrap();
        assert_eq!(
            [
                world.shown(&link_worker(), housing),
                world.shown(&link_worker(), mental)
            ],
            [1, 0]
        );
    }

    #[test]
    fn a_new_agreement_takes_the_place_of_the_earlier_one_for_that_audience() {
        let mut world = World::with_involved_charity();
        let housing = world
            .when(&gp(), &note("A note.", &[Category::Housing]))
            .unwrap()[0]
            .id;
        world
            .when(
                &gp(),
                &agreement(Audience::EveryoneInvolved, &[Category::Housing]),
            )
            .unwrap();
        world
            .when(
                &gp(),
                &agreement(Audience::EveryoneInvolved, &[Category::Money]),
            )
            .unwrap();
        assert_eq!(world.shown(&link_worker(), housing), 0);
    }

    #[test]
    fn it_ends_at_midnight_after_its_last_day_without_anybody_doing_anything() {
        let mut world = World::with_involved_charity();
        let housing = world
            .when(&gp(), &note("A note.", &[Category::Housing]))
            .unwrap()[0]
            .id;
        let until = LastDay::on(calendar::date_at(world.now));
        let today = RecordAgreement {
            until,
            ..agreement(Audience::EveryoneInvolved, &[Category::Housing])
        };
        world.when(&gp(), &today).unwrap();
        assert_eq!(world.shown(&link_worker(), housing), 1);
        world.now = until.unwrap().ends_at;
        assert_eq!(world.shown(&link_worker(), housing), 0);
    }

    #[test]
    fn an_end_in_the_past_or_far_away_is_refused() {
        let mut world = World::with_case();
        for (date, code) in [
            ("2020-01-01", Code::DatePast),
            ("2099-01-01", Code::DateTooFar),
        ] {
            let until = LastDay::on(date.parse().unwrap());
            let command = RecordAgreement {
                until,
                ..agreement(Audience::EveryoneInvolved, &[Category::Housing])
            };
            assert_eq!(
                world.when(&gp(), &command).unwrap_err(),
                Refusal::of(code, "agreement.until")
            );
        }
    }

    #[test]
    fn only_those_who_recorded_it_read_the_agreement_itself() {
        let mut world = World::with_involved_charity();
        let command = agreement(Audience::EveryoneInvolved, &Category::ALL);
        let event = world.when(&gp(), &command).unwrap()[0].id;
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 0]
        );
    }
}
