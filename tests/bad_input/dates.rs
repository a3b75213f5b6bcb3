//! Dates that are none, or not possible where they stand; NHS numbers that are none.

use api::v1::{self, ListShownAsOfRequest, decided_by};

use crate::{call::Call, place::Place};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_birth_date_is_one_of_the_calendar_up_to_today() {
    let place = Place::new().await;
    // It is 1 June 2026.
    let rows = [
        ("1951-02-29", "date_invalid"),
        ("1951-02-30", "date_invalid"),
        ("1951-13-01", "date_invalid"),
        ("1951-00-10", "date_invalid"),
        ("04/03/1951", "date_invalid"),
        ("1951-3-4", "date_invalid"),
        ("19510304", "date_invalid"),
        ("1951-03-04T00:00:00Z", "date_invalid"),
        ("-951-03-04", "date_invalid"),
        ("2026-06-02", "date_future"),
        ("9999-12-31", "date_future"),
        ("1896-05-31", "date_too_far"),
        ("0001-01-01", "date_too_far"),
    ];
    let (who, field) = (&place.practice, "identity.birth_date");
    let row = |(date, reason)| (who, born(&place, date), reason, field);
    place.refuses_all(rows.map(row)).await;
    for date in ["1952-02-29", "2026-06-01", "1896-06-01"] {
        born(&place, date).send(who).await.unwrap();
    }
    place.town.close().await;
}

fn born(place: &Place, birth_date: &str) -> Call {
    let mut request = place.case();
    request.identity.as_mut().unwrap().birth_date = birth_date.into();
    Call::OpenCase(request)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_nhs_number_has_ten_digits_of_which_the_last_checks_the_others() {
    let place = Place::new().await;
    let rows = [
        "9990182478",
        "999018247",
        "99901824770",
        "999018247x",
        "nine990182",
        "９９９０１８２４７７",
        "+999018247",
        "999.018.2477",
    ];
    let numbered = |number: &str| {
        let mut request = place.case();
        request.identity.as_mut().unwrap().nhs_number = number.into();
        Call::OpenCase(request)
    };
    let (who, reason, field) = (&place.practice, "nhs_number_invalid", "identity.nhs_number");
    place
        .refuses_all(rows.map(|number| (who, numbered(number), reason, field)))
        .await;
    numbered("999 018-2477").send(who).await.unwrap();
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agreement_ends_on_a_day_from_today_within_ten_years() {
    let place = Place::new().await;
    let rows = [
        ("2027-02-29", "date_invalid"),
        ("31/12/2026", "date_invalid"),
        ("2026-12-32", "date_invalid"),
        ("2026-05-31", "date_past"),
        ("0001-01-01", "date_past"),
        ("2036-06-02", "date_too_far"),
        ("9999-12-31", "date_too_far"),
    ];
    let (who, field) = (&place.practice, "agreement.until");
    let until = |date: &str| {
        let mut request = place.agreement();
        request.agreement.as_mut().unwrap().until = date.into();
        Call::RecordAgreement(request)
    };
    place
        .refuses_all(rows.map(|(date, reason)| (who, until(date), reason, field)))
        .await;
    for date in ["2026-06-01", "2036-06-01", "2028-02-29"] {
        until(date).send(who).await.unwrap();
    }
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_has_a_date_and_a_question_about_the_past_a_moment() {
    let place = Place::new().await;
    let reviewed = |date: &str| {
        let mut request = place.agreement();
        let decision = decided_by::Who::BestInterests(decided_by::BestInterests {
            decider: "Dr Patel".into(),
            consulted: "Her sister.".into(),
            review_on: date.into(),
        });
        let decided_by = Some(v1::DecidedBy {
            who: Some(decision),
        });
        request.agreement.as_mut().unwrap().decided_by = decided_by;
        Call::RecordAgreement(request)
    };
    let at = |moment: Option<(i64, i32)>| {
        Call::ListShownAsOf(ListShownAsOfRequest {
            person_id: place.person.clone(),
            at: moment.map(|(seconds, nanos)| prost_types::Timestamp { seconds, nanos }),
            ..ListShownAsOfRequest::default()
        })
    };
    let (who, invalid) = (&place.practice, "date_invalid");
    let review = "agreement.decided_by.best_interests.review_on";
    place
        .refuses_all([
            (who, reviewed("2027-02-29"), invalid, review),
            (who, reviewed("soon"), invalid, review),
            (who, reviewed("2026-01-01"), "date_past", review),
            (who, reviewed("2099-01-01"), "date_too_far", review),
            (who, at(None), invalid, "at"),
            (who, at(Some((i64::MAX, 0))), invalid, "at"),
            (who, at(Some((i64::MIN, 0))), invalid, "at"),
            (who, at(Some((0, i32::MAX))), invalid, "at"),
        ])
        .await;
    place.town.close().await;
}
