//! What an organisation's own system hears on NATS, and that its user reaches nothing else: not another's feed, and by no
//! way round the log.

use std::time::Duration;

use async_nats::{
    Client,
    jetstream::{
        Context, ContextBuilder,
        consumer::{Consumer, pull},
    },
};
use casework::ids::{OrganisationId, PersonId};
use eventlog::EventLog;
use futures::StreamExt;
use projector::feeds::{Feed, News, NotTold, Told};
use serde_json::Value;
use throughline::backend::nats::{self, feeds::NatsFeed};
use uuid::Uuid;

use super::Site;

/// The two organisations of the sample.
const ONE: &str = "MILL-LANE";
const OTHER: &str = "FOREST-PHYSIO";
/// How long something is waited for that is not to come.
const SOON: Duration = Duration::from_millis(500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organisations_own_system_hears_who_changed_there_and_reaches_nothing_else() {
    let mut site = Site::start();
    site.configuration.nats_feeds = format!("{ONE}, {OTHER}");
    let client = nats::connect(&site.configuration).await.unwrap();
    let log = nats::log(&site.configuration, client.clone())
        .await
        .unwrap();
    let keys = nats::keys(&site.configuration, client.clone(), true);
    let tokens = keys.await.unwrap().secrets().tokens();
    let feed = || {
        let (client, tokens) = (client.clone(), tokens.clone());
        NatsFeed::open(&site.configuration, client, tokens, log.id().0)
    };
    let [feed, second] = [feed().await, feed().await].map(|feed| feed.unwrap().unwrap());
    let [one, other] = [ONE, OTHER].map(|code| code.parse::<OrganisationId>().unwrap());
    let [ada, ivo, una] = [1, 2, 3].map(|number| PersonId(Uuid::from_u128(number)));

    // Whoever comes second is told so, and goes on from what was told.
    let first = feed.told(&one).await.unwrap();
    let told = feed.tell(&one, first, news(&[ada], 4)).await.unwrap();
    let overtaken = second.tell(&one, first, news(&[ada], 4)).await;
    assert!(matches!(overtaken, Err(NotTold::Overtaken)));
    assert_eq!(second.told(&one).await.unwrap(), told);
    second.tell(&one, told, news(&[ada, ivo], 9)).await.unwrap();
    let nothing = Told::default();
    feed.tell(&other, nothing, news(&[una], 7)).await.unwrap();

    // Each hears of its own, in order, and goes on behind what it has taken in.
    let theirs = system_of(&site, "forest-physio", "FOREST_PHYSIO_NATS").await;
    assert_eq!(hear(&theirs, OTHER).await, [(1, vec![una])]);
    assert_eq!(hear(&theirs, OTHER).await, []);
    let ours = system_of(&site, "mill-lane", "MILL_LANE_NATS").await;
    let waiting = consumer(&ours, ONE).await.unwrap();
    let mut messages = waiting.fetch().max_messages(1).messages().await.unwrap();
    let not_taken_in = messages.next().await.unwrap().unwrap().message;

    // Nobody reaches what is another's, or the log, or makes anything of their own.
    let head = log.head().await.unwrap();
    let mut overheard = theirs.subscribe(">").await.unwrap();
    assert!(consumer(&theirs, ONE).await.is_err());
    let next = format!("feed.CONSUMER.MSG.NEXT.throughline-feeds.{ONE}");
    let asked = tokio::time::timeout(SOON, theirs.request(next, "".into())).await;
    assert!(!matches!(asked, Ok(Ok(_))), "{asked:?}");
    let context = within_a_moment(&theirs);
    for stream in ["throughline", "throughline-feeds", "KV_throughline-keys"] {
        assert!(context.get_stream(stream).await.is_err());
    }
    assert!(context.create_stream("others").await.is_err());
    let taken_in = not_taken_in.reply.unwrap();
    theirs.publish(taken_in, "+ACK".into()).await.unwrap();
    // An answer goes to where it was asked for: in their account there is no log.
    let told = feed.told(&other).await.unwrap();
    let told = feed.tell(&other, told, news(&[ada], 12)).await.unwrap();
    let next = format!("feed.CONSUMER.MSG.NEXT.throughline-feeds.{OTHER}");
    for subject in ["throughline.person-1", "throughline-feeds.MILL-LANE"] {
        theirs.publish(subject, "forged".into()).await.unwrap();
        let asked = theirs.publish_with_reply(next.clone(), subject, "".into());
        asked.await.unwrap();
    }
    theirs.flush().await.unwrap();
    second
        .tell(&one, second.told(&one).await.unwrap(), news(&[una], 13))
        .await
        .unwrap();
    tokio::time::sleep(SOON).await;
    assert_eq!(log.head().await.unwrap(), head, "nothing came to the log");
    assert_eq!(feed.told(&other).await.unwrap(), told);
    let info = consumer(&ours, ONE).await.unwrap().cached_info().clone();
    assert_eq!(
        info.num_ack_pending, 1,
        "another's word is not taken for it"
    );
    assert_eq!(
        hear(&ours, ONE).await,
        [(2, vec![ada, ivo]), (3, vec![una])]
    );
    // What they overheard, by any subject, is their own.
    drop(context);
    theirs.flush().await.unwrap();
    while let Ok(Some(message)) = tokio::time::timeout(SOON, overheard.next()).await {
        let words = String::from_utf8_lossy(&message.payload).into_owned();
        assert!(!words.contains(&ivo.to_string()), "{words}");
    }
}

fn news(people: &[PersonId], position: u64) -> News {
    News {
        people: people.iter().copied().collect(),
        position,
    }
}

async fn system_of(site: &Site, user: &str, password: &str) -> Client {
    let connecting = eventlog_jetstream::Connecting {
        credentials: Some(site.credentials(user, password)),
        ..site.cluster.connecting()
    };
    eventlog_jetstream::connect(&connecting).await.unwrap()
}

fn within_a_moment(client: &Client) -> Context {
    let context = ContextBuilder::new().timeout(SOON).api_prefix("feed");
    context.build(client.clone())
}

async fn consumer(
    client: &Client,
    organisation: &str,
) -> Result<Consumer<pull::Config>, impl std::fmt::Debug> {
    within_a_moment(client)
        .get_consumer_from_stream(organisation, "throughline-feeds")
        .await
}

/// What an organisation's system has not taken in yet, and takes in now: by number, who changed.
async fn hear(client: &Client, organisation: &str) -> Vec<(u64, Vec<PersonId>)> {
    let consumer = consumer(client, organisation).await.unwrap();
    let mut messages = consumer.fetch().messages().await.unwrap();
    let mut heard = Vec::new();
    while let Some(message) = messages.next().await {
        let message = message.unwrap();
        message.ack().await.unwrap();
        let said: Value = serde_json::from_slice(&message.payload).unwrap();
        let people = serde_json::from_value(said["people"].clone()).unwrap();
        heard.push((said["number"].as_u64().unwrap(), people));
    }
    heard
}
