//! Choices that are not among those listed, or not made; lists that are empty or too long.

use api::v1::{
    self, Category, ListReferralsRequest, ListServicesRequest, ListStoryRequest, against, audience,
    record_note_request::Restriction,
};
use throughline_tests::town::deeds::refusal;

use crate::{call::Call, place::Place};

/// Numbers that no list of choices has.
const UNKNOWN: [i32; 4] = [0, 99, -1, i32::MAX];

/// A sample with one thing in it spoilt.
pub fn with<T>(mut sample: T, spoil: impl FnOnce(&mut T)) -> T {
    spoil(&mut sample);
    sample
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_is_no_choice_is_refused_wherever_it_stands() {
    let place = Place::new().await;
    let (practice, administrator, council) =
        (&place.practice, &place.administrator, &place.council);
    let mut rows = Vec::new();
    for number in UNKNOWN {
        let heading =
            Call::RecordAboutMe(with(place.about_me(), |it| it.passages[0].heading = number));
        let passage = Call::RecordAboutMe(with(place.about_me(), |it| {
            it.passages[0].categories = vec![number]
        }));
        let health = Category::Health.into();
        let note = Call::RecordNote(with(place.note(), |it| {
            it.categories = vec![health, number]
        }));
        let referral = Call::RaiseReferral(with(place.referral_out(), |it| {
            it.categories = vec![number]
        }));
        let agreed = Call::RecordAgreement(with(place.agreement(), |it| {
            it.agreement.as_mut().unwrap().categories = vec![number];
        }));
        let audience = Some(audience::Audience::Purpose(number));
        let audience = Call::RecordAgreement(with(place.agreement(), |it| {
            it.agreement.as_mut().unwrap().audience = Some(v1::Audience { audience });
        }));
        let objected = Call::RecordObjection(with(place.objection(), |it| {
            it.objection.as_mut().unwrap().categories = vec![number];
        }));
        let against = Some(against::Against::Purpose(number));
        let to = Call::RecordObjection(with(place.objection(), |it| {
            it.objection.as_mut().unwrap().against = Some(v1::Against { against });
        }));
        let why = Call::DeclineReferral(with(refusal(&place.referral, "No.", ""), |it| {
            it.reason = number
        }));
        let outcome =
            Call::CompleteReferral(with(place.referral_completed(), |it| it.outcome = number));
        let of_person = Call::CompleteReferral(with(place.referral_completed(), |it| {
            it.person.as_mut().unwrap().outcome = number
        }));
        let question = Call::RequestInformation(with(place.information_requested(), |it| {
            it.categories = vec![number]
        }));
        let reply = Call::ProvideInformation(with(place.information_provided(), |it| {
            it.categories = vec![number]
        }));
        let helper =
            Call::AssignVolunteer(with(place.assignment(), |it| it.categories = vec![number]));
        let story = Call::ListStory(ListStoryRequest {
            person_id: place.person.clone(),
            categories: vec![number],
            ..ListStoryRequest::default()
        });
        rows.extend([
            (practice, heading, "passages[0].heading"),
            (practice, passage, "passages[0].categories[0]"),
            (practice, note, "categories[1]"),
            (practice, referral, "categories[0]"),
            (practice, helper, "categories[0]"),
            (practice, agreed, "agreement.categories[0]"),
            (practice, audience, "agreement.audience"),
            (practice, objected, "objection.categories[0]"),
            (practice, to, "objection.against"),
            (council, why, "reason"),
            (&place.referred.garden, question, "categories[0]"),
            (practice, reply, "categories[0]"),
            (&place.referred.garden, outcome, "outcome"),
            (&place.referred.garden, of_person, "person.outcome"),
            (practice, story, "categories[0]"),
            (
                administrator,
                Call::RegisterService(with(place.service(), |it| it.purpose = number)),
                "purpose",
            ),
            (
                administrator,
                Call::RegisterService(with(place.service(), |it| it.needs = vec![number])),
                "needs[0]",
            ),
            (
                administrator,
                Call::RegisterService(with(place.service(), |it| it.reveals = vec![number])),
                "reveals[0]",
            ),
            (
                administrator,
                Call::RegisterService(with(place.service(), |it| {
                    it.opening_days = vec![1, number]
                })),
                "opening_days[1]",
            ),
        ]);
        rows.push((
            administrator,
            Call::UpdateCapacity(with(place.capacity(), |it| it.capacity = number)),
            "capacity",
        ));
        // Where none is a choice of its own: any.
        if number != 0 {
            let services = |purpose, capacity| {
                Call::ListServices(ListServicesRequest {
                    purpose,
                    capacity,
                    ..ListServicesRequest::default()
                })
            };
            rows.push((practice, services(number, 0), "purpose"));
            rows.push((practice, services(0, number), "capacity"));
            let list = |direction, state| {
                Call::ListReferrals(ListReferralsRequest {
                    direction,
                    state,
                    ..ListReferralsRequest::default()
                })
            };
            rows.push((practice, list(number, 0), "direction"));
            rows.push((practice, list(0, number), "state"));
            let urgency = Call::ListReferrals(ListReferralsRequest {
                urgency: number,
                ..ListReferralsRequest::default()
            });
            let raised = Call::RaiseReferral(with(place.referral_out(), |it| it.urgency = number));
            rows.extend([
                (practice, urgency, "urgency"),
                (practice, raised, "urgency"),
            ]);
        }
    }
    place
        .refuses_all(
            rows.into_iter()
                .map(|(who, call, field)| (who, call, "choice_missing", field)),
        )
        .await;
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_choice_that_is_not_made_is_asked_for() {
    let place = Place::new().await;
    let who = &place.practice;
    let agreement = |spoil: fn(&mut v1::Agreement)| {
        Call::RecordAgreement(with(place.agreement(), |it| {
            spoil(it.agreement.as_mut().unwrap())
        }))
    };
    let objection = |spoil: fn(&mut v1::Objection)| {
        Call::RecordObjection(with(place.objection(), |it| {
            spoil(it.objection.as_mut().unwrap())
        }))
    };
    let missing = "choice_missing";
    place
        .refuses_all([
            (
                who,
                Call::RecordAgreement(with(place.agreement(), |it| it.agreement = None)),
                missing,
                "agreement",
            ),
            (
                who,
                agreement(|it| it.audience = None),
                missing,
                "agreement.audience",
            ),
            (
                who,
                agreement(|it| it.audience = Some(v1::Audience { audience: None })),
                missing,
                "agreement.audience",
            ),
            (
                who,
                agreement(|it| it.decided_by = None),
                missing,
                "agreement.decided_by",
            ),
            (
                who,
                agreement(|it| it.decided_by = Some(v1::DecidedBy { who: None })),
                missing,
                "agreement.decided_by",
            ),
            (
                who,
                agreement(|it| it.categories.clear()),
                "category_missing",
                "agreement.categories",
            ),
            (
                who,
                Call::RecordObjection(with(place.objection(), |it| it.objection = None)),
                missing,
                "objection",
            ),
            (
                who,
                objection(|it| it.against = None),
                missing,
                "objection.against",
            ),
            (
                who,
                objection(|it| it.against = Some(v1::Against { against: None })),
                missing,
                "objection.against",
            ),
            (
                who,
                objection(|it| it.decided_by = None),
                missing,
                "objection.decided_by",
            ),
            (
                who,
                objection(|it| it.decided_by = Some(v1::DecidedBy { who: None })),
                missing,
                "objection.decided_by",
            ),
            (
                who,
                Call::OpenCase(with(place.case(), |it| it.identity = None)),
                "text_missing",
                "identity.name",
            ),
            (
                who,
                Call::RaiseReferral(with(place.referral_out(), |it| it.person_agreed = false)),
                "text_missing",
                "without_agreement",
            ),
        ])
        .await;
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_are_neither_empty_nor_too_long_where_that_matters() {
    let place = Place::new().await;
    let (practice, administrator) = (&place.practice, &place.administrator);
    let passage = place.about_me().passages.remove(0);
    let readers = |organisations: usize| Restriction {
        organisations: (0..organisations).map(|n| format!("READER-{n}")).collect(),
        workers: Vec::new(),
    };
    let (missing, many) = ("category_missing", "too_many");
    place
        .refuses_all([
            (
                practice,
                Call::RecordAboutMe(with(place.about_me(), |it| it.passages.clear())),
                "nothing_to_record",
                "passages",
            ),
            (
                practice,
                Call::RecordAboutMe(with(place.about_me(), |it| it.passages = vec![passage; 29])),
                many,
                "passages",
            ),
            (
                practice,
                Call::ConfirmAboutMe(with(place.confirmation(), |it| it.tokens.clear())),
                "nothing_to_record",
                "tokens",
            ),
            (
                practice,
                Call::ConfirmAboutMe(with(place.confirmation(), |it| {
                    it.tokens = vec![place.passage.1.clone(); 29]
                })),
                many,
                "tokens",
            ),
            (
                practice,
                Call::RecordNote(with(place.note(), |it| it.categories.clear())),
                missing,
                "categories",
            ),
            (
                practice,
                Call::RecordNote(with(place.note(), |it| {
                    it.restricted_to = Some(readers(65))
                })),
                many,
                "restricted_to",
            ),
            (
                practice,
                Call::RaiseReferral(with(place.referral_out(), |it| it.categories.clear())),
                missing,
                "categories",
            ),
            (
                practice,
                Call::RaiseReferral(with(place.referral_out(), |it| {
                    it.ticked = vec![place.passage.0.clone(); 65]
                })),
                many,
                "ticked",
            ),
            (
                administrator,
                Call::RegisterService(with(place.service(), |it| it.needs.clear())),
                missing,
                "needs",
            ),
            (
                administrator,
                Call::RegisterService(with(place.service(), |it| it.opening_days.clear())),
                "opening_days_missing",
                "opening_days",
            ),
        ])
        .await;
    place.town.close().await;
}
