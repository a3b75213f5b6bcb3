//! What a withdrawal's answer tells while files are still being rewritten: who is to come, of those whom the caller
//! knows of; and sent again, that all is done.

use api::v1::{
    Category, Purpose, RecordObjectionRequest, RegisterServiceRequest,
    against::{Against, Everyone},
};
use rusqlite::Connection;
use throughline_tests::town::{
    Town,
    deeds::{Offer, agree, involve, note, numbers, object, objection, service},
};

use crate::cast::{CHARITY, COUNCIL, Cast};

/// A drug service: that somebody is in touch with it is itself not everybody's to know.
const RECOVERY: &str = "NEW-LEAF-RECOVERY";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_names_only_organisations_that_the_caller_may_see() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    involve(
        &town,
        &cast.practice,
        &cast.council,
        &cast.social_care,
        &person,
    )
    .await;
    let recovery = drug_service(&town).await;
    let kim = town.acting(RECOVERY, "kim.ray", "vcse-worker");
    involve(&town, &cast.council, &kim, &recovery, &person).await;
    let (support, housing) = (Purpose::CommunitySupport, [Category::Housing]);
    agree(&cast.practice, &person, support, &housing, "", "").await;
    note(&cast.practice, &person, "Damp.", &housing).await;
    town.applied().await;

    // Somebody reads the files of two organisations for so long that they cannot be rewritten.
    let readers = [CHARITY, RECOVERY].map(|organisation| read_on(&town, organisation));
    let request = objection(&person, Against::Purpose(support.into()), &housing, "");
    let answer = object(&cast.practice, request.clone()).await;
    let withdrawal = answer.withdrawal.unwrap();
    assert!(!withdrawal.complete);
    assert_eq!(
        withdrawal.still_to_come,
        [CHARITY],
        "nobody told the practice of the drug service"
    );

    drop(readers);
    let again = sent_until_complete(&cast, &request).await;
    assert!(again.still_to_come.is_empty());

    // The council knows of all of them, since it referred the person there.
    note(&cast.practice, &person, "Leak.", &[Category::SocialCare]).await;
    agree(
        &cast.practice,
        &person,
        support,
        &[Category::SocialCare],
        "",
        "",
    )
    .await;
    town.applied().await;
    let readers = [CHARITY, RECOVERY].map(|organisation| read_on(&town, organisation));
    let everyone = Against::Everyone(Everyone {});
    let request = objection(&person, everyone, &[Category::SocialCare], "");
    let withdrawal = object(&cast.council, request).await.withdrawal.unwrap();
    let told: Vec<&str> = withdrawal
        .still_to_come
        .iter()
        .map(String::as_str)
        .collect();
    assert!(!withdrawal.complete && told.contains(&RECOVERY), "{told:?}");
    assert!(
        !told.contains(&COUNCIL),
        "its own file has been rewritten: {told:?}"
    );
    drop(readers);
    town.applied().await;
    town.close().await;
}

async fn drug_service(town: &Town) -> Offer {
    let name = "New Leaf";
    let service = RegisterServiceRequest {
        reveals: numbers(&[Category::SubstanceUse]),
        ..service(name, Purpose::CommunitySupport, &[Category::AboutMe])
    };
    town.offer(RECOVERY, service).await
}

/// A reader in the middle of a transaction, until it is dropped.
fn read_on(town: &Town, organisation: &str) -> Connection {
    let file = town
        .data()
        .join("organisations")
        .join(organisation)
        .join("current");
    let connection = Connection::open(file).unwrap();
    connection
        .execute_batch("BEGIN; SELECT count(*) FROM facts;")
        .unwrap();
    connection
}

/// Sends the same command again until its answer says that all is done: each time it waits for a while itself.
async fn sent_until_complete(cast: &Cast, request: &RecordObjectionRequest) -> api::v1::Withdrawal {
    for _ in 0..10 {
        let withdrawal = object(&cast.practice, request.clone())
            .await
            .withdrawal
            .unwrap();
        if withdrawal.complete {
            return withdrawal;
        }
    }
    panic!("the files were not rewritten in time")
}
