//! The story: every fact that one may see, and adding to it.

use api::v1::{RecordNoteRequest, story_command_service_client::StoryCommandServiceClient};
use axum::extract::Path;

use crate::{
    failure::Answer,
    form::{Field, Form},
    gallery::Gallery,
    sent::Sent,
    visit::{Next, Visit},
};

/// Adds an update.
pub async fn record_note(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let form = note_form(&person);
    let request = RecordNoteRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        words: sent.words("words"),
        categories: sent.categories(),
        restricted_to: None,
    };
    let mut story = StoryCommandServiceClient::new(visit.connection_for(&sent));
    let answer = story.record_note(request).await;
    let next = |_: &_| Next::to(format!("/people/{person}"), "The update is recorded.");
    visit.settle(form, &sent, answer, next).await
}

fn note_form(person: &str) -> Form {
    Form::new("Add an update", "Record the update")
        .about(person)
        .field(Field::words("words", "What happened?", 6))
        .field(Field::categories("What is it about?"))
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    gallery.form("record-note", || note_form("person"));
}
