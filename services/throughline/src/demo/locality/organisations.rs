//! Which organisations there are in the demo, what they offer, and who works there. Everybody is invented.

use api::v1::{Category, Purpose};

/// An organisation of the demo.
pub struct Organisation {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it offers.
    pub services: &'static [Service],
    /// Who works there.
    pub workers: &'static [Worker],
    /// Who reads its safeguarding concerns, where it has named somebody: worker, name and telephone.
    pub safeguarding: Option<(&'static str, &'static str, &'static str)>,
}

/// A service of the demo.
pub struct Service {
    /// What the journeys call it; the same in two organisations where either will do.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it does and for whom.
    pub description: &'static str,
    /// Its purpose.
    pub purpose: Purpose,
    /// The categories that the purpose needs.
    pub needs: &'static [Category],
    /// The categories that its name reveals.
    pub reveals: &'static [Category],
    /// On how many days of the week it is open, from Monday on.
    pub open_days: i32,
    /// Within how many of these it answers.
    pub answer_within_days: i32,
}

/// Somebody who works in the demo.
pub struct Worker {
    /// How they are named.
    pub id: &'static str,
    /// The role in which they act.
    pub role: &'static str,
    /// The services whose work they do, by key; none where they do something else.
    pub works_in: &'static [&'static str],
}

impl Worker {
    /// Their name, as it is written.
    pub fn name(&self) -> String {
        name_of(self.id)
    }
}

/// The name of whoever has this id.
pub fn name_of(id: &str) -> String {
    let written = |part: &str| {
        let mut letters = part.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    };
    let parts: Vec<String> = id.split('.').map(written).collect();
    parts.join(" ")
}

const fn worker(id: &'static str, role: &'static str, works_in: &'static [&'static str]) -> Worker {
    Worker { id, role, works_in }
}

const HEALTH: &[Category] = &[
    Category::Identity,
    Category::Contact,
    Category::AboutMe,
    Category::Health,
    Category::MentalHealth,
    Category::SocialCare,
    Category::Safety,
    Category::Plan,
];
const CARE: &[Category] = &[
    Category::Identity,
    Category::Contact,
    Category::AboutMe,
    Category::Health,
    Category::SocialCare,
    Category::Housing,
    Category::Safety,
    Category::Plan,
];
const END_OF_LIFE: &[Category] = &[
    Category::Identity,
    Category::Contact,
    Category::AboutMe,
    Category::Health,
    Category::SocialCare,
    Category::EndOfLife,
    Category::Plan,
];
const COMMUNITY: &[Category] = &[Category::AboutMe, Category::SocialCare, Category::Plan];

const GENERAL_PRACTICE: Service = Service {
    key: "practice",
    name: "General practice",
    description: "Doctors, nurses and health coaches for everybody who is registered here.",
    purpose: Purpose::HealthCare,
    needs: HEALTH,
    reveals: &[],
    open_days: 5,
    answer_within_days: 3,
};

/// Every organisation.
#[rustfmt::skip]
pub const ORGANISATIONS: [Organisation; 12] = [
    Organisation {
        code: "PARK-ROAD-SURGERY", name: "Park Road Surgery", services: &[GENERAL_PRACTICE],
        workers: &[
            worker("dr.patel", "practitioner", &["practice"]),
            worker("dr.evans", "practitioner", &["practice"]),
            worker("nurse.olusola", "practitioner", &["practice"]),
            worker("anna.kowalska", "care-coordinator", &["practice"]),
            worker("helen.marsh", "manager", &[]),
            worker("simon.ward", "privacy-officer", &[]),
        ],
        safeguarding: Some(("dr.evans", "Dr Gwen Evans", "01632 960101")),
    },
    Organisation {
        code: "MILL-LANE-PRACTICE", name: "Mill Lane Practice", services: &[GENERAL_PRACTICE],
        workers: &[
            worker("dr.khan", "practitioner", &["practice"]),
            worker("dr.shaw", "practitioner", &["practice"]),
            worker("nurse.doyle", "practitioner", &["practice"]),
            worker("tom.bright", "health-coach", &["practice"]),
        ],
        safeguarding: Some(("nurse.doyle", "Nora Doyle", "01632 960102")),
    },
    Organisation {
        code: "LEA-NURSING", name: "Lea Valley Community Nursing",
        services: &[
            Service {
                key: "nursing", name: "District nursing", description: "Nurses who visit people who cannot easily leave home.",
                purpose: Purpose::HealthCare, needs: HEALTH, reveals: &[], open_days: 7, answer_within_days: 2,
            },
            Service {
                key: "falls", name: "Falls and balance", description: "Physiotherapists, for whoever has fallen or fears to.",
                purpose: Purpose::HealthCare, needs: HEALTH, reveals: &[], open_days: 5, answer_within_days: 5,
            },
            Service {
                key: "breathing", name: "Breathing clinic", description: "For people who live with a lung condition; at home where needed.",
                purpose: Purpose::HealthCare, needs: HEALTH, reveals: &[], open_days: 4, answer_within_days: 7,
            },
        ],
        workers: &[
            worker("grace.mensah", "practitioner", &["nursing", "breathing"]),
            worker("liam.foster", "practitioner", &["nursing"]),
            worker("priya.nair", "practitioner", &["falls", "breathing"]),
            worker("carol.dean", "manager", &[]),
        ],
        safeguarding: Some(("grace.mensah", "Grace Mensah", "01632 960103")),
    },
    Organisation {
        code: "LEA-MIND-TRUST", name: "Lea Valley Mental Health Trust",
        services: &[
            Service {
                key: "mental-health", name: "Community mental health team", description: "For adults whose mental health makes daily life hard.",
                purpose: Purpose::HealthCare, needs: HEALTH, reveals: &[Category::MentalHealth], open_days: 5, answer_within_days: 5,
            },
            Service {
                key: "talking", name: "Talking therapies", description: "Help with low mood and worry, one to one or in a group.",
                purpose: Purpose::HealthCare, needs: HEALTH, reveals: &[Category::MentalHealth], open_days: 5, answer_within_days: 10,
            },
        ],
        workers: &[
            worker("dr.lindqvist", "practitioner", &["mental-health"]),
            worker("joe.abbott", "practitioner", &["mental-health", "talking"]),
            worker("maya.clarke", "practitioner", &["talking"]),
            worker("ruth.adeyemi", "safeguarding-lead", &[]),
        ],
        safeguarding: Some(("ruth.adeyemi", "Ruth Adeyemi", "01632 960104")),
    },
    Organisation {
        code: "WALBROOK-CARE", name: "Walbrook Council, Adult Social Care",
        services: &[
            Service {
                key: "social-care", name: "Adult social care", description: "Social workers: assessments, care at home, breaks for carers.",
                purpose: Purpose::SocialCare, needs: CARE, reveals: &[], open_days: 5, answer_within_days: 5,
            },
            Service {
                key: "reablement", name: "Home first", description: "Up to six weeks of help at home, to get back on one's feet.",
                purpose: Purpose::SocialCare, needs: CARE, reveals: &[], open_days: 7, answer_within_days: 2,
            },
        ],
        workers: &[
            worker("karen.hughes", "practitioner", &["social-care"]),
            worker("ben.osei", "practitioner", &["social-care", "reablement"]),
            worker("nadia.rahman", "mst-coordinator", &["social-care"]),
            worker("paul.whitby", "safeguarding-lead", &[]),
            worker("linda.cross", "manager", &[]),
        ],
        safeguarding: Some(("paul.whitby", "Paul Whitby", "01632 960105")),
    },
    Organisation {
        code: "WALBROOK-HOUSING", name: "Walbrook Council, Housing",
        services: &[Service {
            key: "housing", name: "Tenancy support", description: "Repairs, rent, neighbours, and finding somewhere to live.",
            purpose: Purpose::Housing, needs: &[Category::Housing, Category::Money], reveals: &[Category::Housing], open_days: 5, answer_within_days: 5,
        }],
        workers: &[
            worker("steve.parry", "care-coordinator", &["housing"]),
            worker("aisha.begum", "care-coordinator", &["housing"]),
            worker("margaret.lowe", "privacy-officer", &[]),
        ],
        safeguarding: None,
    },
    Organisation {
        code: "ST-BRIDES-HOSPICE", name: "St Bride's Hospice",
        services: &[Service {
            key: "hospice", name: "Hospice at home", description: "Care and company in the last months, where people want to be.",
            purpose: Purpose::HealthCare, needs: END_OF_LIFE, reveals: &[Category::EndOfLife], open_days: 7, answer_within_days: 2,
        }],
        workers: &[
            worker("dr.okonkwo", "practitioner", &["hospice"]),
            worker("sally.winter", "practitioner", &["hospice"]),
            worker("fred.barnes", "volunteer", &[]),
        ],
        safeguarding: Some(("sally.winter", "Sally Winter", "01632 960107")),
    },
    Organisation {
        code: "LEA-VALLEY-FRIENDS", name: "Lea Valley Friends",
        services: &[Service {
            key: "friends", name: "Link workers", description: "For anybody in the Lea valley who would like company, or help to find it.",
            purpose: Purpose::CommunitySupport, needs: COMMUNITY, reveals: &[], open_days: 5, answer_within_days: 5,
        }],
        workers: &[
            worker("sam.lee", "link-worker", &["friends"]),
            worker("jo.hart", "link-worker", &["friends"]),
            worker("winnie.cole", "volunteer", &[]),
        ],
        safeguarding: Some(("jo.hart", "Jo Hart", "01632 960108")),
    },
    Organisation {
        code: "WALBROOK-ADVICE", name: "Walbrook Advice Centre",
        services: &[Service {
            key: "advice", name: "Money and benefits advice", description: "Debt, benefits, letters that nobody understands.",
            purpose: Purpose::Advice, needs: &[Category::Money, Category::Housing], reveals: &[Category::Money], open_days: 3, answer_within_days: 5,
        }],
        workers: &[
            worker("mark.ellis", "vcse-worker", &["advice"]),
            worker("shanaz.ali", "vcse-worker", &["advice"]),
        ],
        safeguarding: None,
    },
    Organisation {
        code: "TURNING-TIDE", name: "Turning Tide",
        services: &[Service {
            key: "recovery", name: "Drug and alcohol recovery", description: "Without judgement, at whatever pace suits.",
            purpose: Purpose::HealthCare, needs: HEALTH, reveals: &[Category::SubstanceUse], open_days: 5, answer_within_days: 3,
        }],
        workers: &[
            worker("kit.harper", "vcse-worker", &["recovery"]),
            worker("dee.walsh", "practitioner", &["recovery"]),
        ],
        safeguarding: Some(("dee.walsh", "Dee Walsh", "01632 960110")),
    },
    Organisation {
        code: "WALBROOK-CARERS", name: "Walbrook Carers",
        services: &[Service {
            key: "carers", name: "Carers' support", description: "For people who look after somebody: a break, a group, a listening ear.",
            purpose: Purpose::CommunitySupport, needs: COMMUNITY, reveals: &[Category::Family], open_days: 4, answer_within_days: 5,
        }],
        workers: &[
            worker("bev.turner", "vcse-worker", &["carers"]),
            worker("imran.shah", "vcse-worker", &["carers"]),
        ],
        safeguarding: Some(("bev.turner", "Bev Turner", "01632 960111")),
    },
    Organisation {
        code: "HAVEN", name: "Haven",
        services: &[Service {
            key: "refuge", name: "Refuge and outreach", description: "For people who are hurt or controlled at home.",
            purpose: Purpose::CommunitySupport, needs: COMMUNITY, reveals: &[Category::Safety], open_days: 7, answer_within_days: 1,
        }],
        workers: &[
            worker("rosa.martin", "vcse-worker", &["refuge"]),
            worker("lesley.grant", "safeguarding-lead", &["refuge"]),
        ],
        safeguarding: Some(("lesley.grant", "Lesley Grant", "01632 960112")),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn safeguarding_leads_work_there() {
        for organisation in &ORGANISATIONS {
            let lead = organisation.safeguarding.map(|(worker, ..)| worker);
            let there = |lead| organisation.workers.iter().any(|worker| worker.id == lead);
            assert!(lead.is_none_or(there), "{}", organisation.code);
        }
    }

    #[test]
    fn twelve_organisations_have_forty_workers_and_somebody_for_each_service() {
        let workers = ORGANISATIONS
            .iter()
            .map(|organisation| organisation.workers.len());
        assert_eq!(workers.sum::<usize>(), 40);
        for organisation in &ORGANISATIONS {
            for service in organisation.services {
                let mut at_work = organisation.workers.iter();
                assert!(
                    at_work.any(|worker| worker.works_in.contains(&service.key)),
                    "{}",
                    service.name
                );
            }
        }
    }
}
