//! A person's story, page by page.

use api::{
    types,
    v1::{self, ListStoryRequest, ListStoryResponse},
};
use casework::reading::Page;
use orgviews::Shown;
use tonic::Request;

use crate::{Error, Views, question};

pub(crate) async fn list(
    views: &Views,
    request: Request<ListStoryRequest>,
) -> Result<ListStoryResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let categories = types::categories("categories", &request.categories)?;
    let list = format!("story {person}");
    let page = views.page(&caller, &list, request.page_size, &request.page_token)?;
    let read =
        move |reader: &orgviews::Reader, now| Ok(reader.story(now, person, categories, &page)?);
    let (found, next) = question::known(views.read(&caller, &request.not_before, read).await?)?;
    views.record_reading(&caller, person, Page::Story).await?;
    Ok(ListStoryResponse {
        facts: facts(&found),
        next_page_token: views.page_token(&caller, &list, next),
    })
}

/// Facts as the wire has them.
pub(crate) fn facts(found: &[Shown]) -> Vec<v1::Fact> {
    found
        .iter()
        .map(|shown| api::fact::shown(&shown.disclosed, &shown.grant))
        .collect()
}
