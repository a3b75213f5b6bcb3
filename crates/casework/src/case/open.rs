//! `OpenCase`: an organisation opens a case for a person, and its worker leads it.

use crate::{
    category::{Categories, Category},
    command::{Command, Context},
    contact_point::{ContactPoint, Sort},
    event::{Draft, What},
    fact::{About, Content, Fact, Identity},
    history::History,
    identity,
    ids::{CaseId, ContactPointId, Mint, WorkerId},
    life::{CaseOpened, Ended, Ending},
    people::Told,
    refusal::{Code, Refusal},
    service::Service,
    words::Words,
};

/// Opens a case.
#[derive(Clone, Debug)]
pub struct OpenCase {
    /// The organisation's own service through which it takes part.
    pub service: Service,
    /// Who leads.
    pub lead: WorkerId,
    /// Who the person is.
    pub identity: Identity,
    /// Where they live, where that is to be known to whoever meets them.
    pub address: Option<Words>,
}

impl Command for OpenCase {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.acting_for_organisation()?;
        if self.service.terms.organisation != *context.organisation() {
            return Err(Refusal::of(Code::ServiceUnknown, "service_id"));
        }
        identity::possible(&self.identity, context.now)?;
        if history.open_case().is_some() {
            return Err(self.known(history));
        }
        let died = |ended: &Ended| ended.what.ending == Ending::Died;
        if history.last_ending().is_some_and(died) {
            return Err(Code::PersonDied.into());
        }
        let terms = self.service.terms.clone();
        let facts = vec![self.identity_fact(history), self.involvement_fact()];
        let opened = Draft {
            what: What::CaseOpened(CaseOpened {
                case: CaseId(mint.mint()),
                terms,
                lead: self.lead.clone(),
            }),
            facts,
        };
        let mut drafts = vec![opened];
        drafts.extend(self.address.clone().map(|address| {
            let contact_point = ContactPointId(mint.mint());
            self.address_draft(contact_point, address)
        }));
        Ok(drafts)
    }
}

impl OpenCase {
    /// The person is known: under the same date of birth there is a case to join, under another something is wrong.
    fn known(&self, history: &History) -> Refusal {
        match history.identity().map(|identity| identity.birth_date) {
            Some(birth_date) if birth_date != self.identity.birth_date => {
                Refusal::of(Code::DetailsDiffer, "identity.birth_date")
            }
            _ => Code::CaseExists.into(),
        }
    }

    fn identity_fact(&self, history: &History) -> Fact {
        let mut identity = self.identity.clone();
        // Somebody who is known by their number stays so, also where whoever takes them up again does not know it.
        if identity.nhs_number.is_none() {
            let known = history.identity();
            identity.nhs_number = known.and_then(|known| known.nhs_number.clone());
        }
        Fact {
            about: About::Identity,
            categories: Categories::of(&[Category::Identity]),
            restriction: None,
            replaces: None,
            content: Content::Identity(identity),
        }
    }

    fn address_draft(&self, contact_point: ContactPointId, address: Words) -> Draft {
        let fact = Fact {
            about: About::ContactPoint { contact_point },
            categories: Categories::of(&[Category::Contact]).with(self.service.terms.reveals),
            restriction: None,
            replaces: None,
            content: Content::People(Told::ContactPoint(ContactPoint {
                sort: Sort::Address,
                value: address,
                safety: None,
            })),
        };
        Draft {
            what: What::ContactPointRecorded { contact_point },
            facts: vec![fact],
        }
    }

    fn involvement_fact(&self) -> Fact {
        let terms = &self.service.terms;
        Fact {
            about: About::Involvement,
            categories: terms.reveals,
            restriction: None,
            replaces: None,
            content: Content::Involvement {
                organisation: terms.organisation.clone(),
                service: terms.service,
                service_name: self.service.name.clone(),
                worker: self.lead.clone(),
                lead: true,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        life::testing::close,
        testing::{World, gp, link_worker, maureen, practice, referral},
    };

    #[test]
    fn the_opener_is_involved_and_its_worker_leads() {
        let mut world = World::new();
        world.when(&gp(), &maureen()).unwrap();
        let holder = &world.history.open_case().unwrap().holder;
        assert_eq!(
            (&holder.organisation, &holder.worker),
            (&gp().organisation, &gp().worker)
        );
        assert!(world.history.involves(&gp().organisation));
    }

    #[test]
    fn where_the_person_lives_is_known_from_the_beginning() {
        let mut world = World::new();
        let mut open = maureen();
        open.address = Some(Words::prose("address", "3 Mill Lane, HX1 1AA").unwrap());
        world.when(&gp(), &open).unwrap();
        assert_eq!(world.history.descriptions().count(), 1);
        world.when(&gp(), &referral()).unwrap();
        // The identity, the contact point and the referral.
        assert_eq!(world.shown_in_all(&link_worker()), 3);
    }

    #[test]
    fn who_is_known_by_a_number_stays_so() {
        let mut world = World::with_case();
        world.when(&gp(), &close()).unwrap();
        let mut again = maureen();
        again.identity.nhs_number = None;
        world.when(&gp(), &again).unwrap();
        let known = world.history.identity().unwrap();
        assert_eq!(known.nhs_number, maureen().identity.nhs_number);
    }

    #[test]
    fn one_case_is_open_at_a_time() {
        let mut world = World::new();
        world.when(&gp(), &maureen()).unwrap();
        assert_eq!(
            world.when(&gp(), &maureen()).unwrap_err().code,
            Code::CaseExists
        );
        let mut other = maureen();
        other.identity.birth_date = "1951-04-03".parse().unwrap();
        assert_eq!(
            world.when(&gp(), &other).unwrap_err().code,
            Code::DetailsDiffer
        );
    }

    #[test]
    fn a_service_of_somebody_else_is_refused() {
        let mut world = World::new();
        let mut open = maureen();
        open.service.terms.organisation = "OTHER".parse().unwrap();
        assert_eq!(
            world.when(&gp(), &open).unwrap_err().code,
            Code::ServiceUnknown
        );
    }

    #[test]
    fn nobody_is_born_tomorrow_or_in_the_middle_ages() {
        let mut world = World::new();
        let mut open = OpenCase {
            service: practice(),
            ..maureen()
        };
        open.identity.birth_date = "2999-01-01".parse().unwrap();
        assert_eq!(
            world.when(&gp(), &open).unwrap_err(),
            Refusal::of(Code::DateFuture, "identity.birth_date")
        );
        open.identity.birth_date = "1066-10-14".parse().unwrap();
        assert_eq!(
            world.when(&gp(), &open).unwrap_err(),
            Refusal::of(Code::DateTooFar, "identity.birth_date")
        );
    }
}
