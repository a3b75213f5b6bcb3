//! How handovers are told to the oracle: what was offered, who left, who leads.

use casework::{
    event::{Event, What},
    fact::About,
    handover::{HandoverOffered, Receiver},
    ids::{HandoverId, OrganisationId},
};

use crate::{
    telling::{Asked, Involved, PartOf},
    themes::life::ends_everything,
};

/// A handover as it began: its id, the place of its event, and what the event says.
fn begun(events: &[Event]) -> Vec<(HandoverId, usize)> {
    let mut begun: Vec<(HandoverId, usize)> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let id = match &event.what {
            What::HandoverOffered(offered) => offered.handover,
            What::CustodyTaken(taken) => taken.handover,
            _ => continue,
        };
        if begun.iter().all(|(other, _)| *other != id) {
            begun.push((id, place));
        }
    }
    begun
}

/// The event that answered an offer: also whatever took the case from whoever offered it.
fn answer(events: &[Event], id: HandoverId, place: usize) -> Option<&Event> {
    let fresh = begun(events);
    let rest = events.iter().enumerate().skip(place + 1);
    let answers = |(at, later): &(usize, &Event)| match &later.what {
        What::HandoverAccepted { handover }
        | What::HandoverDeclined { handover, .. }
        | What::HandoverCancelled { handover } => *handover == id,
        What::CustodyTaken(taken) => fresh.contains(&(taken.handover, *at)),
        _ => ends_everything(later),
    };
    rest.into_iter().find(answers).map(|(_, event)| event)
}

fn accepts(event: &Event) -> bool {
    matches!(event.what, What::HandoverAccepted { .. })
}

/// What services were offered, and what the custodian took: that is an offer which it answered itself.
pub fn asked(events: &[Event]) -> Vec<Asked<'_>> {
    let asked = |(id, place): (HandoverId, usize)| {
        let event = &events[place];
        let about = About::Handover { handover: id };
        let plain = |from, terms, agreed, ticked, answer: Option<_>, accepted| Asked {
            about,
            place,
            event: event.id,
            from,
            terms,
            agreed,
            ticked,
            answer,
            accepted,
        };
        match &event.what {
            What::HandoverOffered(offered) => {
                let Receiver::Service { terms } = &offered.receiver else {
                    return None;
                };
                let answer = answer(events, id, place);
                Some(plain(
                    &event.by.organisation,
                    terms,
                    offered.agreed,
                    &offered.ticked[..],
                    answer,
                    answer.is_some_and(accepts),
                ))
            }
            What::CustodyTaken(taken) => Some(plain(
                &taken.from,
                &taken.terms,
                false,
                &[][..],
                Some(event),
                true,
            )),
            _ => None,
        }
    };
    begun(events).into_iter().filter_map(asked).collect()
}

/// Whether the organisation left with an accepted handover.
pub fn ended(events: &[Event], involved: &Involved<'_>) -> bool {
    let left = |(id, place): (HandoverId, usize)| {
        let What::HandoverOffered(offered) = &events[place].what else {
            return false;
        };
        let theirs = events[place].by.organisation == involved.terms.organisation;
        let to_service = matches!(offered.receiver, Receiver::Service { .. });
        let Some(answer) = answer(events, id, place).filter(|answer| accepts(answer)) else {
            return false;
        };
        let at = events.iter().position(|one| std::ptr::eq(one, answer));
        theirs && to_service && offered.sender_leaves && at >= Some(involved.place)
    };
    begun(events).into_iter().any(left)
}

/// Whoever offered a case to a colleague.
pub fn parties(events: &[Event]) -> Vec<PartOf<'_>> {
    let within = |(id, place): (HandoverId, usize)| match &events[place].what {
        What::HandoverOffered(HandoverOffered {
            receiver: Receiver::Worker { .. },
            ..
        }) => Some(PartOf {
            about: About::Handover { handover: id },
            event: events[place].id,
            agreed_at: None,
            organisation: &events[place].by.organisation,
        }),
        _ => None,
    };
    begun(events).into_iter().filter_map(within).collect()
}

/// Who leads the case after this event, where it changes that: told from what stood before.
pub fn leads(
    before: &[Event],
    event: &Event,
) -> Option<(Option<OrganisationId>, casework::ids::WorkerId)> {
    match &event.what {
        What::HandoverAccepted { handover } => {
            let (id, place) = begun(before).into_iter().find(|(id, _)| id == handover)?;
            if answer(before, id, place).is_some() {
                return None;
            }
            Some((Some(event.by.organisation.clone()), event.by.worker.clone()))
        }
        What::CustodyTaken(taken) => {
            Some((Some(taken.terms.organisation.clone()), taken.lead.clone()))
        }
        What::LeadReassigned { lead } => Some((None, lead.clone())),
        _ => None,
    }
}
