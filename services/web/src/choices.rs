//! What forms offer to choose from: the services of the directory, colleagues, and what the person has said of themselves.

use api::v1::{
    self, GetAboutMeRequest, ListServicesRequest, ListStoryRequest, Service,
    about_me_query_service_client::AboutMeQueryServiceClient,
    directory_query_service_client::DirectoryQueryServiceClient, fact::Content,
    story_query_service_client::StoryQueryServiceClient,
};

use crate::{failure::Failure, form::Choice, form::Field, labels::label, visit::Visit, words};

const A_PAGE: i32 = 200;
/// More pages than this no list that opens can hold.
const PAGES: usize = 10;
/// How many notes are offered: enough for what has happened since a meeting.
const NOTES: usize = 12;

/// The services of one organisation; of all of them, where none is named.
pub async fn services(visit: &Visit, organisation: &str) -> Result<Vec<Service>, Failure> {
    let mut directory = DirectoryQueryServiceClient::new(visit.connection());
    let mut services = Vec::new();
    let mut page_token = String::new();
    for _ in 0..PAGES {
        let request = ListServicesRequest {
            page_size: A_PAGE,
            page_token,
            organisation: organisation.to_owned(),
            ..Default::default()
        };
        let found = directory.list_services(request).await?.into_inner();
        services.extend(found.services);
        page_token = found.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    Ok(services)
}

/// The services of other organisations. What is sent is read by [`chosen_service`].
pub async fn services_of_others(visit: &Visit) -> Result<Vec<Choice>, Failure> {
    let all = services(visit, "").await?.into_iter();
    let others = all.filter(|service| service.organisation != visit.organisation());
    let choices = others.map(|service| {
        Choice::new(
            format!("{} {}", service.organisation, service.service_id),
            format!("{}, {}", service.name, service.organisation_name),
        )
    });
    Ok(choices.collect())
}

/// The organisation and the service that were chosen; both empty where none was.
pub fn chosen_service(sent: &str) -> (&str, &str) {
    sent.split_once(' ').unwrap_or_default()
}

/// The workers of one's own organisation, but for this one.
pub async fn colleagues(visit: &Visit, but: &str) -> Result<Vec<Choice>, Failure> {
    let directory = &visit.site.directory;
    let workers = directory
        .workers(&visit.connection(), visit.organisation(), visit.now)
        .await?;
    let others = workers.into_iter().filter(|worker| worker.worker != but);
    Ok(others
        .map(|worker| Choice::new(worker.worker, worker.name))
        .collect())
}

/// The passages of About Me.
pub async fn passages(visit: &Visit, person: &str) -> Result<Vec<Choice>, Failure> {
    let mut about_me = AboutMeQueryServiceClient::new(visit.connection());
    let request = GetAboutMeRequest {
        person_id: person.to_owned(),
        not_before: String::new(),
    };
    let found = about_me.get_about_me(request).await?.into_inner();
    let facts = found
        .passages
        .into_iter()
        .filter_map(|passage| passage.fact);
    let choices = facts.filter_map(|fact| match fact.content {
        Some(Content::Passage(passage)) => Some(
            Choice::new(fact.fact_id, label::<v1::Heading>(passage.heading)).hint(passage.words),
        ),
        _ => None,
    });
    Ok(choices.collect())
}

/// What was noted last, the newest first.
pub async fn notes(visit: &Visit, person: &str) -> Result<Vec<Choice>, Failure> {
    let mut story = StoryQueryServiceClient::new(visit.connection());
    let request = ListStoryRequest {
        person_id: person.to_owned(),
        page_size: A_PAGE,
        ..Default::default()
    };
    let found = story.list_story(request).await?.into_inner().facts;
    let choices = found.into_iter().filter_map(|fact| match fact.content {
        Some(Content::Note(note)) => {
            let on = words::moment(fact.recorded_at.as_ref())?;
            let label = format!("Note of {}", words::date(words::date_at(on)));
            Some(Choice::new(fact.fact_id, label).hint(note.words))
        }
        _ => None,
    });
    Ok(choices.take(NOTES).collect())
}

/// Asks which passages whoever is asked may read; nothing, where there are none.
pub fn ticked(question: &str, passages: Vec<Choice>) -> Option<Field> {
    (!passages.is_empty()).then(|| Field::several("ticked", question, passages))
}
