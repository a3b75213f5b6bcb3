//! `WithdrawObjection`: the person, or whoever decides for them, takes an objection back.

use crate::{
    agreement::{record::recorder_only, withdraw::decision},
    command::{Command, Context},
    decided_by::DecidedBy,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
    sharing::Told,
    words::Words,
};

/// Withdraws an objection. What it hid is shown again wherever there is a grant.
#[derive(Clone, Debug)]
pub struct WithdrawObjection {
    /// The fact that tells of the objection.
    pub objection: FactId,
    /// Who decided.
    pub decided_by: DecidedBy,
    /// What the person said about it.
    pub words: Option<Words>,
}

impl Command for WithdrawObjection {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let recorded = decision(history, context, self.objection, About::Objection)?;
        self.decided_by.check("decided_by", context.now)?;
        let event = self.objection.event;
        if !history.objections().any(|standing| standing.event == event) {
            return Err(Code::DecisionEnded.into());
        }
        let fact = Fact {
            about: About::Objection,
            categories: recorded.fact.categories,
            restriction: Some(recorder_only(context)),
            replaces: None,
            content: Content::Sharing(Told::ObjectionWithdrawn {
                objection: self.objection,
                decided_by: self.decided_by.clone(),
                words: self.words.clone(),
            }),
        };
        Ok(vec![Draft {
            what: What::ObjectionWithdrawn { objection: event },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        about_me::record::RecordAboutMe,
        objection::Against,
        testing::{World, first_fact, gp, link_worker, objection, passage},
    };

    #[test]
    fn what_it_hid_is_shown_again_where_there_is_a_grant() {
        let mut world = World::with_involved_charity();
        let passages = vec![passage("Choir.", &[])];
        let choir = world.when(&gp(), &RecordAboutMe { passages }).unwrap()[0].id;
        let against = objection(Against::Everyone, None);
        let objection = first_fact(&world.when(&gp(), &against).unwrap());
        assert_eq!(world.shown(&link_worker(), choir), 0);
        let withdraw = WithdrawObjection {
            objection,
            decided_by: DecidedBy::Person,
            words: None,
        };
        world.when(&gp(), &withdraw).unwrap();
        assert_eq!(world.shown(&link_worker(), choir), 1);
        assert_eq!(
            world.when(&gp(), &withdraw).unwrap_err().code,
            Code::DecisionEnded
        );
    }
}
