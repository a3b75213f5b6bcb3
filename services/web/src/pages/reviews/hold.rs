//! Finishing an item at its meeting: who was there, what was said and decided, who does what by when, who tells the person.

use api::v1::{
    HoldReviewRequest, Meeting, Presence, Review, ReviewDecision, Worker,
    hold_review_request::{ActionGiven, Attended},
    presence,
    reviews_command_service_client::ReviewsCommandServiceClient,
};
use axum::extract::Path;
use jiff::Span;

use super::find;
use crate::{
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    sent::{Sent, Stage},
    visit::{Next, Visit},
};

/// How many actions a form has room for. What is left empty is not recorded.
const ACTIONS: usize = 4;
/// In how many days an action is to be done, where nothing else is said.
const ACTION_DAYS: i64 = 14;

/// The people of the team, by organisation, to be given actions.
async fn workers(visit: &Visit, organisations: &[String]) -> Result<Vec<Choice>, Failure> {
    let names = visit.names([]).await?;
    let mut choices = vec![Choice::new("", "Choose")];
    for organisation in organisations {
        let found = visit
            .site
            .directory
            .workers(&visit.connection(), organisation, visit.now)
            .await?;
        choices.extend(found.into_iter().map(|worker| {
            let value = format!("{organisation} {}", worker.worker);
            Choice::new(
                value,
                format!("{}, {}", worker.name, names.organisation(organisation)),
            )
        }));
    }
    Ok(choices)
}

/// The form that finishes an item of this meeting.
pub async fn hold_form_of(
    visit: &Visit,
    meeting: &Meeting,
    review: &Review,
) -> Result<Form, Failure> {
    let mut team = vec![meeting.organiser.clone()];
    team.extend(meeting.team.iter().cloned());
    let names = visit.names([]).await?;
    let there = team
        .iter()
        .map(|code| Choice::new(code, names.organisation(code)))
        .collect();
    let own = format!("{} {}", visit.organisation(), visit.somebody.speaker.worker);
    let due = visit
        .today()
        .saturating_add(Span::new().days(ACTION_DAYS))
        .to_string();
    let form = hold_form(
        review,
        there,
        &workers(visit, &team).await?,
        &own,
        &due,
        visit.organisation(),
    );
    Ok(form.inline(format!(
        "/reviews/{}/hold?organiser={}&meeting={}",
        review.review_id, meeting.organiser, meeting.meeting_id
    )))
}

pub(super) fn hold_form(
    review: &Review,
    there: Vec<Choice>,
    workers: &[Choice],
    own: &str,
    due: &str,
    ours: &str,
) -> Form {
    let mut form = Form::new("Decide", "Finish this item")
        .about(&review.person_id)
        .back_to(format!("/reviews/{}", review.review_id))
        .field(Field::hidden("token", &review.token))
        .field(Field::words(
            "decisions",
            "What was decided? One a line, so that the person could read it.",
            2,
        ));
    for number in 1..=ACTIONS {
        let field = |name: &str| format!("actions{number}.{name}");
        let what = Field::text(&field("words"), format!("Action {number}"), 30);
        let who = Field::pick(
            &field("worker"),
            format!("Who does action {number}?"),
            workers.to_vec(),
        );
        let by = Field::date(&field("by"), format!("Action {number}: by when?")).with_date(due);
        form = if number <= 2 {
            form.field(what).field(who).field(by)
        } else {
            form.more(what).more(who).more(by)
        };
    }
    form.field(Field::text(
        "discussion",
        "What was talked about, in a sentence",
        30,
    ))
    .field(Field::several("attended", "Who was there?", there).with(ours))
    .field(
        Field::choice(
            "presence",
            "Was the person there?",
            vec![
                Choice::new("absent", "No"),
                Choice::new("present", "Yes"),
                Choice::new("represented", "Somebody spoke for them"),
            ],
        )
        .with("absent"),
    )
    .field(Field::text(
        "presence_words",
        "Why not, or what they said",
        30,
    ))
    .field(Field::pick("teller", "Who tells the person?", workers.to_vec()).with(own))
    .more(Field::text("presence_by", "Who spoke for them?", 20))
    .more(Field::date("back_on", "Comes back on"))
}

fn presence(sent: &Sent) -> Presence {
    let says = sent.words("presence_words");
    let presence = match sent.get("presence") {
        "present" => presence::Presence::Present(says),
        "represented" => presence::Presence::Represented(presence::Represented {
            by: sent.words("presence_by"),
            said: says,
        }),
        _ => presence::Presence::Absent(says),
    };
    Presence {
        presence: Some(presence),
    }
}

fn worker(text: &str) -> Option<(String, String)> {
    let (organisation, worker) = text.split_once(' ')?;
    Some((organisation.to_owned(), worker.to_owned()))
}

fn actions(sent: &Sent) -> Vec<ActionGiven> {
    let action = |number: usize| {
        let field = |name: &str| format!("actions{number}.{name}");
        let words = sent.text(&field("words"));
        let (organisation, worker) = worker(sent.get(&field("worker"))).unwrap_or_default();
        (!words.is_empty()).then(|| ActionGiven {
            words,
            organisation,
            worker,
            by: sent.date(&field("by")),
        })
    };
    (1..=ACTIONS).filter_map(action).collect()
}

/// Who came, by organisation: those who do something or tell the person, and whoever writes it down.
fn attended(
    sent: &Sent,
    visit: &Visit,
    actions: &[ActionGiven],
    teller: Option<&Worker>,
) -> Vec<Attended> {
    let mut organisations = sent.all("attended");
    let ours = visit.organisation().to_owned();
    if !organisations.contains(&ours) {
        organisations.push(ours);
    }
    let attended = organisations.into_iter().map(|organisation| {
        let mut workers: Vec<String> = actions
            .iter()
            .filter(|action| action.organisation == organisation)
            .map(|action| action.worker.clone())
            .collect();
        workers.extend(
            teller
                .filter(|teller| teller.organisation == organisation)
                .map(|teller| teller.worker.clone()),
        );
        if organisation == visit.organisation() {
            workers.push(visit.somebody.speaker.worker.clone());
        }
        workers.sort();
        workers.dedup();
        Attended {
            organisation,
            workers,
        }
    });
    attended.collect()
}

/// Finishes an item.
pub async fn hold_review(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let review = find(&visit, &id).await?;
    let meeting = Meeting {
        organiser: review.organiser.clone(),
        meeting_id: review.meeting_id.clone(),
        team: sent.all("attended"),
        ..Default::default()
    };
    let mut form = hold_form_of(&visit, &meeting, &review).await?;
    form.is_inline = false;
    form.back = format!("/meetings/{}/{}", review.organiser, review.meeting_id);
    let actions = actions(&sent);
    let teller = worker(sent.get("teller")).map(|(organisation, worker)| Worker {
        organisation,
        worker,
        role: String::new(),
    });
    let decisions = sent
        .lines("decisions")
        .into_iter()
        .map(|words| ReviewDecision {
            words,
            dissent: Vec::new(),
        });
    let request = HoldReviewRequest {
        command_id: sent.command_id(),
        person_id: review.person_id.clone(),
        review_id: id.clone(),
        token: sent.given("token", &review.token),
        attended: attended(&sent, &visit, &actions, teller.as_ref()),
        person: Some(presence(&sent)),
        discussion: sent.words("discussion"),
        decisions: decisions.collect(),
        actions,
        teller,
        back_on: sent.date("back_on"),
    };
    if sent.stage != Stage::Earnest {
        return visit.show_form(form.filled(&sent)).await;
    }
    let next = form.back.clone();
    let mut reviews = ReviewsCommandServiceClient::new(visit.connection());
    let answer = reviews.hold_review(request).await;
    if let Err(status) = &answer
        && crate::failure::code(status) == "stale"
    {
        return changed(visit, form.filled(&sent), &review.token).await;
    }
    let next = |_: &_| Next::to(next, "The item is finished. On to the next one.");
    visit.settle(form, &sent, answer, next).await
}

/// Somebody recorded something on the item meanwhile: what was typed is kept, and can be sent once that was looked at.
async fn changed(visit: Visit, mut form: Form, token: &str) -> Answer {
    form.problem(
        "",
        "Somebody has recorded something on this item since you opened it. Look at it in the meeting, then send this again.",
    );
    for field in form.fields.iter_mut().filter(|field| field.name == "token") {
        field.values = vec![token.to_owned()];
    }
    visit.show_form(form).await
}
