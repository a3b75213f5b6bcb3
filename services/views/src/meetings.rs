//! Meetings, and their agendas as far as the caller may see what is on them.

use std::collections::BTreeMap;

use api::{
    types,
    v1::{
        self, GetMeetingRequest, GetMeetingResponse, ListMeetingsRequest, ListMeetingsResponse,
        agenda_item,
    },
};
use casework::{
    ids::{PersonId, ReviewId},
    meeting::{Item, Matter, Meeting, Plan, State},
    refusal::{Code, Refusal},
};
use identity::Caller;
use orgviews::reviews::Review;
use tonic::Request;

use crate::{Error, Views, question, reviews};

pub(crate) async fn list(
    views: &Views,
    request: Request<ListMeetingsRequest>,
) -> Result<ListMeetingsResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let state = api::meetings::state(request.state)?;
    let page = views.page(&caller, "meetings", request.page_size, &request.page_token)?;
    let asker = caller.clone();
    let read = move |system: &orgviews::SystemReader| Ok(system.meetings(&asker, state, &page)?);
    let (found, next) = views
        .read_system(&caller, &request.not_before, read)
        .await?;
    let meetings = found.iter().filter_map(|meeting| {
        let plan = meeting.plan.as_ref()?;
        Some(wire(views, &caller, meeting, plan))
    });
    Ok(ListMeetingsResponse {
        meetings: meetings.collect(),
        next_page_token: views.page_token(&caller, "meetings", next),
    })
}

pub(crate) async fn get(
    views: &Views,
    request: Request<GetMeetingRequest>,
) -> Result<GetMeetingResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let id = api::meetings::asked(&request)?;
    let asker = caller.clone();
    let read = move |system: &orgviews::SystemReader| Ok(system.meeting(&asker, &id)?);
    let meeting = views
        .read_system(&caller, &request.not_before, read)
        .await?;
    let planned = meeting.and_then(|mut meeting| Some((meeting.plan.take()?, meeting)));
    let (plan, meeting) = planned.ok_or(Refusal::of(Code::MeetingUnknown, "meeting_id"))?;
    let on_agenda: Vec<_> = meeting.items.iter().filter_map(review).collect();
    // Each is asked of the organisation's file, as for any other list: the agenda itself tells nothing.
    let read = move |reader: &orgviews::Reader, now| {
        let mut visible = BTreeMap::new();
        for (person, id) in &on_agenda {
            if let Some(review) = reader.review(now, *person, *id)? {
                visible.insert(*id, review);
            }
        }
        Ok(visible)
    };
    let visible = views.read(&caller, &request.not_before, read).await?;
    let item = |(place, item): (usize, &Item)| v1::AgendaItem {
        item_id: item.id.to_string(),
        starts_at: Some(types::timestamp(plan.starts_item(place))),
        late: item.late,
        matter: matter(views, &caller, item, &visible),
    };
    Ok(GetMeetingResponse {
        items: meeting.items.iter().enumerate().map(item).collect(),
        meeting: Some(wire(views, &caller, &meeting, &plan)),
    })
}

fn review(item: &Item) -> Option<(PersonId, ReviewId)> {
    match &item.matter {
        Matter::Review { review, person } => Some((*person, *review)),
        Matter::Support { .. } => None,
    }
}

fn matter(
    views: &Views,
    caller: &Caller,
    item: &Item,
    visible: &BTreeMap<ReviewId, Review>,
) -> Option<agenda_item::Matter> {
    match &item.matter {
        Matter::Review { review, .. } => {
            let review = visible.get(review)?;
            Some(agenda_item::Matter::Review(reviews::wire(
                views, caller, review,
            )))
        }
        Matter::Support {
            topic,
            organisation,
            worker,
        } => Some(agenda_item::Matter::Support(agenda_item::Support {
            topic: topic.to_string(),
            organisation: organisation.to_string(),
            worker: worker.to_string(),
        })),
    }
}

/// A meeting; only its organiser's workers can change it, and are given the token.
fn wire(views: &Views, caller: &Caller, meeting: &Meeting, plan: &Plan) -> v1::Meeting {
    let ours = meeting.id.organiser == *caller.organisation();
    let token = if ours && meeting.state == State::Planned {
        views.edit_token(caller, meeting.last_event)
    } else {
        String::new()
    };
    api::meetings::wire(meeting, plan, token)
}
