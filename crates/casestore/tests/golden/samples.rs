//! One sample of each event type, written out: nothing here may come from a decision, which can change.

#[path = "samples/about_me.rs"]
mod about_me;
#[path = "samples/actions.rs"]
mod actions;
#[path = "samples/decisions.rs"]
mod decisions;
#[path = "samples/directory.rs"]
mod directory;
#[path = "samples/handovers.rs"]
mod handovers;
#[path = "samples/joining.rs"]
mod joining;
#[path = "samples/life.rs"]
mod life;
#[path = "samples/people.rs"]
mod people;
#[path = "samples/plans.rs"]
mod plans;
#[path = "samples/records.rs"]
mod records;
#[path = "samples/referrals.rs"]
mod referrals;
#[path = "samples/reviews.rs"]
mod reviews;
#[path = "samples/safeguarding.rs"]
mod safeguarding;
#[path = "samples/sharing.rs"]
mod sharing;
#[path = "samples/sharing_later.rs"]
mod sharing_later;
#[path = "samples/volunteers.rs"]
mod volunteers;

use std::collections::BTreeMap;

use casework::{
    Categories, Category, Role,
    about_me::Heading,
    agreement::{AgreementRecorded, Audience},
    calendar::{LastDay, OpeningDays},
    decided_by::DecidedBy,
    event::{By, Event, What},
    fact::{About, Content, Fact, Identity, Restriction},
    ids::{ActionId, CaseId, EventId, FactId, ReferralId, ServiceId, WorkerId},
    life::CaseOpened,
    meeting::MeetingEvent,
    objection::{Against, ObjectionRecorded},
    organisation::DirectoryEvent,
    reading::{Page, ReadingEvent},
    referral::{self, DeclineReason},
    service::{Purpose, ServiceTerms},
    words::{NhsNumber, Words},
};
use jiff::{Timestamp, civil::Weekday};
use uuid::Uuid;

use crate::Sample;

/// Makes the list of samples. A kind without a line does not compile, and a line has one sample of its own kind.
macro_rules! samples {
    ($name:ident of $what:ty { $($kind:pat => $sample:expr,)* }) => {
        fn $name() -> Vec<Event<$what>> {
            // Never called: it compiles where the lines cover every kind.
            let _covers = |what: &$what| match what { $($kind => (),)* };
            vec![$({
                let sample: Event<$what> = $sample;
                assert!(matches!(sample.what, $kind), "{} is of another kind", stringify!($sample));
                sample
            }),*]
        }
    };
}

samples! {
    person of What {
        What::CaseOpened(_) => case_opened(),
        What::CasePaused { .. } => life::case_paused(),
        What::CaseResumed { .. } => life::case_resumed(),
        What::CaseEnded(_) => life::case_ended(),
        What::CaseReopened(_) => life::case_reopened(),
        What::AskEnded {} => life::ask_ended(),
        What::AnswerByMoved {} => life::answer_by_moved(),
        What::AboutMeRecorded {} => about_me::about_me_recorded(),
        What::AboutMeConfirmed {} => about_me::about_me_confirmed(),
        What::NoteRecorded {} => about_me::note_recorded(),
        What::AgreementRecorded(_) => sharing::agreement_recorded(),
        What::AgreementLapsed { .. } => sharing::agreement_lapsed(),
        What::ObjectionRecorded(_) => sharing::objection_recorded(),
        What::ReferralRaised(_) => referrals::referral_raised(),
        What::ReferralReceived(_) => referrals::referral_received(),
        What::ReferralAccepted { .. } => referrals::referral_accepted(),
        What::ReferralDeclined { .. } => referrals::referral_declined(),
        What::ReferralWithdrawn { .. } => referrals::referral_withdrawn(),
        What::FirstContactRecorded { .. } => referrals::first_contact_recorded(),
        What::ReferralCompleted { .. } => referrals::referral_completed(),
        What::InformationRequested(_) => referrals::information_requested(),
        What::InformationProvided { .. } => referrals::information_provided(),
        What::InformationOverdue { .. } => referrals::information_overdue(),
        What::InformationEnded { .. } => referrals::information_ended(),
        What::InvolvementChanged {} => referrals::involvement_changed(),
        What::ReferralOverdue { .. } => referrals::referral_overdue(),
        What::VolunteerAssigned(_) => volunteers::volunteer_assigned(),
        What::VolunteerReleased { .. } => volunteers::volunteer_released(),
        What::AgreementEnding { .. } => sharing_later::agreement_ending(),
        What::AgreementWithdrawn { .. } => sharing_later::agreement_withdrawn(),
        What::ObjectionWithdrawn { .. } => sharing_later::objection_withdrawn(),
        What::FactRestricted { .. } => sharing_later::fact_restricted(),
        What::RestrictionLifted { .. } => sharing_later::restriction_lifted(),
        What::FactCorrected {} => sharing_later::fact_corrected(),
        What::FactRetracted { .. } => sharing_later::fact_retracted(),
        What::DutyRecorded(_) => sharing_later::duty_recorded(),
        What::DutyEnded { .. } => sharing_later::duty_ended(),
        What::PersonSought { .. } => joining::person_sought(),
        What::JoinRequestRaised(_) => joining::join_request_raised(),
        What::JoinRequestAccepted { .. } => joining::join_request_accepted(),
        What::JoinRequestDeclined { .. } => joining::join_request_declined(),
        What::JoinRequestOverdue { .. } => joining::join_request_overdue(),
        What::CaseJoined(_) => joining::case_joined(),
        What::CaseLeft {} => joining::case_left(),
        What::ConcernRaised(_) => safeguarding::concern_raised(),
        What::ConcernTold(_) => safeguarding::concern_told(),
        What::ConcernOverdue { .. } => safeguarding::concern_overdue(),
        What::ConcernClosed(_) => safeguarding::concern_closed(),
        What::PlanRecorded {} => plans::plan_recorded(),
        What::PlanReviewSet { .. } => plans::plan_review_set(),
        What::PlanAgreed {} => plans::plan_agreed(),
        What::PlanReviewed { .. } => plans::plan_reviewed(),
        What::PlanReviewDue { .. } => plans::plan_review_due(),
        What::GoalAchieved {} => plans::goal_achieved(),
        What::GoalStopped {} => plans::goal_stopped(),
        What::DecisionRecorded { .. } => decisions::decision_recorded(),
        What::DecisionRevised { .. } => decisions::decision_revised(),
        What::ActionAgreed(_) => actions::action_agreed(),
        What::ActionRequested(_) => actions::action_requested(),
        What::ActionUnanswered { .. } => actions::action_unanswered(),
        What::ActionAccepted { .. } => actions::action_accepted(),
        What::ActionDeclined { .. } => actions::action_declined(),
        What::ActionReassigned(_) => actions::action_reassigned(),
        What::ActionOverdue { .. } => actions::action_overdue(),
        What::ActionCompleted { .. } => actions::action_completed(),
        What::ActionCancelled { .. } => actions::action_cancelled(),
        What::HandoverOffered(_) => handovers::handover_offered(),
        What::HandoverAccepted { .. } => handovers::handover_accepted(),
        What::HandoverDeclined { .. } => handovers::handover_declined(),
        What::HandoverCancelled { .. } => handovers::handover_cancelled(),
        What::HandoverOverdue { .. } => handovers::handover_overdue(),
        What::LeadReassigned { .. } => handovers::lead_reassigned(),
        What::CustodyTaken(_) => handovers::custody_taken(),
        What::ContactPointRecorded { .. } => people::contact_point_recorded(),
        What::ContactPointEnded { .. } => people::contact_point_ended(),
        What::VisitWarningRecorded { .. } => people::visit_warning_recorded(),
        What::VisitWarningLifted { .. } => people::visit_warning_lifted(),
        What::IdentityCorrected {} => people::identity_corrected(),
        What::WrongPersonMarked { .. } => people::wrong_person_marked(),
        What::WrongPersonUnmarked { .. } => people::wrong_person_unmarked(),
        What::PersonLinked(_) => records::person_linked(),
        What::PersonUnlinked { .. } => records::person_unlinked(),
        What::MergeBegun { .. } => records::merge_begun(),
        What::RecordTakenIn(_) => records::record_taken_in(),
        What::MergeCompleted(_) => records::merge_completed(),
        What::MergedAway { .. } => records::merged_away(),
        What::MergeUndone { .. } => records::merge_undone(),
        What::RecordRestored {} => records::record_restored(),
        What::ReviewRequested(_) => reviews::review_requested(),
        What::ReviewScheduled(_) => reviews::review_scheduled(),
        What::ReviewInvitationSent(_) => reviews::review_invitation_sent(),
        What::ReviewCarried { .. } => reviews::review_carried(),
        What::NoDiscussionRecorded { .. } => reviews::no_discussion_recorded(),
        What::ReviewWithdrawn { .. } => reviews::review_withdrawn(),
        What::ReviewDecided(_) => reviews::review_decided(),
        What::ReviewHeld(_) => reviews::review_held(),
        What::ReviewLapsed { .. } => reviews::review_lapsed(),
    }
}

samples! {
    in_directory of DirectoryEvent {
        DirectoryEvent::OrganisationRegistered { .. } => directory::organisation_registered(),
        DirectoryEvent::OrganisationUpdated { .. } => directory::organisation_updated(),
        DirectoryEvent::ServiceRegistered(_) => directory::service_registered(),
        DirectoryEvent::ServiceUpdated(_) => directory::service_updated(),
        DirectoryEvent::CapacityUpdated { .. } => directory::capacity_updated(),
        DirectoryEvent::ServiceRetired { .. } => directory::service_retired(),
        DirectoryEvent::WorkerRegistered { .. } => directory::worker_registered(),
        DirectoryEvent::WorkerRetired { .. } => directory::worker_retired(),
        DirectoryEvent::SafeguardingLeadNamed { .. } => safeguarding::lead_named(),
        DirectoryEvent::CustodianNamed { .. } => handovers::custodian_named(),
        DirectoryEvent::DeputySet { .. } => handovers::deputy_set(),
        DirectoryEvent::AbsenceRecorded { .. } => handovers::absence_recorded(),
        DirectoryEvent::AbsenceEnded { .. } => handovers::absence_ended(),
    }
}

samples! {
    meeting of MeetingEvent {
        MeetingEvent::MeetingScheduled(_) => reviews::meeting_scheduled(),
        MeetingEvent::MeetingCancelled { .. } => reviews::meeting_cancelled(),
        MeetingEvent::ItemTaken { .. } => reviews::item_taken(),
        MeetingEvent::ItemReleased { .. } => reviews::item_released(),
        MeetingEvent::AgendaOrdered { .. } => reviews::agenda_ordered(),
        MeetingEvent::MeetingEnded {} => reviews::meeting_ended(),
    }
}

samples! {
    readings of ReadingEvent {
        ReadingEvent::PageRead { .. } => page_read(),
    }
}

/// A sample of each type, as it is written now.
pub fn present() -> Vec<Box<dyn Sample>> {
    let person = person()
        .into_iter()
        .map(|event| Box::new(event) as Box<dyn Sample>);
    let directory = in_directory()
        .into_iter()
        .map(|event| Box::new(event) as Box<dyn Sample>);
    let meeting = meeting()
        .into_iter()
        .map(|event| Box::new(event) as Box<dyn Sample>);
    let readings = readings()
        .into_iter()
        .map(|event| Box::new(event) as Box<dyn Sample>);
    person
        .chain(directory)
        .chain(meeting)
        .chain(readings)
        .collect()
}

/// What the stored sample of an older version reads as.
pub fn older(kind: &str, schema: u16) -> Box<dyn Sample> {
    match (kind, schema) {
        ("agreement-recorded", 1) => Box::new(sharing::agreement_of_version_1()),
        _ => panic!("say here what {kind} v{schema} reads as"),
    }
}

fn case_opened() -> Event {
    let (case, lead) = (CaseId(id(0xCA5E)), "dr.patel".parse().unwrap());
    let identity = Content::Identity(Identity {
        name: words("Maureen Okafor"),
        preferred_name: Some(words("Mo")),
        birth_date: "1951-03-04".parse().unwrap(),
        nhs_number: NhsNumber::parse("999 018 2477"),
    });
    let involvement = Content::Involvement {
        organisation: "E82999".parse().unwrap(),
        service: ServiceId(id(0x5E1)),
        service_name: words("Lavender Field Surgery"),
        worker: "dr.patel".parse().unwrap(),
        lead: true,
    };
    let facts = vec![
        fact(About::Identity, &[Category::Identity], identity),
        fact(About::Involvement, &[], involvement),
    ];
    event(
        1,
        What::CaseOpened(CaseOpened {
            case,
            terms: practice(),
            lead,
        }),
        facts,
    )
}

fn page_read() -> Event<ReadingEvent> {
    let (page, quarter) = (Page::Story, 1_978_884);
    event(65, ReadingEvent::PageRead { page, quarter }, Vec::new())
}

fn practice() -> ServiceTerms {
    ServiceTerms {
        organisation: "E82999".parse().unwrap(),
        service: ServiceId(id(0x5E1)),
        purpose: Purpose::HealthCare,
        needs: Categories::of(&[Category::Identity, Category::Health]),
        reveals: Categories::NONE,
        opening_days: OpeningDays::of([Weekday::Monday, Weekday::Friday]).unwrap(),
        answer_within_days: 2,
    }
}

fn charity() -> ServiceTerms {
    ServiceTerms {
        organisation: "LVF-FRIENDS".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        purpose: Purpose::CommunitySupport,
        needs: Categories::of(&[Category::AboutMe, Category::Contact]),
        reveals: Categories::of(&[Category::Family]),
        opening_days: OpeningDays::of([Weekday::Tuesday, Weekday::Saturday, Weekday::Sunday])
            .unwrap(),
        answer_within_days: 3,
    }
}

fn event<W>(number: u128, what: W, facts: Vec<Fact>) -> Event<W> {
    let by = By {
        organisation: "E82999".parse().unwrap(),
        worker: "dr.patel".parse().unwrap(),
        role: Role::Practitioner,
    };
    Event {
        id: EventId(id(number)),
        recorded_at: "2026-06-08T09:00:00.123Z".parse().unwrap(),
        by,
        what,
        facts,
    }
}

fn fact(about: About, categories: &[Category], content: Content) -> Fact {
    Fact {
        about,
        categories: Categories::of(categories),
        restriction: None,
        replaces: None,
        content,
    }
}

fn words(text: &str) -> Words {
    Words::prose("words", text).unwrap()
}

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}
