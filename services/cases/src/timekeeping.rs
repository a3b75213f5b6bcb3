//! Records what has fallen due. Internal: offered to the timekeeper alone.

use api::internal::{Due, RecordDueRequest, due::Timer};
use casestore::Request;
use casework::{
    Role,
    agreement::lapse::LapseAgreement,
    event::By,
    ids::{PersonId, WorkerId},
    referral::overdue::OverdueReferral,
    refusal::{Code, Refusal},
};
use jiff::Timestamp;
use prost::Message;
use uuid::Uuid;

use crate::{Cases, call::person, error::Error};

/// Records a timer that has fallen due; false where nothing was due.
///
/// The command's id comes from the timer and its due time alone: any number of timekeepers may ask, and it
/// is recorded once.
pub(crate) async fn record(cases: &Cases, request: RecordDueRequest) -> Result<bool, Error> {
    let due = request.due.ok_or(Refusal::of(Code::ChoiceMissing, "due"))?;
    let person = person(&due.person_id)?;
    let at = api::types::moment("due.at", due.at)?;
    match carry_out(cases, person, &due, at).await {
        Ok(()) => Ok(true),
        Err(Error::Store(casestore::Error::Refused(refusal))) if refusal.code == Code::NotDue => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

async fn carry_out(cases: &Cases, person: PersonId, due: &Due, at: Timestamp) -> Result<(), Error> {
    let request = self::request(cases, person, due).await?;
    match &due.timer {
        Some(Timer::ReferralOverdue(referral)) => {
            let command = OverdueReferral {
                referral: api::types::id("due.referral_overdue", referral)?,
                due: at,
            };
            cases.people.execute(&person, &request, &command).await?;
        }
        Some(Timer::AgreementLapsed(agreement)) => {
            let command = LapseAgreement {
                agreement: api::types::id("due.agreement_lapsed", agreement)?,
                due: at,
            };
            cases.people.execute(&person, &request, &command).await?;
        }
        None => return Err(Refusal::of(Code::ChoiceMissing, "due.timer").into()),
    }
    Ok(())
}

/// A timer acts for the organisation that sent the referral, since both parties know it; otherwise for the one that
/// holds the case.
async fn request(cases: &Cases, person: PersonId, due: &Due) -> Result<Request, Error> {
    let stream = cases.people.read(&person).await?;
    let sender = match &due.timer {
        Some(Timer::ReferralOverdue(id)) => {
            let id = api::types::id("due.referral_overdue", id)?;
            stream.state.referral(id).map(|referral| &referral.from)
        }
        _ => None,
    };
    let holder = || {
        stream
            .state
            .open_case()
            .map(|case| &case.holder.organisation)
    };
    let organisation = sender.or_else(holder).cloned();
    let organisation = organisation.ok_or(casestore::Error::from(Refusal::from(Code::NotDue)))?;
    let worker: WorkerId = "timekeeper"
        .parse()
        .map_err(|_| Refusal::from(Code::IdInvalid))?;
    let digest = cases
        .keys
        .secrets()
        .request_digest("RecordDue", &due.encode_to_vec());
    let mut first = [0; 16];
    first.copy_from_slice(&digest[..16]);
    let by = By {
        organisation,
        worker,
        role: Role::Timekeeper,
    };
    Ok(Request {
        by,
        command_id: Uuid::new_v8(first),
        digest,
        now: cases.clock.now(),
    })
}
