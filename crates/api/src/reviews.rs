//! Reviews by a Multi-Specialty Team: what is asked of them, and what their facts say.

mod facts;

use std::collections::{BTreeMap, BTreeSet};

use casework::{
    ids::{FactId, OrganisationId, ReviewId, WorkerId},
    meeting::Plan,
    no_discussion::record::RecordNoDiscussion,
    refusal::{Code, Refusal},
    review::{
        Aim, Decision, Dissent, Guest, MeetingOf, Next, Presence,
        carry::CarryReview,
        hold::{Attended, ENTRIES_MAX, Given, HoldReview, WORKERS_MAX},
        request::{ATTACHED_MAX, Consent, RequestReview},
        schedule::ScheduleReview,
        withdraw::WithdrawReview,
    },
    review_decision::record::RecordReviewDecision,
    review_invitation::send::SendReviewInvitation,
    words::Words,
};
use uuid::Uuid;

use crate::{
    sharing::decided_by,
    types::{self, choices, seen},
    v1::{self, hold_review_request as held},
};
pub(crate) use facts::wire_fact;

choices! {
    /// What is wanted of a team.
    aim, wire_aim: v1::ReviewAim => Aim { Decide = Decide, Advise = Advise, }
}

/// Organisations as they are invited or were there, with their names, as the directory has them.
pub type Guests = BTreeMap<OrganisationId, (Guest, Words)>;

/// Gives the event that an edit token names.
type Open<'a> = &'a dyn Fn(&str) -> Option<Uuid>;

/// The command.
pub fn request(request: &v1::RequestReviewRequest) -> Result<RequestReview, Refusal> {
    let consent = match &request.decided_by {
        Some(who) => Consent::Agreed(decided_by("decided_by", Some(who))?),
        None => Consent::Without(Words::prose(
            "without_agreement",
            &request.without_agreement,
        )?),
    };
    Ok(RequestReview {
        aim: aim("aim", request.aim)?,
        question: Words::prose("question", &request.question)?,
        person_says: Words::optional("person_says", &request.person_says)?,
        categories: types::categories("categories", &request.categories)?,
        consent,
        attached: attached(&request.attached)?,
    })
}

fn attached(attached: &[String]) -> Result<Vec<FactId>, Refusal> {
    at_most("attached", attached.len(), ATTACHED_MAX)?;
    let each = |(place, id): (usize, &String)| types::id(&format!("attached[{place}]"), id);
    attached.iter().enumerate().map(each).collect()
}

/// The meeting on whose agenda a review is put.
pub fn meeting(request: &v1::ScheduleReviewRequest) -> Result<MeetingOf, Refusal> {
    Ok(MeetingOf {
        organiser: types::id("organiser", &request.organiser)?,
        meeting: types::id("meeting_id", &request.meeting_id)?,
    })
}

/// The command, with what the meeting's own stream and the directory say.
pub fn schedule(
    request: &v1::ScheduleReviewRequest,
    meeting: &MeetingOf,
    plan: &Plan,
    organiser: Guest,
    open: Open<'_>,
) -> Result<ScheduleReview, Refusal> {
    Ok(ScheduleReview {
        review: review(&request.review_id)?,
        seen: seen(&request.token, open)?,
        meeting: meeting.meeting,
        organiser,
        starts_at: plan.starts_at,
        ends_at: plan.ends_at,
    })
}

/// The command, with what the directory says of whoever is invited.
pub fn invite(
    request: &v1::SendReviewInvitationRequest,
    (invited, name): (Guest, Words),
    open: Open<'_>,
) -> Result<SendReviewInvitation, Refusal> {
    Ok(SendReviewInvitation {
        review: review(&request.review_id)?,
        seen: seen(&request.token, open)?,
        invited,
        name,
    })
}

/// The command.
pub fn carry(request: &v1::CarryReviewRequest, open: Open<'_>) -> Result<CarryReview, Refusal> {
    Ok(CarryReview {
        review: review(&request.review_id)?,
        seen: seen(&request.token, open)?,
        reason: Words::prose("reason", &request.reason)?,
    })
}

/// The command.
pub fn no_discussion(
    request: &v1::RecordNoDiscussionRequest,
    open: Open<'_>,
) -> Result<RecordNoDiscussion, Refusal> {
    Ok(RecordNoDiscussion {
        review: review(&request.review_id)?,
        seen: seen(&request.token, open)?,
        answer: Words::prose("answer", &request.answer)?,
    })
}

/// The command.
pub fn withdraw(
    request: &v1::WithdrawReviewRequest,
    open: Open<'_>,
) -> Result<WithdrawReview, Refusal> {
    Ok(WithdrawReview {
        review: review(&request.review_id)?,
        seen: seen(&request.token, open)?,
        reason: Words::prose("reason", &request.reason)?,
    })
}

/// The organisations of which the directory has to be asked before [`decide`].
pub fn differing(
    request: &v1::RecordReviewDecisionRequest,
) -> Result<BTreeSet<OrganisationId>, Refusal> {
    let dissent = request.decision.iter().flat_map(|one| &one.dissent);
    at_most("decision.dissent", dissent.clone().count(), ENTRIES_MAX)?;
    let each = dissent.enumerate().map(|(place, one)| {
        let by = one.by.clone().unwrap_or_default();
        types::id(&differs(place), &by.organisation)
    });
    each.collect()
}

fn differs(place: usize) -> String {
    format!("decision.dissent[{place}].by.organisation")
}

/// The command, with what the directory says of the organisations of those who see it differently.
pub fn decide(
    request: &v1::RecordReviewDecisionRequest,
    guests: &Guests,
) -> Result<RecordReviewDecision, Refusal> {
    let made = request.decision.clone().unwrap_or_default();
    let decision = decision("decision", &made)?;
    let organisations = decision
        .dissent
        .iter()
        .map(|one| one.organisation.to_string());
    let differing = organisations
        .enumerate()
        .map(|(place, code)| Ok(guest(&differs(place), &code, guests)?.0));
    Ok(RecordReviewDecision {
        review: review(&request.review_id)?,
        differing: differing.collect::<Result<_, Refusal>>()?,
        decision,
    })
}

/// The organisations of which the directory has to be asked before [`hold`].
pub fn held_by(request: &v1::HoldReviewRequest) -> Result<BTreeSet<OrganisationId>, Refusal> {
    at_most("attended", request.attended.len(), ENTRIES_MAX)?;
    at_most("decisions", request.decisions.len(), ENTRIES_MAX)?;
    at_most("actions", request.actions.len(), ENTRIES_MAX)?;
    let attended = request.attended.iter().enumerate();
    let attended = attended.map(|(place, one)| {
        types::id(
            &format!("attended[{place}].organisation"),
            &one.organisation,
        )
    });
    let actions = request.actions.iter().enumerate();
    let actions = actions.map(|(place, one)| {
        types::id(&format!("actions[{place}].organisation"), &one.organisation)
    });
    attended.chain(actions).collect()
}

/// The command, with what the directory says of the organisations that it names.
pub fn hold(
    request: &v1::HoldReviewRequest,
    guests: &Guests,
    open: Open<'_>,
) -> Result<HoldReview, Refusal> {
    let attended = request.attended.iter().enumerate();
    let decisions = request.decisions.iter().enumerate();
    let actions = request.actions.iter().enumerate();
    let teller = request.teller.clone().unwrap_or_default();
    Ok(HoldReview {
        review: review(&request.review_id)?,
        seen: seen(&request.token, open)?,
        attended: attended
            .map(|(place, one)| there(place, one, guests))
            .collect::<Result<_, _>>()?,
        person: presence(request.person.as_ref())?,
        discussion: Words::prose("discussion", &request.discussion)?,
        decisions: decisions
            .map(|(place, one)| decision(&format!("decisions[{place}]"), one))
            .collect::<Result<_, _>>()?,
        actions: actions
            .map(|(place, one)| given(place, one, guests))
            .collect::<Result<_, _>>()?,
        teller: types::id("teller.organisation", &teller.organisation)?,
        telling: types::worker("teller.worker", &teller.worker)?,
        next: match request.back_on.as_str() {
            "" => Next::OffTheList,
            day => Next::BackOn {
                date: types::date("back_on", day)?,
            },
        },
    })
}

fn there(place: usize, wire: &held::Attended, guests: &Guests) -> Result<Attended, Refusal> {
    let field = |name: &str| format!("attended[{place}].{name}");
    let (guest, name) = guest(&field("organisation"), &wire.organisation, guests)?;
    at_most(&field("workers"), wire.workers.len(), WORKERS_MAX)?;
    let worker = |(number, worker): (usize, &String)| {
        types::worker(&format!("{}[{number}]", field("workers")), worker)
    };
    let workers = wire.workers.iter().enumerate().map(worker);
    Ok(Attended {
        guest,
        name,
        workers: workers.collect::<Result<_, _>>()?,
    })
}

fn given(place: usize, wire: &held::ActionGiven, guests: &Guests) -> Result<Given, Refusal> {
    let field = |name: &str| format!("actions[{place}].{name}");
    let (guest, name) = guest(&field("organisation"), &wire.organisation, guests)?;
    Ok(Given {
        words: Words::prose(&field("words"), &wire.words)?,
        guest,
        name,
        worker: match wire.worker.as_str() {
            "" => None,
            worker => Some(types::worker(&field("worker"), worker)?),
        },
        by: types::date(&field("by"), &wire.by)?,
    })
}

fn presence(wire: Option<&v1::Presence>) -> Result<Presence, Refusal> {
    use v1::presence::Presence as Wire;
    match wire.and_then(|wire| wire.presence.as_ref()) {
        Some(Wire::Present(said)) => Ok(Presence::Present {
            said: Words::prose("person.present", said)?,
        }),
        Some(Wire::Represented(represented)) => Ok(Presence::Represented {
            by: Words::name("person.represented.by", &represented.by)?,
            said: Words::prose("person.represented.said", &represented.said)?,
        }),
        Some(Wire::Absent(reason)) => Ok(Presence::Absent {
            reason: Words::prose("person.absent", reason)?,
        }),
        None => Err(Refusal::of(Code::ChoiceMissing, "person")),
    }
}

fn decision(at: &str, wire: &v1::ReviewDecision) -> Result<Decision, Refusal> {
    let field = |name: &str| format!("{at}.{name}");
    at_most(&field("dissent"), wire.dissent.len(), ENTRIES_MAX)?;
    let dissent = |(number, one): (usize, &v1::review_decision::Dissent)| {
        let field = |name: &str| format!("{}[{number}].{name}", field("dissent"));
        let by = one.by.clone().unwrap_or_default();
        Ok(Dissent {
            organisation: types::id::<OrganisationId>(&field("by.organisation"), &by.organisation)?,
            worker: types::id::<WorkerId>(&field("by.worker"), &by.worker)?,
            reason: Words::prose(&field("reason"), &one.reason)?,
        })
    };
    let all = wire.dissent.iter().enumerate().map(dissent);
    Ok(Decision {
        words: Words::prose(&field("words"), &wire.words)?,
        dissent: all.collect::<Result<_, Refusal>>()?,
    })
}

fn review(id: &str) -> Result<ReviewId, Refusal> {
    types::id("review_id", id)
}

fn guest(field: &str, code: &str, guests: &Guests) -> Result<(Guest, Words), Refusal> {
    let organisation: OrganisationId = types::id(field, code)?;
    let found = guests.get(&organisation).cloned();
    found.ok_or_else(|| Refusal::of(Code::OrganisationUnknown, field.to_owned()))
}

fn at_most(field: &str, size: usize, most: usize) -> Result<(), Refusal> {
    if size > most {
        return Err(Refusal::of(Code::TooMany, field.to_owned()));
    }
    Ok(())
}
