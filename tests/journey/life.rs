//! A case paused, resumed, closed and taken up again: what the caseloads say, which clocks run, what leaves the files,
//! and what may be passed on when somebody moves.

use api::v1::{
    self, CaseState, Category, CloseCaseRequest, CloseReason, Direction, GetIdentityRequest,
    GetTransferPackRequest, Heading, ListCaseloadRequest, PauseCaseRequest, PauseReason,
    RecordMoveAwayRequest, ReopenCaseRequest, ResumeCaseRequest, Standing,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town, bytes,
    deeds::{self, note, numbers, passage, refer, referral, write},
    look,
};

use crate::cast::{CHARITY, Cast, notes, words};

async fn pause(who: &Acting, person: &str) {
    let request = PauseCaseRequest {
        command_id: command_id(),
        person_id: person.into(),
        reason: PauseReason::Hospital.into(),
        words: "Her hip is replaced.".into(),
        categories: numbers(&[Category::Health]),
        expected_back: "2027-01-01".into(),
    };
    who.cases().pause_case(who.ask(request)).await.unwrap();
}

async fn resume(who: &Acting, person: &str) {
    let request = ResumeCaseRequest {
        command_id: command_id(),
        person_id: person.into(),
    };
    who.cases().resume_case(who.ask(request)).await.unwrap();
}

async fn close(who: &Acting, person: &str) {
    let request = CloseCaseRequest {
        command_id: command_id(),
        person_id: person.into(),
        reason: CloseReason::GoalsReached.into(),
        words: "She sings every Thursday.".into(),
        categories: numbers(&[Category::SocialCare]),
        told_by: String::new(),
    };
    let closed = who.cases().close_case(who.ask(request)).await.unwrap();
    let withdrawal = closed.into_inner().withdrawal.unwrap();
    assert!(withdrawal.complete, "{withdrawal:?}");
}

async fn entry(who: &Acting) -> v1::CaseloadEntry {
    let request = ListCaseloadRequest::default();
    let answer = who.people().list_caseload(who.ask(request)).await.unwrap();
    let [entry] = &answer.into_inner().entries[..] else {
        panic!("one person is on the caseload")
    };
    // Whoever asks who the person is is told the same of the case.
    let request = GetIdentityRequest {
        person_id: entry.person_id.clone(),
        not_before: String::new(),
    };
    let known = who.read_details().get_identity(who.ask(request)).await;
    let known = known.unwrap().into_inner();
    assert_eq!(
        (known.standing(), known.state()),
        (entry.standing(), entry.state())
    );
    entry.clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_a_case_is_paused_nobody_is_late_and_afterwards_there_is_as_much_time_as_before() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    refer(
        &cast.practice,
        referral(&person, &cast.social_care, "A rail by the bath."),
    )
    .await;
    town.applied().await;
    let asked = deeds::referral_in(&cast.council, &person).await;
    pause(&cast.practice, &person).await;
    town.days_pass(30);
    town.applied().await;

    assert_eq!(entry(&cast.charity).await.state(), CaseState::Paused);
    let seen = look::story(&cast.charity, &person).await.unwrap();
    assert!(
        !seen.iter().any(|fact| format!("{fact:?}").contains("hip")),
        "why is for those who may know"
    );
    let waiting = deeds::referral_in(&cast.council, &person).await;
    assert!(!waiting.overdue, "{waiting:?}");

    resume(&cast.practice, &person).await;
    town.applied().await;
    assert_eq!(entry(&cast.charity).await.state(), CaseState::Unspecified);
    let moved = deeds::referral_in(&cast.council, &person).await;
    let seconds = |referral: &v1::Referral| referral.answer_by.as_ref().unwrap().seconds;
    let later = seconds(&moved) - seconds(&asked);
    assert_eq!((later + 30) / 60, 30 * 24 * 60, "to the minute");
    assert!(!moved.overdue);
    town.days_pass(60);
    let late = throughline_tests::town::until("the referral is overdue", async || {
        let referral = deeds::referral_in(&cast.council, &person).await;
        referral.overdue.then_some(referral)
    })
    .await;
    assert!(late.overdue);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_took_part_is_told_once_and_keeps_that_and_what_they_recorded_themselves() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let passages = vec![passage(Heading::MostImportant, "Choir on Thursdays.", &[])];
    write(&cast.practice, &person, passages).await;
    note(&cast.charity, &person, "We had tea.", &[Category::AboutMe]).await;
    refer(
        &cast.practice,
        referral(&person, &cast.leisure, "To walk with others."),
    )
    .await;
    town.applied().await;
    let held = |who: &str| bytes::in_files_of(&town.data(), who, &["Choir on", "We had tea"]);
    assert_eq!(held(CHARITY).len(), 2);

    close(&cast.practice, &person).await;
    town.applied().await;
    assert_eq!(held(CHARITY), ["We had tea"].into());
    let kept = entry(&cast.charity).await;
    assert_eq!(
        (kept.state(), kept.standing()),
        (CaseState::Closed, Standing::Unspecified)
    );
    assert_eq!(kept.identity, None, "who it was is no longer theirs to see");
    let story = look::story(&cast.charity, &person).await.unwrap();
    assert_eq!(notes(&story), ["We had tea."]);
    let ended = look::referrals(&cast.stranger, Direction::In)
        .await
        .unwrap();
    assert_eq!(ended[0].state(), v1::ReferralState::Ended);

    let request = ReopenCaseRequest {
        command_id: command_id(),
        person_id: person.clone(),
    };
    let practice = &cast.practice;
    practice
        .cases()
        .reopen_case(practice.ask(request))
        .await
        .unwrap();
    town.applied().await;
    assert_eq!(entry(practice).await.standing(), Standing::Involved);
    assert_eq!(entry(practice).await.state(), CaseState::Unspecified);
    assert_eq!(held(CHARITY), ["We had tea"].into());
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transfer_pack_holds_the_persons_words_and_own_records_and_no_more() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let passages = vec![
        passage(Heading::MostImportant, "Choir on Thursdays.", &[]),
        passage(
            Heading::People,
            "My brother drinks.",
            &[Category::AboutSomebodyElse],
        ),
    ];
    write(&cast.practice, &person, passages).await;
    let practice = &cast.practice;
    note(
        practice,
        &person,
        "Her blood pressure is fine.",
        &[Category::Health],
    )
    .await;
    note(
        &cast.charity,
        &person,
        "We had tea.",
        &[Category::SocialCare],
    )
    .await;
    let restricted = v1::RecordNoteRequest {
        command_id: command_id(),
        person_id: person.clone(),
        words: "Only for me.".into(),
        categories: numbers(&[Category::Health]),
        restricted_to: Some(v1::record_note_request::Restriction::default()),
    };
    practice
        .notes()
        .record_note(practice.ask(restricted))
        .await
        .unwrap();
    town.days_pass(1);
    let moved = RecordMoveAwayRequest {
        command_id: command_id(),
        person_id: person.clone(),
        moved_on: "2026-12-01".into(),
        words: "To her sister in Leeds.".into(),
        categories: numbers(&[Category::Contact]),
        told_by: String::new(),
    };
    practice
        .cases()
        .record_move_away(practice.ask(moved))
        .await
        .unwrap();
    town.applied().await;
    let request = GetTransferPackRequest {
        person_id: person.clone(),
        not_before: String::new(),
    };
    let pack = practice
        .people()
        .get_transfer_pack(practice.ask(request))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(pack.identity.unwrap().name, "Ivy Penn");
    let about_me: Vec<_> = pack.about_me.iter().map(words).collect();
    assert_eq!(about_me, ["Choir on Thursdays."]);
    assert_eq!(
        notes(&pack.records),
        ["Her blood pressure is fine.", "To her sister in Leeds."]
    );
    town.close().await;
}
