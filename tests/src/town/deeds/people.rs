//! How somebody is reached and what to mind on a visit.

use api::v1::{
    self, ContactSort, EndContactPointRequest, LiftVisitWarningRequest, ListContactPointsRequest,
    ListContactPointsResponse, ListVisitWarningsRequest, ListVisitWarningsResponse,
    MarkWrongPersonRequest, RecordContactPointRequest, RecordVisitWarningRequest,
    UnmarkWrongPersonRequest, Warning,
};
use throughline::demo::acting::{Acting, command_id};

/// A telephone, with what to keep in mind.
pub fn phone(person: &str, number: &str, safety: &str) -> RecordContactPointRequest {
    RecordContactPointRequest {
        command_id: command_id(),
        person_id: person.into(),
        contact_point: Some(v1::ContactPoint {
            sort: ContactSort::Phone.into(),
            value: number.into(),
            safety_instruction: safety.into(),
        }),
        ..RecordContactPointRequest::default()
    }
}

/// Where somebody lives.
pub fn address(person: &str, place: &str) -> RecordContactPointRequest {
    let mut request = phone(person, place, "");
    if let Some(point) = &mut request.contact_point {
        point.sort = ContactSort::Address.into();
    }
    request
}

/// Records a contact point, or revises one.
pub async fn reached(who: &Acting, request: RecordContactPointRequest) {
    let request = who.ask(request);
    who.details().record_contact_point(request).await.unwrap();
}

/// The contact points that somebody is shown.
pub async fn contact_points(who: &Acting, person: &str) -> ListContactPointsResponse {
    let request = who.ask(ListContactPointsRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    let listed = who.read_details().list_contact_points(request).await;
    listed.unwrap().into_inner()
}

/// Ends the contact point that was written last; gives what is said of the withdrawal.
pub async fn unreached(who: &Acting, person: &str) -> v1::Withdrawal {
    let listed = contact_points(who, person).await;
    let request = who.ask(EndContactPointRequest {
        command_id: command_id(),
        person_id: person.into(),
        token: listed.contact_points[0].token.clone(),
    });
    let ended = who.details().end_contact_point(request).await;
    ended.unwrap().into_inner().withdrawal.unwrap()
}

/// Warns of a dog.
pub async fn warn(who: &Acting, person: &str, reason: &str) {
    let request = who.ask(RecordVisitWarningRequest {
        command_id: command_id(),
        person_id: person.into(),
        warnings: vec![Warning::Animal.into()],
        reason: reason.into(),
        restricted_to: None,
    });
    who.details().record_visit_warning(request).await.unwrap();
}

/// The visit warnings that somebody is shown.
pub async fn visit_warnings(who: &Acting, person: &str) -> ListVisitWarningsResponse {
    let request = who.ask(ListVisitWarningsRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    let listed = who.read_details().list_visit_warnings(request).await;
    listed.unwrap().into_inner()
}

/// Lifts the warning that was given last.
pub async fn lift(who: &Acting, person: &str) {
    let listed = visit_warnings(who, person).await;
    let request = who.ask(LiftVisitWarningRequest {
        command_id: command_id(),
        person_id: person.into(),
        token: listed.warnings[0].token.clone(),
    });
    who.details().lift_visit_warning(request).await.unwrap();
}

/// Marks an entry as recorded on the wrong person; gives what is said of the withdrawal.
pub async fn mark(who: &Acting, person: &str, fact_id: &str) -> v1::Withdrawal {
    let request = who.ask(MarkWrongPersonRequest {
        command_id: command_id(),
        person_id: person.into(),
        fact_id: fact_id.into(),
        words: "There are two of that name.".into(),
    });
    let marked = who.details().mark_wrong_person(request).await;
    marked.unwrap().into_inner().withdrawal.unwrap()
}

/// Takes such a mark back.
pub async fn unmark(who: &Acting, person: &str, fact_id: &str) {
    let request = who.ask(UnmarkWrongPersonRequest {
        command_id: command_id(),
        person_id: person.into(),
        fact_id: fact_id.into(),
        words: "It was about her after all.".into(),
    });
    who.details().unmark_wrong_person(request).await.unwrap();
}
