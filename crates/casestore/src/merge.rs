//! Two records become one, or two again: several commands in two streams, each of which a retry finds done.
//!
//! Begun and not finished, the duplicate is at a standstill and shows what it showed before; whoever sends the merge
//! again finishes it. Where the record that stays refuses it on the way, the duplicate goes on by itself.

use casework::{
    command::{self, Context},
    event::{Event, What},
    history::{History, Merging},
    ids::{Mint, PersonId},
    person::{
        merge::{
            MergePerson, begin::BeginMerge, complete::CompleteMerge, leave::LeaveRecord,
            take_in::TakeIn,
        },
        unmerge::{UnmergePerson, restore::RestoreRecord},
    },
    refusal::{Code, Refusal},
};

use crate::{Done, Error, Request, Streams, streams::done_before};

/// The most events that are taken in at a time: a commit holds 256.
const EVENTS_MAX: usize = 100;
/// The most bytes of words that are taken in at a time, but for one event alone: a commit holds 512 KiB, sealed.
const BYTES_MAX: usize = 200_000;

impl Streams<History> {
    /// Merges a duplicate into a record. The answer is that of the duplicate's stream, which ends last.
    ///
    /// # Errors
    /// As [`Streams::execute`]. Sent again under the same id, it goes on where it stopped.
    pub async fn merge(
        &self,
        survivor: PersonId,
        request: &Request,
        merge: &MergePerson,
    ) -> Result<Done, Error> {
        let duplicate = merge.duplicate;
        let step = |name: &str| request.following(self.secrets(), name);
        let leave = LeaveRecord { into: survivor };
        if let Some(done) = self.finished(survivor, request).await? {
            let last = self.execute(&duplicate, &step("leave"), &leave).await?;
            return Ok(Done {
                thing: done.thing,
                repeated: true,
                ..last
            });
        }
        let complete = self.allowed(survivor, request, merge).await?;
        let birth_date = {
            let stays = self.read(&survivor).await?;
            stays.state.identity().map(|identity| identity.birth_date)
        };
        let begin = BeginMerge {
            into: survivor,
            birth_date,
        };
        self.execute(&duplicate, &step("begin"), &begin).await?;
        match self.finish(survivor, request, &complete).await {
            Err(Error::Refused(refusal)) => {
                self.take_back(survivor, duplicate, &step("restore"))
                    .await?;
                Err(refusal.into())
            }
            Err(error) => Err(error),
            Ok(done) => {
                let last = self.execute(&duplicate, &step("leave"), &leave).await?;
                Ok(Done {
                    thing: done.thing,
                    ..last
                })
            }
        }
    }

    /// Undoes a merge, and says which record is one of its own again. The answer is that of the restored stream, which
    /// ends last.
    ///
    /// # Errors
    /// As [`Streams::merge`].
    pub async fn unmerge(
        &self,
        survivor: PersonId,
        request: &Request,
        unmerge: &UnmergePerson,
    ) -> Result<(Done, PersonId), Error> {
        self.execute(&survivor, request, unmerge).await?;
        let restored = {
            let stream = self.read(&survivor).await?;
            let meant = stream.state.merges().find(|one| one.id == unmerge.merge);
            let unknown = || Refusal::of(Code::MergeUnknown, "merge_id");
            meant.ok_or_else(unknown)?.from
        };
        let restore = RestoreRecord {
            into: survivor,
            done: None,
        };
        let step = request.following(self.secrets(), "restore");
        Ok((self.execute(&restored, &step, &restore).await?, restored))
    }

    /// The duplicate goes on by itself, unless another request has merged it meanwhile.
    async fn take_back(
        &self,
        survivor: PersonId,
        duplicate: PersonId,
        step: &Request,
    ) -> Result<(), Error> {
        let merged = {
            let stream = self.read(&survivor).await?;
            let mut merges = stream.state.merges();
            merges.any(|merge| merge.from == duplicate && !merge.undone)
        };
        if merged {
            return Ok(());
        }
        let restore = RestoreRecord {
            into: survivor,
            done: Some(false),
        };
        match self.execute(&duplicate, step, &restore).await {
            // It has gone on already.
            Ok(_) | Err(Error::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// That the merge has been completed, where it has.
    async fn finished(&self, survivor: PersonId, request: &Request) -> Result<Option<Done>, Error> {
        let stream = self.read(&survivor).await?;
        let (command_id, _) = request.mint(self.secrets());
        done_before(&stream, request, command_id)
    }

    /// What completes the merge, where the caller may: nothing is begun, and nothing said of the duplicate, otherwise.
    async fn allowed(
        &self,
        survivor: PersonId,
        request: &Request,
        merge: &MergePerson,
    ) -> Result<CompleteMerge, Error> {
        let name = {
            let other = self.read(&merge.duplicate).await?;
            other.state.identity().map(|identity| identity.name.clone())
        };
        let complete = CompleteMerge {
            from: merge.duplicate,
            name,
            words: merge.words.clone(),
        };
        let stream = self.read(&survivor).await?;
        let context = Context {
            by: request.by.clone(),
            now: stream.next_at(request.now),
        };
        command::decide(&complete, &stream.state, &context, &mut Mint::new([0; 32]))?;
        Ok(complete)
    }

    /// Takes in all that the duplicate holds, and makes it visible.
    async fn finish(
        &self,
        survivor: PersonId,
        request: &Request,
        complete: &CompleteMerge,
    ) -> Result<Done, Error> {
        let duplicate = complete.from;
        let merging = self.read(&duplicate).await?.state.merging();
        // An earlier try was refused and taken back: the record has gone on since.
        let into = survivor;
        if merging != Some(Merging { into, done: false }) {
            return Err(Refusal::new(Code::MergeNotNow).into());
        }
        let events = self.events(&duplicate).await?;
        for (number, events) in parts(events).into_iter().enumerate() {
            let step = request.following(self.secrets(), &format!("take in {number}"));
            let take_in = TakeIn {
                from: duplicate,
                events,
            };
            self.execute(&survivor, &step, &take_in).await?;
        }
        self.execute(&survivor, request, complete).await
    }
}

/// The events in parts that fit into a commit each, without those that tell of the merge itself.
fn parts(events: Vec<Event>) -> Vec<Vec<Event>> {
    let mut parts = vec![Vec::new()];
    let mut bytes = 0;
    for event in events
        .into_iter()
        .filter(|event| !is_of_a_merge(&event.what))
    {
        let words: usize = event
            .facts
            .iter()
            .map(|fact| serde_json::to_vec(fact).map_or(0, |json| json.len()))
            .sum();
        let full = parts.last().is_none_or(|part| part.len() >= EVENTS_MAX);
        if full || bytes + words > BYTES_MAX {
            parts.push(Vec::new());
            bytes = 0;
        }
        bytes += words;
        parts
            .last_mut()
            .into_iter()
            .for_each(|part| part.push(event.clone()));
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether the event tells what becomes of this record by merging it into another.
fn is_of_a_merge(what: &What) -> bool {
    matches!(
        what,
        What::MergeBegun { .. } | What::MergedAway { .. } | What::RecordRestored {}
    )
}
