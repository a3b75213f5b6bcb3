//! Something that is known, as a page shows it: what it says, who recorded it, for whom and when, and why one sees it.
//!
//! How each sort of fact is told stands in `told`.

use askama::Template;

/// Something that is known, as a page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "components/entry.html")]
pub struct Entry {
    /// Its id, by which a page that is open tells what is new.
    pub id: String,
    /// What it is, in a few words.
    pub heading: String,
    /// Where it leads; empty where nowhere.
    pub href: String,
    /// What it says.
    pub says: Vec<Says>,
    /// Who recorded it, for which organisation.
    pub by: String,
    /// When.
    pub at: String,
    /// What is to be minded about it.
    pub tags: Vec<Tag>,
    /// Where it is explained why one sees it; empty where it is not a fact.
    pub why: String,
    /// What can be done with it: where that leads, and what it is called.
    pub act: Option<(String, &'static str)>,
}

/// Something that is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Says {
    /// What about; empty where that is plain.
    pub label: String,
    /// The words.
    pub words: String,
    /// Whether they are the person's own.
    pub own_words: bool,
}

/// A mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(
    source = "<strong class=\"nhsuk-tag{% if !colour.is_empty() %} nhsuk-tag--{{ colour }}{% endif %}\">{{ label }}</strong>",
    ext = "html"
)]
pub struct Tag {
    /// What it says.
    pub label: String,
    /// Its colour in nhsuk-frontend; empty for the plain one.
    pub colour: &'static str,
}

/// Entries under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "components/section.html")]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// What stands under it.
    pub entries: Vec<Entry>,
    /// What is said where there is nothing; empty where the section is then left out.
    pub empty: String,
}

impl askama::filters::HtmlSafe for Entry {}
impl askama::filters::HtmlSafe for Section {}
impl askama::filters::HtmlSafe for Tag {}

impl Entry {
    /// An entry with a heading.
    pub fn new(heading: impl Into<String>) -> Self {
        Self {
            heading: heading.into(),
            ..Default::default()
        }
    }

    /// That says this.
    pub fn says(mut self, words: impl Into<String>) -> Self {
        self.say("", words, false);
        self
    }

    /// That says this about something, where there is anything to say.
    pub fn about(mut self, label: &str, words: impl Into<String>) -> Self {
        self.say(label, words, false);
        self
    }

    /// In the person's own words.
    pub fn own_words(mut self, words: impl Into<String>) -> Self {
        self.say("", words, true);
        self
    }

    /// In the person's own words about something.
    pub fn own_words_about(mut self, label: &str, words: impl Into<String>) -> Self {
        self.say(label, words, true);
        self
    }

    /// With a mark.
    pub fn tag(mut self, label: impl Into<String>, colour: &'static str) -> Self {
        self.tags.push(Tag::new(label, colour));
        self
    }

    /// That leads there.
    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }

    fn say(&mut self, label: &str, words: impl Into<String>, own_words: bool) {
        let words = words.into();
        if !words.is_empty() {
            self.says.push(Says {
                label: label.to_owned(),
                words,
                own_words,
            });
        }
    }
}

impl Tag {
    /// A mark of this colour.
    pub fn new(label: impl Into<String>, colour: &'static str) -> Self {
        Self {
            label: label.into(),
            colour,
        }
    }
}

impl Section {
    /// Entries under a heading; left out where there is none.
    pub fn new(heading: impl Into<String>, entries: Vec<Entry>) -> Self {
        Self {
            heading: heading.into(),
            entries,
            empty: String::new(),
        }
    }

    /// Says this where there is nothing.
    pub fn or(mut self, empty: impl Into<String>) -> Self {
        self.empty = empty.into();
        self
    }
}
