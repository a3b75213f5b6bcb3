//! What needs somebody today: to the right people, overdue first, and to a manager in numbers alone.

use api::v1::{
    Category, ListMyWorkRequest, ListOverdueRequest, ListOverdueResponse, Purpose,
    RecordAbsenceRequest, SetDeputyRequest, WorkEntry, WorkKind, WorkReason,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{self, actions, concerns, object, objection, referral},
    until,
};

use crate::cast::{CHARITY, Cast, PRACTICE};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_is_told_to_whoever_has_to_do_it_and_leaves_when_it_is_done() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    deeds::refer(
        &cast.practice,
        referral(&person, &cast.link_workers, "Company."),
    )
    .await;
    town.applied().await;
    assert_eq!(
        work(&cast.charity).await,
        [(WorkKind::Referral, WorkReason::Unassigned, false)]
    );
    assert!(work(&cast.practice).await.is_empty());

    // The answer is late: now whoever sent the referral has to see to it, too, and nobody beside them.
    town.days_pass(9);
    let late = async || {
        town.applied().await;
        let work = work(&cast.practice).await;
        (work == [(WorkKind::ReferralUnanswered, WorkReason::Owner, true)]).then_some(())
    };
    until("the referral to be overdue", late).await;
    let colleague = town.acting(PRACTICE, "ann.other", "practitioner");
    assert!(work(&colleague).await.is_empty());
    let entry = my_work(&cast.charity).await.remove(0);
    assert!(entry.overdue);
    assert_eq!(
        (entry.person_id, entry.person_name),
        (person.clone(), "Ivy Penn".to_owned())
    );
    assert_eq!(entry.about, "Link workers", "which referral it is");

    deeds::accept(&cast.charity, &person, "We come.").await;
    town.applied().await;
    for who in [&cast.practice, &cast.charity] {
        assert!(work(who).await.is_empty());
    }
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lead_hears_of_an_agreement_that_ends_soon_unless_a_newer_one_is_there() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    deeds::agree(
        &cast.practice,
        &person,
        Purpose::CommunitySupport,
        &[Category::Health],
        "2026-06-05",
        "Yes.",
    )
    .await;
    town.applied().await;
    let ending = [(WorkKind::AgreementEnding, WorkReason::Lead, false)];
    assert_eq!(work(&cast.practice).await, ending);
    let colleague = town.acting(PRACTICE, "ann.other", "practitioner");
    assert!(work(&colleague).await.is_empty());
    // Two agreements of one millisecond have no order.
    town.days_pass(1);
    deeds::agree(
        &cast.practice,
        &person,
        Purpose::CommunitySupport,
        &[Category::Health],
        "2026-12-31",
        "Yes.",
    )
    .await;
    town.applied().await;
    assert!(work(&cast.practice).await.is_empty());
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_manager_is_given_numbers_without_anybody_in_them() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let lead = concerns::named(&town, CHARITY, "grace.ajayi").await;
    deeds::refer(
        &cast.practice,
        referral(&person, &cast.link_workers, "Company."),
    )
    .await;
    town.applied().await;
    concerns::raise(&cast.charity, concerns::about(&person, "No food.")).await;
    town.days_pass(9);
    town.applied().await;
    let manager = town.acting(CHARITY, "boss", "manager");
    let told = overdue(&manager).await;
    assert!(told.entries.is_empty());
    let [load] = &told.workload[..] else {
        panic!("a manager is told of a concern: {:?}", told.workload)
    };
    assert_eq!(
        (load.kind(), load.waiting, load.overdue),
        (WorkKind::Referral, 1, 1)
    );
    assert!(load.longest_overdue_days > 3 && load.worker.is_empty());

    // Whoever reads the concern finds it among their work, its author first in line and the lead beside them.
    let kinds = |entries: &[WorkEntry]| entries.iter().map(WorkEntry::kind).collect::<Vec<_>>();
    for who in [&cast.charity, &lead] {
        assert_eq!(
            kinds(&overdue(who).await.entries),
            [WorkKind::Concern, WorkKind::Referral]
        );
    }
    let reasons = work(&lead).await;
    assert_eq!(my_work(&lead).await[0].about, "", "no list tells a concern");
    assert_eq!(reasons[0].1, WorkReason::SafeguardingLead);
    let colleague = town.acting(CHARITY, "ann.other", "link-worker");
    assert_eq!(
        kinds(&overdue(&colleague).await.entries),
        [WorkKind::Referral]
    );

    // What the person takes away leaves the list of work, too.
    let against = api::v1::against::Against::Organisation(CHARITY.into());
    object(
        &cast.practice,
        objection(&person, against, &[], "Not them."),
    )
    .await;
    town.applied().await;
    assert!(work(&colleague).await.is_empty());
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deputy_has_the_work_of_whoever_is_away_for_as_long_as_they_are() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let practice = &cast.practice;
    let call = actions::own(&person, practice, "Ring her on Friday.");
    actions::agree(practice, call).await;
    let deputy = town.acting(PRACTICE, "ann.other", "practitioner");
    let set = practice.ask(SetDeputyRequest {
        command_id: command_id(),
        worker: String::new(),
        deputy: "ann.other".into(),
    });
    practice.cover().set_deputy(set).await.unwrap();
    town.applied().await;
    assert!(work(&deputy).await.is_empty(), "nobody is away");
    let away = practice.ask(RecordAbsenceRequest {
        command_id: command_id(),
        worker: String::new(),
        last_day: "2026-06-02".into(),
    });
    practice.cover().record_absence(away).await.unwrap();
    town.applied().await;
    let covering = [(WorkKind::Action, WorkReason::Covering, false)];
    assert_eq!(work(&deputy).await, covering);
    assert_eq!(my_work(&deputy).await[0].about, "Ring her on Friday.");
    let theirs = [(WorkKind::Action, WorkReason::Owner, false)];
    assert_eq!(work(practice).await, theirs);
    town.days_pass(3);
    town.applied().await;
    assert!(work(&deputy).await.is_empty(), "they are back");
    town.close().await;
}

async fn my_work(who: &Acting) -> Vec<WorkEntry> {
    let request = who.ask(ListMyWorkRequest::default());
    let listed = who.work().list_my_work(request).await;
    listed.unwrap().into_inner().entries
}

/// What waits for somebody: its kind, why it is theirs, and whether it is overdue.
pub async fn work(who: &Acting) -> Vec<(WorkKind, WorkReason, bool)> {
    let all = my_work(who).await;
    let line = |entry: &WorkEntry| (entry.kind(), entry.reason(), entry.overdue);
    all.iter().map(line).collect()
}

async fn overdue(who: &Acting) -> ListOverdueResponse {
    let request = who.ask(ListOverdueRequest::default());
    who.work().list_overdue(request).await.unwrap().into_inner()
}
