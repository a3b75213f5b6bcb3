//! `SendReviewInvitation`: an organisation is invited to one review, and sees its pack.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::Fact,
    history::History,
    ids::{EventId, Mint, ReviewId},
    refusal::Refusal,
    review::{Guest, ReviewInvitationSent, Told, open_to_act_on},
    words::Words,
};

/// Invites an organisation to a review. One that is invited already stays so.
#[derive(Clone, Debug)]
pub struct SendReviewInvitation {
    /// The review.
    pub review: ReviewId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Who is invited.
    pub invited: Guest,
    /// Its name.
    pub name: Words,
}

impl Command for SendReviewInvitation {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let review = open_to_act_on(history, self.review, self.seen, context)?;
        let told = Told::Invited {
            organisation: self.invited.organisation.clone(),
            name: self.name.clone(),
        };
        // Told apart from the review, so that who is invited does not learn who else is.
        let fact = Fact {
            about: review.about_invitation(),
            ..review.fact(history, context, self.invited.reveals, told)
        };
        let what = What::ReviewInvitationSent(ReviewInvitationSent {
            review: self.review,
            invited: self.invited.clone(),
        });
        Ok(vec![Draft {
            what,
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        disclosure::Rule,
        objection::Against,
        service::Purpose,
        testing::{World, chair, gp, housing_worker, invite, objection, review, schedule},
    };

    #[test]
    fn the_invited_see_the_pack_once_there_is_a_meeting() {
        let mut world = World::with_case();
        world.when(&gp(), &review()).unwrap();
        let invitation = world.when(&gp(), &invite(&world.history)).unwrap()[0].id;
        assert_eq!(world.shown_in_all(&housing_worker()), 0);
        world
            .when(&gp(), &schedule(&world.history, world.now))
            .unwrap();
        let shown = world.disclosed(&housing_worker());
        assert_eq!(shown.len(), 3, "the question, the invitation, the agenda");
        assert!(shown.iter().all(|d| d.grants[0].rule == Rule::Meeting
            && d.grants[0].rests_on == invitation
            && d.grants[0].until.is_some()));
    }

    #[test]
    fn nobody_learns_who_else_is_invited() {
        let mut world = World::with_scheduled_review();
        let invitation = world.when(&gp(), &invite(&world.history)).unwrap()[0].id;
        assert_eq!(world.shown(&chair(), invitation), 0);
        assert_eq!(world.shown(&housing_worker(), invitation), 1);
    }

    #[test]
    fn an_objection_to_the_organisation_or_its_purpose_holds() {
        for against in [
            Against::Organisation(housing_worker().organisation),
            Against::Purpose(Purpose::Housing),
        ] {
            let mut world = World::with_scheduled_review();
            world.when(&gp(), &invite(&world.history)).unwrap();
            assert_ne!(world.shown_in_all(&housing_worker()), 0);
            world.when(&gp(), &objection(against, None)).unwrap();
            assert_eq!(world.shown_in_all(&housing_worker()), 0);
        }
    }
}
