//! Records that become one, and cases that are linked.

use casework::{
    history::{MergeCompleted, TakenIn},
    ids::{LinkId, MergeId, PersonId},
    people::Told,
    person::PersonLinked,
};

use super::*;

const DUPLICATE: PersonId = PersonId(id(0x2D));
const LINK: LinkId = LinkId(id(0x11));
const MERGE: MergeId = MergeId(id(0x3E));

pub fn person_linked() -> Event {
    let told = Content::People(Told::Linked {
        other: DUPLICATE,
        words: words("They are married."),
    });
    let about = About::Link { link: LINK };
    let categories = [Category::AboutSomebodyElse, Category::Family];
    let linked = Fact {
        restriction: Some(Restriction {
            organisations: ["E82999".parse().unwrap()].into(),
            ..Restriction::default()
        }),
        ..fact(about, &categories, told)
    };
    let what = What::PersonLinked(PersonLinked {
        link: LINK,
        other: DUPLICATE,
    });
    event(120, what, vec![linked])
}

pub fn person_unlinked() -> Event {
    let told = Content::People(Told::Unlinked {
        words: Some(words("They have parted.")),
    });
    let about = About::Link { link: LINK };
    let categories = [Category::AboutSomebodyElse, Category::Family];
    let unlinked = fact(about, &categories, told);
    event(121, What::PersonUnlinked { link: LINK }, vec![unlinked])
}

pub fn merge_begun() -> Event {
    event(122, What::MergeBegun { into: DUPLICATE }, Vec::new())
}

pub fn record_taken_in() -> Event {
    let taken = about_me::note_recorded();
    let what = What::RecordTakenIn(Box::new(TakenIn {
        from: DUPLICATE,
        event: EventId(id(7)),
        at: taken.recorded_at,
        by: taken.by.clone(),
        original: taken.what,
    }));
    Event {
        by: taken.by,
        ..event(123, what, taken.facts)
    }
}

pub fn merge_completed() -> Event {
    let told = Content::People(Told::Merged {
        name: Some(words("Mo Okafor")),
        words: words("She showed both letters."),
    });
    let about = About::Merge { merge: MERGE };
    let what = What::MergeCompleted(MergeCompleted {
        merge: MERGE,
        from: DUPLICATE,
    });
    event(124, what, vec![fact(about, &[Category::Identity], told)])
}

pub fn merged_away() -> Event {
    event(125, What::MergedAway { into: DUPLICATE }, Vec::new())
}

pub fn merge_undone() -> Event {
    let told = Content::People(Told::MergeUndone {
        words: words("She has a cousin of that name."),
    });
    let about = About::Merge { merge: MERGE };
    let undone = fact(about, &[Category::Identity], told);
    event(126, What::MergeUndone { merge: MERGE }, vec![undone])
}

pub fn record_restored() -> Event {
    event(127, What::RecordRestored {}, Vec::new())
}
