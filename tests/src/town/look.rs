//! What somebody is shown: every page of every list, put together.

use std::collections::BTreeMap;

use api::v1::{
    Decision, Direction, Fact, GetAboutMeRequest, GetAboutMeResponse, GetBriefRequest,
    GetBriefResponse, GetIdentityRequest, GetPlanRequest, GetPlanResponse, Handover,
    ListCaseloadRequest, ListDecisionsRequest, ListHandoversRequest, ListReferralsRequest,
    ListReviewsRequest, ListSharingDecisionsRequest, ListStoryRequest, ListToldOnceRequest,
    Referral, Review, get_about_me_response::CurrentPassage, list_told_once_response::Entry,
};
use throughline::demo::acting::Acting;
use tonic::Status;

/// One of the things to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each name is the view's own")]
pub enum View {
    Caseload,
    Brief,
    Story,
    ReferralsIn,
    ReferralsOut,
    AboutMe,
    Sharing,
    Identity,
    Plan,
    Decisions,
    ToldOnce,
    Reviews,
    Handovers,
}

impl View {
    /// Every view.
    pub const ALL: [View; 13] = [
        View::Caseload,
        View::Brief,
        View::Story,
        View::ReferralsIn,
        View::ReferralsOut,
        View::AboutMe,
        View::Sharing,
        View::Identity,
        View::Plan,
        View::Decisions,
        View::ToldOnce,
        View::Reviews,
        View::Handovers,
    ];
}

/// What somebody is shown in each view, as text; or the refusal. Tokens, which are new each time, are left out.
pub async fn all(who: &Acting, person: &str) -> BTreeMap<View, Result<String, Status>> {
    let mut seen = BTreeMap::new();
    for view in View::ALL {
        let text = match view {
            View::Caseload => caseload(who).await,
            View::Brief => brief(who, person).await.map(text),
            View::Story => story(who, person).await.map(text),
            View::ReferralsIn => referrals(who, Direction::In).await.map(text),
            View::ReferralsOut => referrals(who, Direction::Out).await.map(text),
            View::AboutMe => about_me(who, person).await.map(text),
            View::Sharing => sharing(who, person).await.map(text),
            View::Identity => identity(who, person).await.map(text),
            View::Plan => plan(who, person).await.map(text),
            View::Decisions => decisions(who, person).await.map(text),
            View::ToldOnce => told_once(who, person).await.map(text),
            View::Reviews => reviews(who).await.map(text),
            View::Handovers => handovers(who).await.map(text),
        };
        seen.insert(view, text);
    }
    seen
}

fn text(shown: impl std::fmt::Debug) -> String {
    format!("{shown:?}")
}

async fn caseload(who: &Acting) -> Result<String, Status> {
    let request = ListCaseloadRequest {
        page_size: 200,
        ..ListCaseloadRequest::default()
    };
    let listed = who.people().list_caseload(who.ask(request)).await?;
    Ok(text(listed.into_inner().entries))
}

/// A person's brief.
///
/// # Errors
/// As the server refuses it.
pub async fn brief(who: &Acting, person: &str) -> Result<GetBriefResponse, Status> {
    let request = GetBriefRequest {
        person_id: person.into(),
        not_before: String::new(),
    };
    let brief = who.people().get_brief(who.ask(request)).await?;
    Ok(brief.into_inner())
}

/// A person's story, newest first: at most 200 facts.
///
/// # Errors
/// As the server refuses it.
pub async fn story(who: &Acting, person: &str) -> Result<Vec<Fact>, Status> {
    story_including(who, person, "").await
}

/// As [`story`], where it has to include what a receipt's token stands for.
///
/// # Errors
/// As the server refuses it.
pub async fn story_including(
    who: &Acting,
    person: &str,
    not_before: &str,
) -> Result<Vec<Fact>, Status> {
    let request = ListStoryRequest {
        person_id: person.into(),
        page_size: 200,
        not_before: not_before.into(),
        ..ListStoryRequest::default()
    };
    let listed = who.story().list_story(who.ask(request)).await?;
    Ok(listed.into_inner().facts)
}

/// The referrals in this direction, without tokens.
///
/// # Errors
/// As the server refuses it.
pub async fn referrals(who: &Acting, direction: Direction) -> Result<Vec<Referral>, Status> {
    let request = ListReferralsRequest {
        direction: direction.into(),
        page_size: 200,
        ..ListReferralsRequest::default()
    };
    let listed = who
        .read_referrals()
        .list_referrals(who.ask(request))
        .await?;
    let mut referrals = listed.into_inner().referrals;
    for referral in &mut referrals {
        referral.token.clear();
        referral.information_token.clear();
    }
    Ok(referrals)
}

/// About Me, with the tokens to revise it.
///
/// # Errors
/// As the server refuses it.
pub async fn passages(who: &Acting, person: &str) -> Result<Vec<CurrentPassage>, Status> {
    let request = GetAboutMeRequest {
        person_id: person.into(),
        not_before: String::new(),
    };
    let listed = who.read_about_me().get_about_me(who.ask(request)).await?;
    Ok(listed.into_inner().passages)
}

async fn about_me(who: &Acting, person: &str) -> Result<GetAboutMeResponse, Status> {
    let mut passages = passages(who, person).await?;
    passages
        .iter_mut()
        .for_each(|passage| passage.token.clear());
    Ok(GetAboutMeResponse { passages })
}

/// What the person decided about sharing.
///
/// # Errors
/// As the server refuses it.
pub async fn sharing(who: &Acting, person: &str) -> Result<Vec<Fact>, Status> {
    let request = ListSharingDecisionsRequest {
        person_id: person.into(),
        page_size: 200,
        ..ListSharingDecisionsRequest::default()
    };
    let listed = who
        .read_sharing()
        .list_sharing_decisions(who.ask(request))
        .await?;
    Ok(listed.into_inner().decisions)
}

async fn identity(who: &Acting, person: &str) -> Result<Option<Fact>, Status> {
    let request = GetIdentityRequest {
        person_id: person.into(),
        not_before: String::new(),
    };
    let known = who.read_details().get_identity(who.ask(request)).await?;
    Ok(known.into_inner().fact)
}

async fn plan(who: &Acting, person: &str) -> Result<GetPlanResponse, Status> {
    let request = GetPlanRequest {
        person_id: person.into(),
        not_before: String::new(),
    };
    let plan = who.read_plans().get_plan(who.ask(request)).await?;
    let mut plan = plan.into_inner();
    let passages = plan.passages.iter_mut().chain(&mut plan.ended);
    passages.for_each(|passage| passage.token.clear());
    plan.token.clear();
    Ok(plan)
}

async fn decisions(who: &Acting, person: &str) -> Result<Vec<Decision>, Status> {
    let request = ListDecisionsRequest {
        person_id: person.into(),
        not_before: String::new(),
    };
    let listed = who
        .read_decisions()
        .list_decisions(who.ask(request))
        .await?;
    let mut decisions = listed.into_inner().decisions;
    decisions
        .iter_mut()
        .for_each(|decision| decision.token.clear());
    Ok(decisions)
}

/// What was told once, without how often it was read again: looking is counted, too.
async fn told_once(who: &Acting, person: &str) -> Result<Vec<Entry>, Status> {
    let request = ListToldOnceRequest {
        person_id: person.into(),
        not_before: String::new(),
    };
    let listed = who.readings().list_told_once(who.ask(request)).await?;
    let mut entries = listed.into_inner().entries;
    entries.iter_mut().for_each(|entry| entry.read_again = 0);
    Ok(entries)
}

async fn reviews(who: &Acting) -> Result<Vec<Review>, Status> {
    let request = ListReviewsRequest {
        page_size: 200,
        ..ListReviewsRequest::default()
    };
    let listed = who.read_reviews().list_reviews(who.ask(request)).await?;
    let mut reviews = listed.into_inner().reviews;
    reviews.iter_mut().for_each(|review| review.token.clear());
    Ok(reviews)
}

async fn handovers(who: &Acting) -> Result<Vec<Handover>, Status> {
    let request = ListHandoversRequest {
        page_size: 200,
        ..ListHandoversRequest::default()
    };
    let listed = who
        .read_handovers()
        .list_handovers(who.ask(request))
        .await?;
    let mut handovers = listed.into_inner().handovers;
    handovers
        .iter_mut()
        .for_each(|handover| handover.token.clear());
    Ok(handovers)
}
