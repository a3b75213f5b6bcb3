//! What clients come up with about handovers.

use casework::{
    Role,
    event::By,
    handover::{
        Handover, Receiver,
        accept::AcceptHandover,
        cancel::CancelHandover,
        decline::DeclineHandover,
        offer::{OfferHandover, OfferTo},
    },
    history::History,
    lead::reassign::ReassignLead,
    referral::DeclineReason,
    testing::{self, handovers},
};
use jiff::Timestamp;

use super::{ORGANISATIONS, WORKERS, service, somebody};
use crate::{chance::Chance, order::Ask};

/// The case is offered, or whoever was offered it answers.
pub fn idea(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let holder = history.open_case()?.holder.organisation.clone();
    let Some(open) = history.handovers().find(|handover| handover.open) else {
        let to = if chance.one_in(3) {
            OfferTo::Colleague(chance.pick(&WORKERS).parse().unwrap())
        } else {
            OfferTo::Service(service(chance.pick(&ORGANISATIONS)))
        };
        let offer = OfferHandover {
            to,
            sender_leaves: chance.one_in(2),
            ..handovers::offer_to_charity()
        };
        let by = somebody(chance, holder.as_str());
        return Some((by, Ask::OfferHandover(offer)));
    };
    Some(answer(chance, open))
}

fn answer(chance: &mut Chance, open: &Handover) -> (By, Ask) {
    let (handover, seen) = (open.id, open.last_event);
    let by = match &open.receiver {
        Receiver::Service { terms } => somebody(chance, terms.organisation.as_str()),
        Receiver::Worker { worker } => By {
            worker: worker.clone(),
            ..somebody(chance, open.from.as_str())
        },
    };
    match chance.below(5) {
        0 => {
            let decline = DeclineHandover {
                handover,
                seen,
                reason: DeclineReason::NoCapacity,
                words: testing::note("We are full.", &[]).words,
            };
            (by, Ask::DeclineHandover(decline))
        }
        1 => {
            let cancel = CancelHandover {
                handover,
                seen,
                words: None,
            };
            let by = somebody(chance, open.from.as_str());
            (by, Ask::CancelHandover(cancel))
        }
        _ => {
            let accept = AcceptHandover {
                handover,
                seen,
                words: None,
            };
            (by, Ask::AcceptHandover(accept))
        }
    }
}

/// A manager gives the lead to somebody else, or the custodian takes the case.
pub fn move_custody(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let holder = history.open_case()?.holder.organisation.clone();
    if chance.one_in(2) {
        let by = By {
            role: Role::Manager,
            ..somebody(chance, holder.as_str())
        };
        let worker = chance.pick(&WORKERS).parse().unwrap();
        return Some((by, Ask::ReassignLead(ReassignLead { worker })));
    }
    let custodian = chance.pick(&ORGANISATIONS);
    let by = By {
        role: Role::LocalityCustodian,
        ..somebody(chance, custodian)
    };
    let take = casework::custody::take::TakeCustody {
        from: holder,
        custodian: Some(by.organisation.clone()),
        service: service(custodian),
        lead: by.worker.clone(),
        ..handovers::take_custody()
    };
    Some((by, Ask::TakeCustody(take)))
}
