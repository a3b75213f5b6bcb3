//! What the demo prints: who to sign in as, and what to look at.

use std::net::SocketAddr;

use super::{
    acting::Acting,
    load::Loaded,
    locality::organisations::{ORGANISATIONS, Organisation},
};

/// Somebody to sign in as.
pub struct SignIn {
    /// The organisation's code.
    pub organisation: &'static str,
    /// How it names them.
    pub worker: &'static str,
    /// What they will see.
    pub sees: &'static str,
}

const fn sign_in(organisation: &'static str, worker: &'static str, sees: &'static str) -> SignIn {
    SignIn {
        organisation,
        worker,
        sees,
    }
}

/// Who to sign in as.
#[rustfmt::skip]
pub const SIGN_INS: [SignIn; 12] = [
    sign_in("PARK-ROAD-SURGERY", "dr.patel", "a practice's caseload; Maureen, whom she referred"),
    sign_in("MILL-LANE-PRACTICE", "tom.bright", "the other practice; none of Park Road's people"),
    sign_in("LEA-VALLEY-FRIENDS", "sam.lee", "referrals in; Maureen, without her moods and her housing"),
    sign_in("WALBROOK-CARE", "nadia.rahman", "social care, and what it is asked"),
    sign_in("LEA-MIND-TRUST", "joe.abbott", "mental health, which most others are not shown"),
    sign_in("WALBROOK-HOUSING", "aisha.begum", "little more than who, and what housing is asked"),
    sign_in("TURNING-TIDE", "kit.harper", "people whose referral here is hidden from others"),
    sign_in("HAVEN", "rosa.martin", "people who must not be found"),
    sign_in("ST-BRIDES-HOSPICE", "sally.winter", "the last months, as people want them"),
    sign_in("WALBROOK-ADVICE", "mark.ellis", "referrals that are overdue, as both sides see them"),
    sign_in("LEA-VALLEY-FRIENDS", "winnie.cole", "a volunteer: those for whom she is named, and of them what she needs"),
    sign_in("PARK-ROAD-SURGERY", "helen.marsh", "numbers of what waits and is overdue, and no person"),
];

impl SignIn {
    /// Their organisation and role.
    ///
    /// # Panics
    /// Where nobody there is called that; a test says that there is.
    pub fn listed(&self) -> (&'static Organisation, &'static str) {
        let organisation = ORGANISATIONS
            .iter()
            .find(|organisation| organisation.code == self.organisation)
            .expect("those to sign in as work in the locality");
        let mut workers = organisation.workers.iter();
        let worker = workers
            .find(|worker| worker.id == self.worker)
            .expect("those to sign in as work there");
        (organisation, worker.role)
    }

    /// Them, acting.
    pub fn acting(&self, connection: &api::Connection) -> Acting {
        Acting::new(connection, self.organisation, self.worker, self.listed().1)
    }
}

/// What to look at: a sentence, who looks (the place in [`SIGN_INS`]), and the call with its content.
struct Look {
    what: &'static str,
    who: usize,
    rpc: &'static str,
    /// Where it is about Maureen, `PERSON` stands for her id.
    content: &'static str,
}

#[rustfmt::skip]
const LOOKS: [Look; 8] = [
    Look { what: "What needs Sam, overdue first", who: 2, rpc: "WorkQueryService/ListMyWork", content: "{}" },
    Look { what: "What waits at the practice and for how long, as its manager sees it: numbers, and no person", who: 11, rpc: "WorkQueryService/ListOverdue", content: "{}" },
    Look { what: "Sam's referrals, those that wait and those that are overdue", who: 2, rpc: "ReferralsQueryService/ListReferrals", content: r#"{"direction": "DIRECTION_IN", "state": "REFERRAL_STATE_OPEN"}"# },
    Look { what: "Maureen's brief, as her practice has it; then the same as Sam (LEA-VALLEY-FRIENDS sam.lee link-worker)", who: 0, rpc: "CasesQueryService/GetBrief", content: r#"{"person_id": "PERSON"}"# },
    Look { what: "What she has told once: who recorded it, and how often the practice read it again instead of asking", who: 0, rpc: "ReadingsQueryService/ListToldOnce", content: r#"{"person_id": "PERSON"}"# },
    Look { what: "What she decided about sharing", who: 0, rpc: "SharingQueryService/ListSharingDecisions", content: r#"{"person_id": "PERSON"}"# },
    Look { what: "What the team is to discuss and has discussed, as the practice sees it", who: 0, rpc: "ReviewsQueryService/ListReviews", content: "{}" },
    Look { what: "The caseload of the refuge", who: 7, rpc: "CasesQueryService/ListCaseload", content: "{}" },
];

/// The guide, in lines.
pub fn lines(address: SocketAddr, pages: SocketAddr, maureen: &str) -> Vec<String> {
    let mut lines = vec![
        "The locality is up: everybody in it is invented. Stop it with Ctrl-C.".to_owned(),
        format!("Pages: http://{pages}"),
        String::new(),
        "Choose there to be".to_owned(),
    ];
    for sign_in in &SIGN_INS {
        let (organisation, role) = sign_in.listed();
        let who = format!("{}, {role}", sign_in.worker);
        lines.push(format!(
            "  {:<19} {who:<30} {} — {}",
            organisation.code, organisation.name, sign_in.sees
        ));
    }
    lines.push(String::new());
    lines.push(format!(
        "The same by gRPC, at {address}. In another terminal, in this folder:"
    ));
    lines.push(format!(
        "  call() {{ npx buf curl --protocol grpc --http2-prior-knowledge -H \"throughline-organisation: $1\" -H \"throughline-worker: $2\" \\\n    -H \"throughline-role: $3\" -d \"$5\" http://{address}/throughline.v1.$4; }}"
    ));
    for look in &LOOKS {
        let sign_in = &SIGN_INS[look.who];
        let content = look.content.replace("PERSON", maureen);
        lines.push(format!("  # {}", look.what));
        lines.push(format!(
            "  call {} {} {} {} '{content}'",
            sign_in.organisation,
            sign_in.worker,
            sign_in.listed().1,
            look.rpc
        ));
    }
    lines.push("  # What else can be called".to_owned());
    lines.push(format!(
        "  npx buf curl --protocol grpc --http2-prior-knowledge --list-methods http://{address}"
    ));
    lines
}

/// How many people are in which state, in lines.
pub fn states(loaded: &[Loaded]) -> Vec<String> {
    let mut states: Vec<String> = Vec::new();
    for journey in super::journeys::JOURNEYS {
        let there = loaded
            .iter()
            .filter(|one| one.journey == journey.name)
            .count();
        if there > 0 {
            states.push(format!("{} {there}", journey.name.replace('_', " ")));
        }
    }
    let listed: Vec<_> = states
        .chunks(6)
        .map(|chunk| format!("  {}", chunk.join(", ")))
        .collect();
    let mut lines = vec![format!(
        "{} people, by the state of their journeys:",
        loaded.len()
    )];
    lines.extend(listed);
    lines
}
