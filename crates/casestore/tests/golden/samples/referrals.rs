//! Referrals.

use casework::information::{self, InformationRequested};
use casework::referral::{ReferralRaised, ReferralReceived};

use super::*;

const REFERRAL: ReferralId = ReferralId(id(0x4EF));
const ABOUT_REFERRAL: About = About::Referral { referral: REFERRAL };

pub fn referral_raised() -> Event {
    let answer_by =
        ["2026-06-10T23:00:00Z", "2026-06-12T23:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
    let content = Content::Referral {
        from: "E82999".parse().unwrap(),
        to: "LVF-FRIENDS".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        service_name: words("Singing together"),
        reason: words("She would like company."),
        without_agreement: Some(words("She could not be reached.")),
        answer_by: answer_by[0],
        call_taken_by: None,
    };
    let what = What::ReferralRaised(ReferralRaised {
        referral: REFERRAL,
        terms: charity(),
        agreed: false,
        ticked: vec![FactId {
            event: EventId(id(2)),
            index: 6,
        }],
        answer_by,
    });
    event(
        7,
        what,
        vec![fact(ABOUT_REFERRAL, &[Category::SocialCare], content)],
    )
}

pub fn referral_received() -> Event {
    let answer_by =
        ["2026-06-10T23:00:00Z", "2026-06-12T23:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
    let terms = charity();
    let told = referral::Told::Received {
        organisation: terms.organisation.clone(),
        service: terms.service,
        service_name: words("Singing together"),
        source: referral::Source::Letter {
            from: words("Dr Shah, at the hospital"),
        },
        on: "2026-05-29".parse().unwrap(),
        reason: words("She would like company."),
        without_agreement: Some(words("She could not be reached.")),
        answer_by: answer_by[0],
    };
    let what = What::ReferralReceived(ReferralReceived {
        referral: REFERRAL,
        terms,
        agreed: false,
        answer_by,
    });
    followed(158, what, told)
}

pub fn referral_accepted() -> Event {
    let worker = || "sam.lee".parse().unwrap();
    let answer = Content::Accepted {
        worker: worker(),
        words: Some(words("Come on Thursday.")),
    };
    let involvement = Content::Involvement {
        organisation: "LVF-FRIENDS".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        service_name: words("Singing together"),
        worker: worker(),
        lead: false,
    };
    let facts = vec![
        fact(ABOUT_REFERRAL, &[Category::SocialCare], answer),
        fact(About::Involvement, &[Category::Family], involvement),
    ];
    event(8, What::ReferralAccepted { referral: REFERRAL }, facts)
}

pub fn referral_declined() -> Event {
    let reason = DeclineReason::MoreInformationNeeded;
    let (words, instead) = (
        words("Which stairs can she manage?"),
        Some(words("The day centre has a lift.")),
    );
    let content = Content::Declined {
        reason,
        words,
        instead,
    };
    let facts = vec![fact(ABOUT_REFERRAL, &[Category::SocialCare], content)];
    event(
        9,
        What::ReferralDeclined {
            referral: REFERRAL,
            reason,
        },
        facts,
    )
}

pub fn referral_overdue() -> Event {
    let content = Content::Overdue {
        answer_by: "2026-06-10T23:00:00Z".parse().unwrap(),
        escalated: true,
    };
    let facts = vec![fact(ABOUT_REFERRAL, &[Category::SocialCare], content)];
    event(
        10,
        What::ReferralOverdue {
            referral: REFERRAL,
            escalated: true,
        },
        facts,
    )
}

fn followed(number: u128, what: What, told: referral::Told) -> Event {
    let content = Content::OnReferral(told);
    event(
        number,
        what,
        vec![fact(ABOUT_REFERRAL, &[Category::SocialCare], content)],
    )
}

pub fn referral_withdrawn() -> Event {
    let told = referral::Told::Withdrawn {
        words: words("Her sister comes now."),
    };
    followed(91, What::ReferralWithdrawn { referral: REFERRAL }, told)
}

pub fn first_contact_recorded() -> Event {
    let told = referral::Told::FirstContact {
        on: "2026-06-11".parse().unwrap(),
        words: Some(words("She came on Thursday.")),
    };
    followed(92, What::FirstContactRecorded { referral: REFERRAL }, told)
}

pub fn referral_completed() -> Event {
    let told = referral::Told::Completed {
        outcome: referral::Outcome::Helped,
        words: words("She sings with us."),
        person: Some(referral::PersonOutcome {
            outcome: referral::Outcome::HelpedInPart,
            words: Some(words("The stairs are steep.")),
        }),
    };
    followed(93, What::ReferralCompleted { referral: REFERRAL }, told)
}

pub fn involvement_changed() -> Event {
    let ended = referral::Told::PartEnded {
        organisation: "LVF-FRIENDS".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
    };
    let facts = vec![fact(
        About::Involvement,
        &[Category::Family],
        Content::OnReferral(ended),
    )];
    event(94, What::InvolvementChanged {}, facts)
}

fn informed(number: u128, what: What, told: information::Told) -> Event {
    let about = About::Information { referral: REFERRAL };
    let categories = [Category::SocialCare, Category::Money];
    let fact = fact(about, &categories, Content::Information(told));
    event(number, what, vec![fact])
}

pub fn information_requested() -> Event {
    let answer_by =
        ["2026-06-11T23:00:00Z", "2026-06-16T23:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
    let told = information::Told::Asked {
        from: "LVF-FRIENDS".parse().unwrap(),
        to: "E82999".parse().unwrap(),
        worker: "dr.patel".parse().unwrap(),
        words: words("Can she pay for the bus?"),
        answer_by: answer_by[0],
    };
    let what = InformationRequested {
        referral: REFERRAL,
        answer_by,
    };
    informed(95, What::InformationRequested(what), told)
}

pub fn information_provided() -> Event {
    let told = information::Told::Provided {
        words: words("She has a bus pass."),
    };
    informed(96, What::InformationProvided { referral: REFERRAL }, told)
}

pub fn information_overdue() -> Event {
    let told = information::Told::Overdue {
        answer_by: "2026-06-11T23:00:00Z".parse().unwrap(),
        escalated: false,
    };
    let what = What::InformationOverdue {
        referral: REFERRAL,
        escalated: false,
    };
    informed(97, what, told)
}

pub fn information_ended() -> Event {
    let what = What::InformationEnded { referral: REFERRAL };
    informed(98, what, information::Told::Ended)
}
