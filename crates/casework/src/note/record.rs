//! `RecordNote`: a worker writes a note, for everybody whose grants cover it or for named readers only.

use crate::{
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact, Restriction},
    history::History,
    ids::Mint,
    refusal::{Code, Refusal},
    words::Words,
};

/// Records a note.
#[derive(Clone, Debug)]
pub struct RecordNote {
    /// What it says.
    pub words: Words,
    /// What it is about.
    pub categories: Categories,
    /// The only readers besides the writer, where it is restricted.
    pub restriction: Option<Restriction>,
}

impl Command for RecordNote {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.helping(history)?;
        if self.categories.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "categories"));
        }
        let fact = Fact {
            about: About::Note,
            // A note names who wrote it, and that may reveal as much as what it says.
            categories: self
                .categories
                .with(history.reveals(context.organisation())),
            restriction: self.restriction.clone(),
            replaces: None,
            content: Content::Note {
                words: self.words.clone(),
            },
        };
        Ok(vec![Draft {
            what: What::NoteRecorded {},
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        testing::{World, gp, link_worker, note},
    };

    #[test]
    fn a_note_is_shown_to_those_who_wrote_it() {
        let mut world = World::with_case();
        let events = world
            .when(&gp(), &note("Low mood.", &[Category::MentalHealth]))
            .unwrap();
        assert_eq!(world.shown(&gp(), events[0].id), 1);
    }

    #[test]
    fn a_note_without_a_category_is_refused() {
        let refusal = World::with_case()
            .when(&gp(), &note("Low mood.", &[]))
            .unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::CategoryMissing, "categories"));
    }

    #[test]
    fn for_an_organisation_that_is_not_involved_there_is_no_case() {
        let note = note("Low mood.", &[Category::Health]);
        let outside = World::with_case().when(&link_worker(), &note).unwrap_err();
        let nowhere = World::new().when(&link_worker(), &note).unwrap_err();
        assert_eq!(outside, nowhere);
        assert_eq!(outside.code, Code::CaseUnknown);
    }

    #[test]
    fn a_restricted_note_is_shown_to_its_writer_and_named_readers_only() {
        let mut world = World::with_involved_charity();
        let restriction = Some(Restriction {
            organisations: [link_worker().organisation].into(),
            ..Default::default()
        });
        let note = RecordNote {
            restriction,
            ..note("Careful.", &[Category::Safety])
        };
        let event = world.when(&gp(), &note).unwrap()[0].id;
        let colleague = crate::event::By {
            worker: "another".parse().unwrap(),
            ..gp()
        };
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&colleague, event),
                world.shown(&link_worker(), event)
            ],
            [1, 0, 1]
        );
    }
}
