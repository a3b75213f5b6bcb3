//! Putting an agenda in order.

use api::v1::{
    AgendaItem, OrderAgendaRequest, agenda_item::Matter,
    meetings_command_service_client::MeetingsCommandServiceClient,
};
use axum::extract::Path;

use super::{find, path};
use crate::{
    failure::Answer,
    form::{Field, Form},
    sent::Sent,
    visit::{Next, Visit},
};

/// What stands before the id of an item in the name of its field.
const PLACE: &str = "place.";

/// Asks for the place of each item: its id and what it is called.
pub(super) fn order_form(
    path: &str,
    token: &str,
    items: impl IntoIterator<Item = (String, String)>,
) -> Form {
    let form = Form::new("Put the agenda in order", "Put it in this order")
        .back_to(path)
        .lead("Number the items in the order in which they are discussed. What is added afterwards is marked as late.")
        .field(Field::hidden("token", token));
    let items = (1_usize..).zip(items);
    items.fold(form, |form, (place, (id, called))| {
        let field = Field::text(&format!("{PLACE}{id}"), called, 2).with(place.to_string());
        form.field(field)
    })
}

fn called(item: &AgendaItem) -> String {
    match &item.matter {
        Some(Matter::Review(review)) => review.called.clone(),
        Some(Matter::Support(_)) => "Support for a colleague".to_owned(),
        None => "An item that your organisation is not invited to".to_owned(),
    }
}

/// Puts an agenda in order.
pub async fn order_agenda(
    visit: Visit,
    Path((organiser, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (meeting, items) = find(&visit, &organiser, &id).await?;
    let back = path(&meeting);
    let named = items
        .iter()
        .map(|item| (item.item_id.clone(), called(item)));
    let form = order_form(&back, &meeting.token, named);
    // What is no number comes last, and what has the same number stays as it stood.
    let place = |item: &&AgendaItem| {
        let place = sent.text(&format!("{PLACE}{}", item.item_id));
        place.parse().unwrap_or(u32::MAX)
    };
    let mut ordered: Vec<&AgendaItem> = items.iter().collect();
    ordered.sort_by_key(place);
    let request = OrderAgendaRequest {
        command_id: sent.command_id(),
        meeting_id: id,
        token: sent.given("token", &meeting.token),
        order: ordered.iter().map(|item| item.item_id.clone()).collect(),
    };
    let mut meetings = MeetingsCommandServiceClient::new(visit.connection());
    let send = async move { meetings.order_agenda(request).await };
    let next = |_: &_| Next::to(back.clone(), "The agenda is in order.");
    visit.settle_unrehearsed(form, &sent, send, next).await
}
