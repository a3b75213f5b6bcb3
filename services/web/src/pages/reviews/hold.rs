//! Deciding at a meeting: each decision as it is made, and finishing the item: who was there, what was said, who does what
//! by when, who tells the person. The form stands on the page of the meeting, which shows it in all its stages.

use std::collections::BTreeSet;

use api::v1::{
    HoldReviewRequest, HoldReviewResponse, Meeting, Presence, RecordReviewDecisionRequest, Review,
    ReviewDecision, Worker,
    hold_review_request::{ActionGiven, Attended},
    presence, review_decision,
    review_fact::Told,
    reviews_command_service_client::ReviewsCommandServiceClient,
};
use jiff::Span;
use tonic::{Response, Status};
use uuid::Uuid;

use crate::{
    failure::Failure,
    form::{Choice, Field, Form},
    sent::Sent,
    visit::Visit,
};

/// How many actions a form has room for; the first stand open. What is left empty is not recorded.
const ACTIONS: usize = 6;
const ACTIONS_OPEN: usize = 2;
/// In how many days an action is to be done, where nothing else is said.
const ACTION_DAYS: i64 = 14;
/// The button that records what was decided, and keeps everything else as it was typed.
const NOW: &str = "now";

/// What a meeting offers to choose from.
pub struct Room {
    /// The organisations of the team.
    pub team: Vec<Choice>,
    /// Their workers.
    pub workers: Vec<Choice>,
    /// Whoever fills the form in.
    pub own: String,
    /// By when an action is to be done, where nothing else is said.
    pub due: String,
}

impl Room {
    /// Who is of this meeting's team.
    pub async fn of(visit: &Visit, meeting: &Meeting) -> Result<Self, Failure> {
        let names = visit.names([]).await?;
        let mut workers = vec![Choice::new("", "Choose")];
        let mut team = Vec::new();
        let organisations = std::iter::once(&meeting.organiser).chain(&meeting.team);
        for organisation in organisations {
            let called = names.organisation(organisation);
            let found = visit
                .site
                .directory
                .workers(&visit.connection(), organisation, visit.now)
                .await?;
            workers.extend(found.into_iter().map(|worker| {
                let value = format!("{organisation} {}", worker.worker);
                Choice::new(value, format!("{}, {called}", worker.name))
            }));
            team.push(Choice::new(organisation, called));
        }
        let due = visit.today().saturating_add(Span::new().days(ACTION_DAYS));
        Ok(Self {
            team,
            workers,
            own: own(visit),
            due: due.to_string(),
        })
    }
}

fn own(visit: &Visit) -> String {
    format!("{} {}", visit.organisation(), visit.somebody.speaker.worker)
}

/// Who may be expected at the item: whoever fills the form in, asked for it, organises it, or is known to be invited.
pub fn expected(visit: &Visit, meeting: &Meeting, review: &Review) -> BTreeSet<String> {
    let told = review.facts.iter().chain(&review.invitations);
    let told = told.filter_map(|fact| match fact.content.as_ref()? {
        api::v1::fact::Content::Review(fact) => fact.told.as_ref(),
        _ => None,
    });
    let named = told.filter_map(|told| match told {
        Told::Requested(asked) => Some(asked.from.clone()),
        Told::Invited(invited) => Some(invited.organisation.clone()),
        _ => None,
    });
    let ours = [visit.organisation().to_owned(), meeting.organiser.clone()];
    named.chain(ours).collect()
}

/// The form. `expected` are ticked to begin with.
pub fn hold_form(review: &Review, room: &Room, expected: &BTreeSet<String>) -> Form {
    let mut form = Form::new("Decide", "Finish this item")
        .about(&review.person_id)
        .or(NOW, "decisions", "Add the decision and go on")
        .field(Field::hidden("token", &review.token))
        .field(Field::words(
            "decisions",
            "What was decided? One a line, so that the person could read it.",
            2,
        ));
    for number in 0..ACTIONS {
        let field = |name: &str| format!("actions[{number}].{name}");
        let shown = number + 1;
        let asked = [
            Field::text(&field("words"), format!("Action {shown}"), 30),
            Field::pick(
                &field("worker"),
                format!("Who does action {shown}?"),
                room.workers.clone(),
            ),
            Field::date(&field("by"), format!("Action {shown}: by when?")).with_date(&room.due),
        ];
        for field in asked {
            form = if number < ACTIONS_OPEN {
                form.field(field)
            } else {
                form.more(field)
            };
        }
    }
    let there = Field::several("attended", "Who was there?", room.team.clone());
    let there = expected.iter().fold(there, |field, code| field.with(code));
    form.field(Field::text(
        "discussion",
        "What was talked about, in a sentence",
        30,
    ))
    .field(there)
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
    .field(Field::pick("teller", "Who tells the person?", room.workers.clone()).with(&room.own))
    .more(Field::pick(
        "dissent[0].by.worker",
        "Does somebody see the last decision differently?",
        room.workers.clone(),
    ))
    .more(Field::text("dissent[0].reason", "Why do they?", 30))
    .more(Field::text("presence_by", "Who spoke for the person?", 20))
    .more(Field::date("back_on", "Comes back on"))
}

/// Whether the decisions alone are to be recorded now.
pub fn is_deciding(sent: &Sent) -> bool {
    !sent.get(NOW).is_empty()
}

/// Records each decision that was written, and keeps the rest of the form. Gives the last receipt.
///
/// # Errors
/// The refusal of the first one that was refused; those before it are recorded, and are found again when it is sent again.
pub async fn record_review_decision(
    visit: &Visit,
    review: &Review,
    sent: &Sent,
) -> Result<String, Status> {
    let mut reviews = ReviewsCommandServiceClient::new(visit.connection_for(sent));
    let first = Uuid::parse_str(&sent.command_id()).unwrap_or_default();
    let mut receipt = String::new();
    for (place, decision) in (1_u128..).zip(decisions(sent)) {
        let request = RecordReviewDecisionRequest {
            // Each is a command of its own, and the same one where the form is sent twice.
            command_id: Uuid::from_u128(first.as_u128() ^ place).to_string(),
            person_id: review.person_id.clone(),
            review_id: review.review_id.clone(),
            decision: Some(decision),
        };
        let done = reviews.record_review_decision(request).await?.into_inner();
        receipt = done.receipt.unwrap_or_default().token;
    }
    Ok(receipt)
}

/// What is missing before anything is sent: an action without words or without anybody to do it, or no decision at all
/// where one is to be added.
pub fn check(form: &mut Form, sent: &Sent) {
    if is_deciding(sent) {
        if sent.lines("decisions").is_empty() {
            form.problem("decisions", "Write what was decided.");
        }
        return;
    }
    for number in 0..ACTIONS {
        let field = |name: &str| format!("actions[{number}].{name}");
        let (words, worker) = (sent.text(&field("words")), sent.text(&field("worker")));
        if words.is_empty() && !worker.is_empty() {
            form.problem(
                &field("words"),
                "Write what is to be done, or choose nobody.",
            );
        }
        if !words.is_empty() && worker.is_empty() {
            form.problem(&field("worker"), "Choose who does it.");
        }
    }
}

/// Finishes an item.
///
/// # Errors
/// What the services refuse.
pub async fn hold_review(
    visit: &Visit,
    review: &Review,
    sent: &Sent,
) -> Result<Response<HoldReviewResponse>, Status> {
    let actions = actions(sent);
    let teller = match sent.get("teller") {
        "" if sent.is_rehearsed() => worker(&own(visit)),
        given => worker(given),
    };
    let request = HoldReviewRequest {
        command_id: sent.command_id(),
        person_id: review.person_id.clone(),
        review_id: review.review_id.clone(),
        token: match sent.is_rehearsed() {
            true => review.token.clone(),
            false => sent.given("token", &review.token),
        },
        attended: attended(sent, visit, &actions, teller.as_ref()),
        person: Some(presence(sent)),
        discussion: sent.words("discussion"),
        decisions: decisions(sent),
        actions,
        teller,
        back_on: sent.date("back_on"),
    };
    let mut reviews = ReviewsCommandServiceClient::new(visit.connection_for(sent));
    reviews.hold_review(request).await
}

fn decisions(sent: &Sent) -> Vec<ReviewDecision> {
    let mut lines = sent.lines("decisions");
    if lines.is_empty() && sent.is_rehearsed() {
        lines = vec![sent.words("decisions")];
    }
    let decision = |words| ReviewDecision {
        words,
        dissent: Vec::new(),
    };
    let mut decisions: Vec<_> = lines.into_iter().map(decision).collect();
    if let (Some(last), Some(by)) = (
        decisions.last_mut(),
        worker(sent.get("dissent[0].by.worker")),
    ) {
        last.dissent = vec![review_decision::Dissent {
            by: Some(by),
            reason: sent.words("dissent[0].reason"),
        }];
    }
    decisions
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

fn worker(text: &str) -> Option<Worker> {
    let (organisation, worker) = text.split_once(' ')?;
    Some(Worker {
        organisation: organisation.to_owned(),
        worker: worker.to_owned(),
        role: String::new(),
    })
}

fn actions(sent: &Sent) -> Vec<ActionGiven> {
    let action = |number: usize| {
        let field = |name: &str| format!("actions[{number}].{name}");
        let (words, who) = (
            sent.text(&field("words")),
            worker(sent.get(&field("worker")))?,
        );
        (!words.is_empty()).then(|| ActionGiven {
            words,
            organisation: who.organisation,
            worker: who.worker,
            by: sent.date(&field("by")),
        })
    };
    (0..ACTIONS).filter_map(action).collect()
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
        let actions = actions.iter();
        let doing = actions.map(|action| (&action.organisation, &action.worker));
        let telling = teller
            .iter()
            .map(|teller| (&teller.organisation, &teller.worker));
        let speaker = &visit.somebody.speaker;
        let writing = std::iter::once((&speaker.organisation, &speaker.worker));
        let named = doing.chain(telling).chain(writing);
        let theirs = named.filter(|(of, _)| **of == organisation);
        let workers: BTreeSet<String> = theirs.map(|(_, worker)| worker.clone()).collect();
        Attended {
            organisation,
            workers: workers.into_iter().collect(),
        }
    });
    attended.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        let room = Room {
            team: vec![Choice::new("SURGERY", "Park Road Surgery")],
            workers: vec![Choice::new("SURGERY dr.patel", "Dr Patel")],
            own: "SURGERY dr.patel".to_owned(),
            due: "2026-06-19".to_owned(),
        };
        hold_form(&Review::default(), &room, &BTreeSet::new())
    }

    fn sent(values: &[(&str, &str)]) -> Sent {
        let values = values.iter();
        let values = values.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Sent::new(values.collect(), true)
    }

    #[test]
    fn an_action_is_never_dropped_without_a_word() {
        let mut half = form();
        let values = [
            ("actions[0].words", "Chase the rail."),
            ("actions[2].worker", "SURGERY dr.patel"),
        ];
        check(&mut half, &sent(&values));
        let says: Vec<_> = half
            .problems
            .iter()
            .map(|problem| &problem.at[..])
            .collect();
        assert_eq!(says, ["actions-0--worker", "actions-2--words"]);
    }

    #[test]
    fn whoever_sees_it_differently_does_so_of_the_last_decision() {
        let values = [
            ("decisions", "One.\nTwo."),
            ("dissent[0].by.worker", "SURGERY dr.patel"),
            ("dissent[0].reason", "Too soon."),
        ];
        let decided = decisions(&sent(&values));
        assert_eq!(decided.len(), 2);
        assert!(decided[0].dissent.is_empty());
        assert_eq!(decided[1].dissent[0].reason, "Too soon.");
    }
}
