//! Why something is shown, in plain words; and who would be shown what.

use casework::{
    agreement::{record::RecordAgreement, withdraw::WithdrawAgreement},
    command::Command,
    decided_by::DecidedBy,
    disclosure::{Grant, Readers, Rule, audience, preview, rehearsal},
    event::Event,
    history::History,
    ids::OrganisationId,
    objection::withdraw::WithdrawObjection,
    reading::{Page, ReadingEvent, Signal},
    refusal::{Code, Refusal},
};
use jiff::Timestamp;

use crate::{
    fact, sharing, types,
    v1::{self, preview_sharing_request::Change},
};

/// What always stands beside an audience.
const AND_OTHERS: &str = "And anyone else who is allowed to.";
/// What always stands beside a change.
const NOT_UNDONE: &str = "What was read, printed or exported before cannot be taken back. Others whom you may not know \
of can gain or lose, too.";
/// What always stands beside the matrix, and beside who has looked.
pub const NOT_EVERYBODY: &str = "This may not be everybody.";

/// Who would be shown what a command records.
pub fn wire_rehearsal(heard: &[rehearsal::Heard]) -> v1::Rehearsal {
    let wire = |heard: &rehearsal::Heard| {
        let (seen, not): (Vec<_>, Vec<_>) = heard.reach.iter().partition(|reach| reach.is_any());
        v1::rehearsal::Heard {
            kind: heard.kind.to_owned(),
            seen_by: seen.into_iter().map(wire_reach).collect(),
            not_seen_by: not
                .into_iter()
                .map(|reach| reach.organisation.to_string())
                .collect(),
        }
    };
    v1::Rehearsal {
        facts: heard.iter().map(wire).collect(),
        notice: AND_OTHERS.to_owned(),
    }
}

fn wire_reach(reach: &audience::Reach) -> v1::Reach {
    let (only, not) = match &reach.readers {
        Readers::Only(workers) => (Some(workers), None),
        Readers::AllBut(workers) => (None, Some(workers)),
        _ => (None, None),
    };
    let named = |workers: Option<&std::collections::BTreeSet<_>>| {
        let workers = workers.into_iter().flatten();
        workers.map(casework::ids::WorkerId::to_string).collect()
    };
    v1::Reach {
        organisation: reach.organisation.to_string(),
        only_workers: named(only),
        not_workers: named(not),
        until: reach.until.map(types::timestamp),
        rules: reach
            .rules
            .iter()
            .map(|rule| types::wire_rule(*rule).into())
            .collect(),
    }
}

/// The command whose change is asked about.
pub fn change(
    request: &v1::PreviewSharingRequest,
) -> Result<Box<dyn Command<On = History>>, Refusal> {
    let missing = || Refusal::of(Code::ChoiceMissing, "change");
    Ok(match request.change.as_ref().ok_or_else(missing)? {
        Change::Agreement(agreement) => {
            let agreement: RecordAgreement = sharing::agreement(agreement)?;
            Box::new(agreement)
        }
        Change::Objection(objection) => Box::new(sharing::objection(objection)?),
        // Who takes it back, and in which words, changes nothing of what it does.
        Change::WithdrawnAgreement(id) => Box::new(WithdrawAgreement {
            agreement: types::id("withdrawn_agreement", id)?,
            decided_by: DecidedBy::Person,
            words: None,
        }),
        Change::WithdrawnObjection(id) => Box::new(WithdrawObjection {
            objection: types::id("withdrawn_objection", id)?,
            decided_by: DecidedBy::Person,
            words: None,
        }),
    })
}

/// What it would do.
pub fn wire_changes(changes: &[preview::Change]) -> v1::PreviewSharingResponse {
    let ids = |facts: &[casework::ids::FactId]| facts.iter().map(|id| id.to_string()).collect();
    let change = |change: &preview::Change| v1::preview_sharing_response::Change {
        organisation: change.organisation.to_string(),
        gives: ids(&change.gives),
        takes: ids(&change.takes),
    };
    v1::PreviewSharingResponse {
        changes: changes.iter().map(change).collect(),
        notice: NOT_UNDONE.to_owned(),
    }
}

/// Who is shown which category.
pub fn wire_matrix(
    matrix: &[(OrganisationId, Vec<audience::Cell>)],
) -> v1::GetSharingMatrixResponse {
    use v1::get_sharing_matrix_response::{Cell, Row};
    let cell = |cell: &audience::Cell| Cell {
        category: types::wire_category(cell.category).into(),
        reach: Some(wire_reach(&cell.reach)),
    };
    let row = |(organisation, cells): &(OrganisationId, Vec<audience::Cell>)| Row {
        organisation: organisation.to_string(),
        cells: cells
            .iter()
            .filter(|one| one.reach.is_any())
            .map(cell)
            .collect(),
    };
    v1::GetSharingMatrixResponse {
        rows: matrix.iter().map(row).collect(),
        notice: NOT_EVERYBODY.to_owned(),
    }
}

/// What was opened.
pub fn wire_page(page: Page) -> v1::ReadPage {
    match page {
        Page::Brief => v1::ReadPage::Brief,
        Page::Story => v1::ReadPage::Story,
        Page::TransferPack => v1::ReadPage::TransferPack,
        Page::ReviewPack => v1::ReadPage::ReviewPack,
    }
}

/// A reading, and what about it stands out.
pub fn wire_reading(
    event: &Event<ReadingEvent>,
    signals: &[Signal],
) -> v1::list_all_readings_response::Reading {
    let ReadingEvent::PageRead { page, .. } = event.what;
    let signal = |signal: &Signal| match signal {
        Signal::OwnRecord => v1::ReadingSignal::OwnRecord,
        Signal::SameSurname => v1::ReadingSignal::SameSurname,
        Signal::Colleague => v1::ReadingSignal::Colleague,
        Signal::SameAddress => v1::ReadingSignal::SameAddress,
    };
    v1::list_all_readings_response::Reading {
        worker: Some(types::wire_worker(&event.by)),
        page: wire_page(page).into(),
        opened_at: Some(types::timestamp(event.recorded_at)),
        signals: signals.iter().map(|one| signal(one).into()).collect(),
    }
}

/// One reason for which a fact is shown: the grant, and what is known of the event that it rests on.
pub fn reason(
    grant: &Grant,
    event_type: &str,
    recorded_at: Timestamp,
) -> v1::explain_fact_response::Reason {
    v1::explain_fact_response::Reason {
        basis: Some(fact::basis(grant)),
        event_type: event_type.to_owned(),
        recorded_at: Some(types::timestamp(recorded_at)),
        explanation: explanation(grant.rule).to_owned(),
    }
}

/// A rule in plain words.
pub const fn explanation(rule: Rule) -> &'static str {
    match rule {
        Rule::OwnRecord => "Your organisation recorded this.",
        Rule::Duty => "A safeguarding duty, or a court order, lets you read this.",
        Rule::Named => "This is restricted, and you are named as a reader.",
        Rule::Invited => "Your organisation is asked to help, and needs this to answer.",
        Rule::Meeting => {
            "Your organisation is invited to the review at which this is discussed, and for seven days after it."
        }
        Rule::DirectCare => {
            "Your organisation is involved for health or social care, and its purpose needs this."
        }
        Rule::Agreement => {
            "The person, or whoever decides for them, agreed to share this with your organisation."
        }
        Rule::Party => "Your organisation is involved in the case, or is a party to this referral.",
    }
}
