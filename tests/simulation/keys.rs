//! Keys in memory, without threads. Their bytes come from a real keyring and differ from run to run; nothing that
//! the simulation does may depend on them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use keyring::{
    DataKey, KeyName, KeyState, Keyring, Lookup, MasterKeys, Registered, Result, Secrets,
    SqliteKeyring,
};
use uuid::Uuid;

use super::pause::Pauses;

/// Keys made once, for many simulations.
#[derive(Clone)]
pub struct Pool {
    secrets: Secrets,
    keys: Vec<DataKey>,
}

impl Pool {
    /// More keys than any simulation has names for.
    pub fn new() -> Self {
        let master = MasterKeys::from_text(&MasterKeys::generate_line(1)).unwrap();
        let keyring = SqliteKeyring::in_memory(master).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let key = |number: u128| {
            runtime
                .block_on(keyring.obtain(KeyName::Person(Uuid::from_u128(number))))
                .unwrap()
        };
        Self {
            secrets: keyring.secrets().clone(),
            keys: (0..64).map(key).collect(),
        }
    }
}

/// A keyring over a pool.
pub struct Keys {
    pool: Pool,
    names: Arc<Mutex<BTreeMap<KeyName, usize>>>,
    pauses: Option<Pauses>,
}

impl Keys {
    /// No key has a name yet. Whoever asks for one may have to wait.
    pub fn new(pool: Pool, pauses: Pauses) -> Self {
        Self {
            pool,
            names: Arc::default(),
            pauses: Some(pauses),
        }
    }

    /// The same keys, for somebody who never waits.
    pub fn at_once(&self) -> Self {
        Self {
            pool: self.pool.clone(),
            names: self.names.clone(),
            pauses: None,
        }
    }

    async fn pause(&self) {
        if let Some(pauses) = &self.pauses {
            pauses.one_in(3).await;
        }
    }
}

#[async_trait]
impl Keyring for Keys {
    async fn obtain(&self, name: KeyName) -> Result<DataKey> {
        self.pause().await;
        let mut names = self.names.lock().unwrap();
        let next = names.len();
        Ok(self.pool.keys[*names.entry(name).or_insert(next)].clone())
    }

    async fn find(&self, name: KeyName) -> Result<KeyState> {
        self.pause().await;
        let place = self.names.lock().unwrap().get(&name).copied();
        Ok(place.map_or(KeyState::Unknown, |place| {
            KeyState::Live(self.pool.keys[place].clone())
        }))
    }

    async fn destroy(&self, _: KeyName) -> Result<()> {
        unreachable!("nobody is erased in the simulation")
    }

    async fn register(&self, _: Lookup, _: Uuid) -> Result<Registered> {
        unreachable!("people are known from the start")
    }

    async fn known(&self, _: Lookup) -> Result<Option<Uuid>> {
        unreachable!("people are known from the start")
    }

    async fn rewrap(&self) -> Result<usize> {
        unreachable!("the master key does not change")
    }

    async fn entries(&self) -> Result<Vec<keyring::Entry>> {
        unreachable!("nobody copies the keys")
    }

    fn secrets(&self) -> &Secrets {
        &self.pool.secrets
    }
}
