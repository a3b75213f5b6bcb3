//! How dates, numbers and spans of time are written for people in the United Kingdom.
//!
//! What the choices of the contract are called is in `labels`.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

static LONDON: TimeZone = jiff::tz::get!("Europe/London");

/// A moment as the contract gives it; none where it holds no time.
pub fn moment(at: Option<&prost_types::Timestamp>) -> Option<Timestamp> {
    let at = at?;
    Timestamp::new(at.seconds, at.nanos).ok()
}

/// A moment as the contract takes it.
pub fn wire(at: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp {
        seconds: at.as_second(),
        nanos: at.subsec_nanosecond(),
    }
}

/// That time of that day in London; none for a day of which the calendar has no end.
pub fn in_london(day: Date, time: Time) -> Option<Timestamp> {
    let at = day.to_datetime(time).to_zoned(LONDON.clone()).ok()?;
    Some(at.timestamp())
}

/// The moment that was written as YYYY-MM-DD and HH:MM in London; none where that is none.
pub fn moment_of(day: &str, time: &str) -> Option<prost_types::Timestamp> {
    let time = Time::strptime("%H:%M", time).ok()?;
    in_london(day.parse().ok()?, time).map(wire)
}

/// The end of a day in London: the midnight after it.
pub fn end_of(day: Date) -> Option<Timestamp> {
    in_london(day.tomorrow().ok()?, Time::midnight())
}

/// The date in London.
pub fn date_at(at: Timestamp) -> Date {
    at.to_zoned(LONDON.clone()).date()
}

/// "9 June 2026".
pub fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// "Tue 9 June": of this year or the next few months.
pub fn day(date: Date) -> String {
    date.strftime("%a %-d %B").to_string()
}

/// "9 June 2026" of "2026-06-09"; whatever else was given, as it is.
pub fn written(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), date)
}

/// The last day that ends at or before a moment, for what is due by it: a day that ends at midnight is that day, and not
/// the one that begins then.
pub fn last_day(at: Timestamp) -> Date {
    date_at(at - SignedDuration::from_millis(1))
}

/// "9 June 2026, 2:13pm"; "the end of 9 June 2026" of the midnight after it.
pub fn when(at: Timestamp) -> String {
    let at = at.to_zoned(LONDON.clone());
    if at.time() == Time::midnight() {
        return format!("the end of {}", date(last_day(at.timestamp())));
    }
    at.strftime("%-d %B %Y, %-I:%M%P").to_string()
}

/// "2:13pm".
pub fn time(at: Timestamp) -> String {
    at.to_zoned(LONDON.clone()).strftime("%-I:%M%P").to_string()
}

/// "9 June 2026" of a moment of the contract; empty where there is none.
pub fn day_of(at: Option<&prost_types::Timestamp>) -> String {
    moment(at).map_or_else(String::new, |at| date(last_day(at)))
}

/// "9 June 2026, 2:13pm" of a moment of the contract; empty where there is none.
pub fn when_of(at: Option<&prost_types::Timestamp>) -> String {
    moment(at).map_or_else(String::new, when)
}

/// How many whole days lie between two moments, by the calendar in London.
pub fn days_between(from: Timestamp, to: Timestamp) -> i32 {
    let span = date_at(to).since(date_at(from));
    span.map_or(0, |span| span.get_days())
}

/// "today", "1 day", "19 days".
pub fn waiting(from: Timestamp, now: Timestamp) -> String {
    match days_between(from, now) {
        ..=0 => "since today".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// "999 018 2477".
pub fn nhs_number(number: &str) -> String {
    match (number.get(..3), number.get(3..6), number.get(6..)) {
        (Some(first), Some(second), Some(last)) => format!("{first} {second} {last}"),
        _ => number.to_owned(),
    }
}

/// How many years somebody born on `birth` is old on `today`.
pub fn age(birth: &str, today: Date) -> Option<i16> {
    let birth: Date = birth.parse().ok()?;
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    let years = today.year() - birth.year() - i16::from(!had_birthday);
    (years >= 0).then_some(years)
}

/// "the practice", "the practice and community nursing", "a, b and c".
pub fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// "link worker" of "link-worker"; letters that stand for words are capitals.
pub fn role(role: &str) -> String {
    let words = role.split('-').map(|word| match word {
        "mst" | "vcse" => word.to_uppercase(),
        word => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// "1 update", "2 updates".
pub fn counted(number: usize, one: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {one}{end}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn dates_are_written_as_people_say_them() {
        let at: Timestamp = "2026-06-09T13:13:00Z".parse().unwrap();
        assert_eq!(when(at), "9 June 2026, 2:13pm");
        assert_eq!(day(date_at(at)), "Tue 9 June");
        assert_eq!(written("1951-03-04"), "4 March 1951");
        assert_eq!(written("soon"), "soon");
    }

    #[test]
    fn a_day_ends_at_midnight_in_london() {
        let late: Timestamp = "2026-06-09T23:30:00Z".parse().unwrap();
        assert_eq!(date(date_at(late)), "10 June 2026");
        let midnight: Timestamp = "2026-06-09T23:00:00Z".parse().unwrap();
        assert_eq!(when(midnight), "the end of 9 June 2026");
        assert_eq!(date(last_day(midnight)), "9 June 2026");
        let next: Timestamp = "2026-06-10T08:00:00Z".parse().unwrap();
        assert_eq!(waiting(late, next), "since today");
        let later: Timestamp = "2026-07-08T08:00:00Z".parse().unwrap();
        assert_eq!(waiting(late, later), "28 days");
    }

    #[test]
    fn an_age_counts_birthdays() {
        let on = |text: &str| age("1951-03-04", text.parse().unwrap());
        assert_eq!(on("2026-03-03"), Some(74));
        assert_eq!(on("2026-03-04"), Some(75));
        assert_eq!(on("1950-01-01"), None);
    }

    #[test]
    fn numbers_and_lists() {
        assert_eq!(nhs_number("9990182477"), "999 018 2477");
        assert_eq!(nhs_number(""), "");
        let three = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&three), "a, b and c");
        assert_eq!(counted(1, "update"), "1 update");
    }
}
