//! A whole short story in which everything personal is a word that is found again: neither the system's log, at its
//! most verbose, nor `case show` may hold any of it.

use api::{
    Connection,
    v1::{
        self, Category, GetBriefRequest, Heading, ListCaseloadRequest, RecordAboutMeRequest,
        RecordAgreementRequest, RecordObjectionRequest, WatchChangesRequest, against, audience,
        decided_by, record_about_me_request::NewPassage,
    },
};
use throughline::demo::acting::{Acting, command_id};
use tokio_stream::StreamExt;
use tonic::Code;

use crate::{
    binary::{Server, Site, run},
    people::{self, note},
};

/// What nobody but those concerned may read, compared without regard to case.
const CANARIES: [&str; 17] = [
    "Zephyrine",
    "Quillfeather",
    "Zeph-Preferred",
    "1947-09-23",
    "9994001043",
    "999 400 1043",
    "zanzibar-passage",
    "helped-by-xanthe",
    "quagga-note",
    "axolotl-restricted",
    "okapi-agreement",
    "numbat-objection",
    "pangolin-reason",
    "kakapo-answer",
    "dr.heron",
    "kit.dunnock",
    "1043-nobody",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_at_its_most_verbose_and_case_show_tell_nothing_about_anybody() {
    let site = Site::new();
    let mut command = site.serve();
    command.env("THROUGHLINE_LOG_FILTER", "trace");
    let server = Server::start(command, &site.beside("server.log"));
    let connection = server.connection().await;
    let (person, tokens) = tell(&connection).await;
    refuse(&connection, &person).await;
    let shown = run(site.keyless(&["case", "show", &person])).fine();
    server.stop();
    let log = std::fs::read_to_string(site.beside("server.log")).unwrap();

    assert!(log.contains("DEBUG"), "it was to be verbose: {log}");
    clean("the log", &log, &tokens);
    let key = std::fs::read_to_string(site.key()).unwrap();
    let key = key.trim().split_once(':').unwrap().1;
    assert!(!log.contains(key), "the log holds the master key");
    for line in log.lines().filter(|line| line.contains(&person)) {
        let with_whom = [people::SURGERY, people::PHYSIO]
            .iter()
            .any(|code| line.contains(code));
        assert!(!with_whom, "who supports whom: {line}");
    }

    clean("case show", &shown, &tokens);
    assert!(
        shown.contains(people::SURGERY) && shown.contains(people::PHYSIO),
        "{shown}"
    );
    for kind in [
        "case-opened",
        "about-me-recorded",
        "note-recorded",
        "agreement-recorded",
        "objection-recorded",
    ] {
        assert!(shown.contains(kind), "{kind} is not in: {shown}");
    }
    let events = shown
        .lines()
        .filter(|line| line.trim().starts_with(|c: char| c.is_ascii_digit()));
    assert_eq!(events.count(), 10, "nine events and their count: {shown}");
    assert!(
        shown.contains("9 events") && shown.contains("sealed"),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn case_show_of_somebody_unknown_says_so() {
    let (site, server, person) = crate::with_one_person().await;
    let unknown = "00000000-0000-8000-8000-000000000000";
    let said = run(site.keyless(&["case", "show", unknown])).refused();
    assert!(
        said.contains(unknown) && said.contains("check the id"),
        "{said}"
    );
    assert!(!said.contains("version"), "a table without rows: {said}");
    let said = run(site.keyless(&["case", "show", "Di Whimbrel"])).refused();
    assert!(said.contains("UUID") && said.contains("OpenCase"), "{said}");
    server.stop();
    assert!(
        run(site.keyless(&["case", "show", &person]))
            .fine()
            .contains("case-opened")
    );
    let said = run(Site::new().keyless(&["case", "show", &person])).refused();
    assert!(
        said.contains("there is no log at") && said.contains("--data-folder"),
        "{said}"
    );
}

#[track_caller]
fn clean(what: &str, text: &str, tokens: &[String]) {
    let lower = text.to_lowercase();
    for canary in CANARIES
        .iter()
        .map(|canary| canary.to_lowercase())
        .chain(tokens.iter().map(|token| token.to_lowercase()))
    {
        let line = lower.lines().find(|line| line.contains(&canary));
        assert!(line.is_none(), "{what} holds {canary:?}: {line:?}");
    }
}

/// Gives the person's id, and the tokens that were given out.
async fn tell(connection: &Connection) -> (String, Vec<String>) {
    let services = people::register(connection).await;
    let identity = v1::Identity {
        name: "Zephyrine Quillfeather".into(),
        preferred_name: "Zeph-Preferred".into(),
        birth_date: "1947-09-23".into(),
        nhs_number: "999 400 1043".into(),
    };
    let person = people::open(connection, &services, identity).await;
    let (surgery, physio) = (people::surgery(connection), people::physio(connection));
    about_me(&surgery, &person).await;
    let token = people::write(&surgery, note(&command_id(), &person, "quagga-note"))
        .await
        .unwrap();
    people::included(&surgery, &person, &token).await;
    let mut tokens = vec![token];
    let watch = surgery
        .changes()
        .watch_changes(surgery.ask(WatchChangesRequest::default()))
        .await;
    let mut watch = watch.unwrap().into_inner();
    let mut restricted = note(&command_id(), &person, "axolotl-restricted");
    restricted.restricted_to = Some(v1::record_note_request::Restriction {
        organisations: vec![people::SURGERY.into()],
        workers: Vec::new(),
    });
    tokens.push(people::write(&surgery, restricted).await.unwrap());
    people::involve(
        connection,
        &services,
        &person,
        "pangolin-reason",
        "kakapo-answer",
    )
    .await;
    tokens.push(agreement_and_objection(&surgery, &person).await);
    people::included(&surgery, &person, tokens.last().unwrap()).await;
    assert!(
        !people::story(&physio, &person, "")
            .await
            .unwrap()
            .is_empty()
    );
    tokens.push(watch.next().await.unwrap().unwrap().cursor);
    let brief = GetBriefRequest {
        person_id: person.clone(),
        ..GetBriefRequest::default()
    };
    physio.people().get_brief(physio.ask(brief)).await.unwrap();
    physio
        .people()
        .list_caseload(physio.ask(ListCaseloadRequest::default()))
        .await
        .unwrap();
    (person, tokens)
}

async fn about_me(who: &Acting, person: &str) {
    let passage = NewPassage {
        heading: Heading::MostImportant.into(),
        words: "zanzibar-passage".into(),
        helped_by: "helped-by-xanthe".into(),
        ..NewPassage::default()
    };
    let request = RecordAboutMeRequest {
        command_id: command_id(),
        person_id: person.into(),
        passages: vec![passage],
    };
    who.about_me()
        .record_about_me(who.ask(request))
        .await
        .unwrap();
}

async fn agreement_and_objection(who: &Acting, person: &str) -> String {
    let herself = Some(v1::DecidedBy {
        who: Some(decided_by::Who::Person(decided_by::Person {})),
    });
    let audience = audience::Audience::Organisation(people::PHYSIO.into());
    let agreement = v1::Agreement {
        audience: Some(v1::Audience {
            audience: Some(audience),
        }),
        categories: vec![Category::Housing.into()],
        decided_by: herself.clone(),
        words: "okapi-agreement".into(),
        ..v1::Agreement::default()
    };
    let (command_id_of_first, person_id) = (command_id(), person.to_owned());
    let request = RecordAgreementRequest {
        command_id: command_id_of_first,
        person_id,
        agreement: Some(agreement),
    };
    who.sharing()
        .record_agreement(who.ask(request))
        .await
        .unwrap();
    let against = against::Against::Organisation(people::PHYSIO.into());
    let objection = v1::Objection {
        against: Some(v1::Against {
            against: Some(against),
        }),
        categories: vec![Category::Housing.into()],
        decided_by: herself,
        words: "numbat-objection".into(),
    };
    let (command_id, person_id) = (command_id(), person.to_owned());
    let request = RecordObjectionRequest {
        command_id,
        person_id,
        objection: Some(objection),
    };
    let objected = who
        .sharing()
        .record_objection(who.ask(request))
        .await
        .unwrap();
    objected.into_inner().receipt.unwrap().token
}

/// What is refused is not to be told either.
async fn refuse(connection: &Connection, person: &str) {
    let who = people::surgery(connection);
    let code = |answer: Result<String, tonic::Status>| answer.unwrap_err().code();
    let mut wrong = note(&command_id(), person, "quagga-note");
    wrong.categories = vec![9_999];
    assert_eq!(
        code(people::write(&who, wrong).await),
        Code::InvalidArgument
    );
    let nobody = note(&command_id(), "Zephyrine Quillfeather", "quagga-note");
    assert_eq!(
        code(people::write(&who, nobody).await),
        Code::InvalidArgument
    );
    let stranger = Acting::new(connection, people::PHYSIO, "kit.dunnock", "1043-nobody");
    let unheard = people::write(&stranger, note(&command_id(), person, "quagga-note")).await;
    assert_eq!(code(unheard), Code::Unauthenticated);
    let foreign = people::story(&who, person, "quagga-note")
        .await
        .map(|_| String::new());
    assert_eq!(code(foreign), Code::InvalidArgument);
}
