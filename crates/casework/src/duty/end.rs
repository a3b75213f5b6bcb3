//! `EndDuty`: a duty to disclose holds no longer.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
    role::Right,
    sharing::Told,
    words::Words,
};

/// Ends a duty.
#[derive(Clone, Debug)]
pub struct EndDuty {
    /// The fact that tells of the duty.
    pub duty: FactId,
    /// Why.
    pub why: Words,
}

impl Command for EndDuty {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        context.may(Right::RecordDuty)?;
        let unknown = || Refusal::of(Code::FactUnknown, "fact_id");
        let told = history.fact(self.duty).ok_or_else(unknown)?;
        if told.by.organisation != *context.organisation() || told.fact.about != About::Duty {
            return Err(unknown());
        }
        let ours = |duty: &&crate::duty::Duty| duty.event == self.duty.event;
        history.duties().find(ours).ok_or(Code::DecisionEnded)?;
        let fact = Fact {
            about: About::Duty,
            categories: told.fact.categories,
            // Whoever was shown the facts is told that they are not to be used any longer.
            restriction: told.fact.restriction.clone(),
            replaces: None,
            content: Content::Sharing(Told::DutyEnded {
                duty: self.duty,
                why: self.why.clone(),
            }),
        };
        Ok(vec![Draft {
            what: What::DutyEnded {
                duty: self.duty.event,
            },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        duty::{DutyKind, record::RecordDuty},
        event::By,
        role::Role,
        testing::{World, first_fact, gp, housing, note},
    };

    #[test]
    fn it_ends_once_by_whoever_may_record_it() {
        let mut world = World::with_case();
        let lead = By {
            role: Role::PrivacyOfficer,
            ..gp()
        };
        let note = first_fact(
            &world
                .when(&gp(), &note("A note.", &[Category::Safety]))
                .unwrap(),
        );
        let grounds = Words::prose("grounds", "An order of the family court.").unwrap();
        let record = RecordDuty {
            kind: DutyKind::CourtOrder,
            organisation: housing().terms.organisation,
            facts: vec![note],
            grounds: grounds.clone(),
            until: None,
        };
        let duty = first_fact(&world.when(&lead, &record).unwrap());
        let end = EndDuty { duty, why: grounds };
        assert_eq!(
            world.when(&gp(), &end).unwrap_err().code,
            Code::RoleNotAllowed
        );
        let other = EndDuty {
            duty: note,
            ..end.clone()
        };
        assert_eq!(
            world.when(&lead, &other).unwrap_err().code,
            Code::FactUnknown
        );
        world.when(&lead, &end).unwrap();
        assert_eq!(
            world.when(&lead, &end).unwrap_err().code,
            Code::DecisionEnded
        );
    }
}
