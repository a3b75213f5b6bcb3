//! How the person is reached, and what to mind on a visit.

use api::v1::{
    ContactPoint, ContactSort, EndContactPointRequest, Fact, ListContactPointsRequest,
    ListStoryRequest, MarkWrongPersonRequest, RecordContactPointRequest, RecordVisitWarningRequest,
    Warning, fact::Content,
};

use anyhow::Context;

use super::{Part, Telling};
use crate::demo::send::send;

/// What is to be kept in mind on the telephone; mostly nothing.
const SAFETY: [&str; 6] = [
    "",
    "",
    "",
    "",
    "Text first, and ring an hour later.",
    "Leave no message: others listen to them.",
];

impl Telling {
    /// Whoever leads writes down the telephone.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn is_reached(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let request = RecordContactPointRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            contact_point: Some(ContactPoint {
                sort: ContactSort::Phone.into(),
                value: format!("07700 900 {:03}", self.chance.below(1_000)),
                safety_instruction: self.chance.pick(&SAFETY).into(),
            }),
            ..RecordContactPointRequest::default()
        };
        let recorded = send!(self.sender, &who, details.record_contact_point, request)?;
        self.keep(&who, recorded.receipt);
        Ok(())
    }

    /// The person has another telephone: the one that was known has ended.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn is_reached_elsewhere(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let request = ListContactPointsRequest {
            person_id: self.id.clone(),
            not_before: self.not_before(&who),
        };
        let known = send!(self.sender, &who, read_details.list_contact_points, request)?;
        for point in known.contact_points {
            let request = EndContactPointRequest {
                command_id: self.sender.command_id(),
                person_id: self.id.clone(),
                token: point.token,
            };
            let ended = send!(self.sender, &who, details.end_contact_point, request)?;
            self.keep(&who, ended.receipt);
        }
        self.later().await;
        self.is_reached().await
    }

    /// The last note that whoever leads wrote was about somebody else.
    ///
    /// # Errors
    /// Where it is refused, or there is none.
    pub async fn was_about_somebody_else(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let request = ListStoryRequest {
            person_id: self.id.clone(),
            not_before: self.not_before(&who),
            ..ListStoryRequest::default()
        };
        let story = send!(self.sender, &who, story.list_story, request)?;
        let noted = |fact: &&Fact| {
            let by = fact.recorded_by.as_ref();
            let own = by.is_some_and(|by| by.worker == who.worker());
            own && matches!(fact.content, Some(Content::Note(_)))
        };
        let note = story.facts.iter().find(noted);
        let request = MarkWrongPersonRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            fact_id: note.context("nothing was noted")?.fact_id.clone(),
            words: "Written after a visit to somebody of the same name, two streets away.".into(),
        };
        let marked = send!(self.sender, &who, details.mark_wrong_person, request)?;
        self.keep(&who, marked.receipt);
        Ok(())
    }

    /// Somebody of whom being in touch reveals nothing warns those who visit. Nobody does where there is no such part.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn warns_visitors(&mut self) -> anyhow::Result<()> {
        let reveals_nothing = |part: &&Part| {
            let mut services = part.offer.organisation().services.iter();
            services.all(|service| service.reveals.is_empty())
        };
        let Some(part) = self.parts.iter().find(reveals_nothing) else {
            return Ok(());
        };
        let who = part.who.clone();
        let (warning, reason) = self.chance.pick(&[
            (
                Warning::Animal,
                "The neighbour's dog is loose in the stairwell, and has bitten.",
            ),
            (
                Warning::RingFirst,
                "{name} is afraid of who may be at the door, since the burglary.",
            ),
            (
                Warning::TwoToVisit,
                "A relative of {name}'s shouted at the nurse and stood in the door.",
            ),
            (
                Warning::Building,
                "The lift is out of order, and there is no light on the back stairs.",
            ),
        ]);
        let request = RecordVisitWarningRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            warnings: vec![warning.into()],
            reason: self.person.in_words(reason),
            restricted_to: None,
        };
        let recorded = send!(self.sender, &who, details.record_visit_warning, request)?;
        self.keep(&who, recorded.receipt);
        Ok(())
    }
}
