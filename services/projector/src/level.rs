//! Whether the files keep up with the log: since when they are known to hold all that it held. Files that are being made from
//! its beginning, or that have fallen far behind, may hold what was withdrawn since: nobody may be shown them.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// How far in time the files may be behind before nothing is confirmed any more.
const BEHIND_MAX: Duration = Duration::from_secs(10);
/// How far apart the log's heads are that are kept for comparing.
const APART: Duration = Duration::from_millis(250);

/// As far as the files have kept up.
#[derive(Default)]
pub(crate) struct Level(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    /// Heads of the log that the files did not include yet, and when they were seen.
    heads: VecDeque<(Instant, u64)>,
    /// When the newest head was seen that they include.
    level: Option<Instant>,
}

impl Level {
    /// Whether what the files hold is recent enough, where the log's head is this now and they include that.
    pub(crate) fn keeps_up(&self, now: Instant, head: u64, position: u64) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_apart = |(last, _): &(Instant, u64)| now.duration_since(*last) >= APART;
        if position >= head {
            seen.heads.clear();
            seen.level = Some(now);
        } else if seen.heads.back().is_none_or(is_apart) {
            seen.heads.push_back((now, head));
        }
        while let Some((when, _)) = seen.heads.front().filter(|(_, head)| position >= *head) {
            seen.level = Some(*when);
            seen.heads.pop_front();
        }
        // One head for each step up to the bound is enough to find the level again.
        let kept = BEHIND_MAX.as_millis() / APART.as_millis();
        while seen.heads.len() as u128 > kept {
            seen.heads.pop_front();
        }
        seen.level
            .is_some_and(|level| now.duration_since(level) <= BEHIND_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_keep_up_from_when_they_have_been_level_and_as_long_as_they_are_not_far_behind() {
        let (level, begun) = (Level::default(), Instant::now());
        let keeps_up = |at: u64, head, position| {
            level.keeps_up(begun + Duration::from_secs(at), head, position)
        };
        assert!(!keeps_up(0, 5, 3), "they have never been level");
        assert!(keeps_up(0, 5, 5));
        // The log grows and they follow, a few seconds behind: never level, and always recent.
        for at in 6..100 {
            assert!(keeps_up(at, at, at.saturating_sub(4).max(5)), "{at}");
        }
        // They stand still.
        assert!(keeps_up(105, 200, 95));
        assert!(!keeps_up(106, 200, 95));
        assert!(!keeps_up(160, 201, 95));
        assert!(keeps_up(161, 201, 201));
    }
}
