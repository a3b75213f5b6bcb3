//! How many tests passed and failed, read from what the test runners print.
//!
//! Knows the closing lines of `cargo test` and of `cargo nextest`, and nothing about how they are run.

use std::fmt;
use std::ops::AddAssign;

/// Tests that ran, by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ended well.
    pub passed: u64,
    /// Failed, ran out of time, or could not be started.
    pub failed: u64,
}

impl Counts {
    /// How many ran.
    pub fn ran(self) -> u64 {
        self.passed + self.failed
    }

    /// Adds what a closing line of either runner counts; any other line counts nothing.
    pub fn add_line(&mut self, line: &str) {
        let Some(parts) = counted(line) else { return };
        for part in parts.split([',', ';']) {
            let mut words = part.split_whitespace();
            let Some(number) = words.next().and_then(|word| word.parse::<u64>().ok()) else {
                continue;
            };
            match (words.next(), words.next()) {
                (Some("passed"), _) => self.passed += number,
                (Some("failed"), _)
                | (Some("timed"), Some("out"))
                | (Some("exec"), Some("failed")) => self.failed += number,
                _ => {}
            }
        }
    }
}

/// Whether a line closes one binary's part of `cargo test`.
pub fn closes_cargo_test(line: &str) -> bool {
    counted_by_cargo_test(line).is_some()
}

/// Whether a line closes `cargo nextest`. It shows a failed test's own output, which holds a line of the other kind.
pub fn closes_nextest(line: &str) -> bool {
    counted_by_nextest(line).is_some()
}

/// The part of a closing line that holds the numbers.
fn counted(line: &str) -> Option<&str> {
    counted_by_cargo_test(line).or_else(|| counted_by_nextest(line))
}

fn counted_by_cargo_test(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("test result: ")?;
    rest.split_once(". ").map(|(_, counted)| counted)
}

fn counted_by_nextest(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("Summary [")?;
    rest.split_once(" run: ").map(|(_, counted)| counted)
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(lines: &[&str]) -> (u64, u64) {
        let mut counts = Counts::default();
        lines.iter().for_each(|line| counts.add_line(line));
        (counts.passed, counts.failed)
    }

    #[test]
    fn cargo_test_counts_one_line_for_each_binary() {
        let lines = [
            "running 3 tests",
            "test a_test_about_5_passed ... ok",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        ];
        assert_eq!(counts(&lines), (7, 2));
    }

    #[test]
    fn nextest_counts_all_in_one_line() {
        let well =
            "     Summary [   5.123s] 120 tests run: 120 passed (3 slow, 1 leaky), 0 skipped";
        assert_eq!(counts(&[well]), (120, 0));
        let badly = "     Summary [  12.000s] 9/12 tests run: 5 passed, 1 failed, 2 timed out, 1 exec failed, 3 skipped";
        assert_eq!(counts(&[badly]), (5, 4));
        assert_eq!(
            counts(&["     Summary [   0.1s] 1 test run: 1 passed, 0 skipped"]),
            (1, 0)
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        let passed = "        PASS [   0.003s] xtask tests::three_passed";
        assert!(!closes_nextest(passed) && !closes_cargo_test(passed));
        assert_eq!(counts(&["7 passed", "Summary of 3 passed"]), (0, 0));
    }

    #[test]
    fn each_runner_has_its_own_closing_line() {
        let cargo_test = "test result: FAILED. 0 passed; 1 failed; 0 ignored";
        let nextest = "     Summary [   0.1s] 1 test run: 0 passed, 1 failed, 0 skipped";
        assert!(closes_cargo_test(cargo_test) && !closes_cargo_test(nextest));
        assert!(closes_nextest(nextest) && !closes_nextest(cargo_test));
    }

    #[test]
    fn it_reads_as_one_line() {
        let mut sum = Counts {
            passed: 2,
            failed: 0,
        };
        sum += Counts {
            passed: 3,
            failed: 1,
        };
        assert_eq!(sum.to_string(), "5 passed, 1 failed");
        assert_eq!(sum.ran(), 6);
    }
}
