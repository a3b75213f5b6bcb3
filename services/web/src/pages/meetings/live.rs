//! The chair's view of a meeting that is under way: the agenda, one item with what the team is to see of it, and the form
//! in which decisions are added as they are made and the item is finished. Two can take notes of one item.

use api::v1::{AgendaItem, Meeting, Review, ReviewState, agenda_item::Matter};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse},
};
use tonic::Response;

use super::{asked, choose, decided, find, pack, path, review, team, when};
use crate::{
    audience::Audience,
    entry::{Section, Tag},
    failure::{Answer, Failure},
    form::{Field, Form},
    labels::label,
    names::Names,
    page::Page,
    pages::reviews::hold,
    sent::{Sent, Stage},
    told,
    visit::{Next, Visit},
    words,
};

/// The chair's view of a meeting.
#[derive(Template)]
#[template(path = "pages/meeting.html")]
pub struct Live {
    pub(super) page: Page,
    pub(super) title: String,
    pub(super) when: String,
    pub(super) path: String,
    pub(super) agenda: Vec<Item>,
    pub(super) open: Option<Open>,
    pub(super) can_end: bool,
    pub(super) has_papers: bool,
}

/// An item of the agenda.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) about: String,
    pub(super) tags: Vec<Tag>,
    pub(super) is_open: bool,
}

/// The item that is open.
pub(super) struct Open {
    pub(super) id: String,
    pub(super) person: String,
    pub(super) question: String,
    pub(super) person_says: String,
    pub(super) asked_by: String,
    /// By when it is to be finished; empty where that is not known.
    pub(super) until: String,
    pub(super) until_ms: i64,
    pub(super) done: Section,
    pub(super) pack: Section,
    pub(super) finish: Option<Form>,
    pub(super) review: String,
}

/// What came of what was sent to the form of an item.
enum Came {
    /// The audience alone.
    Audience(Audience),
    /// The item is finished; the receipt's token.
    Finished(String),
    /// The form as it is to be shown.
    Form(Box<Form>),
}

/// The meeting, with the item that is asked for, or the first that has not been discussed, in all stages of its form.
pub async fn meeting(
    mut visit: Visit,
    Path((organiser, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (meeting, items) = find(&visit, &organiser, &id).await?;
    let chosen = choose(&items, sent.get("item"));
    let form = match chosen.and_then(review).filter(|review| waits(review)) {
        Some(review) => match come(&mut visit, &meeting, chosen, review, &sent).await? {
            Came::Audience(audience) => return Ok(Html(audience.render()?).into_response()),
            Came::Finished(receipt) => {
                let next = Next::to(path(&meeting), "The item is finished. On to the next one.");
                return visit.go(next, receipt, Vec::new());
            }
            Came::Form(form) => Some(*form),
        },
        None => None,
    };
    // What was sent may have changed what there is to show.
    let (meeting, items) = match sent.stage {
        Stage::Opened => (meeting, items),
        _ => find(&visit, &organiser, &id).await?,
    };
    show(visit, &meeting, &items, sent.get("item"), form).await
}

fn waits(review: &Review) -> bool {
    review.state() == ReviewState::Scheduled && !review.token.is_empty()
}

/// What comes of what was sent to the form of this item.
async fn come(
    visit: &mut Visit,
    meeting: &Meeting,
    item: Option<&AgendaItem>,
    review: &Review,
    sent: &Sent,
) -> Result<Came, Failure> {
    let room = hold::Room::of(visit, meeting).await?;
    let expected = hold::expected(visit, meeting, review);
    let form = |review: &Review| {
        let item = item.map_or("", |item| item.item_id.as_str());
        hold::hold_form(review, &room, &expected)
            .field(Field::hidden("item", item))
            .inline(format!("{}?item={item}", path(meeting)))
    };
    if sent.stage != Stage::Earnest {
        let answer = hold::hold_review(visit, review, sent).await;
        let audience = visit.audience(answer.map(Response::into_inner)).await?;
        if sent.stage == Stage::Typing {
            return Ok(Came::Audience(audience));
        }
        let form = form(review).filled(sent).heard_by(audience);
        return Ok(Came::Form(Box::new(form)));
    }
    let mut checked = form(review).filled(sent);
    hold::check(&mut checked, sent);
    if !checked.problems.is_empty() {
        return Ok(Came::Form(Box::new(checked.asks_who_hears())));
    }
    let status = if hold::is_deciding(sent) {
        match hold::record_review_decision(visit, review, sent).await {
            Ok(receipt) => {
                visit.has_done("The decision is recorded.", receipt);
                let form = decided_now(visit, meeting, review, sent, form).await?;
                return Ok(Came::Form(Box::new(form.asks_who_hears())));
            }
            Err(status) => status,
        }
    } else {
        match hold::hold_review(visit, review, sent).await {
            Ok(done) => {
                let receipt = done.into_inner().receipt.unwrap_or_default();
                return Ok(Came::Finished(receipt.token));
            }
            Err(status) => status,
        }
    };
    let form = visit.refused(form(review), sent, &status).await?;
    Ok(Came::Form(Box::new(form.asks_who_hears())))
}

/// The form after a decision was added: everything else stays as it was typed.
async fn decided_now(
    visit: &Visit,
    meeting: &Meeting,
    review: &Review,
    sent: &Sent,
    form: impl FnOnce(&Review) -> Form,
) -> Result<Form, Failure> {
    let (_, items) = find(visit, &meeting.organiser, &meeting.meeting_id).await?;
    let mut now = items.iter().filter_map(self::review);
    let now = now.find(|one| one.review_id == review.review_id);
    let mut form = form(now.unwrap_or(review)).caught_up(sent).anew();
    let added = ["decisions", "dissent[0].by.worker", "dissent[0].reason"];
    let fields = form.fields.iter_mut().chain(&mut form.more);
    for field in fields.filter(|field| added.contains(&field.name.as_str())) {
        field.values.clear();
    }
    Ok(form)
}

async fn show(
    visit: Visit,
    meeting: &Meeting,
    items: &[AgendaItem],
    item: &str,
    form: Option<Form>,
) -> Answer {
    let chosen = choose(items, item);
    let names = visit.names(team(meeting)).await?;
    let agenda = items.iter().enumerate();
    let agenda = agenda
        .map(|(place, item)| listed(place, item, chosen, &names))
        .collect();
    let mut form = form;
    let problems = form
        .as_mut()
        .map_or_else(Vec::new, |form| std::mem::take(&mut form.problems));
    let (page, open) = match chosen.and_then(review) {
        Some(review) => {
            let mut page = visit
                .page_about(&review.person_id, "meeting", "Meeting")
                .await?;
            // Whoever is invited to the item alone knows the person by what they like to be called.
            if let Some(bar) = page.bar.as_mut().filter(|bar| bar.born.is_empty()) {
                bar.name.clone_from(&review.called);
            }
            let finish = form.map(|form| form.for_session(page.token.clone(), visit.now));
            let open = open(&visit, meeting, chosen, review, &names, finish).await?;
            (page, Some(open))
        }
        None => (visit.page("Meeting")?, None),
    };
    let wrong = !problems.is_empty();
    let page = Page { problems, ..page };
    let live = Live {
        page: page.within("meetings").live().keeps_session(),
        title: meeting.title.clone(),
        when: when(meeting),
        path: path(meeting),
        agenda,
        open,
        can_end: !meeting.token.is_empty(),
        has_papers: items
            .iter()
            .filter_map(review)
            .any(super::papers::has_papers),
    };
    visit.show_answered(&live, wrong)
}

fn listed(place: usize, item: &AgendaItem, chosen: Option<&AgendaItem>, names: &Names) -> Item {
    let at = words::moment(item.starts_at.as_ref()).map_or_else(String::new, words::time);
    let (label, about, state) = match &item.matter {
        Some(Matter::Review(review)) => (
            review.called.clone(),
            format!("{at}, asked by {}", names.organisation(&asked(review).from)),
            Some(review),
        ),
        Some(Matter::Support(support)) => (
            "Support for a colleague".to_owned(),
            format!("{at}, {}", names.organisation(&support.organisation)),
            None,
        ),
        None => ("Taken".to_owned(), at, None),
    };
    let mut tags = Vec::new();
    if let Some(review) = state
        && review.state() != ReviewState::Scheduled
    {
        tags.push(Tag::new(label_of(review), "green"));
    }
    if item.late {
        tags.push(Tag::new("Late", "yellow"));
    }
    Item {
        id: item.item_id.clone(),
        label: format!("{}. {label}", place + 1),
        about,
        tags,
        is_open: chosen.is_some_and(|chosen| chosen.item_id == item.item_id),
    }
}

fn label_of(review: &Review) -> &'static str {
    label::<ReviewState>(review.state)
}

async fn open(
    visit: &Visit,
    meeting: &Meeting,
    item: Option<&AgendaItem>,
    review: &Review,
    team: &Names,
    finish: Option<Form>,
) -> Result<Open, Failure> {
    let pack = pack(visit, review).await?;
    let facts = || pack.attached.iter().chain(&pack.about_me).chain(&pack.plan);
    let mut mentioned = told::mentioned(facts().chain(&review.facts));
    mentioned.extend(self::team(meeting).map(str::to_owned));
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let asked = asked(review);
    let told = |fact: &_| told::entry(fact, &review.person_id, &names);
    let ends = item
        .and_then(|item| words::moment(item.starts_at.as_ref()))
        .and_then(|at| {
            let minutes = jiff::SignedDuration::from_mins(i64::from(meeting.minutes_per_item));
            at.checked_add(minutes).ok()
        });
    Ok(Open {
        id: item.map(|item| item.item_id.clone()).unwrap_or_default(),
        person: review.person_id.clone(),
        question: asked.question.clone(),
        person_says: asked.person_says.clone(),
        asked_by: team.organisation(&asked.from),
        until: ends.map_or_else(String::new, words::time),
        until_ms: ends.map_or(0, |at| at.as_millisecond()),
        done: Section::new("What was decided", decided(review).map(told).collect())
            .or("Nothing has been recorded yet."),
        pack: Section::new("What the team is to see", facts().map(told).collect())
            .or("Nothing besides the question."),
        finish,
        review: review.review_id.clone(),
    })
}
