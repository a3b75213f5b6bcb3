//! Words that may not stand in our sources, each with its reason.
//!
//! The one file that may hold them, and so the one that is not searched.

use crate::workspace::Source;

/// This file.
const HERE: &str = "crates/xtask/src/check/house/words.rs";

/// A word and where it may not stand.
struct Refused {
    word: &'static str,
    /// By the end of a file's name; empty for all.
    kinds: &'static [&'static str],
    /// Whether capitals matter.
    exact: bool,
    /// Words that hold it and are fine.
    but_not: &'static [&'static str],
    why: &'static str,
}

/// All words that are refused.
#[rustfmt::skip]
const REFUSED: [Refused; 8] = [
    Refused::code("todo!(", "finish it, or leave it out"),
    Refused::code("unimplemented!(", "finish it, or leave it out"),
    Refused::code("dbg!(", "use tracing, which knows what may be printed"),
    Refused::code("#[ignore", "a test that does not run tests nothing"),
    Refused::anywhere("TODO", "finish it, or write an issue"),
    Refused::anywhere("FIXME", "mend it, or write an issue"),
    Refused {
        word: "patient", kinds: &["rs", "proto"], exact: false,
        but_not: &["outpatient", "inpatient", "impatient"],
        why: "whom it is about is a person",
    },
    Refused {
        word: "non-compliant", kinds: &[], exact: false, but_not: &[],
        why: "it blames; say what happened",
    },
];

impl Refused {
    const fn code(word: &'static str, why: &'static str) -> Self {
        Self {
            word,
            kinds: &["rs"],
            exact: true,
            but_not: &[],
            why,
        }
    }

    const fn anywhere(word: &'static str, why: &'static str) -> Self {
        Self {
            word,
            kinds: &[],
            exact: true,
            but_not: &[],
            why,
        }
    }

    fn stands_in(&self, line: &str) -> bool {
        let fold = |text: &str| {
            if self.exact {
                text.to_owned()
            } else {
                text.to_lowercase()
            }
        };
        let mut line = fold(line);
        for fine in self.but_not {
            line = line.replace(fine, "");
        }
        line.contains(&fold(self.word))
    }
}

/// Every refused word in a source, with its line.
pub fn find(source: &Source) -> Vec<String> {
    if source.path == HERE {
        return Vec::new();
    }
    let applies = |refused: &&Refused| {
        refused.kinds.is_empty() || refused.kinds.iter().any(|kind| source.is(kind))
    };
    let refused: Vec<&Refused> = REFUSED.iter().filter(applies).collect();
    let mut findings = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        for refused in refused.iter().filter(|refused| refused.stands_in(line)) {
            let Source { path, .. } = source;
            findings.push(format!(
                "{path}:{}: `{}`: {}",
                number + 1,
                refused.word,
                refused.why
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        find(&Source::new(path, text)).len()
    }

    #[test]
    fn every_word_is_found_where_it_may_not_stand() {
        for refused in &REFUSED {
            let kind = refused.kinds.first().unwrap_or(&"md");
            let text = format!("fine\nnot {} fine\n", refused.word);
            let findings = find(&Source::new(format!("crates/a/b.{kind}"), text));
            assert_eq!(findings.len(), 1, "{}", refused.word);
            assert!(findings[0].contains(":2: "), "{}", findings[0]);
        }
    }

    #[test]
    fn the_person_goes_by_no_other_name_in_code() {
        assert_eq!(found("crates/a/b.rs", "struct PatientId;"), 1);
        assert_eq!(found("proto/a.proto", "string patient_id = 1;"), 1);
        assert_eq!(found("crates/a/b.rs", "// the outpatient clinic"), 0);
        assert_eq!(found("README.md", "what a patient is called elsewhere"), 0);
    }

    #[test]
    fn code_is_looked_for_in_code_alone() {
        assert_eq!(found("README.md", "`dbg!(` is refused"), 0);
        assert_eq!(found("crates/a/b.rs", "let todo = 1;"), 0);
    }

    #[test]
    fn this_file_alone_is_not_searched() {
        assert_eq!(found(HERE, "TODO"), 0);
        assert_eq!(found("crates/xtask/src/check/house.rs", "TODO"), 1);
    }
}
