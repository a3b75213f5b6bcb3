//! What clients come up with about records that are merged, and cases that are linked. The duplicate is a small one that
//! every client knows; a record that is merged away itself is soon restored.

use casework::{
    Category,
    event::By,
    history::History,
    ids::LinkId,
    person::{
        link::LinkPerson,
        merge::{begin::BeginMerge, leave::LeaveRecord},
        unlink::UnlinkPerson,
        unmerge::restore::RestoreRecord,
    },
    testing::{self, gp, merges},
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{ORGANISATIONS, involved, somebody};
use crate::{chance::Chance, order::Ask};

/// Two cases are linked, or no longer.
pub fn link(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let by = involved(chance, history);
    let mut links: Vec<_> = history.links().filter(|(_, link)| !link.ended).collect();
    links.sort_by_key(|(id, _)| *id);
    if chance.one_in(2)
        && let Some((link, _)) = links.first()
    {
        let unlink = UnlinkPerson {
            link: *link,
            words: None,
        };
        return Some((by, Ask::UnlinkPerson(unlink)));
    }
    let link = LinkPerson {
        link: LinkId(Uuid::from_u128(u128::from(history.version()))),
        readers: ORGANISATIONS
            .iter()
            .map(|code| code.parse().unwrap())
            .collect(),
        ..merges::link(&[])
    };
    Some((by, Ask::LinkPerson(link)))
}

/// A duplicate is merged into the record, or taken out of it; or the record itself is about to be merged away.
pub fn merge(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let holder = history.open_case()?.holder.organisation.clone();
    let by = somebody(chance, holder.as_str());
    let mut merges: Vec<_> = history.merges().filter(|merge| !merge.undone).collect();
    merges.sort_by_key(|merge| merge.event);
    let ask = match merges.first() {
        _ if chance.one_in(6) => Ask::BeginMerge(BeginMerge {
            birth_date: history.identity().map(|identity| identity.birth_date),
            into: merges::DUPLICATE,
        }),
        Some(merge) => Ask::UnmergePerson(merges::unmerge(merge.id)),
        None if history.takes_in(merges::DUPLICATE) => Ask::CompleteMerge(merges::complete()),
        None => {
            let mut other = merges::duplicate();
            let note = testing::note("A note.", &[Category::Health]);
            other.when(&gp(), &note).unwrap();
            Ask::TakeIn(merges::take_in(&other))
        }
    };
    Some((by, ask))
}

/// A record that is being merged away goes on its way, or comes back.
pub fn go_on(chance: &mut Chance, history: &History) -> Option<(By, Ask)> {
    let merging = history.merging()?;
    let by = somebody(chance, ORGANISATIONS[0]);
    let into = merging.into;
    let ask = if !merging.done && chance.one_in(2) {
        Ask::LeaveRecord(LeaveRecord { into })
    } else {
        Ask::RestoreRecord(RestoreRecord { into, done: None })
    };
    Some((by, ask))
}
