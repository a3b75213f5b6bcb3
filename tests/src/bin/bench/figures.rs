//! What was measured, in the form in which it is printed. Nothing is measured here.

use std::time::Duration;

/// How long each of many calls took.
#[derive(Default)]
pub struct Figures {
    took: Vec<Duration>,
}

impl Figures {
    /// Takes one in.
    pub fn add(&mut self, took: Duration) {
        self.took.push(took);
    }

    /// Takes in what somebody else measured.
    pub fn join(&mut self, other: Figures) {
        self.took.extend(other.took);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.took.len()
    }

    /// How long the quickest `share` of them took at most, in milliseconds; the share is 0 to 1.
    pub fn percentile_ms(&mut self, share: f64) -> f64 {
        self.took.sort_unstable();
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index into a list that fits into memory"
        )]
        let index = ((self.took.len() as f64 * share) as usize).min(self.took.len().max(1) - 1);
        self.took.get(index).map_or(0.0, Duration::as_secs_f64) * 1_000.0
    }

    /// Prints the median and the 99th percentile.
    pub fn print(&mut self, what: &str) {
        let (p50, p99) = (self.percentile_ms(0.5), self.percentile_ms(0.99));
        let count = self.count();
        println!("  {what:<44} p50 {p50:>8.3} ms   p99 {p99:>8.3} ms   of {count}");
    }

    /// Prints the rate, too.
    pub fn print_rate(&mut self, what: &str, within: Duration) {
        let rate = per_second(self.count(), within);
        let (p50, p99) = (self.percentile_ms(0.5), self.percentile_ms(0.99));
        println!("  {what:<28} {rate:>8.0}/s       p50 {p50:>8.3} ms   p99 {p99:>8.3} ms");
    }
}

/// So many within this time, per second.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of what fits into memory"
)]
pub fn per_second(count: usize, within: Duration) -> f64 {
    count as f64 / within.as_secs_f64()
}
