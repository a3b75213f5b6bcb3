//! Actions as those see them who do them and who asked for them: listed by day, overdue first, and each on the list of
//! whoever has to do it. The person's own steps stand apart.

use api::v1::{
    self, AcceptActionRequest, ActionState, CompleteActionRequest, ListActionsRequest, WorkKind,
    WorkReason,
    agree_action_request::{PersonOwner, Who},
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{actions, handovers},
};

use crate::{
    cast::{COUNCIL, Cast, PRACTICE},
    work::work,
};

async fn listed(who: &Acting, own_steps: bool) -> Vec<v1::Action> {
    let request = ListActionsRequest {
        own_steps,
        ..ListActionsRequest::default()
    };
    let answer = who.read_actions().list_actions(who.ask(request)).await;
    answer.unwrap().into_inner().actions
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_is_answered_and_done_and_both_sides_see_the_same() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let (practice, council) = (&cast.practice, &cast.council);
    actions::request(
        practice,
        actions::asked(&person, &cast.social_care, "A rail by the bath."),
    )
    .await;
    town.applied().await;
    let request = (WorkKind::ActionRequest, WorkReason::Unassigned, false);
    assert_eq!(work(council).await, [request]);
    assert!(listed(&cast.stranger, false).await.is_empty());

    let asked = listed(council, false).await.remove(0);
    assert_eq!(
        (asked.state(), asked.organisation.as_str()),
        (ActionState::Requested, COUNCIL)
    );
    let accepted = AcceptActionRequest {
        command_id: command_id(),
        person_id: person.clone(),
        action_id: asked.action_id.clone(),
        token: asked.token,
        words: "On Monday.".into(),
    };
    let accepted = council.actions().accept_action(council.ask(accepted)).await;
    accepted.unwrap();
    town.applied().await;
    let open = listed(practice, false).await.remove(0);
    assert_eq!(
        (open.state(), open.worker.as_str()),
        (ActionState::Open, "jo.reed")
    );
    let action = (WorkKind::Action, WorkReason::Owner, false);
    assert_eq!(work(council).await, [action]);

    town.at("2027-01-01T00:00:00Z");
    let late = listed(council, false).await.remove(0);
    assert!(late.overdue);
    let overdue = (WorkKind::Action, WorkReason::Owner, true);
    assert!(work(council).await.contains(&overdue));
    town.applied().await;
    let late = listed(council, false).await.remove(0);
    let done = CompleteActionRequest {
        command_id: command_id(),
        person_id: person.clone(),
        action_id: late.action_id,
        token: late.token,
        words: "It holds.".into(),
    };
    let done = council.actions().complete_action(council.ask(done)).await;
    // The timekeeper may have recorded meanwhile that it is overdue: whoever is told so reads again.
    if let Err(status) = done {
        assert_eq!(status.code(), tonic::Code::Aborted, "{status:?}");
        town.applied().await;
        let again = listed(council, false).await.remove(0);
        let done = CompleteActionRequest {
            command_id: command_id(),
            person_id: person.clone(),
            action_id: again.action_id,
            token: again.token,
            words: "It holds.".into(),
        };
        let done = council.actions().complete_action(council.ask(done)).await;
        done.unwrap();
    }
    town.applied().await;
    for who in [practice, council] {
        let [done] = &listed(who, false).await[..] else {
            panic!("one action")
        };
        assert_eq!((done.state(), done.overdue), (ActionState::Done, false));
    }
    assert!(work(council).await.is_empty());
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_overdue_comes_first_and_a_persons_own_step_never_is() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let practice = &cast.practice;
    let due = |day: &str, words: &str| {
        let mut request = actions::own(&person, practice, words);
        if let Some(Who::Organisation(owner)) = &mut request.who {
            owner.due = day.into();
        }
        request
    };
    actions::agree(practice, due("2026-12-01", "To visit.")).await;
    actions::agree(practice, due("2026-06-03", "To ring.")).await;
    let mut own = actions::own(&person, practice, "To go to choir.");
    own.who = Some(Who::Person(PersonOwner {
        helper: "Her sister.".into(),
        hoped_by: "2026-06-04".into(),
    }));
    actions::agree(practice, own).await;
    town.days_pass(30);
    town.applied().await;
    let days: Vec<_> = listed(practice, false)
        .await
        .into_iter()
        .map(|action| (action.due, action.overdue))
        .collect();
    assert_eq!(
        days,
        [("2026-06-03".into(), true), ("2026-12-01".into(), false)]
    );
    let steps = listed(practice, true).await;
    assert_eq!(steps.len(), 1);
    assert!(!steps[0].overdue && steps[0].due.is_empty());
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_waits_for_the_colleague_whom_it_names_and_for_nobody_else() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let practice = &cast.practice;
    handovers::offer(
        practice,
        handovers::to_colleague(&person, "ann.other", "I leave in June."),
    )
    .await;
    town.applied().await;
    let colleague = town.acting(PRACTICE, "ann.other", "practitioner");
    let offer = (WorkKind::Handover, WorkReason::Owner, false);
    assert_eq!(work(&colleague).await, [offer]);
    assert!(work(practice).await.is_empty());
    assert!(work(&cast.council).await.is_empty());
    town.close().await;
}
