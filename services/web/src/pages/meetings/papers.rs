//! What a meeting leaves behind, ready to send: of each item that was discussed the copy for the GP record, the letter to
//! the person, who tells them, and the way to the minutes and actions.

use api::v1::{
    GetMinutesRequest, Review, ReviewState, fact::Content, review_fact::Told,
    reviews_query_service_client::ReviewsQueryServiceClient,
};
use askama::Template;
use axum::extract::Path;

use super::{find, path, review, when};
use crate::{
    failure::{Answer, Failure},
    names::Names,
    page::Page,
    visit::Visit,
};

/// The papers of a meeting.
#[derive(Template)]
#[template(path = "pages/papers.html")]
pub struct Papers {
    pub(super) page: Page,
    pub(super) title: String,
    pub(super) when: String,
    pub(super) path: String,
    pub(super) papers: Vec<Paper>,
}

/// The papers of one item.
pub(super) struct Paper {
    pub(super) id: String,
    pub(super) called: String,
    pub(super) minutes: String,
    pub(super) teller: String,
    pub(super) gp_copy: Vec<String>,
    pub(super) letter: Vec<String>,
}

/// Whether an item has left papers.
pub(super) fn has_papers(review: &Review) -> bool {
    review.state() == ReviewState::Held
}

/// The papers of a meeting.
pub async fn papers(visit: Visit, Path((organiser, id)): Path<(String, String)>) -> Answer {
    let (meeting, items) = find(&visit, &organiser, &id).await?;
    let held = items
        .iter()
        .filter_map(review)
        .filter(|one| has_papers(one));
    let held: Vec<&Review> = held.collect();
    let tellers = held.iter().filter_map(|review| Some(teller(review)?.0));
    let names = visit.names(tellers).await?;
    let mut papers = Vec::new();
    for review in held {
        papers.push(paper(&visit, review, &names).await?);
    }
    let page = Papers {
        title: meeting.title.clone(),
        when: when(&meeting),
        path: path(&meeting),
        papers,
        page: visit.page("Papers of the meeting")?.within("meetings"),
    };
    visit.show(&page)
}

async fn paper(visit: &Visit, review: &Review, names: &Names) -> Result<Paper, Failure> {
    let mut reviews = ReviewsQueryServiceClient::new(visit.connection());
    let request = GetMinutesRequest {
        person_id: review.person_id.clone(),
        review_id: review.review_id.clone(),
        not_before: visit.not_before(),
    };
    let found = reviews.get_minutes(request).await?.into_inner();
    let telling = teller(review).map(|(organisation, worker)| {
        format!(
            "{}, {}",
            names.worker(organisation, worker),
            names.organisation(organisation)
        )
    });
    Ok(Paper {
        id: review.review_id.clone(),
        called: review.called.clone(),
        minutes: format!("/reviews/{}/minutes", review.review_id),
        teller: telling.unwrap_or_default(),
        gp_copy: found.gp_copy,
        letter: found.letter,
    })
}

/// The organisation that tells the person, and which of its workers.
fn teller(review: &Review) -> Option<(&str, &str)> {
    review.facts.iter().find_map(|fact| match &fact.content {
        Some(Content::Review(fact)) => match &fact.told {
            Some(Told::Held(minutes)) => {
                let teller = minutes.teller.as_ref()?;
                Some((teller.organisation.as_str(), teller.worker.as_str()))
            }
            _ => None,
        },
        _ => None,
    })
}
