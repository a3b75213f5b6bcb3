//! Actions, as tests send them.

use crate::{
    action::{
        Action,
        accept::AcceptAction,
        agree::{AgreeAction, Who},
        cancel::CancelAction,
        complete::CompleteAction,
        decline::DeclineAction,
        reassign::ReassignAction,
        request::RequestAction,
    },
    calendar::LastDay,
    category::{Categories, Category},
    event::By,
    history::History,
    referral::DeclineReason,
    testing::charity,
    words::Words,
};

fn words(text: &str) -> Words {
    Words::prose("words", text).unwrap()
}

fn last_day(date: &str) -> LastDay {
    LastDay::on(date.parse().unwrap()).unwrap()
}

/// Somebody does something by the 19th of June 2026.
pub fn agree(who: &By) -> AgreeAction {
    to(who, "2026-06-19")
}

/// Somebody does something by this day.
pub fn to(who: &By, due: &str) -> AgreeAction {
    AgreeAction {
        words: words("Ring the pharmacy."),
        categories: Categories::of(&[Category::Health]),
        who: Who::Organisation {
            organisation: who.organisation.clone(),
            worker: who.worker.clone(),
            due: last_day(due),
            without_agreement: None,
        },
    }
}

/// The person does something themselves.
pub fn own_step() -> AgreeAction {
    AgreeAction {
        words: words("I will walk to the shop and back."),
        categories: Categories::of(&[Category::Health]),
        who: Who::Person {
            helper: Some(words("My sister Ruth")),
            hoped_by: None,
        },
    }
}

/// The practice asks the charity to do something by the 19th of June 2026.
pub fn request() -> RequestAction {
    RequestAction {
        service: charity(),
        words: words("Go to the choir with her once."),
        categories: Categories::of(&[Category::SocialCare]),
        due: last_day("2026-06-19"),
        without_agreement: None,
        ticked: Vec::new(),
    }
}

fn first(history: &History) -> &Action {
    history.actions().next().unwrap()
}

/// The first action is accepted.
pub fn accept(history: &History) -> AcceptAction {
    AcceptAction {
        action: first(history).id,
        seen: first(history).last_event,
        words: None,
    }
}

/// The first action is declined.
pub fn decline(history: &History) -> DeclineAction {
    DeclineAction {
        action: first(history).id,
        seen: first(history).last_event,
        reason: DeclineReason::NoCapacity,
        words: words("Nobody is free on Thursdays."),
        instead: None,
    }
}

/// The first action is done.
pub fn complete(history: &History) -> CompleteAction {
    CompleteAction {
        action: first(history).id,
        seen: first(history).last_event,
        words: words("They will deliver from now on."),
    }
}

/// The first action goes to a colleague.
pub fn reassign(history: &History, worker: &str) -> ReassignAction {
    ReassignAction {
        action: first(history).id,
        seen: first(history).last_event,
        worker: worker.parse().unwrap(),
        words: None,
    }
}

/// The first action is called off.
pub fn cancel(history: &History) -> CancelAction {
    CancelAction {
        action: first(history).id,
        seen: first(history).last_event,
        words: words("She does not need it any more."),
    }
}
