//! Records that were merged, and cases that are linked.

use api::{
    fact, types,
    v1::{
        ListLinksRequest, ListLinksResponse, ListMergesRequest, ListMergesResponse,
        list_links_response, list_merges_response,
    },
};
use orgviews::records::{Link, Merge};
use tonic::Request;

use crate::{Error, Views, question};

pub(crate) async fn list_merges(
    views: &Views,
    request: Request<ListMergesRequest>,
) -> Result<ListMergesResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.merges(now, person)?);
    let merges = question::known(views.read(&caller, &request.not_before, read).await?)?;
    let wire = |merge: Merge| list_merges_response::Merge {
        merge_id: merge.id.to_string(),
        name: merge.name.map(|name| name.to_string()).unwrap_or_default(),
        words: merge.words.to_string(),
        merged_at: Some(types::timestamp(merge.at)),
    };
    Ok(ListMergesResponse {
        merges: merges.into_iter().map(wire).collect(),
    })
}

pub(crate) async fn list_links(
    views: &Views,
    request: Request<ListLinksRequest>,
) -> Result<ListLinksResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.links(now, person)?);
    let links = question::known(views.read(&caller, &request.not_before, read).await?)?;
    let wire = |link: Link| list_links_response::Link {
        link_id: link.id.to_string(),
        other_person_id: link.other.to_string(),
        identity: link.identity.as_ref().map(fact::identity),
        words: link.words.to_string(),
        linked_at: Some(types::timestamp(link.at)),
    };
    Ok(ListLinksResponse {
        links: links.into_iter().map(wire).collect(),
    })
}
