//! By what people are known: their NHS number, or name, date of birth and postcode. Each is a keyed digest that leads to
//! the person's id, and tells nothing by itself.
//!
//! What somebody was known by once stays: whether it fits still, their history says.

use casestore::Request;
use casework::{
    case::open::OpenCase,
    command::{Command, Context},
    history::History,
    identity::correct::CorrectIdentity,
    ids::{Mint, PersonId},
    person::Description,
    refusal::{Code, Refusal},
    words::NhsNumber,
};
use keyring::{KnownBy, Lookup};

use crate::{Cases, error::Error};

/// How often somebody is followed from one merged record to the next.
const MERGES_MAX: usize = 16;

impl Cases {
    /// Whoever is known by this number.
    pub(crate) async fn known_by_number(
        &self,
        number: &NhsNumber,
    ) -> Result<Option<PersonId>, Error> {
        self.known(self.number_lookup(number)).await
    }

    /// Whoever was known by this name, date of birth and postcode at some time.
    pub(crate) async fn known_by(
        &self,
        described: &Description,
    ) -> Result<Option<PersonId>, Error> {
        self.known(self.lookup(described)).await
    }

    /// Whose case it is that is to be opened. Nobody is given a number here whose case is open: whoever asks may have
    /// no part in it.
    pub(crate) async fn whose(
        &self,
        open: &OpenCase,
        proposed: PersonId,
    ) -> Result<PersonId, Error> {
        let number = open.identity.nhs_number.as_ref();
        if let Some(number) = number
            && let Some(known) = self.known_by_number(number).await?
        {
            return Ok(known);
        }
        let person = self.fitting(open).await?.unwrap_or(proposed);
        let Some(number) = number else {
            return Ok(person);
        };
        if self.people.read(&person).await?.state.open_case().is_some() {
            return Ok(person);
        }
        let registered = self.keys.register(self.number_lookup(number), person.0);
        Ok(PersonId(registered.await?.id))
    }

    /// Whoever is known by name and address and lives there still; not somebody with another number.
    async fn fitting(&self, open: &OpenCase) -> Result<Option<PersonId>, Error> {
        let identity = &open.identity;
        let described = open
            .address
            .as_ref()
            .and_then(|address| Description::new(&identity.name, identity.birth_date, address));
        let Some(described) = described else {
            return Ok(None);
        };
        let Some(person) = self.known_by(&described).await? else {
            return Ok(None);
        };
        let stream = self.people.read(&person).await?;
        let number = stream
            .state
            .identity()
            .and_then(|known| known.nhs_number.as_ref());
        let same = number.is_none() || identity.nhs_number.is_none();
        let lives_there = stream.state.descriptions().any(|one| one == described);
        Ok((same && lives_there).then_some(person))
    }

    /// Takes the number for a person who has none yet.
    pub(crate) async fn number(
        &self,
        person: PersonId,
        request: &Request,
        correct: &CorrectIdentity,
    ) -> Result<(), Error> {
        let Some(number) = &correct.identity.nhs_number else {
            return Ok(());
        };
        {
            let stream = self.people.read(&person).await?;
            let settled = stream
                .state
                .identity()
                .is_some_and(|known| known.nhs_number.is_some());
            // Who is refused takes no number, and is not told whether it is taken.
            if settled || refused(correct, &stream.state, request) {
                return Ok(());
            }
        }
        self.searches.count(&request.by, request.now)?;
        let registered = self.keys.register(self.number_lookup(number), person.0);
        let known = PersonId(registered.await?.id);
        if known == person {
            return Ok(());
        }
        let other = self.people.read(&known).await?;
        let born = other.state.identity().map(|identity| identity.birth_date);
        Err(if born == Some(correct.identity.birth_date) {
            Refusal::of(Code::NumberTaken, "identity.nhs_number").into()
        } else {
            Refusal::of(Code::DetailsDiffer, "identity.nhs_number").into()
        })
    }

    /// Sees to it that the person is found by everything that describes them now.
    pub(crate) async fn make_findable(&self, person: PersonId) -> Result<(), Error> {
        let described: Vec<Description> = {
            let stream = self.people.read(&person).await?;
            stream.state.descriptions().collect()
        };
        for described in described {
            let lookup = self.lookup(&described);
            if self.keys.known(lookup).await?.is_none() {
                self.keys.register(lookup, person.0).await?;
            }
        }
        Ok(())
    }

    async fn known(&self, lookup: Lookup) -> Result<Option<PersonId>, Error> {
        let mut person = self.keys.known(lookup).await?.map(PersonId);
        // Whoever was merged is known by the record that has everything now.
        for _ in 0..MERGES_MAX {
            let Some(known) = person else { break };
            let Some(into) = self.people.read(&known).await?.state.merged_into() else {
                break;
            };
            person = Some(into);
        }
        Ok(person)
    }

    fn number_lookup(&self, number: &NhsNumber) -> Lookup {
        let secrets = self.keys.secrets();
        secrets.lookup(KnownBy::NhsNumber, number.digits())
    }

    fn lookup(&self, described: &Description) -> Lookup {
        let secrets = self.keys.secrets();
        secrets.lookup(KnownBy::NameAndAddress, &described.as_text())
    }
}

fn refused(correct: &CorrectIdentity, history: &History, request: &Request) -> bool {
    let context = Context {
        by: request.by.clone(),
        now: request.now,
    };
    let decided = correct.decide(history, &context, &mut Mint::new([0; 32]));
    decided.is_err()
}
