//! What about a reading a privacy officer looks at first. None says that something was wrong: names are compared, and people
//! share them.

/// What about a reading stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// The reader is called as the person is: it may be their own record.
    OwnRecord,
    /// The reader has the person's surname: they may be family.
    SameSurname,
    /// A colleague of the reader is called as the person is: it may be that colleague's record.
    Colleague,
}

/// What stands out where a reader of this name, among colleagues of these, read about a person of this name.
pub fn signals<'a>(
    person: &str,
    reader: &str,
    colleagues: impl IntoIterator<Item = &'a str>,
) -> Vec<Signal> {
    let (person, reader) = (plain(person), plain(reader));
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
        let of = |person, reader| signals(person, reader, colleagues);
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
}
