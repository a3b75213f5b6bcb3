//! What there is to review: reviews of the case and meetings of the practice's.

use api::v1;
use runtime::clock::Clock;
use throughline::demo::acting::Acting;
use throughline_tests::town::{Town, deeds::reviews};

/// Reviews and meetings, as the practice sees them.
pub struct Reviewed {
    /// Four that are on no agenda.
    pub waiting: Vec<v1::Review>,
    /// Three that are on the first meeting's.
    pub scheduled: Vec<v1::Review>,
    /// Three meetings of the practice's, to fill, to call off and to end.
    pub meetings: Vec<v1::Meeting>,
    /// The items of the first one's agenda.
    pub items: Vec<String>,
}

impl Reviewed {
    pub async fn by(town: &Town, practice: &Acting, team: &[&str], person: &str) -> Reviewed {
        let ours = practice.organisation();
        let mut ids = Vec::new();
        for title in ["To fill", "To call off", "To end"] {
            let plan = reviews::meeting(town.clock.now(), title, team);
            ids.push(reviews::schedule_meeting(practice, plan).await);
        }
        for number in 0..7 {
            let question = format!("Question {number}?");
            reviews::ask(practice, reviews::review(person, &question, &[])).await;
        }
        town.applied().await;
        for review in &reviews::all(practice).await[..3] {
            reviews::schedule(practice, review, ours, &ids[0]).await;
        }
        town.applied().await;
        let (scheduled, waiting) = reviews::all(practice)
            .await
            .into_iter()
            .partition(|review| review.state() == v1::ReviewState::Scheduled);
        let agenda = reviews::agenda(practice, ours, &ids[0]).await.unwrap();
        let mut meetings = reviews::meetings(practice).await;
        meetings.sort_by_key(|meeting| ids.iter().position(|id| *id == meeting.meeting_id));
        Reviewed {
            waiting,
            scheduled,
            meetings,
            items: agenda.items.into_iter().map(|item| item.item_id).collect(),
        }
    }

    /// Every review and meeting that somebody sees, as text, without tokens, which are new each time.
    pub async fn seen(who: &Acting) -> String {
        let mut reviews = reviews::all(who).await;
        reviews.iter_mut().for_each(|one| one.token.clear());
        let mut meetings = reviews::meetings(who).await;
        meetings.iter_mut().for_each(|one| one.token.clear());
        format!("{reviews:?}{meetings:?}")
    }
}
