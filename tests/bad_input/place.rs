//! A case that there is to spoil: the practice and the charity take part, the council is asked, and a stranger has a
//! case of its own.

#[path = "place/decided.rs"]
pub mod decided;
#[path = "place/planned.rs"]
pub mod planned;
#[path = "place/reached.rs"]
pub mod reached;
#[path = "place/records.rs"]
pub mod records;
#[path = "place/referred.rs"]
pub mod referred;
#[path = "place/reviewed.rs"]
pub mod reviewed;

use std::sync::atomic::{AtomicUsize, Ordering};

use api::v1::{self, Category, Heading, ListServicesRequest, Purpose, RegisterWorkerRequest};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{
        self, Offer, actions, concerns, handovers, identity, involve, note, open_case, passage,
        refer, referral, referral_in, service, write,
    },
    look,
};

use decided::Decided;
use planned::Planned;
use reached::Reached;
use records::Records;
use referred::Referred;
use reviewed::Reviewed;

pub const PRACTICE: &str = "PARK-ROAD-SURGERY";
pub const CHARITY: &str = "LEA-VALLEY-FRIENDS";
pub const COUNCIL: &str = "HCC-SOCIAL-CARE";
pub const STRANGER: &str = "TOWN-LEISURE";

/// The case, and who acts.
pub struct Place {
    pub town: Town,
    pub operator: Acting,
    pub administrator: Acting,
    pub practice: Acting,
    pub charity: Acting,
    pub council: Acting,
    pub stranger: Acting,
    /// The charity's safeguarding lead.
    pub lead: Acting,
    pub general_practice: Offer,
    pub link_workers: Offer,
    pub social_care: Offer,
    pub leisure: Offer,
    /// The person.
    pub person: String,
    /// Somebody else, whom only the stranger supports.
    pub other: String,
    /// The referral that the council is asked to answer.
    pub referral: v1::Referral,
    /// Referrals that have come further.
    pub referred: Referred,
    /// The handover that the charity is asked to answer.
    pub handover: v1::Handover,
    /// The same handover, as the practice sees it.
    pub sent: v1::Handover,
    /// Who leads where the practice cannot.
    pub custodian: Acting,
    /// A privacy officer of the practice.
    pub officer: Acting,
    /// A manager of the practice.
    pub manager: Acting,
    /// Actions of the practice's own, one to reassign, one to complete and one to cancel; by their words.
    pub actions: Vec<v1::Action>,
    /// Actions that the council is asked for, one to accept and one to decline.
    pub asked: Vec<v1::Action>,
    /// A concern about the person, of the charity's.
    pub concern: v1::Concern,
    /// What the practice decided and wrote, by fact id, and who asks to join.
    pub decided: Decided,
    /// How the person is reached, and what to mind on a visit.
    pub reached: Reached,
    /// Other records of the practice's.
    pub records: Records,
    /// The plan, and what was decided with the person.
    pub planned: Planned,
    /// Reviews of the case, and meetings.
    pub reviewed: Reviewed,
    /// A passage about the person, as the practice sees it: its id, and the token to revise it.
    pub passage: (String, String),
    /// The token of a passage of the stranger's own.
    pub strangers_token: String,
    /// Services of the practice that nothing rests on, each with the token to change it.
    pub spare: [(String, String); 2],
    /// A worker whom the practice has registered.
    pub registered: String,
    made: AtomicUsize,
}

impl Place {
    pub async fn new() -> Place {
        let town = Town::open().await;
        let needs = [
            Category::Identity,
            Category::AboutMe,
            Category::Health,
            Category::SocialCare,
        ];
        let offer = async |code, purpose| {
            town.offer(code, service("A service", purpose, &needs))
                .await
        };
        let general_practice = offer(PRACTICE, Purpose::HealthCare).await;
        let link_workers = offer(CHARITY, Purpose::CommunitySupport).await;
        let social_care = offer(COUNCIL, Purpose::SocialCare).await;
        let leisure = offer(STRANGER, Purpose::CommunitySupport).await;
        let practice = town.acting(PRACTICE, "dr.patel", "practitioner");
        let charity = town.acting(CHARITY, "sam.lee", "link-worker");
        let council = town.acting(COUNCIL, "jo.reed", "care-coordinator");
        let stranger = town.acting(STRANGER, "al.moss", "vcse-worker");

        let mut numbers = deeds::nhs_numbers();
        let mut next = || identity("Ivy Penn", &numbers.next().unwrap());
        let person = open_case(&practice, &general_practice, next()).await;
        let other = open_case(&stranger, &leisure, next()).await;
        for (who, person) in [(&practice, &person), (&stranger, &other)] {
            write(
                who,
                person,
                vec![passage(Heading::MostImportant, "Choir.", &[])],
            )
            .await;
            note(who, person, "A note.", &[Category::Health]).await;
        }
        involve(&town, &practice, &charity, &link_workers, &person).await;
        refer(&practice, referral(&person, &social_care, "A rail.")).await;
        let referred = Referred::by(&town, &practice, &person).await;
        let lead = concerns::named(&town, CHARITY, "grace.ajayi").await;
        concerns::raise(&charity, concerns::about(&person, "She has no food.")).await;
        let planned = Planned::by(&town, &practice, &person).await;
        let decided = Decided::by(&town, &practice, &person, &social_care).await;
        handovers::name_custodian(
            &town.acting("ICB-OPERATOR", "operator", "operator"),
            PRACTICE,
            COUNCIL,
        )
        .await;
        handovers::offer(
            &practice,
            handovers::to_service(&person, &link_workers, "Company."),
        )
        .await;
        for words in ["To ring.", "To write.", "To visit."] {
            actions::agree(&practice, actions::own(&person, &practice, words)).await;
        }
        for words in ["A rail.", "A ramp."] {
            actions::request(&practice, actions::asked(&person, &social_care, words)).await;
        }
        let team = [CHARITY, COUNCIL];
        let reviewed = Reviewed::by(&town, &practice, &team, &person).await;
        town.applied().await;
        let token = async |who, person: &str| {
            let mut passages = look::passages(who, person).await.unwrap();
            let passage = passages.remove(0);
            (passage.fact.unwrap().fact_id, passage.token)
        };
        let administrator = town.acting(PRACTICE, "administrator", "organisation-administrator");
        let registered = register(&administrator, "former.colleague").await;
        let spare = spare(&town, &administrator).await;
        Place {
            spare,
            registered,
            operator: town.acting("ICB-OPERATOR", "operator", "operator"),
            administrator,
            passage: token(&practice, &person).await,
            strangers_token: token(&stranger, &other).await.1,
            referral: referral_in(&council, &person).await,
            records: Records::by(&practice, &general_practice, &person).await,
            reached: Reached::by(&town, &practice, &person).await,
            referred,
            decided,
            planned,
            reviewed,
            handover: handovers::all(&charity).await.remove(0),
            sent: handovers::all(&practice).await.remove(0),
            custodian: town.acting(COUNCIL, "kim.hall", "locality-custodian"),
            officer: town.acting(PRACTICE, "ig.lead", "privacy-officer"),
            manager: town.acting(PRACTICE, "pat.morgan", "manager"),
            actions: mine(&practice).await,
            asked: actions::all(&council).await,
            concern: concerns::all(&lead).await.remove(0),
            lead,
            made: AtomicUsize::new(2),
            town,
            practice,
            charity,
            council,
            stranger,
            general_practice,
            link_workers,
            social_care,
            leisure,
            person,
            other,
        }
    }

    /// A number that nothing here was made with before.
    pub fn another(&self) -> usize {
        self.made.fetch_add(1, Ordering::Relaxed)
    }

    /// Somebody else of the caller's organisation, in another role.
    pub fn colleague(&self, of: &Acting, role: &str) -> Acting {
        self.town
            .acting(of.organisation(), "another.colleague", role)
    }

    /// The directory, every list of every organisation about both people, and how long the log is then: looking is recorded,
    /// once in a quarter of an hour.
    pub async fn everything(&self) -> Vec<String> {
        self.town.applied().await;
        let request = self.operator.ask(ListServicesRequest {
            page_size: 200,
            ..ListServicesRequest::default()
        });
        let services = self
            .operator
            .services()
            .list_services(request)
            .await
            .unwrap();
        let mut everything = vec![format!("{:?}", services.into_inner().services)];
        for who in [&self.practice, &self.charity, &self.council, &self.stranger] {
            everything.push(Reviewed::seen(who).await);
            for person in [&self.person, &self.other] {
                let seen = look::all(who, person).await;
                let text = |seen: Result<String, tonic::Status>| {
                    seen.unwrap_or_else(|status| status.message().to_owned())
                };
                everything.extend(seen.into_values().map(text));
            }
        }
        everything.push(self.town.head().await.to_string());
        everything
    }
}

/// Two more services of the practice, each with the token to change it.
async fn spare(town: &Town, administrator: &Acting) -> [(String, String); 2] {
    let needs = [Category::Health];
    for name in ["Spare 1", "Spare 2"] {
        town.offer_also(PRACTICE, service(name, Purpose::HealthCare, &needs))
            .await;
    }
    town.applied().await;
    let request = administrator.ask(ListServicesRequest {
        text: "spare".into(),
        ..ListServicesRequest::default()
    });
    let listed = administrator.services().list_services(request).await;
    let listed = listed.unwrap().into_inner().services.into_iter();
    let spare: Vec<_> = listed.map(|it| (it.service_id, it.token)).collect();
    spare.try_into().unwrap()
}

/// Registers a worker; gives their id.
async fn register(administrator: &Acting, worker: &str) -> String {
    let request = administrator.ask(RegisterWorkerRequest {
        command_id: command_id(),
        worker: worker.into(),
        name: "A former colleague".into(),
        roles: vec!["practitioner".into()],
        postcode: String::new(),
    });
    administrator
        .directory()
        .register_worker(request)
        .await
        .unwrap();
    worker.into()
}

/// The practice's own actions.
async fn mine(practice: &Acting) -> Vec<v1::Action> {
    let mut all = actions::all(practice).await;
    all.retain(|action| action.organisation == PRACTICE);
    all
}
