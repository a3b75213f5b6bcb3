//! Samples of every page in three states, for the tests that render, look at and measure them all: nothing of it is
//! served by the program.

use askama::Template;

use crate::{
    audience::Audience,
    bar::Bar,
    entry::{Entry, Section},
    form::Form,
    page::{Ending, Page},
    pages,
    session::Somebody,
    speaking::Speaker,
    visit::FormPage,
};

/// In which state a page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is nothing yet.
    Empty,
    /// As it usually is.
    Usual,
    /// With more than anybody has thought of: sixty facts, long names, fourteen organisations.
    Overfull,
}

impl State {
    /// Every state.
    pub const ALL: [State; 3] = [State::Empty, State::Usual, State::Overfull];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            State::Empty => "empty",
            State::Usual => "usual",
            State::Overfull => "overfull",
        }
    }
}

/// A page as it would be served.
pub struct Sample {
    /// Its name and its state: "brief-usual".
    pub name: String,
    /// The page.
    pub html: String,
}

/// Gathers samples.
#[derive(Default)]
pub struct Gallery {
    /// What has been gathered.
    pub samples: Vec<Sample>,
    /// What could not be rendered.
    pub failed: Vec<String>,
}

impl Gallery {
    /// Every page.
    pub fn of_all() -> Self {
        let mut gallery = Self::default();
        pages::samples(&mut gallery);
        gallery
    }

    /// Adds a page.
    pub fn page(&mut self, name: &str, state: State, page: &impl Template) {
        let name = format!("{name}-{}", state.name());
        match page.render() {
            Ok(html) => self.samples.push(Sample { name, html }),
            Err(error) => self.failed.push(format!("{name}: {error}")),
        }
    }

    /// Adds a form: as it is opened, and as it comes back with something wrong with each of its fields.
    pub fn form(&mut self, name: &str, make: impl Fn() -> Form) {
        let about = |form: &Form| match form.person {
            Some(_) => page_about("A form", State::Usual),
            None => page("A form"),
        };
        let opened = make().heard_by(Audience::not_yet(
            "Tick what it is about, to see who will see it.",
        ));
        let page = about(&opened);
        self.page(name, State::Empty, &FormPage { page, form: opened });
        let mut wrong = make();
        let names: Vec<String> = wrong
            .fields
            .iter()
            .map(|field| field.name.clone())
            .collect();
        for name in names {
            wrong.problem(&name, "The text is empty. Write something.");
        }
        let mut page = about(&wrong);
        page.problems = std::mem::take(&mut wrong.problems);
        self.page(name, State::Overfull, &FormPage { page, form: wrong });
    }
}

/// How many things a list holds in a state.
pub fn count(state: State) -> usize {
    match state {
        State::Empty => 0,
        State::Usual => 5,
        State::Overfull => 60,
    }
}

/// A section of entries.
pub fn section(heading: &str, state: State) -> Section {
    let entry = |number: usize| Entry {
        id: format!("{heading} {number}"),
        by: "Dr Patel, Park Road Surgery".to_owned(),
        at: "9 June 2026, 2:13pm".to_owned(),
        ..Entry::new(format!("Chase the grab rail date, {number}"))
            .says("Asked on 22 May, no date yet.")
            .tag("Overdue", "red")
            .to("/work")
    };
    Section::new(heading, (0..count(state)).map(entry).collect())
}

/// What is around a page about nobody.
pub fn page(title: &str) -> Page {
    let speaker = Speaker {
        organisation: "LEA-VALLEY-FRIENDS".to_owned(),
        worker: "sam.lee".to_owned(),
        role: "link-worker".to_owned(),
    };
    Page {
        title: title.to_owned(),
        site: "Throughline".to_owned(),
        somebody: Some(Somebody {
            speaker,
            name: "Sam Lee".to_owned(),
            organisation: "Lea Valley Friends".to_owned(),
            roles: vec!["link-worker".to_owned()],
            from_elsewhere: None,
        }),
        is_sandbox: true,
        ends: Some(Ending {
            at: "10:45am".to_owned(),
            in_s: 1800,
        }),
        reference: "4b84e80d".to_owned(),
        ..Default::default()
    }
}

/// What is around a page about somebody.
pub fn page_about(title: &str, state: State) -> Page {
    let bar = match state {
        State::Empty => Bar {
            name: "Name not shared with you".to_owned(),
            ..Default::default()
        },
        State::Usual => Bar {
            name: "Maureen Okafor".to_owned(),
            called: "Mo".to_owned(),
            born: "4 March 1951 (75)".to_owned(),
            nhs_number: "999 018 2477".to_owned(),
            communication: "I am hard of hearing. Text me; please do not ring.".to_owned(),
            safety: vec!["Text only, never post".to_owned()],
            warnings: vec!["Visit in twos"],
            ..Default::default()
        },
        State::Overfull => Bar {
            name: "Wilhelmina Anastasia Featherstonehaugh-Cholmondeley-Warner".to_owned(),
            called: "Minnie of the Thousand Hats".to_owned(),
            born: "29 February 1928 (98)".to_owned(),
            nhs_number: "999 018 2477".to_owned(),
            communication: "I speak Yoruba best, and English when I am rested. Speak to my better ear, the left one, and write down what was agreed in large print on yellow paper.".repeat(2),
            safety: vec!["Text only, never post".to_owned(), "Leave no message: others listen to them".to_owned()],
            warnings: vec!["Visit in twos", "Animal in the home", "Unsafe building or way in", "Risk of infection"],
            ..Default::default()
        },
    };
    let bar = Bar {
        person: "8ffab2c4-5e03-8599-8a24-0eacd43bb0ef".to_owned(),
        takes_part: true,
        ..bar
    };
    Page {
        bar: Some(bar),
        ..page(title).within("people")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_rendered_from_its_samples() {
        let gallery = Gallery::of_all();
        assert!(gallery.failed.is_empty(), "{:?}", gallery.failed);
        assert!(gallery.samples.len() > 4);
        for sample in &gallery.samples {
            assert!(sample.html.contains("</html>"), "{}", sample.name);
        }
    }
}
