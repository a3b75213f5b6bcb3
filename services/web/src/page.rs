//! What every page has around its content: title, header, the person's bar, what was just done, what is wrong.

use crate::{assets, bar::Bar, form::Problem, session::Somebody};

/// What every page has around its content. Its markup is `templates/layout.html`.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What it is, in a few words. It names nobody: titles are kept in the browser's history.
    pub title: String,
    /// What the deployer calls the whole.
    pub site: String,
    /// Whether the deployer has a logo of their own.
    pub has_logo: bool,
    /// Who has signed in.
    pub somebody: Option<Somebody>,
    /// Whether it is a sandbox of invented people.
    pub is_sandbox: bool,
    /// When the session ends, where nothing is asked; none where nobody has signed in.
    pub ends: Option<Ending>,
    /// Whether the session is kept up while the page is open: a meeting does not end in mid-item.
    pub keeps_session: bool,
    /// Which part of the header's navigation this is: the first part of its path.
    pub part: &'static str,
    /// Whom it is about.
    pub bar: Option<Bar>,
    /// What was just done; empty where nothing was.
    pub said: String,
    /// What is to be known about that.
    pub also: Vec<String>,
    /// What is wrong with what was sent.
    pub problems: Vec<Problem>,
    /// By what this page is called when a problem with it is reported.
    pub reference: String,
    /// The token for the forms on it.
    pub token: String,
    /// Whether the page is told when what it shows has changed.
    pub is_live: bool,
}

/// When a session ends.
#[derive(Clone, Debug)]
pub struct Ending {
    /// At what o'clock, in words.
    pub at: String,
    /// In how many seconds.
    pub in_s: i64,
}

/// A part of the header's navigation.
pub struct Part {
    /// Its path.
    pub path: &'static str,
    /// What it is called.
    pub label: &'static str,
}

/// The header's navigation.
const PARTS: [Part; 7] = [
    Part {
        path: "work",
        label: "My work",
    },
    Part {
        path: "people",
        label: "People",
    },
    Part {
        path: "referrals",
        label: "Referrals",
    },
    Part {
        path: "handovers",
        label: "Handovers",
    },
    Part {
        path: "meetings",
        label: "Meetings",
    },
    Part {
        path: "actions",
        label: "Actions",
    },
    Part {
        path: "services",
        label: "Services",
    },
];

/// The pages of a case: the last part of the path, and what it is called.
const OF_A_CASE: [(&str, &str); 9] = [
    ("", "Brief"),
    ("story", "Story"),
    ("about-me", "About me"),
    ("plan", "Plan"),
    ("decisions", "Decisions"),
    ("actions", "Actions"),
    ("involved", "People involved"),
    ("sharing", "Sharing"),
    ("readings", "Who has looked"),
];

impl Page {
    /// The title as the browser shows it.
    pub fn full_title(&self) -> String {
        let error = if self.problems.is_empty() {
            ""
        } else {
            "Error: "
        };
        format!("{error}{} – {}", self.title, self.site)
    }

    /// The header's navigation.
    pub fn parts(&self) -> impl Iterator<Item = &'static Part> {
        PARTS.iter().filter(|part| self.offers(part.path))
    }

    /// The pages of the case.
    pub fn of_a_case(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        OF_A_CASE.iter().filter(|(end, _)| self.offers_here(end))
    }

    /// The id of the person whom it is about; empty where it is about nobody.
    pub fn person(&self) -> &str {
        self.bar.as_ref().map_or("", |bar| bar.person.as_str())
    }

    /// Where a file is served.
    pub fn asset(&self, name: &str) -> String {
        assets::path(name)
    }

    /// With the part of the navigation that it belongs to.
    pub fn within(mut self, part: &'static str) -> Self {
        self.part = part;
        self
    }

    /// The session is kept up while it is open.
    pub fn keeps_session(mut self) -> Self {
        self.keeps_session = true;
        self
    }

    /// Told when what it shows has changed.
    pub fn live(mut self) -> Self {
        self.is_live = true;
        self
    }
}
