//! About Me is written, read and confirmed.

use api::v1::{
    Category, ConfirmAboutMeRequest, GetAboutMeRequest, Heading, RecordAboutMeRequest,
    fact::Content, get_about_me_response::CurrentPassage, record_about_me_request::NewPassage,
};

use super::{Part, Telling, numbers};
use crate::demo::{
    acting::Acting,
    locality::organisations::name_of,
    send::{is_stale, pause, send},
    words::{COMMUNICATION, MANNERS, SUPPORT},
};

impl Telling {
    /// The person writes About Me with whoever leads, in words that fit their need.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn writes_about_me(&mut self) -> anyhow::Result<()> {
        let helped_by = name_of(self.lead().worker());
        let mut passages = Vec::new();
        for passage in self.need.passages {
            passages.push(NewPassage {
                do_not_ask_again: passage.do_not_ask_again,
                ..new_passage(passage.heading, passage.categories, self.say(passage.said))
            });
        }
        for (heading, said) in [
            (Heading::Communication, COMMUNICATION),
            (Heading::DoAndDoNot, MANNERS),
            (Heading::Support, SUPPORT),
        ] {
            let there = passages
                .iter()
                .any(|passage| passage.heading == i32::from(heading));
            if !there {
                passages.push(new_passage(heading, &[], self.say(said)));
            }
        }
        passages
            .iter_mut()
            .for_each(|passage| passage.helped_by.clone_from(&helped_by));
        self.records(passages).await
    }

    /// Whoever leads records these passages.
    pub(in crate::demo) async fn records(
        &mut self,
        passages: Vec<NewPassage>,
    ) -> anyhow::Result<()> {
        let request = RecordAboutMeRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            passages,
        };
        let who = self.lead();
        let recorded = send!(self.sender, &who, about_me.record_about_me, request)?;
        self.keep(&who, recorded.receipt);
        Ok(())
    }

    /// The person goes through About Me with somebody who takes part and of whom being in touch reveals nothing, except
    /// what they do not want to be asked, and says that it is still true. Nobody does where there is no such part.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn confirms(&mut self) -> anyhow::Result<()> {
        let reveals_nothing = |part: &&Part| {
            let services = part.offer.organisation().services.iter();
            services
                .into_iter()
                .all(|service| service.reveals.is_empty())
        };
        let Some(part) = self.parts.iter().rev().find(reveals_nothing) else {
            return Ok(());
        };
        let who = &part.who.clone();
        let command_id = self.sender.command_id();
        loop {
            let passages = self.passages(who).await?;
            let asked = passages
                .into_iter()
                .filter(|passage| !not_to_be_asked(passage));
            let request = ConfirmAboutMeRequest {
                command_id: command_id.clone(),
                person_id: self.id.clone(),
                tokens: asked.map(|passage| passage.token).collect(),
            };
            match send!(self.sender, who, about_me.confirm_about_me, request) {
                // Read before the newest was in their file: once more.
                Err(error) if is_stale(&error) => pause().await,
                confirmed => {
                    self.keep(who, confirmed?.receipt);
                    return Ok(());
                }
            }
        }
    }

    /// Says a passage anew, in other words: the first under its heading.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn says_anew(&mut self, heading: Heading, words: &str) -> anyhow::Result<()> {
        let current = self.passages(&self.lead()).await?;
        let token = current
            .into_iter()
            .find(|passage| under(passage) == Some(heading));
        let passage = NewPassage {
            token: token.map(|passage| passage.token).unwrap_or_default(),
            helped_by: name_of(self.lead().worker()),
            ..new_passage(heading, &[], words.into())
        };
        self.records(vec![passage]).await
    }

    /// The passages that somebody is shown, by fact id, except those that are not to be asked about.
    pub(super) async fn open_passages(&self, who: &Acting) -> anyhow::Result<Vec<String>> {
        let passages = self.passages(who).await?;
        let open = passages.iter().filter(|passage| !not_to_be_asked(passage));
        let facts = open.filter_map(|passage| passage.fact.as_ref());
        Ok(facts.map(|fact| fact.fact_id.clone()).collect())
    }

    async fn passages(&self, who: &Acting) -> anyhow::Result<Vec<CurrentPassage>> {
        let request = GetAboutMeRequest {
            person_id: self.id.clone(),
            not_before: self.not_before(who),
        };
        let read = send!(self.sender, who, read_about_me.get_about_me, request)?;
        Ok(read.passages)
    }
}

/// A passage as it is written.
pub(in crate::demo) fn new_passage(
    heading: Heading,
    categories: &[Category],
    words: String,
) -> NewPassage {
    NewPassage {
        heading: heading.into(),
        words,
        categories: numbers(categories),
        ..NewPassage::default()
    }
}

fn not_to_be_asked(passage: &CurrentPassage) -> bool {
    let content = passage.fact.as_ref().and_then(|fact| fact.content.as_ref());
    matches!(content, Some(Content::Passage(passage)) if passage.do_not_ask_again)
}

fn under(passage: &CurrentPassage) -> Option<Heading> {
    match passage.fact.as_ref()?.content.as_ref()? {
        Content::Passage(passage) => Some(passage.heading()),
        _ => None,
    }
}
