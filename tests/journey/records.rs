//! Two records of one person become one, and two again; the cases of two people are linked.

use api::v1::{
    self, Category, FindPersonRequest, Heading, LinkPersonRequest, ListLinksRequest,
    ListLinksResponse, ListMergesRequest, MergePersonRequest, MergePersonResponse,
    UnlinkPersonRequest, UnmergePersonRequest,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town, bytes,
    deeds::{self, handovers, identity, nhs_numbers, passage, people, refer, referral, write},
    look,
};
use tonic::Status;

use crate::{
    cast::{CHARITY, COUNCIL, Cast, PRACTICE, notes},
    hidden_stays_hidden::reason,
};

const CHOIR: &str = "The choir on Tuesdays.";
const FALL: &str = "She fell in the bath.";
const HOPE: &str = "Somebody to walk with.";

fn merge(person: &str, duplicate: &str) -> MergePersonRequest {
    MergePersonRequest {
        command_id: command_id(),
        person_id: person.into(),
        duplicate_person_id: duplicate.into(),
        words: "She showed both letters.".into(),
    }
}

async fn merged(who: &Acting, request: MergePersonRequest) -> Result<MergePersonResponse, Status> {
    let merged = who.records().merge_person(who.ask(request)).await;
    merged.map(|response| response.into_inner())
}

async fn names_of_merged(who: &Acting, person: &str) -> Vec<String> {
    let request = who.ask(ListMergesRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    let listed = who.read_records().list_merges(request).await.unwrap();
    let merges = listed.into_inner().merges.into_iter();
    merges.map(|merge| merge.name).collect()
}

async fn links(who: &Acting, person: &str) -> ListLinksResponse {
    let request = who.ask(ListLinksRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    let listed = who.read_records().list_links(request).await;
    listed.unwrap().into_inner()
}

/// The charity has a record of its own, without a number, and hands it over to the practice that has another one.
async fn handed_over(town: &Town, cast: &Cast, person: &str) -> String {
    let known = identity("Ivy Pen", "");
    let duplicate = deeds::open_case(&cast.charity, &cast.link_workers, known).await;
    assert_ne!(duplicate, person);
    write(
        &cast.charity,
        &duplicate,
        vec![passage(Heading::MostImportant, CHOIR, &[])],
    )
    .await;
    people::reached(
        &cast.charity,
        people::address(&duplicate, "9 High Street, HX2 2BB"),
    )
    .await;
    refer(&cast.charity, referral(&duplicate, &cast.social_care, HOPE)).await;
    let offer = handovers::to_service(&duplicate, &cast.general_practice, "You know her already.");
    handovers::offer(&cast.charity, offer).await;
    town.applied().await;
    let offered = handovers::all(&cast.practice).await.remove(0);
    let request = cast.practice.ask(handovers::acceptance(&offered));
    cast.practice
        .handovers()
        .accept_handover(request)
        .await
        .unwrap();
    town.applied().await;
    duplicate
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_told_twice_stands_in_one_record_and_can_be_told_apart_again() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    deeds::note(&cast.practice, &person, FALL, &[Category::Health]).await;
    let duplicate = handed_over(&town, &cast, &person).await;
    let words = [CHOIR, FALL, HOPE];
    let held = |who: &str| bytes::in_files_of(&town.data(), who, &words);
    assert_eq!(held(CHARITY), [CHOIR, HOPE].into());
    assert_eq!(held(COUNCIL), [HOPE].into());

    // Whoever does not hold both, or would merge the other way round, is told so; nothing comes of it.
    let before = look::all(&cast.practice, &duplicate).await;
    for (who, request, code) in [
        (&cast.charity, merge(&person, &duplicate), "case_unknown"),
        (
            &cast.practice,
            merge(&duplicate, &person),
            "not_provisional",
        ),
        (&cast.practice, merge(&person, &person), "same_person"),
    ] {
        assert_eq!(reason(&merged(who, request).await.unwrap_err()), code);
    }
    assert_eq!(
        format!("{:?}", look::all(&cast.practice, &duplicate).await),
        format!("{before:?}")
    );

    let request = merge(&person, &duplicate);
    let done = merged(&cast.practice, request.clone()).await.unwrap();
    assert!(done.withdrawal.unwrap().complete);
    let again = merged(&cast.practice, request).await.unwrap();
    assert_eq!(again.merge_id, done.merge_id);
    town.applied().await;
    for who in [&cast.practice, &cast.charity, &cast.council] {
        let gone = look::brief(who, &duplicate).await.unwrap_err();
        assert_eq!(reason(&gone), "case_unknown");
    }
    let text = format!("{:?}", look::brief(&cast.practice, &person).await.unwrap());
    assert!(
        text.contains(CHOIR) && text.contains(FALL) && text.contains("HX2 2BB"),
        "{text}"
    );
    assert_eq!(names_of_merged(&cast.practice, &person).await, ["Ivy Pen"]);
    // Who took part there takes part here, and who was asked there answers here.
    let charity = look::brief(&cast.charity, &person).await.unwrap();
    assert!(format!("{charity:?}").contains(CHOIR));
    let lead = charity.person.unwrap().lead.unwrap_or_default();
    assert!(
        lead.organisation.is_empty() || lead.organisation == PRACTICE,
        "{lead:?}"
    );
    let asked = deeds::referral_in(&cast.council, &person).await;
    assert_eq!(asked.person_id, person);
    deeds::accept(&cast.council, &person, "").await;
    // She is found by what either record knew of her.
    let request = cast.stranger.ask(FindPersonRequest {
        command_id: command_id(),
        birth_date: "1951-03-04".into(),
        name: "Ivy Penn".into(),
        address: "HX2 2BB".into(),
        ..FindPersonRequest::default()
    });
    let found = cast.stranger.joining().find_person(request).await.unwrap();
    assert!(!found.into_inner().token.is_empty());

    let since = "Since they were one.";
    deeds::note(&cast.practice, &person, since, &[Category::Health]).await;
    let request = cast.practice.ask(UnmergePersonRequest {
        command_id: command_id(),
        person_id: person.clone(),
        merge_id: done.merge_id,
        words: "She has a cousin.".into(),
    });
    let undone = cast
        .practice
        .records()
        .unmerge_person(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(undone.restored_person_id, duplicate);
    town.applied().await;
    let story = look::story(&cast.practice, &person).await.unwrap();
    let mut kept = notes(&story);
    kept.sort();
    assert_eq!(kept, [FALL, since]);
    assert!(!format!("{story:?}").contains(CHOIR));
    assert!(names_of_merged(&cast.practice, &person).await.is_empty());
    for who in [&cast.charity, &cast.council] {
        assert!(look::brief(who, &person).await.map_or(true, |brief| {
            let text = format!("{brief:?}");
            !text.contains(CHOIR) && !text.contains(FALL)
        }));
        assert!(look::brief(who, &duplicate).await.is_ok());
    }
    let text = format!(
        "{:?}",
        look::brief(&cast.practice, &duplicate).await.unwrap()
    );
    assert!(text.contains(CHOIR) && !text.contains(FALL));
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_cases_are_linked_for_those_alone_who_take_part_in_both() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let ivy = cast.shares(&town, 0).await;
    let number = nhs_numbers().nth(1).unwrap();
    let max = deeds::open_case(
        &cast.practice,
        &cast.general_practice,
        identity("Max Penn", &number),
    )
    .await;
    let link = |one: &str, other: &str| LinkPersonRequest {
        command_id: command_id(),
        person_id: one.into(),
        other_person_id: other.into(),
        words: "They are married.".into(),
    };
    let refused = cast
        .charity
        .records()
        .link_person(cast.charity.ask(link(&ivy, &max)))
        .await;
    assert_eq!(reason(&refused.unwrap_err()), "case_unknown");
    let linked = cast
        .practice
        .records()
        .link_person(cast.practice.ask(link(&ivy, &max)))
        .await;
    let link_id = linked.unwrap().into_inner().link_id;
    town.applied().await;
    for (one, other, name) in [(&ivy, &max, "Max Penn"), (&max, &ivy, "Ivy Penn")] {
        let links = links(&cast.practice, one).await.links;
        assert_eq!(links.len(), 1);
        assert_eq!(&links[0].other_person_id, other);
        let identity: v1::Identity = links[0].identity.clone().unwrap();
        assert_eq!(identity.name, name);
    }
    assert!(links(&cast.charity, &ivy).await.links.is_empty());
    assert!(bytes::in_files_of(&town.data(), CHARITY, &["They are married.", &max]).is_empty());

    let request = cast.practice.ask(UnlinkPersonRequest {
        command_id: command_id(),
        person_id: max.clone(),
        link_id,
        words: String::new(),
    });
    cast.practice
        .records()
        .unlink_person(request)
        .await
        .unwrap();
    town.applied().await;
    for one in [&ivy, &max] {
        assert!(links(&cast.practice, one).await.links.is_empty());
    }
    town.close().await;
}
