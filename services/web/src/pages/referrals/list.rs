//! The lists of referrals of both sides, by how far they have come; what is urgent and waits stands first.

use api::v1::{Direction, ListReferralsRequest, Referral, ReferralState, ReferralUrgency};
use askama::Template;

use super::{asked, raised, tags};
use crate::{
    entry::Tag, failure::Answer, names::Names, page::Page, sent::Sent, visit::Visit, words,
};

const SHOWN: i32 = 50;

/// Referrals in and out.
#[derive(Template)]
#[template(path = "pages/referrals.html")]
pub struct Referrals {
    pub(super) page: Page,
    pub(super) is_in: bool,
    pub(super) which: &'static str,
    pub(super) rows: Vec<Row>,
    pub(super) next: String,
}

/// Which referrals are listed, by how far they have come.
struct Which {
    name: &'static str,
    label: &'static str,
    state: ReferralState,
}

/// The first is what the page opens with.
#[rustfmt::skip]
const WHICH: [Which; 7] = [
    Which { name: "open", label: "To be answered", state: ReferralState::Open },
    Which { name: "accepted", label: "Accepted", state: ReferralState::Accepted },
    Which { name: "in-contact", label: "In contact", state: ReferralState::InContact },
    Which { name: "completed", label: "Completed", state: ReferralState::Completed },
    Which { name: "declined", label: "Declined", state: ReferralState::Declined },
    Which { name: "withdrawn", label: "Taken back", state: ReferralState::Withdrawn },
    Which { name: "all", label: "All", state: ReferralState::Unspecified },
];

impl Which {
    fn named(name: &str) -> &'static Self {
        let found = WHICH.iter().find(|which| which.name == name);
        found.unwrap_or(&WHICH[0])
    }
}

impl Referrals {
    fn states(&self) -> &'static [Which] {
        &WHICH
    }

    fn is_listed(&self, which: &Which) -> bool {
        which.name == self.which
    }
}

/// One of them.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) href: String,
    pub(super) person: String,
    pub(super) service: String,
    pub(super) other: String,
    pub(super) tags: Vec<Tag>,
    pub(super) waiting: String,
}

/// Referrals of one way and state. What is urgent and waits for an answer stands before all others, on whichever page
/// they would come.
pub async fn list(visit: Visit, sent: Sent) -> Answer {
    let is_in = sent.get("way") != "out";
    let state = Which::named(sent.get("state"));
    let request = ListReferralsRequest {
        direction: (if is_in { Direction::In } else { Direction::Out }).into(),
        state: state.state.into(),
        page_size: SHOWN,
        page_token: sent.text("page"),
        not_before: visit.not_before(),
        ..Default::default()
    };
    let is_first = request.page_token.is_empty() && state.state == ReferralState::Open;
    let mut first = Vec::new();
    if is_first {
        let urgent = ReferralUrgency::Urgent.into();
        let urgent = ListReferralsRequest {
            urgency: urgent,
            ..request.clone()
        };
        first = asked(&visit, urgent).await?.referrals;
    }
    let found = asked(&visit, request).await?;
    let is_urgent = |one: &Referral| {
        state.state == ReferralState::Open && one.urgency() == ReferralUrgency::Urgent
    };
    let mut others: Vec<Referral> = found.referrals;
    others.retain(|one| !is_urgent(one));
    others.sort_by_key(|one| !one.overdue);
    first.append(&mut others);
    let names = visit.names([]).await?;
    let way = if is_in { "in" } else { "out" };
    let page = Referrals {
        page: visit.page("Referrals")?.within("referrals").live(),
        is_in,
        which: state.name,
        rows: first
            .iter()
            .map(|one| row(one, state, &visit, &names))
            .collect(),
        next: Visit::next(
            &found.next_page_token,
            &format!("way={way}&state={}&", state.name),
        ),
    };
    visit.show(&page)
}

fn row(referral: &Referral, of: &Which, visit: &Visit, names: &Names) -> Row {
    let raised = raised(referral);
    let since = referral
        .facts
        .first()
        .and_then(|fact| words::moment(fact.recorded_at.as_ref()));
    let open = referral.state() == ReferralState::Open;
    let waiting = since
        .filter(|_| open)
        .map(|since| words::waiting(since, visit.now));
    let other = if referral.direction() == Direction::In {
        &raised.from
    } else {
        &raised.to
    };
    Row {
        id: referral.referral_id.clone(),
        href: format!("/referrals/{}", referral.referral_id),
        person: name(referral),
        service: raised.service_name.clone(),
        other: if other.is_empty() {
            "from outside".to_owned()
        } else {
            names.organisation(other)
        },
        // A list of one state says it once, at its top.
        tags: match of.state {
            ReferralState::Unspecified => tags(referral),
            _ => tags(referral).split_off(1),
        },
        waiting: waiting.unwrap_or_default(),
    }
}

fn name(referral: &Referral) -> String {
    let name = referral
        .identity
        .as_ref()
        .map(|identity| identity.name.clone());
    name.unwrap_or_else(|| "Name not shared with you".to_owned())
}
