//! One question of a form, in the markup of nhsuk-frontend.

use askama::Template;

use crate::{audience::Audience, labels::Labelled, sent::Sent};

/// One question of a form.
#[derive(Clone, Debug, Template)]
#[template(path = "components/field.html")]
pub struct Field {
    /// Its name: that of the contract's field which it fills.
    pub name: String,
    /// The question.
    pub label: String,
    /// How to answer it; may be empty.
    pub hint: String,
    /// What is wrong with the answer; empty where nothing is.
    pub error: String,
    /// The answer. A date has three: day, month, year.
    pub values: Vec<String>,
    /// How it is asked.
    pub kind: Kind,
    /// Who will see what is written in it; none where that is not said here.
    pub audience: Option<Audience>,
    /// What browsers and password managers fill it in with (the HTML standard's autofill names); empty: nothing.
    pub autofill: &'static str,
}

/// How a question is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line, about this many characters wide.
    Text {
        /// 2, 3, 4, 5, 10, 20, or 30.
        width: u8,
    },
    /// One line that is not shown.
    Secret,
    /// Several lines.
    Words {
        /// How many are shown.
        rows: u8,
    },
    /// One of these, all shown.
    Choice(Vec<Choice>),
    /// Any of these, all shown.
    Several(Vec<Choice>),
    /// One of these, in a list that opens.
    Pick(Vec<Choice>),
    /// A date.
    Date,
    /// Not asked: it goes with the form.
    Hidden,
}

/// One possible answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As it is sent.
    pub value: String,
    /// As it is shown.
    pub label: String,
    /// What to know about it; may be empty.
    pub hint: String,
}

impl Choice {
    /// A possible answer.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    /// With what to know about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The choices of the contract.
    pub fn of<T: Labelled>() -> Vec<Choice> {
        let labels = T::LABELS.iter();
        labels
            .map(|(choice, label)| Choice::new((*choice).into().to_string(), *label))
            .collect()
    }
}

impl Field {
    fn new(name: &str, label: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            label: label.into(),
            hint: String::new(),
            error: String::new(),
            values: Vec::new(),
            kind,
            audience: None,
            autofill: "",
        }
    }

    /// Asks for a line.
    pub fn text(name: &str, label: impl Into<String>, width: u8) -> Self {
        Self::new(name, label, Kind::Text { width })
    }

    /// Asks for a password.
    pub fn secret(name: &str, label: impl Into<String>) -> Self {
        Self::new(name, label, Kind::Secret)
    }

    /// Filled in by browsers with what is called so.
    pub fn fills(mut self, autofill: &'static str) -> Self {
        self.autofill = autofill;
        self
    }

    /// Asks for words.
    pub fn words(name: &str, label: impl Into<String>, rows: u8) -> Self {
        Self::new(name, label, Kind::Words { rows })
    }

    /// Asks for one of these.
    pub fn choice(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Kind::Choice(choices))
    }

    /// Asks for any of these.
    pub fn several(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Kind::Several(choices))
    }

    /// Asks for one of many.
    pub fn pick(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Kind::Pick(choices))
    }

    /// Asks whether something is so, by one box.
    pub fn tick(name: &str, question: impl Into<String>, label: impl Into<String>) -> Self {
        Self::several(name, question, vec![Choice::new("yes", label)])
    }

    /// Asks for a date.
    pub fn date(name: &str, label: impl Into<String>) -> Self {
        Self::new(name, label, Kind::Date)
    }

    /// Goes with the form.
    pub fn hidden(name: &str, value: impl Into<String>) -> Self {
        Self::new(name, "", Kind::Hidden).with(value)
    }

    /// Asks what something is about.
    pub fn categories(label: impl Into<String>) -> Self {
        Self::several("categories", label, Choice::of::<api::v1::Category>())
            .hint("It decides who will see it. Tick all that it is about.")
    }

    /// With how to answer it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// With an answer to begin with.
    pub fn with(mut self, value: impl Into<String>) -> Self {
        self.values.push(value.into());
        self
    }

    /// With a date to begin with, as YYYY-MM-DD.
    pub fn with_date(mut self, date: &str) -> Self {
        let parts: Vec<&str> = date.split('-').collect();
        if let [year, month, day] = parts[..] {
            let short = |part: &str| part.trim_start_matches('0').to_owned();
            self.values = vec![short(day), short(month), year.to_owned()];
        }
        self
    }

    /// Takes what was sent for it; an opened form keeps what it offers where its address says nothing.
    pub(super) fn fill(&mut self, sent: &Sent) {
        let values = match self.kind {
            // A password that was wrong is typed again.
            Kind::Secret => return,
            Kind::Date => ["day", "month", "year"]
                .map(|part| sent.text(&format!("{}-{part}", self.name)))
                .to_vec(),
            _ => sent.all(&self.name),
        };
        let says_nothing = values.iter().all(String::is_empty);
        if sent.stage != crate::sent::Stage::Opened || !says_nothing {
            self.values = values;
        }
    }

    /// Whether a refusal that names this path of the contract is about this field.
    pub(super) fn is_called(&self, path: &str) -> bool {
        let plain = path.split('[').next().unwrap_or(path);
        self.kind != Kind::Hidden
            && (self.name == path
                || self.name == plain
                || path.ends_with(&format!(".{}", self.name)))
    }

    /// Notes what is wrong, in words that fit how it is asked.
    pub(super) fn problem(&mut self, says: &str) -> String {
        let nothing = self.values.iter().all(String::is_empty);
        let fits = match self.kind {
            Kind::Choice(_) | Kind::Pick(_) if nothing => "Choose one.",
            Kind::Several(_) if nothing => "Tick what fits.",
            Kind::Date if says.contains("YYYY") => {
                "This is not a date of the calendar. Write day, month and year as numbers, for example 31 3 2026."
            }
            _ => says,
        };
        self.error = fits.to_owned();
        if self.label.is_empty() {
            return fits.to_owned();
        }
        format!("{}: {fits}", self.label.trim_end_matches(['?', '.']))
    }

    /// Its id on the page.
    pub fn id(&self) -> String {
        self.name.replace(['.', '[', ']'], "-")
    }

    /// The id of the first thing in it that can be filled in.
    pub(super) fn first_id(&self) -> String {
        match self.kind {
            Kind::Date => format!("{}-day", self.id()),
            _ => self.id(),
        }
    }

    pub(super) fn value(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    fn part(&self, place: &usize) -> &str {
        self.values.get(*place).map_or("", String::as_str)
    }

    fn has(&self, value: &str) -> bool {
        self.values.iter().any(|one| one == value)
    }

    /// The id of a choice: the first has the field's own.
    fn choice_id(&self, index: &usize) -> String {
        match index {
            0 => self.id(),
            index => format!("{}-{}", self.id(), index + 1),
        }
    }

    fn described_by(&self) -> String {
        let id = self.id();
        let said = [
            ("hint", !self.hint.is_empty()),
            ("error", !self.error.is_empty()),
            ("audience", self.audience.is_some()),
        ];
        let said = said.iter().filter(|(_, is_said)| *is_said);
        let ids: Vec<_> = said.map(|(what, _)| format!("{id}-{what}")).collect();
        ids.join(" ")
    }
}

impl askama::filters::HtmlSafe for Field {}
