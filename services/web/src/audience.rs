//! The line under what is written: who will see it, and who will not. It is what the services rehearsed, in words.

use std::collections::BTreeSet;

use api::v1::{self, Reach, Rehearsal};
use askama::Template;

use crate::{names::Names, words};

/// Who will see what is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "components/audience.html")]
pub struct Audience {
    /// For each thing that would be recorded and has readers of its own: what it is, and who reads it.
    pub lines: Vec<Line>,
    /// Why nothing can be said yet; empty otherwise.
    pub not_yet: String,
}

/// Who will see one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is; empty where there is only one thing.
    pub what: String,
    /// Who will, besides one's own organisation.
    pub seen_by: String,
    /// Who will not, of those who are known to have to do with the person.
    pub not_seen_by: String,
}

impl Audience {
    /// Nothing can be said yet.
    pub fn not_yet(says: impl Into<String>) -> Self {
        Self {
            lines: Vec::new(),
            not_yet: says.into(),
        }
    }

    /// The same readers whatever is written: who, besides one's own organisation.
    pub fn always(who: &str) -> Self {
        let line = Line {
            seen_by: who.to_owned(),
            ..Default::default()
        };
        Self {
            lines: vec![line],
            not_yet: String::new(),
        }
    }

    /// What was rehearsed.
    pub fn of(rehearsal: &Rehearsal, names: &Names) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        for heard in &rehearsal.facts {
            let line = Line {
                what: heard.kind.replace('-', " "),
                seen_by: words::list(&each(&heard.seen_by, names)),
                not_seen_by: words::list(&organisations(&heard.not_seen_by, names)),
            };
            let same = |other: &&mut Line| {
                (&other.seen_by, &other.not_seen_by) == (&line.seen_by, &line.not_seen_by)
            };
            match lines.iter_mut().find(same) {
                Some(known) if known.what == line.what => {}
                Some(known) => known.what = format!("{} and {}", known.what, line.what),
                None => lines.push(line),
            }
        }
        if let [only] = &mut lines[..] {
            only.what.clear();
        }
        Self {
            lines,
            not_yet: String::new(),
        }
    }
}

impl askama::filters::HtmlSafe for Audience {}

/// The organisations of which a rehearsal names workers.
pub fn mentioned(rehearsal: &Rehearsal) -> BTreeSet<String> {
    let heard = rehearsal.facts.iter().flat_map(|heard| &heard.seen_by);
    let some =
        heard.filter(|reach| !(reach.only_workers.is_empty() && reach.not_workers.is_empty()));
    some.map(|reach| reach.organisation.clone()).collect()
}

fn organisations(codes: &[String], names: &Names) -> Vec<String> {
    codes.iter().map(|code| names.organisation(code)).collect()
}

/// Each reach in words: "Walbrook Care", "Joe Abbott of Lea Mind Trust only", "Haven but for Rosa Martin".
pub fn each(reaches: &[v1::Reach], names: &Names) -> Vec<String> {
    let one = |reach: &Reach| {
        let organisation = names.organisation(&reach.organisation);
        let people = |workers: &[String]| {
            let people = workers.iter();
            let people = people.map(|worker| names.worker(&reach.organisation, worker));
            words::list(&people.collect::<Vec<_>>())
        };
        let who = match (&reach.only_workers[..], &reach.not_workers[..]) {
            ([], []) => organisation,
            ([], but) => format!("{organisation} (but not {})", people(but)),
            (only, _) => format!("{} of {organisation}", people(only)),
        };
        match words::moment(reach.until.as_ref()) {
            Some(until) => format!("{who} (until {})", words::date(words::date_at(until))),
            None => who,
        }
    };
    reaches.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::v1::rehearsal::Heard;

    fn names() -> Names {
        Names::default()
            .with_organisation("SURGERY", "the practice")
            .with_organisation("HOUSING", "Northgate Housing")
            .with_worker("SURGERY", "dr.patel", "Dr Patel")
    }

    fn heard(kind: &str, seen_by: &[&str], not_seen_by: &[&str]) -> Heard {
        let reach = |code: &&str| Reach {
            organisation: (*code).to_owned(),
            ..Default::default()
        };
        Heard {
            kind: kind.to_owned(),
            seen_by: seen_by.iter().map(reach).collect(),
            not_seen_by: not_seen_by.iter().map(|code| (*code).to_owned()).collect(),
        }
    }

    #[test]
    fn one_thing_has_one_line_without_its_name() {
        let rehearsal = Rehearsal {
            facts: vec![heard("note", &["SURGERY"], &["HOUSING"])],
            notice: String::new(),
        };
        let audience = Audience::of(&rehearsal, &names());
        let html = audience.render().unwrap_or_default();
        assert!(html.contains("Will be seen by:"), "{html}");
        assert!(html.contains("the practice") && html.contains("Northgate Housing"));
        assert!(html.contains("anyone else who is allowed to"), "{html}");
        assert_eq!(audience.lines[0].what, "");
    }

    #[test]
    fn things_with_other_readers_have_lines_of_their_own() {
        let rehearsal = Rehearsal {
            facts: vec![
                heard("visit-warning", &["SURGERY", "HOUSING"], &[]),
                heard("visit-warning-reason", &[], &["SURGERY", "HOUSING"]),
                heard("visit-warning", &["SURGERY", "HOUSING"], &[]),
            ],
            notice: String::new(),
        };
        let lines = Audience::of(&rehearsal, &names()).lines;
        let what: Vec<_> = lines.iter().map(|line| line.what.as_str()).collect();
        assert_eq!(what, ["visit warning", "visit warning reason"]);
        assert_eq!(lines[0].seen_by, "the practice and Northgate Housing");
    }

    #[test]
    fn a_reader_by_name_is_named() {
        let reach = Reach {
            organisation: "SURGERY".to_owned(),
            only_workers: vec!["dr.patel".to_owned()],
            ..Default::default()
        };
        assert_eq!(each(&[reach], &names()), ["Dr Patel of the practice"]);
    }
}
