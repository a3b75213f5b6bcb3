//! Records that are of one person, and cases that are worked on together.

use api::v1::{
    LinkPersonRequest, ListLinksRequest, ListMergesRequest, MergePersonRequest,
    UnlinkPersonRequest, UnmergePersonRequest,
    records_command_service_client::RecordsCommandServiceClient,
    records_query_service_client::RecordsQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

use super::form;
use crate::{
    entry::{Entry, Section},
    failure::Answer,
    form::{Field, Form},
    gallery::{self, Gallery, State},
    listing::Listing,
    sent::Sent,
    site::Site,
    visit::{Next, Visit},
    words,
};

/// Who reads about a link.
const BOTH: &str = "those who take part in both cases";

/// Who reads about a merge.
const EITHER: &str = "those who take part in the case";

/// The paths of records.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/records", get(records))
        .route("/people/{person}/records/link", form(link_person))
        .route("/people/{person}/records/merge", form(merge_person))
        .route("/people/{person}/records/{id}/unlink", form(unlink_person))
        .route(
            "/people/{person}/records/{id}/unmerge",
            form(unmerge_person),
        )
}

/// Merges and links of one person.
pub async fn records(visit: Visit, Path(person): Path<String>) -> Answer {
    let mut records = RecordsQueryServiceClient::new(visit.connection());
    let mut links = records.clone();
    let (merges, links) = tokio::try_join!(
        records.list_merges(ListMergesRequest {
            person_id: person.clone(),
            not_before: visit.not_before(),
        }),
        links.list_links(ListLinksRequest {
            person_id: person.clone(),
            not_before: visit.not_before(),
        }),
    )?;
    let (merges, links) = (merges.into_inner().merges, links.into_inner().links);
    let merge = |merge: &api::v1::list_merges_response::Merge| {
        Entry::new(&merge.name)
            .says(&merge.words)
            .about("On", words::day_of(merge.merged_at.as_ref()))
            .to(format!(
                "/people/{person}/records/{}/unmerge",
                merge.merge_id
            ))
    };
    let link = |link: &api::v1::list_links_response::Link| {
        let name = link.identity.as_ref().map(|identity| identity.name.clone());
        Entry::new(name.unwrap_or_else(|| "Name not shared with you".to_owned()))
            .says(&link.words)
            .about("Since", words::day_of(link.linked_at.as_ref()))
            .to(format!("/people/{person}/records/{}/unlink", link.link_id))
    };
    let (links, merges) = (
        links.iter().map(link).collect(),
        merges.iter().map(merge).collect(),
    );
    let page = visit.page_about(&person, "more", "Records").await?;
    let page = Listing::new(page, "Records of this person")
        .action(
            format!("/people/{person}/records/link"),
            "Work on two cases together",
        )
        .action(
            format!("/people/{person}/records/merge"),
            "Two records are one person",
        )
        .section(Section::new("Worked on together with", links).or("Nobody."))
        .section(Section::new("Merged into this one", merges).or("None."));
    visit.show(&page)
}

/// The id of a person in what was pasted: the address of their brief, or the id alone.
fn pasted(text: &str) -> String {
    let mut parts = text.split(['/', '?', '#']);
    match parts.find(|part| *part == "people") {
        Some(_) => parts.next().unwrap_or_default().to_owned(),
        None => text.to_owned(),
    }
}

fn other_form(person: &str, title: &str, field: &str, why: &str) -> Form {
    Form::new(title, "Record it")
        .about(person)
        .back_to(format!("/people/{person}/records"))
        .field(
            Field::text(field, "The other: the address of their brief", 30)
                .hint("Open the other brief in a second window and copy its address."),
        )
        .field(Field::words("words", why, 3))
}

fn link_form(person: &str) -> Form {
    other_form(
        person,
        "Work on two cases together",
        "other_person_id",
        "How do the two belong together?",
    )
    .read_by(BOTH)
}

/// Links two cases.
pub async fn link_person(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let request = LinkPersonRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        other_person_id: pasted(&sent.text("other_person_id")),
        words: sent.text("words"),
    };
    let mut records = RecordsCommandServiceClient::new(visit.connection());
    let send = async move { records.link_person(request).await };
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/records"),
            "The two are worked on together.",
        )
    };
    visit
        .settle_unrehearsed(link_form(&person), &sent, send, next)
        .await
}

fn merge_form(person: &str) -> Form {
    other_form(person, "Two records are one person", "duplicate_person_id", "How is it known that the two are one person?")
        .is_final()
        .lead("The other record has no NHS number and the same date of birth. Everything of it stands here afterwards.")
        .read_by(EITHER)
}

/// Merges two records.
pub async fn merge_person(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let request = MergePersonRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        duplicate_person_id: pasted(&sent.text("duplicate_person_id")),
        words: sent.text("words"),
    };
    let mut records = RecordsCommandServiceClient::new(visit.connection());
    let send = async move { records.merge_person(request).await };
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/records"),
            "The two records are one.",
        )
    };
    visit
        .settle_unrehearsed(merge_form(&person), &sent, send, next)
        .await
}

fn end_form(person: &str, title: &str, readers: &str) -> Form {
    Form::new(title, "Record it")
        .about(person)
        .back_to(format!("/people/{person}/records"))
        .is_final()
        .field(Field::words("words", "Why?", 3))
        .read_by(readers)
}

/// Ends a link.
pub async fn unlink_person(
    visit: Visit,
    Path((person, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let request = UnlinkPersonRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        link_id: id,
        words: sent.text("words"),
    };
    let mut records = RecordsCommandServiceClient::new(visit.connection());
    let send = async move { records.unlink_person(request).await };
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/records"),
            "They are worked on together no longer.",
        )
    };
    visit
        .settle_unrehearsed(
            end_form(&person, "No longer together", BOTH),
            &sent,
            send,
            next,
        )
        .await
}

/// Undoes a merge.
pub async fn unmerge_person(
    visit: Visit,
    Path((person, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let request = UnmergePersonRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        merge_id: id,
        words: sent.text("words"),
    };
    let mut records = RecordsCommandServiceClient::new(visit.connection());
    let send = async move { records.unmerge_person(request).await };
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/records"),
            "The records are two again.",
        )
    };
    visit
        .settle_unrehearsed(
            end_form(&person, "Two people after all", EITHER),
            &sent,
            send,
            next,
        )
        .await
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    gallery.form("link-person", || link_form("person"));
    gallery.form("merge-person", || merge_form("person"));
    gallery.form("unlink-person", || {
        end_form("person", "No longer together", BOTH)
    });
    for state in State::ALL {
        let listing = Listing::new(
            gallery::page_about("Records", state),
            "Records of this person",
        )
        .action("/people/person/records/link", "Work on two cases together")
        .section(gallery::section("Worked on together with", state).or("Nobody."));
        gallery.page("records", state, &listing);
    }
}

#[cfg(test)]
mod tests {
    use super::pasted;

    #[test]
    fn an_address_or_an_id_is_taken() {
        assert_eq!(
            pasted("https://throughline.example/people/abc/story?x=1"),
            "abc"
        );
        assert_eq!(pasted("/people/abc"), "abc");
        assert_eq!(pasted("abc"), "abc");
    }
}
