//! Handovers, colleagues and the locality's custodian, to try commands with. For tests only.

#![allow(clippy::unwrap_used, reason = "for tests only")]

use crate::{
    category::{Categories, Category},
    custody::take::TakeCustody,
    event::By,
    handover::{
        accept::AcceptHandover,
        cancel::CancelHandover,
        decline::DeclineHandover,
        offer::{OfferHandover, OfferTo},
    },
    history::History,
    referral::DeclineReason,
    role::Role,
    service::Purpose,
    testing::{by, charity, gp, service},
    words::Words,
};

/// Somebody else at the practice.
pub fn colleague() -> By {
    by("E82999", "dr.osei", Role::Practitioner)
}

/// The locality's custodian, whom the directory names for the practice.
pub fn custodian() -> By {
    by("ICB-CUSTODY", "kim.hall", Role::LocalityCustodian)
}

/// The practice offers the case to the charity, with the person's agreement, and stays involved.
pub fn offer_to_charity() -> OfferHandover {
    OfferHandover {
        to: OfferTo::Service(charity()),
        summary: Words::prose("summary", "She wants company first.").unwrap(),
        outstanding: vec![Words::prose("outstanding", "Ring about the choir.").unwrap()],
        introduction_on: None,
        categories: Categories::of(&[Category::SocialCare]),
        without_agreement: None,
        ticked: Vec::new(),
        sender_leaves: false,
    }
}

/// The practice's lead worker offers the case to a colleague.
pub fn offer_to_colleague() -> OfferHandover {
    OfferHandover {
        to: OfferTo::Colleague(colleague().worker),
        ..offer_to_charity()
    }
}

/// The first handover is accepted.
pub fn accept_handover(history: &History) -> AcceptHandover {
    let handover = history.handovers().next().unwrap();
    AcceptHandover {
        handover: handover.id,
        seen: handover.last_event,
        words: None,
    }
}

/// The first handover is declined.
pub fn decline_handover(history: &History) -> DeclineHandover {
    let handover = history.handovers().next().unwrap();
    DeclineHandover {
        handover: handover.id,
        seen: handover.last_event,
        reason: DeclineReason::NoCapacity,
        words: Words::prose("words", "We are full until August.").unwrap(),
    }
}

/// The first handover is taken back.
pub fn cancel_handover(history: &History) -> CancelHandover {
    let handover = history.handovers().next().unwrap();
    CancelHandover {
        handover: handover.id,
        seen: handover.last_event,
        words: None,
    }
}

/// The custodian takes the case from the practice.
pub fn take_custody() -> TakeCustody {
    TakeCustody {
        from: gp().organisation,
        custodian: Some(custodian().organisation),
        service: service(
            "ICB-CUSTODY",
            Purpose::HealthCare,
            &[Category::Identity, Category::AboutMe, Category::Health],
        ),
        lead: custodian().worker,
        reason: Words::prose("reason", "The practice has closed.").unwrap(),
    }
}
