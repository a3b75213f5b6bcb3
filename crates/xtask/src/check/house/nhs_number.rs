//! NHS numbers in our sources: only those of the range that is never given to anybody, which begin with 999.
//!
//! A ten-digit number counts as one when its check digit is right (Modulus 11, NHS Data Dictionary). Whether a number
//! belongs to somebody cannot be known, so none outside the range may stand here.

use crate::workspace::Source;

/// The range kept free for tests.
const RANGE: [u8; 3] = [9, 9, 9];

/// Every NHS number outside the test range, with its line.
pub fn find(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        for digits in ten_digits(line) {
            if is_nhs_number(&digits) && digits[..3] != RANGE {
                // The number itself is not repeated: it might be somebody's.
                let Source { path, .. } = source;
                let begins = format!("{}{}…", digits[0], digits[1]);
                findings.push(format!(
                    "{path}:{}: {begins} has an NHS number's check digit: take one from 999",
                    number + 1
                ));
            }
        }
    }
    findings
}

/// The ten-digit numbers of a line, also where they are written 3-3-4 or with underscores.
fn ten_digits(line: &str) -> Vec<[u8; 10]> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let starts = bytes[at].is_ascii_digit() && (at == 0 || !is_word(bytes[at - 1]));
        if !starts {
            at += 1;
            continue;
        }
        let (groups, end) = groups(bytes, at);
        let digits: Vec<u8> = groups.concat();
        let lengths: Vec<usize> = groups.iter().map(Vec::len).collect();
        let ends = bytes.get(end).is_none_or(|next| !is_word(*next));
        if let (Ok(digits), true, [10] | [3, 3, 4] | [1, 3, 3, 3]) =
            (<[u8; 10]>::try_from(digits), ends, lengths.as_slice())
        {
            found.push(digits);
        }
        at = end;
    }
    found
}

/// The groups of digits from `start` on, with one space, hyphen or underscore between them, and where they end.
fn groups(bytes: &[u8], start: usize) -> (Vec<Vec<u8>>, usize) {
    let mut groups = vec![Vec::new()];
    let mut at = start;
    loop {
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_digit() => {
                if let Some(group) = groups.last_mut() {
                    group.push(byte - b'0');
                }
            }
            Some(b' ' | b'-' | b'_') if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                groups.push(Vec::new());
            }
            _ => return (groups, at),
        }
        at += 1;
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Modulus 11: the first nine digits weighted ten to two, and eleven less the remainder is the tenth.
fn is_nhs_number(digits: &[u8; 10]) -> bool {
    let sum: u32 = digits[..9]
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum();
    let check = match 11 - sum % 11 {
        11 => 0,
        check => check,
    };
    check == u32::from(digits[9])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Data Dictionary's own example, in parts, so that it does not stand here.
    fn example(between: &str) -> String {
        ["943", "476", "5919"].join(between)
    }

    fn found(text: &str) -> usize {
        find(&Source::new("crates/a/b.rs", text)).len()
    }

    #[test]
    fn a_number_outside_the_range_is_found_however_it_is_written() {
        for between in ["", " ", "-", "_"] {
            assert_eq!(
                found(&format!("let a = \"{}\";", example(between))),
                1,
                "{between:?}"
            );
        }
        assert_eq!(found(&format!("9_434_765_9{}", 19)), 1);
        assert!(!find(&Source::new("a.md", example("")))[0].contains(&example("")));
    }

    #[test]
    fn the_test_range_is_fine() {
        assert!(is_nhs_number(&[9, 9, 9, 0, 0, 0, 0, 0, 1, 8]));
        assert_eq!(found("999 000 0018"), 0);
        assert_eq!(found("9990000018"), 0);
    }

    #[test]
    fn a_wrong_check_digit_is_no_nhs_number() {
        assert!(!is_nhs_number(&[9, 4, 3, 4, 7, 6, 5, 9, 1, 8]));
        assert_eq!(found(&example("").replace("919", "918")), 0);
    }

    #[test]
    fn a_part_of_something_longer_is_no_nhs_number() {
        assert_eq!(found(&format!("a{}", example(""))), 0);
        assert_eq!(found(&format!("{}0", example(""))), 0);
        assert_eq!(found(&format!("{}f", example(""))), 0);
        assert_eq!(found(&format!("2026 {}", example(" "))), 0);
    }
}
