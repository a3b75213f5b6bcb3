//! About Me: the newest version of every passage that the caller may see, and when each was last confirmed.

use std::{collections::HashMap, ops::ControlFlow};

use casework::{
    about_me::Heading,
    fact::About,
    ids::{FactId, PersonId},
};
use jiff::Timestamp;

use crate::{Error, Reader, Shown, fact_row::Bytes, reader::Look, versions};

/// A passage of About Me as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The passage.
    pub passage: Shown,
    /// The last confirmation of this version, where it was confirmed.
    pub confirmed: Option<Shown>,
}

impl Reader {
    /// As [`Reader::about_me`], each passage with its last confirmation.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn passages(
        &self,
        now: Timestamp,
        person: PersonId,
    ) -> Result<Option<Vec<Passage>>, Error> {
        let passages = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            let mut confirmations = confirmations(look, person)?;
            let with_confirmation = |passage: Shown| Passage {
                confirmed: confirmations.remove(&passage.disclosed.id),
                passage,
            };
            let passages = newest(look, person)?;
            Ok(Some(passages.into_iter().map(with_confirmation).collect()))
        })?;
        Ok(passages.flatten())
    }

    /// The newest visible passages, in the order of the headings; none where the caller may see nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn about_me(&self, now: Timestamp, person: PersonId) -> Result<Option<Vec<Shown>>, Error> {
        let passages = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            newest(look, person).map(Some)
        })?;
        Ok(passages.flatten())
    }
}

/// The newest visible passages, as [`versions::newest`].
pub(crate) fn newest(look: &Look<'_>, person: PersonId) -> Result<Vec<Shown>, Error> {
    let mut passages = versions::newest(look, person, "passage")?;
    passages.sort_by_key(heading);
    Ok(passages)
}

/// The last confirmation that the caller may see of each version of a passage.
///
/// Disclosure shows a confirmation where it shows the passage, so nothing about the passage is looked at here.
pub(crate) fn confirmations(
    look: &Look<'_>,
    person: PersonId,
) -> Result<HashMap<FactId, Shown>, Error> {
    let mut last = HashMap::new();
    let confirmations = "person = ?2 AND kind = 'confirmation'";
    look.each(confirmations, "place", &[&Bytes::from(person)], |shown| {
        if let About::Confirmation { passage } = shown.disclosed.fact.about {
            last.insert(passage, shown);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(last)
}

fn heading(shown: &Shown) -> Option<Heading> {
    shown.disclosed.fact.about.heading()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use casework::{
        Categories, Category,
        about_me::record,
        disclosure::disclose,
        event::By,
        objection::Against,
        testing::{World, about_me, confirm, first_fact, gp, link_worker, objection, passage},
    };
    use identity::{Authenticator, DevelopmentCallers, ORGANISATION_KEY, ROLE_KEY, WORKER_KEY};
    use jiff::ToSpan;
    use tempfile::TempDir;

    use super::*;
    use crate::{Batch, Change, Page, Readers, Writer};

    /// A world whose events reach the organisations' files.
    struct Told {
        world: World,
        folder: TempDir,
        position: u64,
    }

    impl Told {
        fn new() -> Self {
            Self {
                world: World::with_involved_charity(),
                folder: tempfile::tempdir().unwrap(),
                position: 0,
            }
        }

        /// A minute later, somebody writes a passage, or a newer version of one.
        fn write(&mut self, replaces: Option<FactId>) -> FactId {
            let passage = record::Passage {
                replaces,
                ..passage("Choir on Thursdays.", &[])
            };
            self.world.now += 1.minute();
            let written = self.world.when(&gp(), &about_me(vec![passage]));
            first_fact(&written.unwrap())
        }

        fn confirm(&mut self, by: &By, passages: &[FactId]) {
            self.world.now += 1.minute();
            self.world.when(by, &confirm(passages)).unwrap();
        }

        fn object(&mut self, against: Against) {
            let about_me = objection(against, Some(&[Category::AboutMe]));
            self.world.when(&gp(), &about_me).unwrap();
        }

        /// Brings the files up to date, and opens that of this worker's organisation.
        fn reader(&mut self, by: &By) -> Reader {
            self.position += 1;
            for (organisation, facts) in disclose(&self.world.history) {
                let change = Change::Replace(facts);
                let batch = Batch {
                    position: self.position,
                    people: vec![(self.world.history.person, change, self.world.now)],
                };
                let mut writer = Writer::open(self.folder.path(), &organisation).unwrap();
                writer.apply(&batch).unwrap();
            }
            let callers = DevelopmentCallers::on_loopback("127.0.0.1:0".parse().unwrap()).unwrap();
            let mut metadata = tonic::metadata::MetadataMap::new();
            metadata.insert(ORGANISATION_KEY, by.organisation.as_str().parse().unwrap());
            metadata.insert(WORKER_KEY, by.worker.as_str().parse().unwrap());
            metadata.insert(ROLE_KEY, by.role.as_str().parse().unwrap());
            let caller = callers.authenticate("/", &metadata).unwrap().caller;
            Readers::new(self.folder.path()).open(&caller).unwrap()
        }

        /// Each passage that this worker is shown, with when and by whom it was last confirmed.
        fn passages(&mut self, by: &By) -> Vec<(FactId, Option<(Timestamp, By)>)> {
            let reader = self.reader(by);
            let (now, person) = (self.world.now, self.world.history.person);
            let passages = reader.passages(now, person).unwrap().unwrap();
            let brief = reader.brief(now, person).unwrap().unwrap();
            let on_brief: Vec<_> = passages
                .iter()
                .filter_map(|p| p.confirmed.clone())
                .collect();
            assert_eq!(brief.confirmed, on_brief);
            assert!(brief.latest.iter().all(|shown| !is_confirmation(shown)));
            let confirmed = |shown: &Shown| (shown.disclosed.at, shown.disclosed.by.clone());
            passages
                .iter()
                .map(|p| (p.passage.disclosed.id, p.confirmed.as_ref().map(confirmed)))
                .collect()
        }

        /// How many confirmations stand in the story that this worker is shown.
        fn in_story(&mut self, by: &By) -> usize {
            let all = Page {
                size: 100,
                after: None,
            };
            let (now, person) = (self.world.now, self.world.history.person);
            let story = self.reader(by).story(now, person, Categories::NONE, &all);
            let (shown, _) = story.unwrap().unwrap();
            shown.iter().filter(|shown| is_confirmation(shown)).count()
        }
    }

    fn is_confirmation(shown: &Shown) -> bool {
        matches!(shown.disclosed.fact.about, About::Confirmation { .. })
    }

    #[test]
    fn each_passage_shows_its_last_confirmation_and_a_newer_version_none() {
        let mut told = Told::new();
        let (first, second) = (told.write(None), told.write(None));
        told.confirm(&link_worker(), &[second, first]);
        let by_sam = Some((told.world.now, link_worker()));
        told.confirm(&gp(), &[first]);
        let by_patel = Some((told.world.now, gp()));
        for by in [gp(), link_worker()] {
            let expected = [(first, by_patel.clone()), (second, by_sam.clone())];
            assert_eq!(told.passages(&by), expected);
            assert_eq!(told.in_story(&by), 3);
        }
        let newer = told.write(Some(first));
        let expected = [(second, by_sam), (newer, None)];
        assert_eq!(told.passages(&link_worker()), expected);
    }

    #[test]
    fn an_objection_takes_the_confirmation_with_the_passage() {
        let mut told = Told::new();
        let passage = told.write(None);
        told.confirm(&link_worker(), &[passage]);
        let confirmed = Some((told.world.now, link_worker()));
        let sam = link_worker();
        told.object(Against::Worker(
            sam.organisation.clone(),
            sam.worker.clone(),
        ));
        let colleague = By {
            worker: "another".parse().unwrap(),
            ..sam.clone()
        };
        assert_eq!(told.passages(&colleague), [(passage, confirmed.clone())]);
        assert_eq!(told.passages(&sam), []);
        assert_eq!([told.in_story(&colleague), told.in_story(&sam)], [1, 0]);
        told.object(Against::Organisation(sam.organisation.clone()));
        assert_eq!(told.passages(&colleague), []);
        assert_eq!(told.in_story(&colleague), 0);
        assert_eq!(told.passages(&gp()), [(passage, confirmed)]);
    }
}
