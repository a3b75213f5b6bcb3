//! The plainest page: a heading, what to know, what to do next, and sections of entries. Most themes need no more.

use askama::Template;

use crate::{
    entry::{Entry, Section},
    form::Form,
    page::Page,
};

/// The plainest page.
#[derive(Template)]
#[template(path = "listing.html")]
pub struct Listing {
    /// What is around it.
    pub page: Page,
    /// Its heading.
    pub title: String,
    /// What to know first, a paragraph each.
    pub lead: Vec<String>,
    /// What can be done here: paths, and what they are called. The first one is a button.
    pub actions: Vec<(String, &'static str)>,
    /// What there is.
    pub sections: Vec<Section>,
    /// The most likely next thing.
    pub form: Option<Form>,
    /// Where the list goes on; empty where it does not.
    pub next: String,
}

impl Listing {
    /// A page with this heading.
    pub fn new(page: Page, title: impl Into<String>) -> Self {
        Self {
            page,
            title: title.into(),
            lead: Vec::new(),
            actions: Vec::new(),
            sections: Vec::new(),
            form: None,
            next: String::new(),
        }
    }

    /// With something to know first.
    pub fn lead(mut self, words: impl Into<String>) -> Self {
        self.lead.push(words.into());
        self
    }

    /// With something that can be done here, where it is offered.
    pub fn action(mut self, path: impl Into<String>, label: &'static str) -> Self {
        let path = path.into();
        if self.page.offers(&path) {
            self.actions.push((path, label));
        }
        self
    }

    /// With a section.
    pub fn section(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// With a section of entries that lead somewhere: those alone that are offered.
    pub fn leads(self, heading: &str, entries: Vec<Entry>) -> Self {
        let mut entries = entries;
        entries.retain(|entry| self.page.offers(&entry.href));
        self.section(Section::new(heading, entries))
    }
}
