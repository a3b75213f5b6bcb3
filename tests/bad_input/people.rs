//! How the person is reached and what to mind on a visit: choices that are none, and tokens of what has changed.

use api::v1::{ContactSort, Warning};

use crate::{call::Call, place::Place};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sorts_and_warnings_are_among_those_listed_and_there_is_at_least_one_warning() {
    let place = Place::new().await;
    let who = &place.practice;
    let mut rows = Vec::new();
    for number in [0, 99, -1, i32::MAX] {
        let mut point = place.contact_point();
        point.contact_point.as_mut().unwrap().sort = number;
        let mut warning = place.visit_warning();
        warning.warnings = vec![Warning::RingFirst.into(), number];
        let field = "contact_point.sort";
        rows.push((
            who,
            Call::RecordContactPoint(point),
            "choice_missing",
            field,
        ));
        let field = "warnings[1]";
        rows.push((
            who,
            Call::RecordVisitWarning(warning),
            "choice_missing",
            field,
        ));
    }
    let (mut none, mut no_warning, mut many) = (
        place.contact_point(),
        place.visit_warning(),
        place.visit_warning(),
    );
    none.contact_point = None;
    no_warning.warnings.clear();
    many.warnings = vec![Warning::Animal.into(); 17];
    rows.extend([
        (
            who,
            Call::RecordContactPoint(none),
            "choice_missing",
            "contact_point",
        ),
        (
            who,
            Call::RecordVisitWarning(no_warning),
            "choice_missing",
            "warnings",
        ),
        (who, Call::RecordVisitWarning(many), "too_many", "warnings"),
    ]);
    place.refuses_all(rows).await;
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_revised_or_ended_in_the_meantime_is_read_again_first() {
    let place = Place::new().await;
    let who = &place.practice;
    let mut revision = place.contact_point();
    revision.token = place.reached.contact_point.clone();
    revision.contact_point.as_mut().unwrap().sort = ContactSort::Email.into();
    Call::RecordContactPoint(revision).send(who).await.unwrap();
    Call::LiftVisitWarning(place.warning_lifted())
        .send(who)
        .await
        .unwrap();
    let point = Call::EndContactPoint(place.contact_point_end());
    let lifted = Call::LiftVisitWarning(place.warning_lifted());
    // A token of one is none of the other, and one of another organisation is nobody's.
    let mut other_thing = place.warning_lifted();
    other_thing.token = place.reached.contact_point.clone();
    let theirs = Call::EndContactPoint(place.contact_point_end());
    place
        .refuses_all([
            (who, point, "stale", "token"),
            (who, lifted, "stale", "token"),
            (
                who,
                Call::LiftVisitWarning(other_thing),
                "visit_warning_unknown",
                "token",
            ),
            (&place.charity, theirs, "token_invalid", "token"),
        ])
        .await;
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_is_marked_once_and_only_a_mark_is_taken_back() {
    let place = Place::new().await;
    let (who, officer) = (&place.practice, &place.officer);
    let (mut again, mut not_marked, mut hidden) =
        (place.marked(), place.unmarked(), place.marked());
    again.fact_id = place.reached.entries[1].clone();
    hidden.fact_id = place.reached.entries[1].clone();
    not_marked.fact_id = place.reached.entries[0].clone();
    let mut decision = place.marked();
    decision.fact_id = place.decided.agreement.clone();
    let field = "fact_id";
    place
        .refuses_all([
            (
                officer,
                Call::MarkWrongPerson(again),
                "fact_misplaced",
                field,
            ),
            (
                officer,
                Call::UnmarkWrongPerson(not_marked),
                "fact_unknown",
                field,
            ),
            (who, Call::MarkWrongPerson(hidden), "fact_unknown", field),
            (who, Call::MarkWrongPerson(decision), "fact_fixed", field),
            (
                who,
                Call::UnmarkWrongPerson(place.unmarked()),
                "role_not_allowed",
                "",
            ),
        ])
        .await;
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_correction_says_something_else_and_of_the_same_person() {
    let place = Place::new().await;
    let who = &place.practice;
    let (mut same, mut other) = (place.corrected(), place.corrected());
    same.identity.as_mut().unwrap().name = "Ivy Penn".into();
    other.identity.as_mut().unwrap().nhs_number = place.identity().nhs_number;
    let (mut unborn, stale) = (place.corrected(), place.corrected());
    unborn.identity.as_mut().unwrap().birth_date = "2999-01-01".into();
    let settled = "identity.nhs_number";
    let unborn = Call::CorrectIdentity(unborn);
    place
        .refuses_all([
            (
                who,
                Call::CorrectIdentity(same),
                "nothing_to_record",
                "identity",
            ),
            (who, Call::CorrectIdentity(other), "number_settled", settled),
            (who, unborn, "date_future", "identity.birth_date"),
        ])
        .await;
    let corrected = Call::CorrectIdentity(place.corrected());
    corrected.send(who).await.unwrap();
    let stale = Call::CorrectIdentity(stale);
    place.refuses_all([(who, stale, "stale", "token")]).await;
    place.town.close().await;
}
