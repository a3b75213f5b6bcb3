//! What others have recorded about a person since somebody opened a form: shown where the form is refused because of it.

use api::v1::{ListStoryRequest, story_query_service_client::StoryQueryServiceClient};
use jiff::Timestamp;

use crate::{entry::Section, failure::Failure, told, visit::Visit, words};

/// The most that is shown.
const SHOWN: i32 = 10;
/// Said where a form is refused because of it.
pub const SOMEBODY_WAS_FASTER: &str = "Somebody has recorded something about this since you opened it. Look at what stands there now, put yours right and send it again: nothing that you typed is lost.";

/// What has been recorded since then, as far as one's organisation may see it; the newest first.
///
/// # Errors
/// Where the story cannot be read.
pub async fn since(visit: &Visit, person: &str, since: Timestamp) -> Result<Section, Failure> {
    let mut story = StoryQueryServiceClient::new(visit.connection());
    let request = ListStoryRequest {
        person_id: person.to_owned(),
        page_size: SHOWN,
        not_before: visit.not_before(),
        ..Default::default()
    };
    let mut facts = story.list_story(request).await?.into_inner().facts;
    facts.retain(|fact| words::moment(fact.recorded_at.as_ref()).is_some_and(|at| at >= since));
    let mentioned = told::mentioned(&facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let entries = facts.iter().map(|fact| told::entry(fact, person, &names));
    Ok(Section::new("Recorded meanwhile", entries.collect()))
}
