//! Organisations' own systems are told who changed: everybody once, also where the feed fails, the projector is killed, or
//! two of them tell the same; and nobody of whom only some in the organisation may hear.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use casework::{
    Category,
    fact::Restriction,
    ids::{OrganisationId, PersonId},
    note::record::RecordNote,
    testing::{gp, link_worker, maureen, note},
};
use orgviews::Writer;
use projector::feeds::{Feed, News, NotTold, Told};

use crate::{
    driver::Driver,
    town::{Running, Town},
};

/// A feed in memory, of one organisation or all, that fails now and then.
#[derive(Default)]
pub struct Heard {
    only: Option<OrganisationId>,
    by_organisation: Mutex<BTreeMap<OrganisationId, Vec<News>>>,
    /// Every so manyth call fails; none does where it is 0.
    fails_every: usize,
    calls: Mutex<usize>,
}

impl Heard {
    fn failing(every: usize) -> Arc<Heard> {
        Arc::new(Heard {
            fails_every: every,
            ..Heard::default()
        })
    }

    fn of(&self, organisation: &OrganisationId) -> Vec<News> {
        let by_organisation = self.by_organisation.lock().unwrap();
        by_organisation
            .get(organisation)
            .cloned()
            .unwrap_or_default()
    }

    fn fails(&self) -> Result<(), NotTold> {
        let mut calls = self.calls.lock().unwrap();
        *calls += 1;
        if self.fails_every > 0 && calls.is_multiple_of(self.fails_every) {
            return Err(NotTold::Failed("not now".into()));
        }
        Ok(())
    }
}

#[tonic::async_trait]
impl Feed for Heard {
    fn tells(&self, organisation: &OrganisationId) -> bool {
        self.only.as_ref().is_none_or(|only| only == organisation)
    }

    async fn told(&self, organisation: &OrganisationId) -> Result<Told, NotTold> {
        self.fails()?;
        let heard = self.of(organisation);
        Ok(Told {
            position: heard.last().map_or(0, |news| news.position),
            number: heard.len() as u64,
            place: heard.len() as u64,
        })
    }

    async fn tell(
        &self,
        organisation: &OrganisationId,
        last: Told,
        news: News,
    ) -> Result<Told, NotTold> {
        self.fails()?;
        let mut by_organisation = self.by_organisation.lock().unwrap();
        let heard = by_organisation.entry(organisation.clone()).or_default();
        if heard.len() as u64 != last.place {
            return Err(NotTold::Overtaken);
        }
        let position = news.position;
        heard.push(news);
        drop(by_organisation);
        // Taken, and the answer lost.
        self.fails()?;
        let number = last.number + 1;
        Ok(Told {
            position,
            number,
            place: number,
        })
    }
}

/// Waits until an organisation has been told up to here.
async fn told(heard: &Heard, organisation: &OrganisationId, position: u64) -> Vec<News> {
    for _ in 0..1_000 {
        let news = heard.of(organisation);
        if news.last().is_some_and(|last| last.position >= position) {
            return news;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!(
        "{organisation} is not told up to {position}: {:?}",
        heard.of(organisation)
    );
}

async fn caught_up(running: Running, town: &Town) -> Running {
    running.catch_up(town).await;
    running
}

/// A note that one worker alone may read.
fn for_one_alone() -> RecordNote {
    let workers = [(gp().organisation, [gp().worker].into())].into();
    RecordNote {
        restriction: Some(Restriction {
            workers,
            ..Restriction::default()
        }),
        ..note("Between us.", &[Category::Health])
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_named_of_whom_only_some_may_hear_and_no_other_organisation_is_told() {
    let mut town = Town::new(2);
    let [ada, ivo] = [town.people[0], town.people[1]];
    let practice = gp().organisation;
    let heard = Arc::new(Heard {
        only: Some(practice.clone()),
        ..Heard::default()
    });
    town.person(ada, &gp(), &maureen()).await.unwrap();
    let running = caught_up(town.start_telling(heard.clone()), &town).await;
    let first = town.head().await;
    assert_eq!(told(&heard, &practice, first).await.len(), 1);

    town.person(ada, &gp(), &for_one_alone()).await.unwrap();
    running.catch_up(&town).await;
    let friends = link_worker().organisation;
    let theirs = Driver::new(1).open_case(&friends);
    town.person(ivo, &link_worker(), &theirs).await.unwrap();
    running.catch_up(&town).await;
    let words = note("Her knee.", &[Category::Health]);
    let last = town.person(ada, &gp(), &words).await.unwrap();
    let news = told(&heard, &practice, last.0).await;
    assert_eq!(news.len(), 2, "{news:?}");
    assert!(news.iter().all(|news| news.people == BTreeSet::from([ada])));
    assert!(heard.of(&friends).is_empty());
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_is_the_same_where_the_feed_fails_and_the_projector_is_killed() {
    let mut town = Town::new(6);
    let mut driver = Driver::new(3);
    let (calm, troubled) = (Heard::failing(0), Heard::failing(5));
    let undisturbed = town.beside();
    let beside = undisturbed.start_telling(calm.clone());
    let mut running = town.start_telling(troubled.clone());
    for step in 0..60 {
        driver.step(&mut town).await;
        if step % 20 == 10 {
            running.kill().await;
            running = town.start_telling(troubled.clone());
        }
        // What comes and goes within one page has not changed: both see the same pages.
        running.catch_up(&town).await;
        beside.catch_up(&undisturbed).await;
        for organisation in orgviews::organisations(undisturbed.path()).unwrap() {
            let writer = Writer::open(undisturbed.path(), &organisation).unwrap();
            let changed = writer.changed_after(0).unwrap();
            if let Some((last, _)) = changed.last() {
                for heard in [&calm, &troubled] {
                    told(heard, &organisation, *last).await;
                }
            }
        }
    }
    for organisation in orgviews::organisations(town.path()).unwrap() {
        let [calm, troubled] = [&calm, &troubled].map(|heard| heard.of(&organisation));
        assert!(!calm.is_empty(), "{organisation}");
        assert_eq!(named(&calm), named(&troubled), "{organisation}");
        let positions: Vec<_> = troubled.iter().map(|news| news.position).collect();
        assert!(
            positions.is_sorted_by(|one, next| one < next),
            "{positions:?}"
        );
    }
    running.stop().await;
    beside.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_projectors_tell_everything_once() {
    let mut town = Town::new(3);
    let other = town.beside();
    let heard = Heard::failing(0);
    let both = [
        town.start_telling(heard.clone()),
        other.start_telling(heard.clone()),
    ];
    let mut position = 0;
    for person in town.people.clone() {
        town.person(person, &gp(), &maureen()).await.unwrap();
        for number in 0..20 {
            let words = note(&format!("Note {number}."), &[Category::Health]);
            position = town.person(person, &gp(), &words).await.unwrap().0;
        }
    }
    for running in &both {
        running.catch_up(&town).await;
    }
    let news = told(&heard, &gp().organisation, position).await;
    let positions: Vec<_> = news.iter().map(|news| news.position).collect();
    assert!(
        positions.is_sorted_by(|one, next| one < next),
        "{positions:?}"
    );
    assert_eq!(named(&news), town.people.iter().copied().collect());
    for running in both {
        running.stop().await;
    }
}

fn named(news: &[News]) -> BTreeSet<PersonId> {
    news.iter().flat_map(|news| news.people.clone()).collect()
}
