//! Who has anything to do with a person, told from the events alone.

use std::collections::BTreeSet;

use casework::{
    action::Owner,
    event::{Event, What},
    handover::Receiver,
    ids::OrganisationId,
    life::CaseOpened,
    referral::ReferralRaised,
};

/// Who has anything to do with the person, told from the events alone.
pub fn of(events: &[Event]) -> BTreeSet<OrganisationId> {
    let mut known = BTreeSet::new();
    for event in events {
        known.insert(event.by.organisation.clone());
        if let What::ReferralRaised(ReferralRaised { terms, .. })
        | What::CaseOpened(CaseOpened { terms, .. }) = &event.what
        {
            known.insert(terms.organisation.clone());
        }
        match &event.what {
            What::HandoverOffered(offered) => {
                if let Receiver::Service { terms } = &offered.receiver {
                    known.insert(terms.organisation.clone());
                }
            }
            What::CustodyTaken(taken) => {
                known.insert(taken.terms.organisation.clone());
            }
            What::ActionRequested(requested) => {
                known.insert(requested.terms.organisation.clone());
            }
            What::ActionAgreed(agreed) => {
                known.extend(agreed.room.iter().cloned());
                if let Owner::Organisation { organisation, .. } = &agreed.owner {
                    known.insert(organisation.clone());
                }
            }
            What::FactRestricted { restriction, .. } => {
                known.extend(restriction.organisations.iter().cloned());
                known.extend(restriction.workers.keys().cloned());
            }
            What::ReviewScheduled(scheduled) => {
                known.insert(scheduled.organiser.organisation.clone());
            }
            What::ReviewInvitationSent(sent) => {
                known.insert(sent.invited.organisation.clone());
            }
            What::ReviewHeld(held) => {
                let attended = held.attended.iter();
                known.extend(attended.map(|guest| guest.organisation.clone()));
            }
            What::DutyRecorded(duty) => {
                known.insert(duty.organisation.clone());
            }
            _ => {}
        }
        let named = event
            .facts
            .iter()
            .filter_map(|fact| fact.restriction.as_ref());
        known.extend(named.flat_map(|named| {
            named
                .organisations
                .iter()
                .chain(named.workers.keys())
                .cloned()
        }));
    }
    known
}
