//! Accounts, sessions and drafts in a bucket of their own on NATS: any number of processes with the pages share them, and none
//! is lost with a machine. Names are digests and values are sealed before they come here.

use async_trait::async_trait;
use identity::records::{Error, Expected, Record, Records};
use keyring::jetstream::bucket::{Bucket, Created, Stored};

/// Records in a bucket.
pub struct NatsRecords(Bucket);

impl NatsRecords {
    /// The records in this bucket.
    pub fn new(bucket: Bucket) -> Self {
        Self(bucket)
    }
}

fn error(error: keyring::Error) -> Error {
    Error(error.to_string())
}

fn record(stored: Stored) -> Result<Record, Error> {
    let revision = i64::try_from(stored.revision).map_err(|no| Error(no.to_string()))?;
    Ok(Record {
        value: stored.value.into(),
        revision,
    })
}

#[async_trait]
impl Records for NatsRecords {
    async fn get(&self, name: &str) -> Result<Option<Record>, Error> {
        let stored = self.0.get(name).await.map_err(error)?;
        stored.map(record).transpose()
    }

    async fn put(&self, name: &str, value: Vec<u8>, expected: Expected) -> Result<bool, Error> {
        let value = value.into();
        match expected {
            Expected::New => {
                let created = self.0.create(name, value).await.map_err(error)?;
                Ok(matches!(created, Created::New))
            }
            Expected::Revision(revision) => match u64::try_from(revision) {
                Ok(revision) => self.0.update(name, value, revision).await.map_err(error),
                Err(_) => Ok(false),
            },
            Expected::Any => {
                let put = self.0.put(name, value).await;
                put.map(|_| true).map_err(error)
            }
        }
    }

    async fn delete(&self, name: &str) -> Result<(), Error> {
        self.0.remove(name).await.map_err(error)
    }

    async fn names(&self, beginning: &str) -> Result<Vec<String>, Error> {
        let names = self.0.entries(&format!("{beginning}>")).await;
        let mut names = names.map_err(error)?;
        names.sort_unstable();
        Ok(names)
    }
}
