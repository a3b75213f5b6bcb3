//! The view for the shared screen: one item, its pack only, the preferred name. Nobody else's name, no number, birth date
//! or address, nothing to search, to type or to be notified of.

use api::v1::{Review, fact::Content};
use askama::Template;
use axum::extract::Path;

use super::{asked, choose, decided, find, pack, review};
use crate::{
    failure::{Answer, Failure},
    labels::label,
    sent::Sent,
    visit::Visit,
};

/// What the room sees.
#[derive(Template)]
#[template(path = "pages/present.html")]
pub struct Present {
    pub(super) styles: String,
    pub(super) called: String,
    pub(super) person_says: String,
    pub(super) question: String,
    pub(super) passages: Vec<(String, String)>,
    pub(super) decided: Vec<String>,
    pub(super) next: String,
}

/// What is asked before anything is shown.
#[derive(Template)]
#[template(path = "pages/present_first.html")]
pub struct First {
    pub(super) styles: String,
    pub(super) go_on: String,
    pub(super) back: String,
}

/// One item for the shared screen, once recording is said to be off.
pub async fn present(
    visit: Visit,
    Path((organiser, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (meeting, items) = find(&visit, &organiser, &id).await?;
    let item = choose(&items, sent.get("item")).ok_or(Failure::NoSuchPage)?;
    let shown = review(item).ok_or(Failure::NoSuchPage)?;
    let path = super::path(&meeting);
    if !sent.is_ticked("off") {
        let first = First {
            styles: crate::assets::path("pages.css"),
            go_on: format!("{path}/present?item={}&off=yes", item.item_id),
            back: format!("{path}?item={}", item.item_id),
        };
        return visit.show(&first);
    }
    let pack = pack(&visit, shown).await?;
    let place = items.iter().position(|one| one.item_id == item.item_id);
    let after = items.iter().skip(place.map_or(0, |place| place + 1));
    let next = after
        .filter(|item| review(item).is_some())
        .map(|item| format!("{path}/present?item={}&off=yes", item.item_id));
    let asked = asked(shown);
    let page = Present {
        styles: crate::assets::path("pages.css"),
        called: shown.called.clone(),
        person_says: asked.person_says,
        question: asked.question,
        passages: pack
            .about_me
            .iter()
            .chain(&pack.plan)
            .filter_map(passage)
            .collect(),
        decided: words_of(shown),
        next: next.take(1).next().unwrap_or_default(),
    };
    visit.show(&page)
}

/// A passage of About Me or the plan, without who wrote it. What is about others, and what the person does not want to be
/// asked about again, is not for a room.
fn passage(fact: &api::v1::Fact) -> Option<(String, String)> {
    match fact.content.as_ref()? {
        Content::Passage(passage) if is_for_a_room(passage) => Some((
            label::<api::v1::Heading>(passage.heading).to_owned(),
            passage.words.clone(),
        )),
        Content::Plan(plan) => match plan.told.as_ref()? {
            api::v1::plan_fact::Told::Passage(passage)
                if passage.section() != api::v1::PlanSection::Helper =>
            {
                Some((
                    label::<api::v1::PlanSection>(passage.section).to_owned(),
                    passage.words.clone(),
                ))
            }
            _ => None,
        },
        _ => None,
    }
}

fn is_for_a_room(passage: &api::v1::Passage) -> bool {
    passage.heading() != api::v1::Heading::People && !passage.do_not_ask_again
}

/// What was decided, without who said what.
fn words_of(review: &Review) -> Vec<String> {
    let decided = decided(review).filter_map(|fact| match fact.content.as_ref()? {
        Content::Review(fact) => match fact.told.as_ref()? {
            api::v1::review_fact::Told::Decided(decided) => Some(decided.words.clone()),
            _ => None,
        },
        _ => None,
    });
    decided.collect()
}

#[cfg(test)]
mod tests {
    use api::v1::{Fact, Heading, Passage, fact::Content};

    use super::passage;

    #[test]
    fn who_matters_to_them_and_what_is_not_to_be_asked_again_is_not_for_a_room() {
        let shown = |heading: Heading, do_not_ask_again| {
            let told = Passage {
                heading: heading.into(),
                words: "Words.".to_owned(),
                do_not_ask_again,
                ..Default::default()
            };
            let content = Some(Content::Passage(told));
            passage(&Fact {
                content,
                ..Default::default()
            })
            .is_some()
        };
        assert!(shown(Heading::MostImportant, false));
        assert!(!shown(Heading::MostImportant, true));
        assert!(!shown(Heading::People, false));
    }
}
