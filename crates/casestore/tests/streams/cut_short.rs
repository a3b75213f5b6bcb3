//! A request may be dropped wherever it waits: its caller went away. What is in memory stays whole.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use casestore::{Done, Streams};
use casework::{
    command::{Command, Context},
    event::Draft,
    history::History,
    ids::Mint,
    refusal::Refusal,
    testing::{gp, referral},
};
use keyring::{DataKey, KeyName, KeyState, Keyring, Lookup, Registered, Secrets};
use uuid::Uuid;

use super::a_note;
use crate::fixture::{Fixture, ROOMY, execute, person};

#[tokio::test]
async fn a_receipt_is_whole_after_a_request_was_dropped_anywhere() {
    let fixture = Fixture::new();
    let process = fixture.process();
    execute(&process, &gp(), 1, &casework::testing::maureen())
        .await
        .unwrap();
    for dropped_at in 0..8 {
        let keys = Arc::new(Stopping {
            keys: fixture.keys.clone(),
            calls_left: AtomicUsize::new(usize::MAX),
        });
        let other = Streams::<History>::new(fixture.log.clone(), keys.clone(), ROOMY);
        other.read(&person()).await.unwrap();
        let number = 50 + dropped_at;
        let done = execute(
            &process,
            &gp(),
            number,
            &NoteThenReferral {
                service: dropped_at,
            },
        )
        .await
        .unwrap();
        assert!(done.thing.is_some());

        keys.calls_left
            .store(usize::from(dropped_at), Ordering::Relaxed);
        let retry = NoteThenReferral {
            service: dropped_at,
        };
        let request = async { execute(&other, &gp(), number, &retry).await };
        let _ = tokio::time::timeout(Duration::from_millis(20), request).await;
        keys.calls_left.store(usize::MAX, Ordering::Relaxed);

        let again = execute(&other, &gp(), number, &retry).await.unwrap();
        assert_eq!(
            again,
            Done {
                repeated: true,
                ..done
            },
            "dropped at call {dropped_at} of the keyring"
        );
    }
}

/// One command that records two events, of which the second brings something into being.
struct NoteThenReferral {
    service: u8,
}

impl Command for NoteThenReferral {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let mut referral = referral();
        referral.service.terms.service.0 = Uuid::from_u128(self.service.into());
        let mut drafts = a_note("She asked for it.").decide(history, context, mint)?;
        drafts.extend(referral.decide(history, context, mint)?);
        Ok(drafts)
    }
}

/// A keyring that answers so many calls and then no more.
struct Stopping {
    keys: Arc<dyn Keyring>,
    calls_left: AtomicUsize,
}

impl Stopping {
    async fn called(&self) {
        let left = self
            .calls_left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
        if left.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[async_trait]
impl Keyring for Stopping {
    async fn obtain(&self, name: KeyName) -> keyring::Result<DataKey> {
        self.called().await;
        self.keys.obtain(name).await
    }

    async fn find(&self, name: KeyName) -> keyring::Result<KeyState> {
        self.called().await;
        self.keys.find(name).await
    }

    async fn destroy(&self, name: KeyName) -> keyring::Result<()> {
        self.keys.destroy(name).await
    }

    async fn register(&self, lookup: Lookup, proposed: Uuid) -> keyring::Result<Registered> {
        self.keys.register(lookup, proposed).await
    }

    async fn known(&self, lookup: Lookup) -> keyring::Result<Option<Uuid>> {
        self.keys.known(lookup).await
    }

    async fn rewrap(&self) -> keyring::Result<usize> {
        self.keys.rewrap().await
    }

    async fn entries(&self) -> keyring::Result<Vec<keyring::Entry>> {
        self.keys.entries().await
    }

    fn secrets(&self) -> &Secrets {
        self.keys.secrets()
    }
}
