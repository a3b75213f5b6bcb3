//! Maureen's whole story, from the first visit to the day on which her case is closed.

#[path = "maureen/together.rs"]
mod together;

use api::v1::{
    self, Category, Heading, Purpose, RaiseReferralRequest, against::Against,
    record_about_me_request::NewPassage,
};
use throughline::demo::acting::command_id;
use throughline_tests::town::{
    Town, bytes,
    deeds::{
        accept, agree, concerns, handovers, note, numbers, object, objection, open_case, passage,
        refer, referral, write,
    },
    look, until,
};

use crate::{
    canaries::*,
    cast::{CHARITY, COUNCIL, PRACTICE},
    tale::Tale,
};

/// The last day of her agreement; the story begins on 1 June.
const UNTIL: &str = "2026-07-01";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn maureen_tells_her_story_once() {
    let mut tale = Tale::begin(Town::open().await).await;
    tale.then("nobody has said anything", &[], &[]).await;
    opens(&mut tale).await;
    writes_about_me(&mut tale).await;
    agrees(&mut tale).await;
    is_referred_to_the_charity(&mut tale).await;
    is_visited(&mut tale).await;
    is_referred_to_the_council(&mut tale).await;
    together::is_reviewed(&mut tale).await;
    objects(&mut tale).await;
    agreement_ends(&mut tale).await;
    together::plans(&mut tale).await;
    together::decides(&mut tale).await;
    is_handed_over(&mut tale).await;
    somebody_is_worried(&mut tale).await;
    is_closed(&mut tale).await;
    tale.end().await;
}

async fn opens(tale: &mut Tale) {
    let identity = v1::Identity {
        name: format!("Maureen {NAME}"),
        preferred_name: PREFERRED.into(),
        birth_date: BORN.into(),
        nhs_number: "999 018 2477".into(),
    };
    tale.person = open_case(&tale.cast.practice, &tale.cast.general_practice, identity).await;
    tale.then(
        "the practice opens a case",
        &[(PRACTICE, &[NAME, PREFERRED, BORN, NUMBER])],
        &[],
    )
    .await;
}

async fn writes_about_me(tale: &mut Tale) {
    let practice = &tale.cast.practice;
    let again = |passage: NewPassage| NewPassage {
        do_not_ask_again: true,
        ..passage
    };
    let choir = format!("I want to get back to choir: {CHOIR}.");
    let passages = vec![
        NewPassage {
            helped_by: HELPED.into(),
            ..passage(Heading::MostImportant, &choir, &[])
        },
        again(passage(
            Heading::People,
            &format!("Joe died in March: {JOE}."),
            &[],
        )),
        passage(Heading::Communication, &format!("Text me: {TEXTING}."), &[]),
        again(passage(
            Heading::Wellness,
            &format!("I get low: {VERY_LOW}."),
            &[Category::MentalHealth],
        )),
    ];
    write(practice, &tale.person, passages).await;
    tale.then(
        "she writes About Me with the practice",
        &[(PRACTICE, &[CHOIR, HELPED, JOE, TEXTING, VERY_LOW])],
        &[],
    )
    .await;
    let brief = look::brief(&tale.cast.practice, &tale.person)
        .await
        .unwrap();
    let headings = |facts: &[v1::Fact]| {
        let passage = facts.iter().map(|fact| match &fact.content {
            Some(v1::fact::Content::Passage(passage)) => passage.heading(),
            other => panic!("no passage: {other:?}"),
        });
        passage.collect::<Vec<_>>()
    };
    let not_again = |fact: &&v1::Fact| brief.do_not_ask_again.contains(&fact.fact_id);
    let not_again: Vec<v1::Fact> = brief.about_me.iter().filter(not_again).cloned().collect();
    assert_eq!(headings(&not_again), [Heading::People, Heading::Wellness]);
    assert_eq!(brief.do_not_ask_again.len(), 2);
    assert_eq!(brief.notice, "This may not be everything.");

    let practice = &tale.cast.practice;
    note(
        practice,
        &tale.person,
        &format!("Low since March: {MOOD}."),
        &[Category::MentalHealth],
    )
    .await;
    note(
        practice,
        &tale.person,
        &format!("Damp in her room: {DAMP}."),
        &[Category::Housing],
    )
    .await;
    tale.then(
        "the practice notes what it found",
        &[(PRACTICE, &[MOOD, DAMP])],
        &[],
    )
    .await;
}

async fn agrees(tale: &mut Tale) {
    let categories = [Category::Housing, Category::SocialCare];
    let words = format!("Not how I feel: {AGREED}.");
    let (practice, support) = (&tale.cast.practice, Purpose::CommunitySupport);
    let agreed = agree(practice, &tale.person, support, &categories, UNTIL, &words).await;
    assert!(agreed.withdrawal.unwrap().complete);
    tale.then(
        "she agrees to share, but not her mental health",
        &[(PRACTICE, &[AGREED])],
        &[],
    )
    .await;
}

async fn is_referred_to_the_charity(tale: &mut Tale) {
    tale.town.days_pass(1);
    let reason = format!("She would like company: {COMPANY}.");
    let request = referral(&tale.person, &tale.cast.link_workers, &reason);
    refer(&tale.cast.practice, request).await;
    tale.then(
        "the charity is asked, and shown the invitation's view and nothing more",
        &[
            (PRACTICE, &[COMPANY]),
            (CHARITY, &[NAME, PREFERRED, BORN, NUMBER, TEXTING, COMPANY]),
        ],
        &[],
    )
    .await;
    assert_eq!(standing(tale, CHARITY).await, v1::Standing::Invited);

    accept(
        &tale.cast.charity,
        &tale.person,
        &format!("I can come: {TUESDAY}."),
    )
    .await;
    tale.then(
        "the charity accepts, and the past that it is entitled to is there",
        &[
            (PRACTICE, &[TUESDAY]),
            (CHARITY, &[TUESDAY, CHOIR, HELPED, JOE, DAMP]),
        ],
        &[],
    )
    .await;
    assert_eq!(standing(tale, CHARITY).await, v1::Standing::Involved);
}

async fn is_visited(tale: &mut Tale) {
    tale.town.days_pass(5);
    let words = format!("We practised the bus: {BUS}.");
    note(
        &tale.cast.charity,
        &tale.person,
        &words,
        &[Category::SocialCare],
    )
    .await;
    tale.then(
        "the link worker adds a note",
        &[(PRACTICE, &[BUS]), (CHARITY, &[BUS])],
        &[],
    )
    .await;
}

async fn is_referred_to_the_council(tale: &mut Tale) {
    let request = RaiseReferralRequest {
        person_agreed: false,
        without_agreement: "She was asleep, and the stairs are not safe.".into(),
        ..referral(
            &tale.person,
            &tale.cast.social_care,
            &format!("A rail: {RAIL}."),
        )
    };
    refer(&tale.cast.practice, request).await;
    tale.then(
        "the council is asked; the charity may know, since she agreed to share her social care",
        &[
            (PRACTICE, &[RAIL]),
            (CHARITY, &[RAIL]),
            (COUNCIL, &[NAME, PREFERRED, BORN, NUMBER, TEXTING, RAIL]),
        ],
        &[],
    )
    .await;
    accept(
        &tale.cast.council,
        &tale.person,
        &format!("We come: {ASSESSED}."),
    )
    .await;
    tale.then(
        "the council accepts, and is shown what social care needs",
        &[
            (PRACTICE, &[ASSESSED]),
            (CHARITY, &[ASSESSED]),
            (
                COUNCIL,
                &[ASSESSED, CHOIR, HELPED, JOE, DAMP, BUS, COMPANY, TUESDAY],
            ),
        ],
        &[],
    )
    .await;
    note(
        &tale.cast.council,
        &tale.person,
        &format!("Mould: {MOULD}."),
        &[Category::Housing],
    )
    .await;
    tale.then(
        "the council adds a note",
        &[
            (PRACTICE, &[MOULD]),
            (CHARITY, &[MOULD]),
            (COUNCIL, &[MOULD]),
        ],
        &[],
    )
    .await;
}

async fn objects(tale: &mut Tale) {
    tale.town.days_pass(3);
    let against = Against::Organisation(COUNCIL.into());
    let words = format!("The landlord's sister: {SISTER}.");
    let request = objection(&tale.person, against, &[Category::Housing], &words);
    let withdrawal = object(&tale.cast.practice, request)
        .await
        .withdrawal
        .unwrap();
    // At once, and not only when the files have caught up: that is what the answer promises.
    let data = tale.town.data();
    assert!(withdrawal.complete && withdrawal.still_to_come.is_empty());
    assert!(bytes::in_files_of(&data, COUNCIL, &[DAMP]).is_empty());
    tale.then(
        "she objects to the council seeing her housing: it keeps what it recorded itself",
        &[(PRACTICE, &[SISTER])],
        &[(COUNCIL, &[DAMP])],
    )
    .await;
    note(
        &tale.cast.practice,
        &tale.person,
        &format!("It leaks: {LEAK}."),
        &[Category::Housing],
    )
    .await;
    tale.then(
        "what is recorded later does not reach the council either",
        &[(PRACTICE, &[LEAK]), (CHARITY, &[LEAK])],
        &[],
    )
    .await;
}

async fn agreement_ends(tale: &mut Tale) {
    // The last second of the last day, in London.
    tale.town.at("2026-07-01T22:59:59Z");
    tale.then("her agreement holds to the end of its last day", &[], &[])
        .await;
    tale.town.at("2026-07-01T23:00:00Z");
    let data = tale.town.data();
    until("what had lapsed has left the charity's file", async || {
        bytes::in_files_of(&data, CHARITY, &[DAMP])
            .is_empty()
            .then_some(())
    })
    .await;
    tale.then(
        "her agreement reaches its date, and what rested on it alone goes",
        &[],
        &[(
            CHARITY,
            &[DAMP, MOULD, LEAK, RAIL, ASSESSED, QUESTION, SAYS, TALKED],
        )],
    )
    .await;
}

async fn is_handed_over(tale: &mut Tale) {
    let summary = format!("A rail is up; the damp is with the landlord: {SUMMARY}.");
    let offer = handovers::to_service(&tale.person, &tale.cast.social_care, &summary);
    handovers::offer(&tale.cast.practice, offer).await;
    tale.then(
        "the practice offers the case to the council's social worker",
        &[(PRACTICE, &[SUMMARY]), (COUNCIL, &[SUMMARY])],
        &[],
    )
    .await;
    assert_eq!(lead(tale).await, (PRACTICE.into(), "dr.patel".into()));
    let council = &tale.cast.council;
    let offered = handovers::all(council).await.remove(0);
    let acceptance = council.ask(handovers::acceptance(&offered));
    council
        .handovers()
        .accept_handover(acceptance)
        .await
        .unwrap();
    tale.then("the social worker accepts, and leads", &[], &[])
        .await;
    assert_eq!(lead(tale).await, (COUNCIL.into(), "jo.reed".into()));
}

async fn somebody_is_worried(tale: &mut Tale) {
    let colleague = tale.town.acting(PRACTICE, "ann.other", "practitioner");
    let words = format!("Her card is gone: {CONCERN}.");
    concerns::raise(&colleague, concerns::about(&tale.person, &words)).await;
    tale.then(
        "a nurse of the practice raises a concern: it is hers and the safeguarding leads'",
        &[(PRACTICE, &[CONCERN])],
        &[],
    )
    .await;
}

async fn is_closed(tale: &mut Tale) {
    tale.grows_old(PRACTICE, OLD_AT_THE_END);
    let council = &tale.cast.council;
    let request = council.ask(v1::CloseCaseRequest {
        command_id: command_id(),
        person_id: tale.person.clone(),
        reason: v1::CloseReason::GoalsReached.into(),
        words: format!("She sings on Thursdays: {OUTCOME}."),
        categories: numbers(&[Category::SocialCare]),
        told_by: String::new(),
    });
    let closed = council.cases().close_case(request).await.unwrap();
    assert!(closed.into_inner().withdrawal.unwrap().complete);
    tale.then(
        "the council closes the case: each keeps what it recorded itself and what it was a party to",
        &[(COUNCIL, &[OUTCOME])],
        &[
            (PRACTICE, &[BUS, MOULD]),
            (
                CHARITY,
                &[
                    NAME, PREFERRED, BORN, NUMBER, TEXTING, CHOIR, HELPED, JOE, SING,
                ],
            ),
            (
                COUNCIL,
                &[
                    NAME, BORN, NUMBER, TEXTING, CHOIR, HELPED, JOE, BUS, COMPANY, TUESDAY, SING,
                ],
            ),
        ],
    )
    .await;
}

async fn lead(tale: &Tale) -> (String, String) {
    let brief = look::brief(&tale.cast.practice, &tale.person).await;
    let lead = brief.unwrap().person.unwrap().lead.unwrap();
    (lead.organisation, lead.worker)
}

async fn standing(tale: &Tale, organisation: &str) -> v1::Standing {
    let brief = look::brief(tale.cast.of(organisation), &tale.person).await;
    brief.unwrap().person.unwrap().standing()
}
