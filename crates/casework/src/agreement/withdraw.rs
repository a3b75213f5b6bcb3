//! `WithdrawAgreement`: the person, or whoever decides for them, takes an agreement back.

use crate::{
    agreement::record::recorder_only,
    command::{Command, Context},
    decided_by::DecidedBy,
    disclosure::shown_to,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::{History, Recorded},
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
    sharing::Told,
    words::Words,
};

/// Withdraws an agreement. What rested on it leaves the files.
#[derive(Clone, Debug)]
pub struct WithdrawAgreement {
    /// The fact that tells of the agreement.
    pub agreement: FactId,
    /// Who decided.
    pub decided_by: DecidedBy,
    /// What the person said about it.
    pub words: Option<Words>,
}

impl Command for WithdrawAgreement {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let recorded = decision(history, context, self.agreement, About::Agreement)?;
        self.decided_by.check("decided_by", context.now)?;
        let event = self.agreement.event;
        if !history.live_agreements().any(|live| live.event == event) {
            return Err(Code::DecisionEnded.into());
        }
        let fact = Fact {
            about: About::Agreement,
            categories: recorded.fact.categories,
            restriction: Some(recorder_only(context)),
            replaces: None,
            content: Content::Sharing(Told::AgreementWithdrawn {
                agreement: self.agreement,
                decided_by: self.decided_by.clone(),
                words: self.words.clone(),
            }),
        };
        Ok(vec![Draft {
            what: What::AgreementWithdrawn { agreement: event },
            facts: vec![fact],
        }])
    }
}

/// What the person decided, as the caller may see it. An event about it holds one fact.
pub(crate) fn decision<'a>(
    history: &'a History,
    context: &Context,
    id: FactId,
    about: About,
) -> Result<&'a Recorded, Refusal> {
    let visible = |recorded: &&Recorded| {
        recorded.fact.about == about && shown_to(history, &context.by, recorded, context.now)
    };
    let unknown = Refusal::of(Code::FactUnknown, "fact_id");
    history.fact(id).filter(visible).ok_or(unknown)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        category::Category,
        testing::{World, agreement, first_fact, gp, link_worker, note},
    };

    #[test]
    fn what_rested_on_it_is_gone_and_it_is_withdrawn_once_by_who_may_see_it() {
        let mut world = World::with_involved_charity();
        let note = world
            .when(&gp(), &note("Damp.", &[Category::Housing]))
            .unwrap()[0]
            .id;
        let agreement = agreement(Audience::EveryoneInvolved, &[Category::Housing]);
        let agreement = first_fact(&world.when(&gp(), &agreement).unwrap());
        let withdraw = WithdrawAgreement {
            agreement,
            decided_by: DecidedBy::Person,
            words: None,
        };
        assert_eq!(world.shown(&link_worker(), note), 1);
        let refusal = world.when(&link_worker(), &withdraw).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::FactUnknown, "fact_id"));
        world.when(&gp(), &withdraw).unwrap();
        assert_eq!(world.shown(&link_worker(), note), 0);
        assert_eq!(
            world.when(&gp(), &withdraw).unwrap_err().code,
            Code::DecisionEnded
        );
    }
}
