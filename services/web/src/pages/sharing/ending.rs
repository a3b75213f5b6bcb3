//! The agreements that end soon, across cases, so that nobody is cut off unasked.

use api::v1::{
    ListEndingAgreementsRequest, sharing_query_service_client::SharingQueryServiceClient,
};

use crate::{
    entry::{Entry, Section},
    failure::Answer,
    listing::Listing,
    page::Page,
    sent::Sent,
    told,
    visit::Visit,
    words,
};

const SHOWN: i32 = 50;

/// The agreements that end within two weeks.
pub async fn ending(visit: Visit, sent: Sent) -> Answer {
    let mut sharing = SharingQueryServiceClient::new(visit.connection());
    let request = ListEndingAgreementsRequest {
        page_size: SHOWN,
        page_token: sent.text("page"),
        not_before: visit.not_before(),
    };
    let found = sharing.list_ending_agreements(request).await?.into_inner();
    let facts = found
        .agreements
        .iter()
        .filter_map(|one| one.agreement.as_ref());
    let mentioned = told::mentioned(facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let entries = found.agreements.iter().filter_map(|one| {
        let mut entry = told::entry(one.agreement.as_ref()?, &one.person_id, &names);
        let name = one.identity.as_ref().map(|identity| identity.name.clone());
        entry.heading = name.unwrap_or_else(|| "Name not shared with you".to_owned());
        let ends = words::moment(one.ends_at.as_ref()).map(words::last_day);
        Some(
            entry
                .about("The last day", ends.map(words::date).unwrap_or_default())
                .to(format!("/people/{}/sharing", one.person_id)),
        )
    });
    let mut page = list(visit.page("Agreements that end soon")?, entries.collect());
    page.next = Visit::next(&found.next_page_token, "");
    visit.show(&page)
}

pub(super) fn list(page: Page, entries: Vec<Entry>) -> Listing {
    Listing::new(page, "Agreements that end soon")
        .lead("Ask the person in time whether they want to go on sharing. Nothing is prolonged by itself.")
        .section(Section::new("Within two weeks", entries).or("None ends within two weeks."))
}
