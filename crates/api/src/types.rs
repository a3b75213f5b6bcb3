//! Conversions that several themes share: choices, ids, dates, categories.

use std::str::FromStr;

use casework::{
    Categories, Category,
    about_me::Heading,
    calendar::LastDay,
    disclosure::Rule,
    duty::DutyKind,
    event::By,
    ids::{EventId, WorkerId},
    referral::{DeclineReason, Outcome},
    refusal::{Code, Refusal},
    service::Purpose,
    timer::Timer,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::v1;

/// The id of a command.
pub fn command_id(text: &str) -> Result<Uuid, Refusal> {
    Uuid::from_str(text).map_err(|_| Refusal::of(Code::CommandIdInvalid, "command_id"))
}

/// An id of any sort.
pub fn id<T: FromStr>(field: &str, text: &str) -> Result<T, Refusal> {
    text.parse()
        .map_err(|_| Refusal::of(Code::IdInvalid, field.to_owned()))
}

/// A date of the calendar, as ISO 8601 writes it: YYYY-MM-DD.
pub fn date(field: &str, text: &str) -> Result<Date, Refusal> {
    let invalid = || Refusal::of(Code::DateInvalid, field.to_owned());
    // The parser takes other forms of ISO 8601 too; one form keeps days and months apart for everybody.
    if text.len() != 10 {
        Err(invalid())
    } else {
        text.parse().map_err(|_| invalid())
    }
}

/// A last day; none where the text is empty.
pub fn last_day(field: &str, text: &str) -> Result<Option<LastDay>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let last = LastDay::on(date(field, text)?);
    last.map(Some)
        .ok_or_else(|| Refusal::of(Code::DateTooFar, field.to_owned()))
}

/// A moment as the wire has it.
pub fn timestamp(at: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp {
        seconds: at.as_second(),
        nanos: at.subsec_nanosecond(),
    }
}

/// A moment from the wire.
pub fn moment(field: &str, at: Option<prost_types::Timestamp>) -> Result<Timestamp, Refusal> {
    let at = at.ok_or_else(|| Refusal::of(Code::DateInvalid, field.to_owned()))?;
    Timestamp::new(at.seconds, at.nanos)
        .map_err(|_| Refusal::of(Code::DateInvalid, field.to_owned()))
}

/// Pairs each value of the wire with the domain's; both ways, and a value that is not listed is refused.
macro_rules! choices {
    ($($(#[$doc:meta])* $read:ident, $write:ident: $wire:ty => $domain:ty { $($from:ident = $to:ident,)* })*) => {$(
        $(#[$doc])*
        pub fn $read(field: &str, value: i32) -> Result<$domain, Refusal> {
            match <$wire>::try_from(value) {
                $(Ok(<$wire>::$from) => Ok(<$domain>::$to),)*
                _ => Err(Refusal::of(Code::ChoiceMissing, field.to_owned())),
            }
        }

        /// The wire's value.
        pub fn $write(value: $domain) -> $wire {
            match value {
                $(<$domain>::$to => <$wire>::$from,)*
            }
        }
    )*};
}

pub(crate) use choices;

choices! {
    /// A category.
    category, wire_category: v1::Category => Category {
        Identity = Identity, Contact = Contact, AboutMe = AboutMe, Health = Health, MentalHealth = MentalHealth,
        SocialCare = SocialCare, Housing = Housing, Money = Money, Safety = Safety, SubstanceUse = SubstanceUse,
        SexualHealth = SexualHealth, Justice = Justice, EndOfLife = EndOfLife, Family = Family,
        AboutSomebodyElse = AboutSomebodyElse, Plan = Plan,
    }
    /// A purpose.
    purpose, wire_purpose: v1::Purpose => Purpose {
        HealthCare = HealthCare, SocialCare = SocialCare, CommunitySupport = CommunitySupport, Housing = Housing,
        Advice = Advice,
    }
    /// A rule.
    rule, wire_rule: v1::Rule => Rule {
        OwnRecord = OwnRecord, Named = Named, Invited = Invited, Meeting = Meeting, DirectCare = DirectCare, Agreement = Agreement,
        Party = Party, Duty = Duty,
    }
    /// A heading of About Me.
    heading, wire_heading: v1::Heading => Heading {
        MostImportant = MostImportant, People = People, Communication = Communication, Wellness = Wellness,
        DoAndDoNot = DoAndDoNot, Support = Support, AlsoWorthKnowing = AlsoWorthKnowing,
    }
    /// What sort of duty to disclose it is.
    duty_kind, wire_duty_kind: v1::DutyKind => DutyKind {
        CourtOrder = CourtOrder, Safeguarding = Safeguarding,
    }
    /// What came of a referral.
    outcome, wire_outcome: v1::Outcome => Outcome {
        Helped = Helped, HelpedInPart = HelpedInPart, DidNotHelp = DidNotHelp, NotTakenUp = NotTakenUp,
    }
    /// Why a service declined.
    decline_reason, wire_decline_reason: v1::DeclineReason => DeclineReason {
        NoCapacity = NoCapacity, NotSuitable = NotSuitable, OutsideArea = OutsideArea,
        MoreInformationNeeded = MoreInformationNeeded, PersonDoesNotWantIt = PersonDoesNotWantIt, Other = Other,
    }
}

/// A set of categories; each has to be known.
pub fn categories(field: &str, values: &[i32]) -> Result<Categories, Refusal> {
    let each = |(place, value): (usize, &i32)| category(&format!("{field}[{place}]"), *value);
    values.iter().enumerate().map(each).collect()
}

/// The wire's list of a set of categories.
pub fn wire_categories(categories: Categories) -> Vec<i32> {
    categories
        .iter()
        .map(|category| wire_category(category) as i32)
        .collect()
}

/// Somebody as the wire names them.
pub fn wire_worker(by: &By) -> v1::Worker {
    v1::Worker {
        organisation: by.organisation.to_string(),
        worker: by.worker.to_string(),
        role: by.role.as_str().to_owned(),
    }
}

/// A worker's id.
pub fn worker(field: &str, text: &str) -> Result<WorkerId, Refusal> {
    id(field, text)
}

/// The last event on a thing that the caller saw, by its edit token. `open` gives the event that a token names.
pub fn seen(token: &str, open: &dyn Fn(&str) -> Option<Uuid>) -> Result<EventId, Refusal> {
    open(token)
        .map(EventId)
        .ok_or(Refusal::of(Code::TokenInvalid, "token"))
}

/// A small number; where it does not fit, it is out of any range.
pub fn small(field: &'static str, number: i32) -> Result<u8, Refusal> {
    u8::try_from(number).map_err(|_| Refusal::of(Code::NumberOutOfRange, field))
}

/// A worker's id; this worker's where the text is empty.
pub fn worker_or(field: &str, text: &str, otherwise: &WorkerId) -> Result<WorkerId, Refusal> {
    match text {
        "" => Ok(otherwise.clone()),
        text => worker(field, text),
    }
}

/// A date as the wire has it; empty where there is none.
pub fn wire_date(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// A timer, as the services of one system tell each other of it.
pub fn timer(timer: Timer) -> String {
    serde_json::to_string(&timer).expect("a timer is made of ids")
}

/// The timer that was told of.
pub fn read_timer(field: &'static str, text: &str) -> Result<Timer, Refusal> {
    serde_json::from_str(text).map_err(|_| Refusal::of(Code::ChoiceMissing, field))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn choices_survive_the_wire_and_unknown_ones_are_refused() {
        for each in Category::ALL {
            assert_eq!(
                category("category", wire_category(each) as i32).unwrap(),
                each
            );
        }
        for value in [0, 99, -1] {
            assert_eq!(
                category("category", value).unwrap_err(),
                Refusal::of(Code::ChoiceMissing, "category")
            );
        }
    }

    #[test]
    fn dates_are_written_in_one_form() {
        assert_eq!(
            date("until", "2026-02-28").unwrap().to_string(),
            "2026-02-28"
        );
        for text in [
            "2026-02-30",
            "28/02/2026",
            "20260228",
            "2026-2-8",
            "",
            "tomorrow!!",
        ] {
            assert_eq!(
                date("until", text).unwrap_err().code,
                Code::DateInvalid,
                "{text}"
            );
        }
    }
}
