//! Days as people count them: Europe/London dates, the end of a day, a service's opening days.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::refusal::{Code, Refusal};

static LONDON: TimeZone = jiff::tz::get!("Europe/London");

/// A last day on which something holds, with the moment at which it ends: the midnight after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LastDay {
    /// The last day, as a date in Europe/London.
    pub date: Date,
    /// The moment from which it holds no longer.
    pub ends_at: Timestamp,
}

impl LastDay {
    /// The last day `date`; none where the calendar ends before its midnight.
    pub fn on(date: Date) -> Option<Self> {
        let midnight = date.tomorrow().ok()?.to_zoned(LONDON.clone()).ok()?;
        Some(Self {
            date,
            ends_at: midnight.timestamp(),
        })
    }

    /// So much later, in whole days; itself where the calendar ends before that.
    pub(crate) fn moved(self, by: SignedDuration) -> Self {
        const DAY_S: i64 = 24 * 60 * 60;
        // A pause may be nonsense in a damaged history; a span that jiff cannot hold would panic.
        let days = ((by.as_secs().saturating_add(DAY_S - 1)) / DAY_S).clamp(-1_000_000, 1_000_000);
        self.date
            .checked_add(days.days())
            .ok()
            .and_then(Self::on)
            .unwrap_or(self)
    }
}

/// Refuses a date that has passed, or that is more than ten years away.
pub fn to_come(field: &str, date: Date, now: Timestamp) -> Result<(), Refusal> {
    let today = date_at(now);
    if date < today {
        return Err(Refusal::of(Code::DatePast, field.to_owned()));
    }
    if date > today.saturating_add(10.years()) {
        return Err(Refusal::of(Code::DateTooFar, field.to_owned()));
    }
    Ok(())
}

/// Refuses a date that is still to come, or that is more than ten years past.
pub fn so_far(field: &str, date: Date, now: Timestamp) -> Result<(), Refusal> {
    let today = date_at(now);
    if date > today {
        return Err(Refusal::of(Code::DateFuture, field.to_owned()));
    }
    if date < today.saturating_sub(10.years()) {
        return Err(Refusal::of(Code::DateTooFar, field.to_owned()));
    }
    Ok(())
}

/// The next day that is neither a Saturday nor a Sunday.
pub(crate) fn next_weekday(date: Date) -> Date {
    let next = date.saturating_add(1.day());
    match next.weekday() {
        Weekday::Saturday => next.saturating_add(2.days()),
        Weekday::Sunday => next.saturating_add(1.day()),
        _ => next,
    }
}

/// The date in Europe/London at this moment.
pub fn date_at(at: Timestamp) -> Date {
    at.to_zoned(LONDON.clone()).date()
}

/// The days of the week on which a service is open. Stored as a list of English names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<&'static str>")]
pub struct OpeningDays(u8);

const NAMES: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

impl OpeningDays {
    /// These days; none for an empty list, since no answer could ever fall due.
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Option<Self> {
        let bits = days
            .into_iter()
            .fold(0, |bits, day| bits | 1 << day.to_monday_zero_offset());
        (bits != 0).then_some(Self(bits))
    }

    /// Whether the service is open on that day of the week.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }

    /// The days, from Monday.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        NAMES
            .into_iter()
            .map(|(day, _)| day)
            .filter(move |day| self.contains(*day))
    }

    /// The end of the `days`-th opening day after the day of `from`.
    ///
    /// Where the calendar ends first, its last moment: such a time never comes.
    pub fn count(self, from: Timestamp, days: u8) -> Timestamp {
        let mut date = date_at(from);
        let mut left = days.max(1);
        while left > 0 {
            let Ok(next) = date.checked_add(1.day()) else {
                return Timestamp::MAX;
            };
            date = next;
            if self.contains(date.weekday()) {
                left -= 1;
            }
        }
        LastDay::on(date).map_or(Timestamp::MAX, |day| day.ends_at)
    }
}

impl TryFrom<Vec<String>> for OpeningDays {
    type Error = &'static str;
    fn try_from(names: Vec<String>) -> Result<Self, Self::Error> {
        let day = |name: &String| {
            NAMES
                .iter()
                .find(|(_, known)| known == name)
                .map(|(day, _)| *day)
        };
        let days: Option<Vec<Weekday>> = names.iter().map(day).collect();
        OpeningDays::of(days.ok_or("not a day of the week")?).ok_or("open on no day")
    }
}

impl From<OpeningDays> for Vec<&'static str> {
    fn from(days: OpeningDays) -> Self {
        NAMES
            .into_iter()
            .filter(|(day, _)| days.contains(*day))
            .map(|(_, name)| name)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn after_a_friday_comes_a_monday() {
        let next = |text: &str| next_weekday(text.parse().unwrap()).to_string();
        let after = ["2026-06-11", "2026-06-12", "2026-06-13", "2026-06-14"].map(next);
        assert_eq!(
            after,
            ["2026-06-12", "2026-06-15", "2026-06-15", "2026-06-15"]
        );
    }

    #[test]
    fn a_day_ends_at_midnight_in_london_summer_and_winter() {
        let ends = |date: &str| LastDay::on(date.parse().unwrap()).unwrap().ends_at;
        assert_eq!(ends("2026-12-31"), at("2027-01-01T00:00:00Z"));
        assert_eq!(ends("2026-06-30"), at("2026-06-30T23:00:00Z"));
        assert!(LastDay::on(Date::MAX).is_none());
    }

    #[test]
    fn days_on_which_the_service_is_shut_do_not_count() {
        let weekdays = OpeningDays::of([Weekday::Tuesday, Weekday::Thursday]).unwrap();
        // Thursday 11 June 2026: the next opening days are Tuesday 16 and Thursday 18 June.
        assert_eq!(
            weekdays.count(at("2026-06-11T10:00:00Z"), 2),
            at("2026-06-18T23:00:00Z")
        );
    }

    #[test]
    fn open_on_no_day_is_not_an_opening() {
        assert!(OpeningDays::of([]).is_none());
        assert!(serde_json::from_str::<OpeningDays>("[]").is_err());
        assert!(serde_json::from_str::<OpeningDays>(r#"["someday"]"#).is_err());
    }
}
