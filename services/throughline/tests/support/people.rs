//! What the tests ask over gRPC: two teams that both provide health care, people whom both support, and notes.
//! Everybody is invented; NHS numbers are from the test range.
#![allow(dead_code, reason = "each test file takes what it needs of this")]

use std::time::Duration;

use api::{
    Connection,
    v1::{
        self, AcceptReferralRequest, Category, DayOfWeek, Direction, Fact, ListReferralsRequest,
        ListStoryRequest, ListStoryResponse, OpenCaseRequest, Purpose, RaiseReferralRequest,
        RecordNoteRequest, RegisterOrganisationRequest, RegisterServiceRequest, fact::Content,
    },
};
use throughline::demo::acting::{Acting, command_id};
use tonic::{Code, Status};

pub const SURGERY: &str = "MILL-LANE-SURGERY";
pub const PHYSIO: &str = "WREN-PHYSIOTHERAPY";

/// The ids of what the teams offer.
pub struct Services {
    pub surgery: String,
    pub physio: String,
}

/// Somebody of the surgery.
pub fn surgery(connection: &Connection) -> Acting {
    Acting::new(connection, SURGERY, "dr.heron", "practitioner")
}

/// Somebody of the physiotherapists.
pub fn physio(connection: &Connection) -> Acting {
    Acting::new(connection, PHYSIO, "kit.dunnock", "practitioner")
}

/// Registers both organisations, with one service each.
pub async fn register(connection: &Connection) -> Services {
    let operator = Acting::new(connection, "ICB-OPERATOR", "operator", "operator");
    for (code, name) in [
        (SURGERY, "Mill Lane Surgery"),
        (PHYSIO, "Wren Physiotherapy"),
    ] {
        let request = RegisterOrganisationRequest {
            command_id: command_id(),
            code: code.into(),
            name: name.into(),
        };
        operator
            .directory()
            .register_organisation(operator.ask(request))
            .await
            .unwrap();
    }
    Services {
        surgery: offer(connection, SURGERY, "General practice").await,
        physio: offer(connection, PHYSIO, "Physiotherapy").await,
    }
}

async fn offer(connection: &Connection, organisation: &str, name: &str) -> String {
    let administrator = Acting::new(
        connection,
        organisation,
        "administrator",
        "organisation-administrator",
    );
    let request = RegisterServiceRequest {
        command_id: command_id(),
        name: name.into(),
        purpose: Purpose::HealthCare.into(),
        needs: [Category::Identity, Category::AboutMe, Category::Health]
            .map(i32::from)
            .into(),
        opening_days: vec![DayOfWeek::Monday.into(), DayOfWeek::Thursday.into()],
        answer_within_days: 5,
        ..RegisterServiceRequest::default()
    };
    let registered = administrator
        .directory()
        .register_service(administrator.ask(request))
        .await;
    registered.unwrap().into_inner().service_id
}

/// Opens a case at the surgery; gives the person's id.
pub async fn open(connection: &Connection, services: &Services, identity: v1::Identity) -> String {
    let surgery = surgery(connection);
    let request = OpenCaseRequest {
        command_id: command_id(),
        service_id: services.surgery.clone(),
        identity: Some(identity),
        ..OpenCaseRequest::default()
    };
    surgery
        .cases()
        .open_case(surgery.ask(request))
        .await
        .unwrap()
        .into_inner()
        .person_id
}

/// Involves the physiotherapists, by a referral that they accept.
pub async fn involve(
    connection: &Connection,
    services: &Services,
    person: &str,
    reason: &str,
    words: &str,
) {
    let (surgery, physio) = (surgery(connection), physio(connection));
    let request = RaiseReferralRequest {
        command_id: command_id(),
        person_id: person.into(),
        organisation: PHYSIO.into(),
        service_id: services.physio.clone(),
        reason: reason.into(),
        categories: vec![Category::Health.into()],
        person_agreed: true,
        ..RaiseReferralRequest::default()
    };
    let raised = surgery
        .referrals()
        .raise_referral(surgery.ask(request))
        .await
        .unwrap();
    // Waits for the views through the sender's story: a receipt is of use to its own organisation only.
    let token = raised.into_inner().receipt.unwrap().token;
    included(&surgery, person, &token).await;
    let request = ListReferralsRequest {
        direction: Direction::In.into(),
        ..ListReferralsRequest::default()
    };
    let listed = physio
        .read_referrals()
        .list_referrals(physio.ask(request))
        .await
        .unwrap();
    let listed = listed.into_inner().referrals;
    let referral = listed
        .iter()
        .find(|referral| referral.person_id == person)
        .unwrap();
    let request = AcceptReferralRequest {
        command_id: command_id(),
        person_id: person.into(),
        referral_id: referral.referral_id.clone(),
        token: referral.token.clone(),
        words: words.into(),
    };
    physio
        .referrals()
        .accept_referral(physio.ask(request))
        .await
        .unwrap();
}

/// A note that both teams may read.
pub fn note(id: &str, person: &str, words: &str) -> RecordNoteRequest {
    RecordNoteRequest {
        command_id: id.into(),
        person_id: person.into(),
        words: words.into(),
        categories: vec![Category::Health.into()],
        restricted_to: None,
    }
}

/// Records a note; gives the receipt's token.
pub async fn write(who: &Acting, note: RecordNoteRequest) -> Result<String, Status> {
    let noted = who.notes().record_note(who.ask(note)).await?;
    Ok(noted.into_inner().receipt.unwrap().token)
}

/// Everything that somebody is shown of a person, once it includes what the receipt's token stands for.
pub async fn story(who: &Acting, person: &str, not_before: &str) -> Result<Vec<Fact>, Status> {
    let (mut facts, mut page_token) = (Vec::new(), String::new());
    for _ in 0..100 {
        let request = ListStoryRequest {
            person_id: person.into(),
            page_size: 200,
            not_before: not_before.into(),
            page_token,
            ..ListStoryRequest::default()
        };
        let page = list(who, request).await?;
        facts.extend(page.facts);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(facts);
        }
    }
    panic!("the story has no end")
}

/// Waits until the views include what the receipt's token stands for.
pub async fn included(who: &Acting, person: &str, token: &str) {
    let request = ListStoryRequest {
        person_id: person.into(),
        page_size: 1,
        not_before: token.into(),
        ..ListStoryRequest::default()
    };
    list(who, request).await.unwrap();
}

/// After a start, the views refuse until the projector has looked through the files.
async fn list(who: &Acting, request: ListStoryRequest) -> Result<ListStoryResponse, Status> {
    for _ in 0..200 {
        match who.story().list_story(who.ask(request.clone())).await {
            Err(status) if status.code() == Code::Unavailable => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            page => return Ok(page?.into_inner()),
        }
    }
    panic!("the views did not serve in time")
}

/// The words of every note among these facts.
pub fn notes(facts: &[Fact]) -> Vec<String> {
    let words = facts.iter().filter_map(|fact| match &fact.content {
        Some(Content::Note(note)) => Some(note.words.clone()),
        _ => None,
    });
    words.collect()
}

/// Somebody invented.
pub fn identity(name: &str, nhs_number: &str) -> v1::Identity {
    v1::Identity {
        name: name.into(),
        birth_date: "1950-02-01".into(),
        nhs_number: nhs_number.into(),
        ..v1::Identity::default()
    }
}
