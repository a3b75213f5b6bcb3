//! About Me and notes.

use super::*;

pub fn about_me_recorded() -> Event {
    let passage = |place: u16, heading: Heading| {
        let content = Content::Passage {
            words: words(&format!("Words under heading {place}.")),
            do_not_ask_again: place == 0,
            helped_by: (place == 1).then(|| words("Her daughter")),
        };
        let replaces = (place == 2).then(|| FactId {
            event: EventId(id(0xE0)),
            index: place,
        });
        Fact {
            replaces,
            ..fact(
                About::Passage { heading },
                &[Category::AboutMe, Category::Family],
                content,
            )
        }
    };
    event(
        2,
        What::AboutMeRecorded {},
        (0..)
            .zip(Heading::ALL)
            .map(|(place, heading)| passage(place, heading))
            .collect(),
    )
}

pub fn about_me_confirmed() -> Event {
    let confirmed = |index: u16| {
        let passage = FactId {
            event: EventId(id(2)),
            index,
        };
        let categories = [Category::AboutMe, Category::Family];
        fact(
            About::Confirmation { passage },
            &categories,
            Content::Confirmation,
        )
    };
    event(13, What::AboutMeConfirmed {}, [0, 6].map(confirmed).into())
}

pub fn note_recorded() -> Event {
    let readers = [(
        "LVF-FRIENDS".parse().unwrap(),
        ["sam.lee".parse().unwrap()].into(),
    )];
    let restriction = Restriction {
        organisations: ["HCC-SOCIAL".parse().unwrap()].into(),
        workers: BTreeMap::from(readers),
        kept_from_person: false,
        ..Restriction::default()
    };
    let content = Content::Note {
        words: words("She was tired today.\nShe asked for a call on Friday."),
    };
    let note = fact(About::Note, &Category::ALL, content);
    event(
        3,
        What::NoteRecorded {},
        vec![Fact {
            restriction: Some(restriction),
            ..note
        }],
    )
}
