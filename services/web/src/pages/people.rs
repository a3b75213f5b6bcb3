//! People involved, how the person is reached, and the page that leads to everything else about a case.

mod contact;
mod details;

use api::v1::{
    ListPeopleInvolvedRequest, Standing, list_people_involved_response::Part,
    people_query_service_client::PeopleQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

use crate::{
    entry::{Entry, Section},
    failure::Answer,
    gallery::{self, Gallery, State},
    listing::Listing,
    names::Names,
    site::Site,
    visit::Visit,
    words,
};

/// The paths of people.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/involved", get(involved))
        .route("/people/{person}/more", get(more))
        .merge(contact::routes())
        .merge(details::routes())
}

/// Who takes part.
pub async fn involved(visit: Visit, Path(person): Path<String>) -> Answer {
    let mut people = PeopleQueryServiceClient::new(visit.connection());
    let request = ListPeopleInvolvedRequest {
        person_id: person.clone(),
        not_before: visit.not_before(),
    };
    let parts = people
        .list_people_involved(request)
        .await?
        .into_inner()
        .parts;
    let names = visit
        .names(parts.iter().map(|part| part.organisation.as_str()))
        .await?;
    let entries = |standing| {
        let parts = parts.iter().filter(move |part| part.standing() == standing);
        parts.map(|part| entry(part, &names)).collect()
    };
    let page = visit
        .page_about(&person, "involved", "People involved")
        .await?;
    let page = Listing::new(page, "People involved")
        .action(
            format!("/people/{person}/referrals/new"),
            "Ask another service",
        )
        .action(format!("/people/{person}/leave"), "Leave the case")
        .section(
            Section::new("Taking part", entries(Standing::Involved)).or("Nobody that you can see."),
        )
        .section(Section::new(
            "Asked, and not answered yet",
            entries(Standing::Invited),
        ));
    visit.show(&page)
}

fn entry(part: &Part, names: &Names) -> Entry {
    let organisation = names.organisation(&part.organisation);
    let who = match part.worker.as_str() {
        "" => organisation.clone(),
        worker => names.worker(&part.organisation, worker),
    };
    let entry = Entry::new(who)
        .says(format!("{}, {organisation}", part.service_name))
        .about("Since", words::day_of(part.since.as_ref()));
    if part.lead {
        entry.tag("Lead worker", "blue")
    } else {
        entry
    }
}

/// Everything else about a case.
pub async fn more(visit: Visit, Path(person): Path<String>) -> Answer {
    let link = |path: &str, label: &str, says: &str| {
        Entry::new(label)
            .says(says)
            .to(format!("/people/{person}/{path}"))
    };
    let page = visit.page_about(&person, "more", "More").await?;
    let page = Listing::new(page, "More about this case")
        .leads(
            "Working together",
            vec![
                link(
                    "reviews/new",
                    "Ask the team to review the case",
                    "At a meeting, or in writing.",
                ),
                link(
                    "handovers/new",
                    "Hand the case over",
                    "To a colleague or another organisation.",
                ),
                link(
                    "involved",
                    "People involved",
                    "Who takes part, and since when.",
                ),
                link(
                    "volunteers",
                    "Volunteers",
                    "Who of yours helps, with what, until when.",
                ),
                link(
                    "referrals/receive",
                    "A referral came from outside",
                    "By letter, e-mail or phone, or from the person.",
                ),
                link(
                    "leave",
                    "Leave the case",
                    "Your organisation takes part no longer.",
                ),
            ],
        )
        .leads(
            "About the person",
            vec![
                link(
                    "identity",
                    "Put right who they are",
                    "Name, date of birth, NHS number.",
                ),
                link(
                    "visit-warnings",
                    "What to mind on a visit",
                    "What, and why for those who may know.",
                ),
                link(
                    "contact-points",
                    "How to reach them",
                    "Phone, address, e-mail, and what to mind.",
                ),
                link(
                    "decisions",
                    "Decisions",
                    "What they chose, and what mattered.",
                ),
                link("readings", "Who has looked", "Of your organisation."),
                link(
                    "shown",
                    "What could be seen on a day",
                    "By your organisation, at any moment.",
                ),
                link(
                    "duties/new",
                    "Disclose under a legal duty",
                    "For safeguarding leads and privacy officers.",
                ),
                link(
                    "records",
                    "Records of this person",
                    "Two that are one; two cases worked on together.",
                ),
            ],
        )
        .leads(
            "How the case goes on",
            vec![
                link("pause", "Pause the case", "They are in hospital or away."),
                link("resume", "Go on with a paused case", "They are back."),
                link(
                    "close",
                    "Close the case",
                    "The goals are reached, or somebody else goes on.",
                ),
                link(
                    "reopen",
                    "Take a case up again",
                    "One that your organisation held last.",
                ),
                link(
                    "stop",
                    "They want nobody to coordinate any more",
                    "What each organisation does goes on.",
                ),
                link(
                    "move-away",
                    "They have moved away",
                    "The transfer pack goes with them.",
                ),
                link("transfer-pack", "Transfer pack", "What you may pass on."),
                link(
                    "custody",
                    "Take the case of an organisation that cannot answer",
                    "For the locality’s custodian.",
                ),
                link("death", "They have died", "Everybody is told once."),
            ],
        );
    visit.show(&page)
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    contact::samples(gallery);
    details::samples(gallery);
    for state in State::ALL {
        let listing = Listing::new(
            gallery::page_about("People involved", state),
            "People involved",
        )
        .action("/people/person/referrals/new", "Ask another service")
        .action("/people/person/leave", "Leave the case")
        .section(gallery::section("Taking part", state).or("Nobody that you can see."));
        gallery.page("involved", state, &listing);
    }
}
