//! What clients come up with: commands that mostly fit the state of the case, and some that do not.
//!
//! Choices go by order of recording, never by id: ids differ from run to run.

#[path = "ideas/actions.rs"]
mod actions;
#[path = "ideas/handovers.rs"]
mod handovers;
#[path = "ideas/joining.rs"]
mod joining;
#[path = "ideas/life.rs"]
mod life;
#[path = "ideas/referrals.rs"]
mod of_referrals;
#[path = "ideas/people.rs"]
mod people;
#[path = "ideas/plans.rs"]
mod plans;
#[path = "ideas/records.rs"]
mod records;
#[path = "ideas/reviews.rs"]
mod reviews;
#[path = "ideas/safeguarding.rs"]
mod safeguarding;
#[path = "ideas/sharing.rs"]
mod sharing;
#[path = "ideas/volunteers.rs"]
mod volunteers;

use casework::{
    Category, Role,
    about_me::{Heading, record::Passage},
    agreement::{Audience, record::RecordAgreement},
    calendar::{self, LastDay},
    case::open::OpenCase,
    event::By,
    fact::Restriction,
    history::History,
    ids::{FactId, OrganisationId},
    note::record::RecordNote,
    objection::Against,
    referral::{
        DeclineReason, Referral,
        accept::AcceptReferral,
        decline::DeclineReferral,
        raise::{Offer, RaiseReferral},
    },
    service::{Purpose, Service},
    testing,
    timer::{self, RecordDue, Timer},
    words::Words,
};
use jiff::{Timestamp, ToSpan};

use super::{chance::Chance, order::Ask};

/// The organisations.
pub const ORGANISATIONS: [&str; 5] = [
    "E82999",
    "LVF-FRIENDS",
    "HCC-SOCIAL",
    "LVF-TURNING",
    "HCC-HOUSING",
];
const WORKERS: [&str; 2] = ["alex", "billie"];
const CATEGORIES: [Category; 6] = [
    Category::Health,
    Category::MentalHealth,
    Category::SocialCare,
    Category::Housing,
    Category::SubstanceUse,
    Category::Money,
];

/// What somebody wants, where it is possible.
type Idea = fn(&mut Chance, &History, Timestamp) -> Option<(By, Ask)>;

/// What somebody comes up with, looking at this state of the case.
pub fn idea(chance: &mut Chance, history: &History, now: Timestamp) -> (By, Ask) {
    if let Some(going_on) = records::go_on(chance, history) {
        return going_on;
    }
    if history.open_case().is_none() {
        let again = if chance.one_in(4) {
            None
        } else {
            life::reopen(chance, history)
        };
        return again.unwrap_or_else(|| open(chance));
    }
    let ideas: &[(usize, Idea)] = &[
        (5, note as _),
        (4, about_me as _),
        (2, confirm as _),
        (3, agree as _),
        (2, object as _),
        (6, refer as _),
        (7, answer as _),
        (3, of_referrals::receive as _),
        (2, of_referrals::withdraw as _),
        (3, of_referrals::follow as _),
        (6, of_referrals::inform as _),
        (4, safeguarding::idea as _),
        (8, timer as _),
        (2, life::idea as _),
        (2, sharing::decide as _),
        (4, sharing::change as _),
        (3, sharing::duty as _),
        (4, joining::ask as _),
        (4, joining::answer as _),
        (1, joining::leave as _),
        (4, handovers::idea as _),
        (1, handovers::move_custody as _),
        (2, actions::agree as _),
        (3, actions::request as _),
        (3, actions::answer as _),
        (3, actions::act as _),
        (7, people::idea as _),
        (4, plans::write as _),
        (3, plans::look as _),
        (2, plans::end as _),
        (3, plans::decide as _),
        (3, reviews::request as _),
        (9, reviews::act as _),
        (2, records::link as _),
        (3, records::merge as _),
        (2, volunteers::idea as _),
        (1, |chance, _, _| Some(open(chance))),
    ];
    // What is not possible yet is nobody's idea: they come up with something else.
    let possible = (0..4).find_map(|_| chance.weighted(ideas)(chance, history, now));
    possible
        .or_else(|| note(chance, history, now))
        .expect("a note can always be tried")
}

fn open(chance: &mut Chance) -> (By, Ask) {
    let organisation = chance.pick(&ORGANISATIONS[..2]);
    let by = somebody(chance, organisation);
    let service = service(by.organisation.as_str());
    let mut command = OpenCase {
        service,
        lead: by.worker.clone(),
        ..testing::maureen()
    };
    if chance.one_in(2) {
        command.identity.nhs_number = None;
    }
    (by, Ask::Open(command))
}

fn note(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let restriction = chance.one_in(5).then(|| {
        let reader: OrganisationId = chance.pick(&ORGANISATIONS).parse().unwrap();
        Restriction {
            organisations: [reader].into(),
            ..Restriction::default()
        }
    });
    let categories = categories(chance);
    let command = RecordNote {
        restriction,
        ..testing::note("A note.", &categories)
    };
    Some((involved(chance, history), Ask::Note(command)))
}

fn about_me(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let passages = passages(history);
    let replaces = (!passages.is_empty() && chance.one_in(2)).then(|| chance.pick(&passages));
    let categories = if chance.one_in(2) {
        Vec::new()
    } else {
        categories(chance)
    };
    let heading = chance.pick(&Heading::ALL);
    let passage = Passage {
        heading,
        replaces,
        ..testing::passage("A passage.", &categories)
    };
    let further = chance.one_in(3).then(|| testing::passage("Another.", &[]));
    let command = testing::about_me([passage].into_iter().chain(further).collect());
    Some((involved(chance, history), Ask::AboutMe(command)))
}

fn confirm(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let passages = passages(history);
    let passage = (!passages.is_empty()).then(|| chance.pick(&passages))?;
    let command = testing::confirm(&[passage]);
    Some((involved(chance, history), Ask::Confirm(command)))
}

fn agree(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let audience = match chance.below(3) {
        0 => Audience::Organisation(chance.pick(&ORGANISATIONS).parse().unwrap()),
        1 => Audience::Purpose(chance.pick(&Purpose::ALL)),
        _ => Audience::EveryoneInvolved,
    };
    let days = i64::try_from(chance.below(3)).unwrap();
    let until = if chance.one_in(3) {
        None
    } else {
        LastDay::on(calendar::date_at(now) + days.days())
    };
    let command = RecordAgreement {
        until,
        ..testing::agreement(audience, &categories(chance))
    };
    Some((involved(chance, history), Ask::Agree(command)))
}

fn object(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let organisation = || -> OrganisationId { ORGANISATIONS[1].parse().unwrap() };
    let against = match chance.below(4) {
        0 => Against::Organisation(organisation()),
        1 => Against::Worker(organisation(), WORKERS[0].parse().unwrap()),
        2 => Against::Purpose(chance.pick(&Purpose::ALL)),
        _ => Against::Everyone,
    };
    let categories = categories(chance);
    let command = testing::objection(against, chance.one_in(2).then_some(&categories));
    Some((involved(chance, history), Ask::Object(command)))
}

fn refer(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let passages = passages(history);
    let ticked = if passages.is_empty() || chance.one_in(2) {
        Vec::new()
    } else {
        vec![chance.pick(&passages)]
    };
    let without_agreement = chance
        .one_in(3)
        .then(|| Words::prose("words", "She was asleep.").unwrap());
    let service = service(chance.pick(&ORGANISATIONS));
    let command = RaiseReferral {
        service,
        without_agreement,
        ticked,
        offered: chance
            .one_in(3)
            .then(|| Offer::Service(Box::new(self::service(chance.pick(&ORGANISATIONS)))))
            .into_iter()
            .collect(),
        ..testing::referral()
    };
    Some((involved(chance, history), Ask::Refer(command)))
}

fn answer(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let referrals = referrals(history);
    let referral = *referrals.get(chance.below(referrals.len().max(1)))?;
    // Now and then by somebody who was not asked.
    let by = if chance.one_in(10) {
        involved(chance, history)
    } else {
        somebody(chance, referral.terms.organisation.as_str())
    };
    let id = referral.id;
    let seen = testing::referrals::seen(history, &by, now, referral);
    let ask = if chance.one_in(3) {
        let words = Words::prose("words", "We are full until August.").unwrap();
        Ask::Decline(DeclineReferral {
            referral: id,
            seen,
            reason: DeclineReason::NoCapacity,
            words,
            instead: None,
            service: chance
                .one_in(2)
                .then(|| service(chance.pick(&ORGANISATIONS))),
        })
    } else {
        Ask::Accept(AcceptReferral {
            referral: id,
            seen,
            words: None,
        })
    };
    Some((by, ask))
}

fn timer(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let mut due = timer::due(history);
    due.retain(|due| due.at <= now || chance.one_in(8));
    due.sort_by_key(|due| (due.at, recorded(history, due.timer)));
    let due = due.first()?;
    let by = By {
        organisation: due.timer.acts_for(history)?.clone(),
        worker: "timekeeper".parse().unwrap(),
        role: Role::Timekeeper,
    };
    Some((by, Ask::Due(RecordDue(*due))))
}

/// The place in the stream of what a timer is for.
fn recorded(history: &History, timer: Timer) -> u64 {
    match timer {
        Timer::ReferralOverdue { referral } | Timer::InformationOverdue { referral } => history
            .referral(referral)
            .map_or(0, |referral| referral.version),
        Timer::AgreementLapsed { agreement } | Timer::AgreementEnding { agreement } => history
            .live_agreements()
            .find(|live| live.event == agreement)
            .map_or(0, |live| live.version),
        Timer::JoinRequestOverdue { request } => history
            .join_request(request)
            .map_or(0, |request| request.version),
        Timer::ConcernOverdue { concern } => history
            .concern(concern)
            .map_or(0, |concern| concern.version),
        Timer::HandoverOverdue { handover } => history
            .handover(handover)
            .map_or(0, |handover| handover.version),
        Timer::ActionUnanswered { action } | Timer::ActionOverdue { action } => {
            history.action(action).map_or(0, |action| action.version)
        }
        Timer::PlanReviewDue { review } => history
            .plan_review()
            .filter(|set| set.event == review)
            .map_or(0, |set| set.version),
        Timer::ReviewLapsed { review } => history.review(review).map_or(0, |review| review.version),
    }
}

/// Somebody of an organisation that takes part; now and then, of any.
fn involved(chance: &mut Chance, history: &History) -> By {
    let involved: Vec<_> = history
        .involvements()
        .map(|part| part.terms.organisation.as_str().to_owned())
        .collect();
    let organisation = if chance.one_in(8) {
        chance.pick(&ORGANISATIONS).to_owned()
    } else {
        chance.pick(&involved)
    };
    somebody(chance, &organisation)
}

fn somebody(chance: &mut Chance, organisation: &str) -> By {
    testing::by(organisation, chance.pick(&WORKERS), Role::Practitioner)
}

fn categories(chance: &mut Chance) -> Vec<Category> {
    (0..=chance.below(2))
        .map(|_| chance.pick(&CATEGORIES))
        .collect()
}

fn passages(history: &History) -> Vec<FactId> {
    history
        .facts()
        .iter()
        .filter(|recorded| recorded.fact.about.heading().is_some())
        .map(|recorded| recorded.id)
        .collect()
}

fn referrals(history: &History) -> Vec<&Referral> {
    let mut referrals: Vec<_> = history.referrals().collect();
    referrals.sort_by_key(|referral| referral.version);
    referrals
}

fn service(organisation: &str) -> Service {
    use Category as C;
    let service = |purpose, needs| testing::service(organisation, purpose, needs);
    match organisation {
        "E82999" => service(
            Purpose::HealthCare,
            &[
                C::Identity,
                C::AboutMe,
                C::Health,
                C::MentalHealth,
                C::SocialCare,
            ],
        ),
        "LVF-FRIENDS" => service(Purpose::CommunitySupport, &[C::AboutMe]),
        "HCC-SOCIAL" => service(Purpose::SocialCare, &[C::AboutMe, C::SocialCare, C::Safety]),
        "LVF-TURNING" => {
            let mut service = service(Purpose::HealthCare, &[C::Health, C::SubstanceUse]);
            service.terms.reveals = casework::Categories::of(&[C::SubstanceUse]);
            service
        }
        _ => service(Purpose::Housing, &[C::Housing, C::Money]),
    }
}
