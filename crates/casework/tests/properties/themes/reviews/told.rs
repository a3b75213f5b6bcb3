//! How reviews are told to the oracle: who asked, who is invited until when, who was there.

use casework::{
    event::{Event, What},
    fact::About,
    ids::{EventId, FactId, OrganisationId, ReviewId},
    review::{Guest, ReviewHeld, ReviewRequested, ReviewScheduled},
    service::Purpose,
};
use jiff::Timestamp;

use crate::{telling::PartOf, themes::life::ends_everything};

/// An organisation that is invited to a review.
pub struct Met<'a> {
    /// What tells of the review.
    pub about: About,
    /// What tells of its invitations.
    pub invitation: About,
    /// The event with which it is invited.
    pub event: EventId,
    pub organisation: &'a OrganisationId,
    pub purposes: Vec<Purpose>,
    pub attached: &'a [FactId],
    pub until: Timestamp,
}

/// What the events tell of one review.
struct Told<'a> {
    id: ReviewId,
    place: usize,
    request: &'a ReviewRequested,
    asked: &'a Event,
    /// The last time that it was put on an agenda, where it still is or was held there.
    agenda: Option<(EventId, &'a ReviewScheduled)>,
    held: Option<(EventId, &'a ReviewHeld)>,
    until: Option<Timestamp>,
    invited: Vec<(EventId, &'a Guest)>,
    everybody: Vec<&'a Guest>,
}

/// Every review, by its first request. What makes no sense where it stands says nothing.
fn told(events: &[Event]) -> Vec<Told<'_>> {
    let mut all: Vec<Told<'_>> = Vec::new();
    for (place, asked) in events.iter().enumerate() {
        if let What::ReviewRequested(request) = &asked.what
            && all.iter().all(|known| known.id != request.review)
        {
            all.push(told_of(events, place, asked, request));
        }
    }
    all
}

fn told_of<'a>(
    events: &'a [Event],
    place: usize,
    asked: &'a Event,
    request: &'a ReviewRequested,
) -> Told<'a> {
    let id = request.review;
    let mut told = Told {
        id,
        place,
        request,
        asked,
        agenda: None,
        held: None,
        until: None,
        invited: Vec::new(),
        everybody: Vec::new(),
    };
    let mut over = false;
    for later in &events[place + 1..] {
        match &later.what {
            What::ReviewScheduled(on) if on.review == id && !over && told.agenda.is_none() => {
                told.agenda = Some((later.id, on));
                told.until = Some(on.window_ends);
                told.everybody.push(&on.organiser);
            }
            What::ReviewCarried { review } if *review == id && !over => {
                (told.agenda, told.until) = (None, None);
            }
            What::NoDiscussionRecorded { review } | What::ReviewWithdrawn { review }
                if *review == id && !over =>
            {
                over = true;
                (told.agenda, told.until) = (None, None);
            }
            What::ReviewHeld(held) if held.review == id && !over && told.agenda.is_some() => {
                over = true;
                told.held = Some((later.id, held));
                told.until = Some(held.window_ends);
                told.everybody.extend(&held.attended);
            }
            What::ReviewLapsed { review } if *review == id => told.until = None,
            _ if ends_everything(later) => {
                over = true;
                told.until = None;
            }
            What::ReviewInvitationSent(sent) if sent.review == id && !over => {
                let theirs = &sent.invited.organisation;
                if told
                    .invited
                    .iter()
                    .all(|(_, known)| known.organisation != *theirs)
                {
                    told.invited.push((later.id, &sent.invited));
                    told.everybody.push(&sent.invited);
                }
            }
            _ => {}
        }
    }
    told
}

/// Who is invited to which review, until when; the organiser of its meeting is, whatever other invitation it has.
pub fn met(events: &[Event]) -> Vec<Met<'_>> {
    let mut all = Vec::new();
    for told in told(events) {
        let Some(until) = told.until else { continue };
        let organiser = told.agenda.map(|(event, on)| (event, &on.organiser));
        let others = told.invited.iter().copied().filter(|(_, guest)| {
            organiser.is_none_or(|(_, organiser)| organiser.organisation != guest.organisation)
        });
        for (event, guest) in organiser.into_iter().chain(others) {
            all.push(Met {
                about: About::Review { review: told.id },
                invitation: About::ReviewInvitation { review: told.id },
                event,
                organisation: &guest.organisation,
                purposes: guest.purposes.iter().copied().collect(),
                attached: &told.request.attached,
                until,
            });
        }
    }
    all
}

/// The purposes of whoever was ever invited to a review or was there.
pub fn purposes_of(events: &[Event]) -> Vec<(&OrganisationId, Purpose)> {
    let guests = told(events).into_iter().flat_map(|told| told.everybody);
    guests
        .flat_map(|guest| {
            let purposes = guest.purposes.iter();
            purposes.map(move |purpose| (&guest.organisation, *purpose))
        })
        .collect()
}

/// Whoever asked for a review, and whoever was there.
pub fn parties(events: &[Event]) -> Vec<PartOf<'_>> {
    let mut all = Vec::new();
    for told in told(events) {
        let about = About::Review { review: told.id };
        all.push(PartOf {
            about,
            event: told.asked.id,
            agreed_at: told.request.agreed.then_some(told.place),
            organisation: &told.asked.by.organisation,
        });
        let attended = told
            .held
            .into_iter()
            .flat_map(|(event, held)| held.attended.iter().map(move |guest| (event, guest)));
        all.extend(attended.map(|(event, guest)| PartOf {
            about,
            event,
            agreed_at: None,
            organisation: &guest.organisation,
        }));
    }
    all
}

/// When packs can be read no longer.
pub fn ends(event: &Event) -> Option<Timestamp> {
    match &event.what {
        What::ReviewScheduled(on) => Some(on.window_ends),
        What::ReviewHeld(held) => Some(held.window_ends),
        _ => None,
    }
}
