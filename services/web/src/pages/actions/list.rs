//! Lists of actions: across cases, one's own first, and of one case. Overdue stand first, then by the day.

use api::v1::{Action, ActionState, ListActionsRequest, action_fact::Told, fact::Content};
use askama::Template;
use axum::extract::Path;

use super::asked;
use crate::{
    entry::Tag,
    failure::{Answer, Failure},
    labels::label,
    names::Names,
    page::Page,
    sent::Sent,
    visit::Visit,
    words,
};

/// Actions, in groups.
#[derive(Template)]
#[template(path = "pages/actions.html")]
pub struct Actions {
    pub(super) page: Page,
    pub(super) groups: Vec<Group>,
    /// The case's own path, where it is one case's.
    pub(super) of: String,
}

/// Actions of one sort.
pub(super) struct Group {
    pub(super) heading: &'static str,
    pub(super) rows: Vec<Row>,
    /// What is said where there is none; left out where that is empty.
    pub(super) empty: &'static str,
    /// Where it goes on; empty where it does not.
    pub(super) more: String,
}

/// An action in a list.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) words: String,
    pub(super) href: String,
    pub(super) who: String,
    pub(super) person: String,
    pub(super) person_href: String,
    pub(super) by: String,
    pub(super) tags: Vec<Tag>,
}

/// What a group is of: as its address calls it, its heading, what is said where there is nothing, what is asked for.
struct Of {
    name: &'static str,
    heading: &'static str,
    empty: &'static str,
    state: ActionState,
    is_mine: bool,
}

const ALL: [Of; 3] = [
    Of {
        name: "yours",
        heading: "Yours",
        empty: "Nothing is yours to do. What is agreed at a meeting or in a case appears here.",
        state: ActionState::Open,
        is_mine: true,
    },
    Of {
        name: "asked",
        heading: "Asked of your organisation",
        empty: "",
        state: ActionState::Requested,
        is_mine: false,
    },
    Of {
        name: "organisation",
        heading: "Everybody’s in your organisation",
        empty: "",
        state: ActionState::Open,
        is_mine: false,
    },
];

/// Actions across cases; one group alone, page by page, where the address names it.
pub async fn list(visit: Visit, sent: Sent) -> Answer {
    let named = sent.text("of");
    let mut groups = Vec::new();
    for of in ALL.iter().filter(|of| named.is_empty() || of.name == named) {
        groups.push(group(&visit, of, &sent.text("page")).await?);
    }
    let page = Actions {
        page: visit.page("Actions")?.within("actions").live(),
        groups,
        of: String::new(),
    };
    visit.show(&page)
}

async fn group(visit: &Visit, of: &Of, page: &str) -> Result<Group, Failure> {
    let worker = visit.somebody.speaker.worker.clone();
    let request = ListActionsRequest {
        organisation: visit.organisation().to_owned(),
        worker: if of.is_mine { worker } else { String::new() },
        state: of.state.into(),
        page_token: page.to_owned(),
        ..Default::default()
    };
    let found = asked(visit, request).await?;
    let names = names(visit, &found.actions).await?;
    let rows = found.actions.iter().map(|action| row(action, true, &names));
    let next = Visit::next(&found.next_page_token, &format!("of={}&", of.name));
    Ok(Group {
        heading: of.heading,
        rows: rows.collect(),
        empty: of.empty,
        more: next,
    })
}

/// The actions of one case.
pub async fn of_person(visit: Visit, Path(person): Path<String>) -> Answer {
    let of = |own_steps| ListActionsRequest {
        person_id: person.clone(),
        own_steps,
        ..Default::default()
    };
    let mut others = asked(&visit, of(false)).await?.actions;
    let own = asked(&visit, of(true)).await?.actions;
    let to_do =
        |action: &Action| matches!(action.state(), ActionState::Open | ActionState::Requested);
    others.sort_by_key(|action| !to_do(action));
    let names = names(&visit, &others).await?;
    let rows = |of: &[Action]| of.iter().map(|action| row(action, false, &names)).collect();
    let page = Actions {
        groups: vec![
            Group {
                heading: "What others do",
                rows: rows(&others),
                empty: "Nothing has been agreed yet.",
                more: String::new(),
            },
            Group {
                heading: "Their own steps",
                rows: rows(&own),
                empty: "",
                more: String::new(),
            },
        ],
        page: visit
            .page_about(&person, "actions", "Actions")
            .await?
            .live(),
        of: format!("/people/{person}/actions"),
    };
    visit.show(&page)
}

async fn names(visit: &Visit, actions: &[Action]) -> Result<Names, Failure> {
    let organisations = actions.iter().map(|action| action.organisation.as_str());
    visit
        .names(organisations.filter(|code| !code.is_empty()))
        .await
}

fn row(action: &Action, with_person: bool, names: &Names) -> Row {
    let mut tags = Vec::new();
    if action.overdue {
        tags.push(Tag::new("Overdue", "red"));
    }
    if action.state() != ActionState::Open {
        let colour = match action.state() {
            ActionState::Done => "green",
            ActionState::Requested => "yellow",
            _ => "grey",
        };
        tags.push(Tag::new(label::<ActionState>(action.state), colour));
    }
    let identity = action.identity.as_ref();
    let person = match identity {
        _ if !with_person => String::new(),
        Some(identity) => identity.name.clone(),
        None => "Name not shared with you".to_owned(),
    };
    let who = match (action.organisation.as_str(), action.worker.as_str()) {
        ("", _) => String::new(),
        (organisation, "") => names.organisation(organisation),
        (organisation, worker) => format!(
            "{}, {}",
            names.worker(organisation, worker),
            names.organisation(organisation)
        ),
    };
    Row {
        id: action.action_id.clone(),
        words: what(action),
        href: format!("/actions/{}", action.action_id),
        who,
        person_href: match person.is_empty() {
            true => String::new(),
            false => format!("/people/{}", action.person_id),
        },
        person,
        by: words::written(&action.due),
        tags,
    }
}

/// What is to be done, in the words in which it was agreed or asked for.
fn what(action: &Action) -> String {
    let words = action.facts.iter().find_map(|fact| match &fact.content {
        Some(Content::Action(told)) => match told.told.as_ref()? {
            Told::Agreed(told) => Some(told.words.clone()),
            Told::Requested(told) => Some(told.words.clone()),
            Told::OwnStep(told) => Some(told.words.clone()),
            _ => None,
        },
        _ => None,
    });
    words.unwrap_or_else(|| "What is to be done is not shared with you".to_owned())
}
