//! `RecordDuty`: a court order or a safeguarding duty has an organisation shown exactly the facts that it names.

use crate::{
    calendar::{self, LastDay},
    category::Categories,
    command::{Command, Context},
    disclosure::shown_to,
    duty::{DutyKind, DutyRecorded},
    event::{Draft, What},
    fact::{About, Content, Fact, Restriction},
    history::{History, Recorded},
    ids::{FactId, Mint, OrganisationId},
    refusal::{Code, Refusal},
    role::Right,
    sharing::Told,
    words::Words,
};

/// The most facts that one duty names.
pub const FACTS_MAX: usize = 64;

/// Records a duty. It survives objections, and shows restricted facts too.
#[derive(Clone, Debug)]
pub struct RecordDuty {
    /// Which sort.
    pub kind: DutyKind,
    /// Who is to see the facts.
    pub organisation: OrganisationId,
    /// Exactly these facts, with their newer versions.
    pub facts: Vec<FactId>,
    /// The order, or why the duty exists.
    pub grounds: Words,
    /// The last day on which it holds; for good, where none is given.
    pub until: Option<LastDay>,
}

impl Command for RecordDuty {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        context.may(Right::RecordDuty)?;
        if self.organisation == *context.organisation() {
            return Err(Refusal::of(Code::OrganisationOwn, "organisation"));
        }
        if let Some(until) = self.until {
            calendar::to_come("until", until.date, context.now)?;
        }
        let categories = self.categories(history, context)?;
        let fact = Fact {
            about: About::Duty,
            categories: categories.with(history.reveals(context.organisation())),
            restriction: Some(Restriction {
                organisations: [context.organisation().clone(), self.organisation.clone()].into(),
                ..Restriction::default()
            }),
            replaces: None,
            content: Content::Sharing(Told::Duty {
                kind: self.kind,
                organisation: self.organisation.clone(),
                facts: self.facts.clone(),
                grounds: self.grounds.clone(),
                until: self.until,
            }),
        };
        let terms = DutyRecorded {
            organisation: self.organisation.clone(),
            facts: self.facts.clone(),
            until: self.until,
        };
        Ok(vec![Draft {
            what: What::DutyRecorded(terms),
            facts: vec![fact],
        }])
    }
}

impl RecordDuty {
    /// What the named facts are about; the caller has to know each of them.
    fn categories(&self, history: &History, context: &Context) -> Result<Categories, Refusal> {
        if self.facts.is_empty() {
            return Err(Refusal::of(Code::NothingToRecord, "fact_ids"));
        }
        if self.facts.len() > FACTS_MAX {
            return Err(Refusal::of(Code::TooMany, "fact_ids"));
        }
        let mut categories = Categories::NONE;
        for (place, id) in self.facts.iter().enumerate() {
            // Of their own organisation they answer for what they are no readers of, too.
            let known = |recorded: &&Recorded| {
                recorded.by.organisation == *context.organisation()
                    || shown_to(history, &context.by, recorded, context.now)
            };
            let standing = |recorded: &&Recorded| !history.is_retracted(recorded.id);
            let Some(recorded) = history.fact(*id).filter(known).filter(standing) else {
                return Err(Refusal::of(Code::FactUnknown, format!("fact_ids[{place}]")));
            };
            categories = categories.with(recorded.fact.categories);
        }
        Ok(categories)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        duty::end::EndDuty,
        event::By,
        note::record::RecordNote,
        objection::Against,
        role::Role,
        testing::{World, first_fact, gp, housing, link_worker, note, objection},
    };

    fn lead() -> By {
        By {
            role: Role::SafeguardingLead,
            ..gp()
        }
    }

    fn duty(facts: &[FactId]) -> RecordDuty {
        RecordDuty {
            kind: DutyKind::Safeguarding,
            organisation: housing().terms.organisation,
            facts: facts.to_vec(),
            grounds: Words::prose("grounds", "A section 42 enquiry.").unwrap(),
            until: None,
        }
    }

    fn officer() -> By {
        crate::testing::by("HCC-HOUSING", "jo", Role::Practitioner)
    }

    fn restricted_note(world: &mut World) -> FactId {
        let restricted = RecordNote {
            restriction: Some(Restriction::default()),
            ..note("He took her keys.", &[Category::Safety])
        };
        first_fact(&world.when(&gp(), &restricted).unwrap())
    }

    #[test]
    fn exactly_the_named_facts_are_shown_restricted_ones_too_also_against_an_objection() {
        let mut world = World::with_case();
        let named = restricted_note(&mut world);
        let other = restricted_note(&mut world);
        let recorded = world.when(&lead(), &duty(&[named])).unwrap()[0].id;
        world
            .when(&gp(), &objection(Against::Everyone, None))
            .unwrap();
        let shown = |world: &World| {
            [named.event, other.event, recorded].map(|event| world.shown(&officer(), event))
        };
        assert_eq!(shown(&world), [1, 0, 1]);
        let end = EndDuty {
            duty: FactId {
                event: recorded,
                index: 0,
            },
            why: Words::prose("why", "The enquiry is closed.").unwrap(),
        };
        world.when(&lead(), &end).unwrap();
        assert_eq!(shown(&world)[..2], [0, 0]);
    }

    #[test]
    fn it_ends_on_its_day_without_anybody_doing_anything() {
        let mut world = World::with_case();
        let named = restricted_note(&mut world);
        let until = LastDay::on(calendar::date_at(world.now));
        world
            .when(
                &lead(),
                &RecordDuty {
                    until,
                    ..duty(&[named])
                },
            )
            .unwrap();
        assert_eq!(world.shown(&officer(), named.event), 1);
        world.now = until.unwrap().ends_at;
        assert_eq!(world.shown(&officer(), named.event), 0);
    }

    #[test]
    fn only_safeguarding_leads_and_privacy_officers_record_it_and_only_of_what_they_know() {
        let mut world = World::with_involved_charity();
        let theirs = restricted_note(&mut world);
        let refused =
            |world: &mut World, by: &By| world.when(by, &duty(&[theirs])).unwrap_err().code;
        assert_eq!(refused(&mut world, &gp()), Code::RoleNotAllowed);
        let outside = By {
            role: Role::PrivacyOfficer,
            ..link_worker()
        };
        assert_eq!(refused(&mut world, &outside), Code::FactUnknown);
        let unknown = RecordDuty {
            facts: Vec::new(),
            ..duty(&[])
        };
        assert_eq!(
            world.when(&lead(), &unknown).unwrap_err().code,
            Code::NothingToRecord
        );
    }
}
