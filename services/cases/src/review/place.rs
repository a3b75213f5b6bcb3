//! A review's place on a meeting's agenda: taken and given back after the person's stream says so.
//!
//! The meeting's command has an id that comes from the person's, so that a retry completes what the first try began.

use api::sent::SentAboutPerson;
use casestore::Done;
use casework::{
    agenda::{release::ReleasePlace, take::TakePlace},
    command::Command,
    ids::ReviewId,
    meeting::Meeting,
    refusal::Code,
    review::MeetingOf,
};

use crate::{
    Cases,
    call::{Call, person},
    error::Error,
};

/// Takes a place for the review. Gives the commit that is the later one.
pub(crate) async fn take<T: SentAboutPerson>(
    cases: &Cases,
    call: &Call<'_, T>,
    meeting: &MeetingOf,
    review: ReviewId,
    done: Done,
) -> Result<Done, Error> {
    let person = person(call.content.person_id())?;
    follow(cases, call, meeting, &TakePlace { review, person }, done).await
}

/// Gives back every place that the review has left. Gives the commit that is the latest one.
pub(crate) async fn give_back<T: SentAboutPerson>(
    cases: &Cases,
    call: &Call<'_, T>,
    review: ReviewId,
    mut done: Done,
) -> Result<Done, Error> {
    let person = person(call.content.person_id())?;
    let left: Vec<MeetingOf> = {
        let held = cases.people.read(&person).await?;
        let review = held.state.review(review);
        let left = review.iter().flat_map(|review| review.places_left());
        left.cloned().collect()
    };
    for meeting in left {
        done = follow(cases, call, &meeting, &ReleasePlace { review }, done).await?;
    }
    Ok(done)
}

async fn follow<T, C: Command<On = Meeting>>(
    cases: &Cases,
    call: &Call<'_, T>,
    meeting: &MeetingOf,
    command: &C,
    done: Done,
) -> Result<Done, Error> {
    let request = call.request.following(cases.keys.secrets(), "agenda");
    match cases.meetings.execute(meeting, &request, command).await {
        Ok(followed) => Ok(Done {
            position: done.position.max(followed.position),
            ..done
        }),
        // It stands already as it has to.
        Err(casestore::Error::Refused(refusal)) if refusal.code == Code::NotDue => Ok(done),
        Err(error) => Err(error.into()),
    }
}
