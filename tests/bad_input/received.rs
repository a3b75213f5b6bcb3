//! What came from outside: how, on which day, from whom and to whose service.

use api::v1::{ReceiveReferralRequest, ReferralSource};

use crate::{call::Call, place::Place};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_from_outside_came_by_some_way_on_a_day_so_far_and_to_a_service_of_ones_own() {
    let place = Place::new().await;
    let with = |spoil: &dyn Fn(&mut ReceiveReferralRequest)| {
        let mut sample = place.referral_received();
        spoil(&mut sample);
        Call::ReceiveReferral(sample)
    };
    let mut rows = Vec::new();
    for number in [0, 5, -1, i32::MAX] {
        rows.push((with(&|it| it.source = number), "choice_missing", "source"));
        rows.push((
            with(&|it| it.categories = vec![number.wrapping_sub(1000)]),
            "choice_missing",
            "categories[0]",
        ));
    }
    // It is 1 June 2026.
    for (on, code) in [
        ("2026-06-02", "date_future"),
        ("2016-05-31", "date_too_far"),
        ("2026-02-30", "date_invalid"),
        ("29/05/2026", "date_invalid"),
    ] {
        rows.push((with(&|it| it.on = on.into()), code, "on"));
    }
    let itself = ReferralSource::SelfReferral.into();
    let theirs = place.social_care.service.clone();
    rows.extend([
        (with(&|it| it.source = itself), "self_referral", "from"),
        (
            with(&|it| it.categories.clear()),
            "category_missing",
            "categories",
        ),
        (
            with(&|it| it.service_id = theirs.clone()),
            "service_unknown",
            "service_id",
        ),
    ]);
    let who = &place.practice;
    place
        .refuses_all(
            rows.into_iter()
                .map(|(call, code, field)| (who, call, code, field)),
        )
        .await;
    for on in ["2026-06-01", "2016-06-01"] {
        with(&|it| it.on = on.into()).send(who).await.unwrap();
    }
    let mut own = place.referral_received();
    own.source = itself;
    own.from.clear();
    Call::ReceiveReferral(own).send(who).await.unwrap();
    place.town.close().await;
}
