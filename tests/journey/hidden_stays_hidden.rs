//! What is hidden leaves no trace in what is shown beside it: not in ids, reasons, watches, error codes or clocks.

use api::v1::{
    self, Category, ConfirmAboutMeRequest, Direction, ExplainFactRequest, Heading, OpenCaseRequest,
    Purpose, RecordNoteRequest, RegisterServiceRequest, against::Against,
    record_about_me_request::NewPassage,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{
        self, Offer, identity, involve, numbers, object, objection, open_case, passage, refer,
        referral, service, write,
    },
    look, until,
};
use tonic::Status;
use tonic_types::StatusExt;

use crate::cast::{CHARITY, Cast};

const RECOVERY: &str = "NEW-LEAF-RECOVERY";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_referral_is_its_parties_matter_and_not_that_of_whoever_holds_the_case() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let recovery = drug_service(&town).await;
    // The practice holds the case and is not shown that the council asks a drug service.
    let person = cast.opens(0).await;
    involve(
        &town,
        &cast.practice,
        &cast.council,
        &cast.social_care,
        &person,
    )
    .await;
    refer(&cast.council, referral(&person, &recovery, "Drinking.")).await;
    town.applied().await;
    let before = look::story(&cast.practice, &person).await.unwrap();
    // The drug service holds another case, in which the charity asks the walking group.
    let kim = town.acting(RECOVERY, "kim.ray", "vcse-worker");
    let number = deeds::nhs_numbers().nth(1).unwrap();
    let other = open_case(&kim, &recovery, identity("Ivy Penn", &number)).await;
    involve(&town, &kim, &cast.charity, &cast.link_workers, &other).await;
    refer(&cast.charity, referral(&other, &cast.leisure, "Walks.")).await;

    town.days_pass(10);
    late(&cast.council, Direction::Out).await;
    let told = late(&cast.stranger, Direction::In).await;
    town.applied().await;
    let after = look::story(&cast.practice, &person).await.unwrap();
    assert_eq!(after, before);
    let by = told
        .facts
        .iter()
        .map(|fact| fact.recorded_by.clone().unwrap());
    let by: Vec<String> = by.map(|by| by.organisation).collect();
    assert_eq!(by, [CHARITY; 3]);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_version_that_is_hidden_changes_nothing_for_whoever_wrote_the_older_one() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    write(&cast.charity, &person, vec![choir("Choir.", "", &[])]).await;
    town.applied().await;
    let before = look::all(&cast.charity, &person).await;
    let reasons = why(&cast.charity, &person).await;
    revise_out_of_sight(&town, &cast, &person).await;
    assert_eq!(format!("{before:?}"), {
        let after = look::all(&cast.charity, &person).await;
        format!("{after:?}")
    });
    assert_eq!(why(&cast.charity, &person).await, reasons);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_that_a_revision_hid_are_not_shown_again_by_another_revision_of_them() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    involve(
        &town,
        &cast.practice,
        &cast.stranger,
        &cast.leisure,
        &person,
    )
    .await;
    write(
        &cast.charity,
        &person,
        vec![choir("Choir, sober.", "", &[])],
    )
    .await;
    town.applied().await;
    let story = async || format!("{:?}", look::story(&cast.stranger, &person).await.unwrap());
    assert!(story().await.contains("Choir, sober."));
    revise_out_of_sight(&town, &cast, &person).await;
    assert!(!story().await.contains("Choir, sober."));
    let token = token(&cast.charity, &person).await;
    write(&cast.charity, &person, vec![choir("Singing.", &token, &[])]).await;
    town.applied().await;
    let told = story().await;
    assert!(
        told.contains("Singing.") && !told.contains("Choir, sober."),
        "{told}"
    );
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ids_do_not_count_the_passages_that_were_written_with_those_that_are_shown() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let low = passage(Heading::Wellness, "I get low.", &[Category::MentalHealth]);
    let tea = passage(Heading::AlsoWorthKnowing, "Tea.", &[]);
    write(&cast.practice, &person, vec![low, tea]).await;
    town.applied().await;
    let all = look::passages(&cast.practice, &person).await.unwrap();
    let request = ConfirmAboutMeRequest {
        command_id: command_id(),
        person_id: person.clone(),
        tokens: all.into_iter().map(|passage| passage.token).collect(),
    };
    let confirmed = cast
        .practice
        .about_me()
        .confirm_about_me(cast.practice.ask(request))
        .await;
    confirmed.unwrap();
    town.applied().await;
    let shown = look::passages(&cast.charity, &person).await.unwrap();
    assert_eq!(shown.len(), 1);
    let (fact, confirmed) = (shown[0].fact.as_ref(), shown[0].confirmed.as_ref());
    let ids = [
        &fact.unwrap().fact_id,
        &confirmed.unwrap().fact_id,
        &shown[0].token,
    ];
    assert!(ids.iter().all(|id| id.ends_with(".0")), "{ids:?}");
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_opened_a_case_does_not_tell_who_else_is_known() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    cast.opens(0).await;
    let people: Vec<String> = deeds::nhs_numbers().take(3).collect();
    let used = command_id();
    let open = async |number: &str, born: &str| {
        let identity = v1::Identity {
            birth_date: born.into(),
            ..identity("Ivy Penn", number)
        };
        let request = OpenCaseRequest {
            command_id: used.clone(),
            service_id: cast.leisure.service.clone(),
            identity: Some(identity),
            ..OpenCaseRequest::default()
        };
        let opened = cast
            .stranger
            .cases()
            .open_case(cast.stranger.ask(request))
            .await;
        opened.map(|opened| opened.into_inner().person_id)
    };
    let opened = open(&people[1], "1951-03-04").await.unwrap();
    // Somebody who is known, also with another date of birth, and somebody whom nobody knows.
    for (number, born) in [
        (&people[0], "1951-03-04"),
        (&people[0], "1960-01-01"),
        (&people[2], "1951-03-04"),
    ] {
        let refused = open(number, born).await.unwrap_err();
        assert_eq!(reason(&refused), "command_reused");
    }
    assert_eq!(open(&people[1], "1951-03-04").await.unwrap(), opened);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn for_a_worker_who_was_objected_to_by_name_there_is_no_case_to_write_in_either() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    refer(&cast.charity, referral(&person, &cast.leisure, "Walks.")).await;
    let worker = v1::Worker {
        organisation: CHARITY.into(),
        worker: "nosy.one".into(),
        role: String::new(),
    };
    object(
        &cast.practice,
        objection(&person, Against::Worker(worker), &[], ""),
    )
    .await;
    let nosy = town.acting(CHARITY, "nosy.one", "link-worker");
    assert_eq!(
        reason(&look::story(&nosy, &person).await.unwrap_err()),
        "case_unknown"
    );
    // Told that the referral is open already, they would know of it.
    let again = nosy.ask(referral(&person, &cast.leisure, "Walks."));
    let refused = nosy.referrals().raise_referral(again).await.unwrap_err();
    assert_eq!(reason(&refused), "case_unknown");
    let request = RecordNoteRequest {
        command_id: command_id(),
        person_id: person.clone(),
        words: "I was here.".into(),
        categories: numbers(&[Category::Health]),
        restricted_to: None,
    };
    let refused = nosy
        .notes()
        .record_note(nosy.ask(request))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "case_unknown");
    // Their colleagues go on.
    deeds::note(&cast.charity, &person, "We walked.", &[Category::Health]).await;
    town.close().await;
}

/// A drug service: that somebody is in touch with it is itself not everybody's to know.
async fn drug_service(town: &Town) -> Offer {
    let needs = [Category::AboutMe];
    let service = RegisterServiceRequest {
        reveals: numbers(&[Category::SubstanceUse]),
        ..service("New Leaf", Purpose::CommunitySupport, &needs)
    };
    town.offer(RECOVERY, service).await
}

/// The one referral in this direction, once it has been recorded as late twice.
async fn late(who: &Acting, direction: Direction) -> v1::Referral {
    until("the referral is late", async || {
        let listed = look::referrals(who, direction).await.unwrap();
        listed
            .into_iter()
            .find(|referral| referral.facts.len() == 3)
    })
    .await
}

fn choir(words: &str, token: &str, categories: &[Category]) -> NewPassage {
    NewPassage {
        token: token.into(),
        ..passage(Heading::MostImportant, words, categories)
    }
}

/// The practice revises the one passage, and what it is about now is not shown to the others.
async fn revise_out_of_sight(town: &Town, cast: &Cast, person: &str) {
    let token = token(&cast.practice, person).await;
    let revised = choir("Choir keeps me up.", &token, &[Category::MentalHealth]);
    write(&cast.practice, person, vec![revised]).await;
    town.applied().await;
}

async fn token(who: &Acting, person: &str) -> String {
    let passages = look::passages(who, person).await.unwrap();
    passages[0].token.clone()
}

/// Why the caller is shown the one passage.
async fn why(who: &Acting, person: &str) -> Vec<v1::explain_fact_response::Reason> {
    let passages = look::passages(who, person).await.unwrap();
    let request = ExplainFactRequest {
        person_id: person.into(),
        fact_id: passages[0].fact.as_ref().unwrap().fact_id.clone(),
    };
    let explained = who.disclosure().explain_fact(who.ask(request)).await;
    explained.unwrap().into_inner().reasons
}

pub fn reason(status: &Status) -> String {
    let details = status.get_error_details();
    details
        .error_info()
        .map(|info| info.reason.clone())
        .unwrap_or_default()
}
