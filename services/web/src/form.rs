//! A form: what it asks, what was answered, and what is wrong with it. Its markup is in `templates/components`.
//!
//! A field has the name of the contract's field that it fills (`person.words`), so that a refusal finds it.

mod field;

use askama::Template;
use jiff::Timestamp;
use tonic_types::StatusExt;

pub use field::{Choice, Field, Kind};

use crate::{
    audience::Audience,
    entry::Section,
    sent::{COMMAND_ID, OPENED_AT, Sent, Stage, by_chance},
};

/// Something wrong with what was sent, for the summary at the top of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: the id of a field on the page; empty where it is about the whole.
    pub at: String,
    /// What, and what to do.
    pub says: String,
}

/// A form.
#[derive(Template)]
#[template(path = "components/form.html")]
pub struct Form {
    /// The page's heading: what is done here.
    pub title: String,
    /// What to know before one begins, a paragraph each.
    pub lead: Vec<String>,
    /// What is looked at while it is filled in.
    pub shows: Vec<Section>,
    /// What it asks.
    pub fields: Vec<Field>,
    /// What it asks besides, where there is reason to: folded away.
    pub more: Vec<Field>,
    /// What its button says.
    pub button: String,
    /// Where it is sent; empty for the page's own address.
    pub action: String,
    /// Whether it stands on a page among other things.
    pub is_inline: bool,
    /// Whether what it does cannot be undone.
    pub is_final: bool,
    /// Whether what it asks goes into the page's address, as a search does: it records nothing.
    pub is_search: bool,
    /// The person whom it is about: their bar stands at the top.
    pub person: Option<String>,
    /// Where "Back" leads.
    pub back: String,
    /// Who will see what is written, before the button; none where it stands there already.
    audience: Option<Audience>,
    /// Whether who will see it is asked for while it is filled in.
    is_rehearsed: bool,
    /// Whether it has not been asked yet: script does so as soon as the page is there.
    is_unasked: bool,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What its second button does: a name, a value, and what the button says; none where it has one alone.
    pub besides: Option<(&'static str, &'static str, &'static str)>,
    /// Whether what is typed in it is kept until it is sent.
    keeps_draft: bool,
    /// What was typed in it before and not sent: when, and the page that it was on.
    draft: Option<(String, String)>,
    command_id: String,
    opened_at: String,
    token: String,
}

impl Form {
    /// A form with a heading and a button.
    pub fn new(title: impl Into<String>, button: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lead: Vec::new(),
            shows: Vec::new(),
            fields: Vec::new(),
            more: Vec::new(),
            action: String::new(),
            is_inline: false,
            button: button.into(),
            is_final: false,
            is_search: false,
            person: None,
            back: String::new(),
            audience: None,
            is_rehearsed: false,
            is_unasked: false,
            problems: Vec::new(),
            besides: None,
            keeps_draft: true,
            draft: None,
            command_id: String::new(),
            opened_at: String::new(),
            token: String::new(),
        }
    }

    /// About a person: their bar stands at the top, and "Back" leads to their brief.
    pub fn about(mut self, person: &str) -> Self {
        self.back = format!("/people/{person}");
        self.person = Some(person.to_owned());
        self
    }

    /// "Back" leads there.
    pub fn back_to(mut self, path: impl Into<String>) -> Self {
        self.back = path.into();
        self
    }

    /// With a paragraph to read first.
    pub fn lead(mut self, words: impl Into<String>) -> Self {
        self.lead.push(words.into());
        self
    }

    /// With something to look at while it is filled in.
    pub fn show(mut self, section: Section) -> Self {
        self.shows.push(section);
        self
    }

    /// With a further field.
    pub fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// With a further field, where there is something to ask.
    pub fn field_if(self, field: Option<Field>) -> Self {
        match field {
            Some(field) => self.field(field),
            None => self,
        }
    }

    /// With a field that is asked besides, folded away.
    pub fn more(mut self, field: Field) -> Self {
        self.more.push(field);
        self
    }

    /// On a page among other things, sent to that path.
    pub fn inline(mut self, action: impl Into<String>) -> Self {
        self.action = action.into();
        self.is_inline = true;
        self.back = String::new();
        self
    }

    /// A search: what it asks goes into the page's address.
    pub fn by_address(mut self) -> Self {
        self.is_search = true;
        self
    }

    /// What it does cannot be undone: its button warns.
    pub fn is_final(mut self) -> Self {
        self.is_final = true;
        self
    }

    /// Says who will see what is written, which is rehearsed while somebody writes.
    pub fn heard_by(mut self, audience: Audience) -> Self {
        self.is_rehearsed = true;
        self.seen_by(audience)
    }

    /// As [`Form::heard_by`], for a command that cannot be rehearsed, since its readers are always these.
    pub fn read_by(self, who: &str) -> Self {
        self.seen_by(Audience::always(who))
    }

    /// The line stands under every text box of several lines, and before the button, unless it would stand there twice.
    fn seen_by(mut self, audience: Audience) -> Self {
        let fields = self.fields.iter_mut().chain(&mut self.more);
        let mut asked = fields.filter(|field| field.kind != Kind::Hidden);
        let mut ends_in_it = false;
        for field in &mut asked {
            ends_in_it = matches!(field.kind, Kind::Words { .. });
            field.audience = ends_in_it.then(|| audience.clone());
        }
        self.audience = (!ends_in_it || !self.more.is_empty()).then_some(audience);
        self
    }

    /// As [`Form::heard_by`], where nobody has asked yet who that is.
    pub fn asks_who_hears(mut self) -> Self {
        self.is_unasked = true;
        self.heard_by(Audience::not_yet(
            "Who will see this is said once it is checked.",
        ))
    }

    /// Whether it asks for words.
    pub fn asks_for_words(&self) -> bool {
        let mut fields = self.fields.iter().chain(&self.more);
        fields.any(|field| matches!(field.kind, Kind::Words { .. }))
    }

    /// Filled in with what was sent; a form that was only opened keeps what it offers, but for what its address says.
    pub fn filled(mut self, sent: &Sent) -> Self {
        for field in self.fields.iter_mut().chain(&mut self.more) {
            field.fill(sent);
        }
        self.command_id = match sent.stage {
            Stage::Opened => sent.command_id(),
            _ => sent.get(COMMAND_ID).to_owned(),
        };
        self.opened_at = sent.get(OPENED_AT).to_owned();
        self
    }

    /// Filled in with what was sent, but for the tokens: whoever sends it again has been shown what stands there now.
    pub fn caught_up(self, sent: &Sent) -> Self {
        let is_token =
            |field: &&mut Field| field.kind == Kind::Hidden && field.name.ends_with("token");
        let mut now: Vec<Field> = self.fields.clone();
        let mut form = self.filled(sent);
        for field in form.fields.iter_mut().filter(is_token) {
            let newer = now.iter_mut().find(|newer| newer.name == field.name);
            if let Some(newer) = newer.filter(|newer| !newer.value().is_empty()) {
                field.values = std::mem::take(&mut newer.values);
            }
        }
        form.opened_at.clear();
        form
    }

    /// To be sent as a command of its own, and not as the one that was sent.
    pub fn anew(mut self) -> Self {
        self.command_id = by_chance().to_string();
        self
    }

    /// What is typed in it is not kept: a password.
    pub fn keeps_no_draft(mut self) -> Self {
        self.keeps_draft = false;
        self
    }

    /// Whether what is typed in it is kept until it is sent.
    pub fn has_drafts(&self) -> bool {
        self.keeps_draft && !self.is_search
    }

    /// Offers what was typed in it before, on the page of this path.
    pub fn offering(mut self, when: String, path: String) -> Self {
        self.draft = Some((when, path));
        self
    }

    /// Sent to another address than its page's own.
    pub fn sent_to(mut self, action: impl Into<String>) -> Self {
        self.action = action.into();
        self
    }

    /// With a second button.
    pub fn or(mut self, name: &'static str, value: &'static str, button: &'static str) -> Self {
        self.besides = Some((name, value, button));
        self
    }

    /// For this session: nobody else can send it. What others record from now on, its sender has not seen.
    pub fn for_session(mut self, token: String, now: Timestamp) -> Self {
        self.token = token;
        if self.opened_at.is_empty() {
            self.opened_at = now.to_string();
        }
        self
    }

    /// Says what the services refused, at the field at fault where they named one.
    pub fn refuse(&mut self, status: &tonic::Status) {
        let details = status.get_error_details();
        let violations = details.bad_request().map(|bad| &bad.field_violations[..]);
        for violation in violations.unwrap_or_default() {
            self.problem(&violation.field, &violation.description);
        }
        if self.problems.is_empty() {
            self.problem("", crate::failure::cause(status));
        }
    }

    /// Says that something is wrong with a field, or with the whole where there is no such field.
    pub fn problem(&mut self, name: &str, says: &str) {
        let mut fields = self.fields.iter_mut().chain(&mut self.more);
        let field = fields.find(|field| field.is_called(name));
        let (at, says) = match field {
            Some(field) => {
                let says = field.problem(says);
                (field.first_id(), says)
            }
            None => (String::new(), says.to_owned()),
        };
        self.problems.push(Problem { at, says });
    }
}

impl Form {
    /// Whether what is folded away has something wrong in it.
    fn more_is_wrong(&self) -> bool {
        self.more.iter().any(|field| !field.error.is_empty())
    }
}

impl askama::filters::HtmlSafe for Form {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_will_see_it_stands_under_each_text_box_and_before_the_button() {
        let asked = |fields: Vec<Field>| {
            let form = fields.into_iter().fold(Form::new("", ""), Form::field);
            let form = form.heard_by(Audience::not_yet("Said here."));
            let html = form.render().unwrap_or_default();
            html.matches("Said here.").count()
        };
        let words = |name| Field::words(name, "What happened?", 2);
        assert_eq!(
            asked(vec![words("one"), Field::text("name", "Who?", 20)]),
            2
        );
        assert_eq!(asked(vec![words("one"), words("two")]), 2);
        assert_eq!(asked(vec![words("one"), Field::hidden("token", "")]), 1);
        assert_eq!(asked(vec![Field::date("on", "When?")]), 1);
        let described = Form::new("", "").field(words("one"));
        let described = described.heard_by(Audience::not_yet("Said here."));
        let html = described.render().unwrap_or_default();
        assert!(
            html.contains(r#"aria-describedby="one-audience""#),
            "{html}"
        );
    }
}
