//! A review at a meeting of the team: asked for, put on an agenda, and held.

use anyhow::Context;
use api::v1::{
    self, HoldReviewRequest, ListReviewsRequest, Presence, RequestReviewRequest, ReviewAim,
    ReviewDecision, ScheduleReviewRequest, SendReviewInvitationRequest, Worker,
    hold_review_request as held, presence, review_decision::Dissent,
};

use super::{Part, Telling, by_the_person, numbers};
use crate::demo::{
    acting::Acting,
    send::{find, send},
};

/// A review that was asked for.
pub struct Reviewed {
    review: String,
    /// Who else is invited.
    guest: Part,
    /// The day of the meeting on whose agenda it is.
    day: u32,
}

impl Telling {
    /// Whoever leads asks for a review with the person's agreement, puts it on the team's next agenda, and invites a
    /// service to it that does not take part yet.
    ///
    /// # Errors
    /// Where it is refused, or no meeting is planned.
    pub async fn asks_for_review(&mut self) -> anyhow::Result<Reviewed> {
        let who = self.lead();
        let attached = self.open_passages(&who).await?.into_iter().take(2);
        let request = RequestReviewRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            aim: ReviewAim::Decide.into(),
            question: self.person.in_words(
                "What would help {name} most now, and who of us is best placed to offer it?",
            ),
            person_says: "I would rather one person rang than five.".into(),
            categories: numbers(&[self.need.topic]),
            decided_by: Some(by_the_person()),
            attached: attached.collect(),
            ..RequestReviewRequest::default()
        };
        let asked = send!(self.sender, &who, reviews.request_review, request)?;
        self.keep(&who, asked.receipt);
        self.later().await;
        let review = asked.review_id;
        let day = self.puts_on_agenda(&who, &review).await?;
        self.later().await;
        let guest = self.another_of(self.ask(0).of)?;
        let request = SendReviewInvitationRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            review_id: review.clone(),
            token: self.review_token(&who, &review).await?,
            organisation: guest.who.organisation().into(),
        };
        let invited = send!(self.sender, &who, reviews.send_review_invitation, request)?;
        self.keep(&who, invited.receipt);
        Ok(Reviewed { review, guest, day })
    }

    async fn puts_on_agenda(&mut self, who: &Acting, review: &str) -> anyhow::Result<u32> {
        let soon = self.moment.day + 2;
        let mut meetings = self.locality.meetings().iter();
        let meeting = meetings.find(|meeting| meeting.day >= soon);
        let meeting = meeting.context("no meeting is planned")?.clone();
        let request = ScheduleReviewRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            review_id: review.into(),
            token: self.review_token(who, review).await?,
            organiser: self.locality.chair().organisation().into(),
            meeting_id: meeting.id,
        };
        let scheduled = send!(self.sender, who, reviews.schedule_review, request)?;
        self.keep(who, scheduled.receipt);
        Ok(meeting.day)
    }

    /// The day of the meeting has come, and the review is held, with the person there.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn holds_review(&mut self, reviewed: &Reviewed) -> anyhow::Result<()> {
        self.days_pass(reviewed.day.saturating_sub(self.day))
            .await?;
        let (chair, lead, guest) = (self.locality.chair(), self.lead(), &reviewed.guest.who);
        let mut there: Vec<held::Attended> = Vec::new();
        for who in [&chair, &lead, guest] {
            let organisation = who.organisation().to_owned();
            let workers = vec![who.worker().to_owned()];
            match there
                .iter_mut()
                .find(|one| one.organisation == organisation)
            {
                Some(one) => one.workers.extend(workers),
                None => there.push(held::Attended {
                    organisation,
                    workers,
                }),
            }
        }
        let dissent = Dissent {
            by: Some(somebody(guest)),
            reason: "A visit once a week may be more than we can keep up.".into(),
        };
        let differently = self.chance.one_in(3);
        let request = HoldReviewRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            review_id: reviewed.review.clone(),
            token: self.review_token(&chair, &reviewed.review).await?,
            attended: there,
            person: Some(Presence {
                presence: Some(presence::Presence::Present(
                    "I am glad that you all sat down together.".into(),
                )),
            }),
            discussion: self
                .person
                .in_words("{name} told what a good week looks like, and what gets in its way."),
            decisions: vec![ReviewDecision {
                words: self
                    .person
                    .in_words("One of us visits {name} once a week, for six weeks."),
                dissent: if differently {
                    vec![dissent]
                } else {
                    Vec::new()
                },
            }],
            actions: vec![held::ActionGiven {
                words: self
                    .person
                    .in_words("Ring {name} to agree the first visit."),
                organisation: guest.organisation().into(),
                worker: guest.worker().into(),
                by: self.date_in(14),
            }],
            teller: Some(somebody(&lead)),
            back_on: self.date_in(42),
        };
        let done = send!(self.sender, &chair, reviews.hold_review, request)?;
        self.keep(&chair, done.receipt);
        Ok(())
    }

    async fn review_token(&self, who: &Acting, review: &str) -> anyhow::Result<String> {
        let request = ListReviewsRequest::default();
        let listed: v1::Review =
            find!(self, who, read_reviews.list_reviews, request, reviews, review_id: review);
        Ok(listed.token)
    }
}

fn somebody(who: &Acting) -> Worker {
    Worker {
        organisation: who.organisation().into(),
        worker: who.worker().into(),
        role: String::new(),
    }
}
