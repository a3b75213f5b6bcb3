//! What people do in a town, each in one call that has to succeed. What is refused is the tests' own matter.

use api::v1::{
    self, AcceptReferralRequest, AcceptReferralResponse, Category, DayOfWeek,
    DeclineReferralRequest, Direction, Heading, ListReferralsRequest, OpenCaseRequest, Purpose,
    RaiseReferralRequest, RecordAboutMeRequest, RecordAgreementRequest, RecordAgreementResponse,
    RecordNoteRequest, RecordObjectionRequest, RecordObjectionResponse,
    RegisterOrganisationRequest, RegisterServiceRequest, record_about_me_request::NewPassage,
};
use throughline::demo::acting::{Acting, command_id};

use super::Town;

pub mod actions;
pub mod concerns;
pub mod handovers;
pub mod people;
pub mod plans;
pub mod referrals;
pub mod reviews;
pub mod volunteers;

/// An organisation's service, as others refer to it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The organisation's code.
    pub organisation: String,
    /// The service's id.
    pub service: String,
}

impl Town {
    /// Registers an organisation under its code, and a service of it.
    pub async fn offer(&self, code: &str, service: RegisterServiceRequest) -> Offer {
        self.register(code).await;
        self.offer_also(code, service).await
    }

    /// Registers an organisation under its code.
    pub async fn register(&self, code: &str) {
        let operator = self.acting("ICB-OPERATOR", "operator", "operator");
        let request = RegisterOrganisationRequest {
            command_id: command_id(),
            code: code.into(),
            name: format!("The organisation {code}"),
        };
        let registered = operator
            .directory()
            .register_organisation(operator.ask(request))
            .await;
        registered.unwrap();
    }

    /// Registers a service of an organisation that is registered.
    pub async fn offer_also(&self, code: &str, service: RegisterServiceRequest) -> Offer {
        let administrator = self.acting(code, "administrator", "organisation-administrator");
        let request = administrator.ask(service);
        let registered = administrator.directory().register_service(request).await;
        Offer {
            organisation: code.into(),
            service: registered.unwrap().into_inner().service_id,
        }
    }
}

/// A service that is open on weekdays and answers within two of them.
pub fn service(name: &str, purpose: Purpose, needs: &[Category]) -> RegisterServiceRequest {
    let weekdays = [
        DayOfWeek::Monday,
        DayOfWeek::Tuesday,
        DayOfWeek::Wednesday,
        DayOfWeek::Thursday,
        DayOfWeek::Friday,
    ];
    RegisterServiceRequest {
        command_id: command_id(),
        name: name.into(),
        purpose: purpose.into(),
        needs: numbers(needs),
        opening_days: weekdays.map(i32::from).into(),
        answer_within_days: 2,
        ..RegisterServiceRequest::default()
    }
}

/// Categories as the wire has them.
pub fn numbers(categories: &[Category]) -> Vec<i32> {
    categories
        .iter()
        .map(|category| i32::from(*category))
        .collect()
}

/// Somebody invented.
pub fn identity(name: &str, nhs_number: &str) -> v1::Identity {
    v1::Identity {
        name: name.into(),
        birth_date: "1951-03-04".into(),
        nhs_number: nhs_number.into(),
        ..v1::Identity::default()
    }
}

/// An NHS number of the test range: the nine digits 999 and `n`, with their check digit where they have one.
pub fn nhs_number(n: u32) -> Option<String> {
    let nine = format!("999{n:06}");
    let weighted = nine
        .bytes()
        .zip((2..=10).rev())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight);
    let check = (11 - weighted.sum::<u32>() % 11) % 11;
    (check < 10).then(|| format!("{nine}{check}"))
}

/// NHS numbers of the test range, each another.
pub fn nhs_numbers() -> impl Iterator<Item = String> {
    (100_000..).filter_map(nhs_number)
}

/// Opens a case; gives the person's id.
pub async fn open_case(who: &Acting, service: &Offer, identity: v1::Identity) -> String {
    let request = OpenCaseRequest {
        command_id: command_id(),
        service_id: service.service.clone(),
        identity: Some(identity),
        ..OpenCaseRequest::default()
    };
    let opened = who.cases().open_case(who.ask(request)).await;
    opened.unwrap().into_inner().person_id
}

/// A passage of About Me.
pub fn passage(heading: Heading, words: &str, categories: &[Category]) -> NewPassage {
    NewPassage {
        heading: heading.into(),
        words: words.into(),
        categories: numbers(categories),
        ..NewPassage::default()
    }
}

/// Writes About Me; gives the receipt's token.
pub async fn write(who: &Acting, person: &str, passages: Vec<NewPassage>) -> String {
    let request = RecordAboutMeRequest {
        command_id: command_id(),
        person_id: person.into(),
        passages,
    };
    let written = who.about_me().record_about_me(who.ask(request)).await;
    written.unwrap().into_inner().receipt.unwrap().token
}

/// Writes a note; gives the receipt's token.
pub async fn note(who: &Acting, person: &str, words: &str, categories: &[Category]) -> String {
    let request = RecordNoteRequest {
        command_id: command_id(),
        person_id: person.into(),
        words: words.into(),
        categories: numbers(categories),
        restricted_to: None,
    };
    let noted = who.notes().record_note(who.ask(request)).await;
    noted.unwrap().into_inner().receipt.unwrap().token
}

/// The person decides.
pub fn by_the_person() -> Option<v1::DecidedBy> {
    let who = Some(v1::decided_by::Who::Person(v1::decided_by::Person {}));
    Some(v1::DecidedBy { who })
}

/// Records that the person agrees to share with everybody of a purpose.
pub async fn agree(
    who: &Acting,
    person: &str,
    purpose: Purpose,
    categories: &[Category],
    until: &str,
    words: &str,
) -> RecordAgreementResponse {
    let audience = Some(v1::audience::Audience::Purpose(purpose.into()));
    let agreement = v1::Agreement {
        audience: Some(v1::Audience { audience }),
        categories: numbers(categories),
        until: until.into(),
        decided_by: by_the_person(),
        words: words.into(),
    };
    let request = RecordAgreementRequest {
        command_id: command_id(),
        person_id: person.into(),
        agreement: Some(agreement),
    };
    let agreed = who.sharing().record_agreement(who.ask(request)).await;
    agreed.unwrap().into_inner()
}

/// The command that records that the person objects to somebody seeing some categories.
pub fn objection(
    person: &str,
    against: v1::against::Against,
    categories: &[Category],
    words: &str,
) -> RecordObjectionRequest {
    let objection = v1::Objection {
        against: Some(v1::Against {
            against: Some(against),
        }),
        categories: numbers(categories),
        decided_by: by_the_person(),
        words: words.into(),
    };
    RecordObjectionRequest {
        command_id: command_id(),
        person_id: person.into(),
        objection: Some(objection),
    }
}

/// Records an objection.
pub async fn object(who: &Acting, request: RecordObjectionRequest) -> RecordObjectionResponse {
    let objected = who.sharing().record_objection(who.ask(request)).await;
    objected.unwrap().into_inner()
}

/// The command that refers the person, who agrees, to a service; the reason is about social care.
pub fn referral(person: &str, to: &Offer, reason: &str) -> RaiseReferralRequest {
    RaiseReferralRequest {
        command_id: command_id(),
        person_id: person.into(),
        organisation: to.organisation.clone(),
        service_id: to.service.clone(),
        reason: reason.into(),
        categories: numbers(&[Category::SocialCare]),
        person_agreed: true,
        ..RaiseReferralRequest::default()
    }
}

/// Raises a referral; gives its id.
pub async fn refer(who: &Acting, request: RaiseReferralRequest) -> String {
    let raised = who.referrals().raise_referral(who.ask(request)).await;
    raised.unwrap().into_inner().referral_id
}

/// A person's referral to the caller's organisation, the latest first; it has to be there.
pub async fn referral_in(who: &Acting, person: &str) -> v1::Referral {
    let request = ListReferralsRequest {
        direction: Direction::In.into(),
        ..ListReferralsRequest::default()
    };
    let listed = who.read_referrals().list_referrals(who.ask(request)).await;
    let mut listed = listed.unwrap().into_inner().referrals.into_iter();
    listed
        .find(|referral| referral.person_id == person)
        .unwrap()
}

/// The command that accepts a referral.
pub fn acceptance(referral: &v1::Referral, words: &str) -> AcceptReferralRequest {
    AcceptReferralRequest {
        command_id: command_id(),
        person_id: referral.person_id.clone(),
        referral_id: referral.referral_id.clone(),
        token: referral.token.clone(),
        words: words.into(),
    }
}

/// Accepts the person's referral to the caller's organisation.
pub async fn accept(who: &Acting, person: &str, words: &str) -> AcceptReferralResponse {
    let request = acceptance(&referral_in(who, person).await, words);
    let accepted = who.referrals().accept_referral(who.ask(request)).await;
    accepted.unwrap().into_inner()
}

/// The command that declines a referral.
pub fn refusal(referral: &v1::Referral, words: &str, instead: &str) -> DeclineReferralRequest {
    DeclineReferralRequest {
        command_id: command_id(),
        person_id: referral.person_id.clone(),
        referral_id: referral.referral_id.clone(),
        token: referral.token.clone(),
        reason: v1::DeclineReason::NoCapacity.into(),
        words: words.into(),
        instead: instead.into(),
        ..DeclineReferralRequest::default()
    }
}

/// Involves a service, by a referral that it accepts.
pub async fn involve(town: &Town, from: &Acting, to: &Acting, service: &Offer, person: &str) {
    refer(
        from,
        referral(person, service, "Company, and help at home."),
    )
    .await;
    town.applied().await;
    accept(to, person, "").await;
    town.applied().await;
}
