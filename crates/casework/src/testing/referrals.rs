//! What becomes of the first referral of a world.

#![allow(clippy::unwrap_used, reason = "for tests only")]

use jiff::Timestamp;

use crate::{
    category::{Categories, Category},
    event::By,
    first_contact::record::RecordFirstContact,
    history::History,
    ids::EventId,
    information::{provide::ProvideInformation, request::RequestInformation},
    referral::{
        Outcome, PersonOutcome, Referral, Source, complete::CompleteReferral, joined,
        receive::ReceiveReferral, withdraw::WithdrawReferral,
    },
    testing::practice,
    words::Words,
};

fn first(history: &History) -> &Referral {
    history.referrals().next().unwrap()
}

fn words(text: &str) -> Words {
    Words::prose("words", text).unwrap()
}

/// The last event that this worker has seen of a referral and of those that are joined with it.
pub fn seen(history: &History, by: &By, now: Timestamp, referral: &Referral) -> EventId {
    let joined = joined::with(history, by, now, referral);
    joined::last_shown(history, by, now, &joined).unwrap_or(referral.last_event)
}

/// The practice writes down what a hospital asked of it in a letter.
pub fn received() -> ReceiveReferral {
    ReceiveReferral {
        service: practice(),
        source: Source::Letter {
            from: Words::name("from", "Dr Shah, at the hospital").unwrap(),
        },
        on: "2026-06-01".parse().unwrap(),
        reason: words("She would like company."),
        categories: Categories::of(&[Category::SocialCare]),
        without_agreement: None,
    }
}

/// Whoever raised it takes it back.
pub fn withdraw(history: &History) -> WithdrawReferral {
    let referral = first(history);
    WithdrawReferral {
        referral: referral.id,
        seen: referral.last_event,
        words: words("Her sister comes now."),
    }
}

/// The service asks what there is to know about her money.
pub fn request_information(history: &History) -> RequestInformation {
    let referral = first(history);
    RequestInformation {
        referral: referral.id,
        seen: referral.last_event,
        words: words("Can she pay for the bus?"),
        categories: Categories::of(&[Category::Money]),
    }
}

/// It is answered; where nothing was asked, by a token of something else.
pub fn provide_information(history: &History) -> ProvideInformation {
    let referral = first(history);
    ProvideInformation {
        referral: referral.id,
        seen: referral
            .information
            .map_or(referral.event, |asked| asked.last_event),
        words: words("She has a bus pass."),
        categories: Categories::NONE,
    }
}

/// The service has met her.
pub fn first_contact(history: &History) -> RecordFirstContact {
    let referral = first(history);
    RecordFirstContact {
        referral: referral.id,
        seen: referral.last_event,
        on: "2026-06-08".parse().unwrap(),
        words: None,
    }
}

/// The service has helped, and she would have liked more.
pub fn complete(history: &History) -> CompleteReferral {
    let referral = first(history);
    CompleteReferral {
        referral: referral.id,
        seen: referral.last_event,
        outcome: Outcome::Helped,
        words: words("She sings again."),
        person: Some(PersonOutcome {
            outcome: Outcome::HelpedInPart,
            words: Some(words("I would have liked to stay.")),
        }),
    }
}
