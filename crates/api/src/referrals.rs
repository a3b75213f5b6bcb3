//! Referrals.

use casework::{
    ids::{FactId, OrganisationId, ServiceId},
    referral::{accept::AcceptReferral, decline::DeclineReferral, raise::RaiseReferral},
    refusal::Refusal,
    service::Service,
    words::Words,
};
use uuid::Uuid;

use crate::{types, v1};

/// The organisation and the service that are asked.
pub fn asked(request: &v1::RaiseReferralRequest) -> Result<(OrganisationId, ServiceId), Refusal> {
    Ok((
        types::id("organisation", &request.organisation)?,
        types::id("service_id", &request.service_id)?,
    ))
}

/// The command.
pub fn raise(
    request: &v1::RaiseReferralRequest,
    service: Service,
) -> Result<RaiseReferral, Refusal> {
    Ok(RaiseReferral {
        service,
        reason: Words::prose("reason", &request.reason)?,
        categories: types::categories("categories", &request.categories)?,
        without_agreement: without_agreement(request.person_agreed, &request.without_agreement)?,
        ticked: ticked(&request.ticked)?,
    })
}

// Agreement is never taken for granted: either it was given, or somebody says why it was not asked for.
pub(crate) fn without_agreement(agreed: bool, why: &str) -> Result<Option<Words>, Refusal> {
    if agreed {
        return Ok(None);
    }
    Words::prose("without_agreement", why).map(Some)
}

/// The passages that are ticked.
pub(crate) fn ticked(ticked: &[String]) -> Result<Vec<FactId>, Refusal> {
    let each = |(place, id): (usize, &String)| types::id(&format!("ticked[{place}]"), id);
    ticked.iter().enumerate().map(each).collect()
}

/// The command. `open` gives the event that an edit token names.
pub fn accept(
    request: &v1::AcceptReferralRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<AcceptReferral, Refusal> {
    Ok(AcceptReferral {
        referral: types::id("referral_id", &request.referral_id)?,
        seen: types::seen(&request.token, open)?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn decline(
    request: &v1::DeclineReferralRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<DeclineReferral, Refusal> {
    Ok(DeclineReferral {
        referral: types::id("referral_id", &request.referral_id)?,
        seen: types::seen(&request.token, open)?,
        reason: types::decline_reason("reason", request.reason)?,
        words: Words::prose("words", &request.words)?,
        instead: Words::optional("instead", &request.instead)?,
    })
}
