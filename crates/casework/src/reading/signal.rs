//! What about a reading a privacy officer looks at first. None says that something was wrong: names and postcodes are
//! compared, and people share them.

use std::collections::BTreeSet;

use crate::words::Postcode;

/// What about a reading stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// The reader is called as the person is: it may be their own record.
    OwnRecord,
    /// The reader has the person's surname: they may be family.
    SameSurname,
    /// The reader lives where the person does, by the postcode: they may be family, or a neighbour.
    SameAddress,
    /// A colleague of the reader is called as the person is: it may be that colleague's record.
    Colleague,
}

/// Whom a reading is about, as far as whoever looks at it is shown that.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// What they are called; empty where that is not shown.
    pub name: String,
    /// Where they live.
    pub postcodes: BTreeSet<Postcode>,
}

/// What stands out where a reader of this name, who lives there, among colleagues of these names, read about a person.
pub fn signals<'a>(
    subject: &Subject,
    (reader, lives_at): (&str, Option<&Postcode>),
    colleagues: impl IntoIterator<Item = &'a str>,
) -> Vec<Signal> {
    let mut signals = by_name(&plain(&subject.name), &plain(reader), colleagues);
    if lives_at.is_some_and(|postcode| subject.postcodes.contains(postcode)) {
        signals.push(Signal::SameAddress);
    }
    signals
}

fn by_name<'a>(
    person: &[String],
    reader: &[String],
    colleagues: impl IntoIterator<Item = &'a str>,
) -> Vec<Signal> {
    if person.is_empty() {
        return Vec::new();
    }
    let mut signals = Vec::new();
    if person == reader {
        signals.push(Signal::OwnRecord);
    } else if person.last() == reader.last() {
        signals.push(Signal::SameSurname);
    }
    if person != reader
        && colleagues
            .into_iter()
            .any(|colleague| plain(colleague) == person)
    {
        signals.push(Signal::Colleague);
    }
    signals
}

/// A name by its words, without titles.
fn plain(name: &str) -> Vec<String> {
    const TITLES: [&str; 8] = ["dr", "mr", "mrs", "ms", "miss", "mx", "nurse", "prof"];
    let words = name
        .split_whitespace()
        .map(|word| word.trim_matches('.').to_lowercase());
    words
        .filter(|word| !TITLES.contains(&word.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_titles_and_capitals() {
        let colleagues = ["Dr Ada Wren", "Kim Lee"];
        let of = |person: &str, reader| {
            let subject = Subject {
                name: person.to_owned(),
                ..Subject::default()
            };
            signals(&subject, (reader, None), colleagues)
        };
        assert_eq!(of("Ada Wren", "Dr. ada wren"), [Signal::OwnRecord]);
        assert_eq!(
            of("Kim Lee", "Sam Lee"),
            [Signal::SameSurname, Signal::Colleague]
        );
        assert_eq!(of("Ada Wren", "Sam Lee"), [Signal::Colleague]);
        assert_eq!(of("Maureen Okafor", "Sam Lee"), []);
        assert_eq!(of("", ""), []);
        assert_eq!(of("Dr", "Dr"), []);
    }

    #[test]
    fn a_reader_who_lives_where_the_person_does_stands_out_whatever_both_are_called() {
        let [here, there] = ["HX1 1AA", "M1 1AE"].map(Postcode::within);
        let subject = Subject {
            name: String::new(),
            postcodes: here.clone().into_iter().collect(),
        };
        let of =
            |postcode: &Option<Postcode>| signals(&subject, ("Sam Lee", postcode.as_ref()), []);
        assert_eq!(of(&here), [Signal::SameAddress]);
        assert_eq!(of(&there), []);
        assert_eq!(of(&None), []);
    }
}
