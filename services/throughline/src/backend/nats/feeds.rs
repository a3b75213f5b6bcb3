//! Organisations' feeds on NATS: one stream, a subject and a durable consumer for each organisation. A message names
//! people and nothing about them. An organisation's own user reaches its consumer and nothing else (`deploy/nats`).
//!
//! Any number of processes tell the same organisation: a message is taken only behind the one that its sender knows, and
//! the last one says how far it has been told, so that none is left out and none comes twice.

use std::{collections::BTreeSet, time::Duration};

use anyhow::{Context as _, Error};
use async_nats::{
    Client, HeaderMap,
    header::NATS_EXPECTED_LAST_SUBJECT_SEQUENCE,
    jetstream::{
        self, Context,
        consumer::{AckPolicy, pull},
        context::PublishErrorKind,
        stream::{Config, LastRawMessageErrorKind, Stream},
    },
};
use casework::ids::{OrganisationId, PersonId};
use keyring::TokenKey;
use projector::feeds::{Feed, News, NotTold, Told};
use runtime::configuration::Configuration;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::backend::in_time;

/// How long a message is kept.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long an organisation's system has to say that it has taken a message in, before it is sent again.
const TAKEN_IN_WITHIN: Duration = Duration::from_secs(30);

/// The feeds of some organisations.
pub struct NatsFeed {
    context: Context,
    stream: Stream,
    name: String,
    organisations: BTreeSet<OrganisationId>,
    tokens: TokenKey,
    log: Uuid,
}

/// A message, as JSON.
#[derive(Debug, Serialize, Deserialize)]
struct Message {
    /// Which one of this organisation's it is, from 1: where one is missing, it is not kept any more.
    number: u64,
    /// Who changed.
    people: BTreeSet<PersonId>,
    /// To be given as `not_before` in a query, so that the answer includes the change.
    not_before: String,
}

impl NatsFeed {
    /// The feeds of the organisations that the settings name, made where there are none; none where they name nobody.
    ///
    /// # Errors
    /// With a message for the operator: what cannot be made.
    pub async fn open(
        configuration: &Configuration,
        client: Client,
        tokens: TokenKey,
        log: Uuid,
    ) -> anyhow::Result<Option<NatsFeed>> {
        let organisations = named(&configuration.nats_feeds)?;
        if organisations.is_empty() {
            return Ok(None);
        }
        let context = jetstream::new(client);
        let name = format!("{}-feeds", configuration.log_name);
        // Servers that are being started have yet to find a leader.
        let stream = in_time(
            |_: &Error| true,
            || made(&context, &name, configuration.nats_replicas, &organisations),
        );
        let in_words = || format!("the feeds cannot be kept in the stream {name} on NATS");
        let stream = stream.await.with_context(in_words)?;
        Ok(Some(NatsFeed {
            context,
            stream,
            name,
            organisations,
            tokens,
            log,
        }))
    }

    fn subject(&self, organisation: &OrganisationId) -> String {
        format!("{}.{organisation}", self.name)
    }
}

/// The stream, and a consumer for each organisation; made where there are none.
async fn made(
    context: &Context,
    name: &str,
    replicas: usize,
    organisations: &BTreeSet<OrganisationId>,
) -> Result<Stream, Error> {
    let wanted = Config {
        name: name.to_owned(),
        description: Some("Throughline's feeds: who changed, for each organisation.".to_owned()),
        subjects: vec![format!("{name}.*")],
        max_age: KEPT,
        num_replicas: replicas,
        ..Default::default()
    };
    let stream = context.get_or_create_stream(wanted).await?;
    for organisation in organisations {
        let consumer = pull::Config {
            durable_name: Some(organisation.to_string()),
            filter_subject: format!("{name}.{organisation}"),
            ack_policy: AckPolicy::Explicit,
            ack_wait: TAKEN_IN_WITHIN,
            ..Default::default()
        };
        stream
            .get_or_create_consumer(organisation.as_str(), consumer)
            .await?;
    }
    Ok(stream)
}

/// The organisations of the setting.
fn named(text: &str) -> anyhow::Result<BTreeSet<OrganisationId>> {
    let codes = text
        .split(',')
        .map(str::trim)
        .filter(|code| !code.is_empty());
    codes
        .map(|code| {
            code.parse()
                .with_context(|| format!("`nats_feeds` names {code:?}"))
        })
        .collect()
}

#[tonic::async_trait]
impl Feed for NatsFeed {
    fn tells(&self, organisation: &OrganisationId) -> bool {
        self.organisations.contains(organisation)
    }

    async fn told(&self, organisation: &OrganisationId) -> Result<Told, NotTold> {
        let subject = self.subject(organisation);
        let last = match self.stream.get_last_raw_message_by_subject(&subject).await {
            Ok(last) => last,
            Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => {
                return Ok(Told::default());
            }
            Err(error) => return Err(failed(error)),
        };
        let place = last.sequence;
        // One that is not ours, or of another log, says nothing: all that is kept is told behind it.
        let told = serde_json::from_slice::<Message>(&last.payload).ok();
        let told = told.and_then(|message| {
            let position =
                self.tokens
                    .received(self.log, organisation.as_str(), &message.not_before);
            Some(Told {
                position: position.ok()?,
                number: message.number,
                place,
            })
        });
        Ok(told.unwrap_or(Told {
            place,
            ..Told::default()
        }))
    }

    async fn tell(
        &self,
        organisation: &OrganisationId,
        last: Told,
        News { people, position }: News,
    ) -> Result<Told, NotTold> {
        let number = last.number + 1;
        let message = Message {
            number,
            people,
            not_before: self
                .tokens
                .receipt(self.log, organisation.as_str(), position),
        };
        let body = serde_json::to_vec(&message).map_err(failed)?;
        let mut headers = HeaderMap::new();
        headers.insert(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, last.place.to_string());
        let subject = self.subject(organisation);
        let sent = self
            .context
            .publish_with_headers(subject, headers, body.into());
        match sent.await.map_err(failed)?.await {
            Ok(taken) => Ok(Told {
                position,
                number,
                place: taken.sequence,
            }),
            Err(error) if error.kind() == PublishErrorKind::WrongLastSequence => {
                Err(NotTold::Overtaken)
            }
            Err(error) => Err(failed(error)),
        }
    }
}

fn failed(error: impl std::fmt::Display) -> NotTold {
    NotTold::Failed(error.to_string())
}
