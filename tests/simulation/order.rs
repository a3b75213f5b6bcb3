//! An order: one command that a client wants carried out, however often it is sent.

use casestore::{Done, Error, Request, Streams};
use casework::{
    about_me::{confirm::ConfirmAboutMe, record::RecordAboutMe},
    action::{
        accept::AcceptAction, agree::AgreeAction, cancel::CancelAction, complete::CompleteAction,
        decline::DeclineAction, reassign::ReassignAction, request::RequestAction,
    },
    agreement::{record::RecordAgreement, withdraw::WithdrawAgreement},
    case::{
        close::CloseCase, join::JoinCase, leave::LeaveCase, open::OpenCase, pause::PauseCase,
        reopen::ReopenCase, resume::ResumeCase,
    },
    command::{self, Context},
    concern::{close::CloseConcern, raise::RaiseConcern},
    concern_told::record::RecordConcernTold,
    contact_point::{end::EndContactPoint, record::RecordContactPoint},
    coordination::stop::StopCoordination,
    custody::take::TakeCustody,
    death::record::RecordDeath,
    decision::{record::RecordDecision, revise::ReviseDecision},
    duty::{end::EndDuty, record::RecordDuty},
    event::{By, Draft},
    fact::{correct::CorrectFact, restrict::RestrictFact, retract::RetractFact},
    first_contact::record::RecordFirstContact,
    goal::{achieve::AchieveGoal, stop::StopGoal},
    handover::{
        accept::AcceptHandover, cancel::CancelHandover, decline::DeclineHandover,
        offer::OfferHandover,
    },
    history::History,
    identity::correct::CorrectIdentity,
    ids::{Mint, PersonId},
    information::{provide::ProvideInformation, request::RequestInformation},
    join_request::{
        accept::AcceptJoinRequest, decline::DeclineJoinRequest, raise::RaiseJoinRequest,
    },
    lead::reassign::ReassignLead,
    move_away::record::RecordMoveAway,
    no_discussion::record::RecordNoDiscussion,
    note::record::RecordNote,
    objection::{record::RecordObjection, withdraw::WithdrawObjection},
    person::{
        find::FindPerson,
        link::LinkPerson,
        merge::{begin::BeginMerge, complete::CompleteMerge, leave::LeaveRecord, take_in::TakeIn},
        unlink::UnlinkPerson,
        unmerge::{UnmergePerson, restore::RestoreRecord},
    },
    plan::{agree::AgreePlan, record::RecordPlan, review::ReviewPlan},
    referral::{
        accept::AcceptReferral, complete::CompleteReferral, decline::DeclineReferral,
        raise::RaiseReferral, receive::ReceiveReferral, withdraw::WithdrawReferral,
    },
    refusal::Refusal,
    restriction::lift::LiftRestriction,
    review::{
        carry::CarryReview, hold::HoldReview, request::RequestReview, schedule::ScheduleReview,
        withdraw::WithdrawReview,
    },
    review_decision::record::RecordReviewDecision,
    review_invitation::send::SendReviewInvitation,
    timer::RecordDue,
    visit_warning::{lift::LiftVisitWarning, record::RecordVisitWarning},
    volunteer::{assign::AssignVolunteer, release::ReleaseVolunteer},
    wrong_person::{mark::MarkWrongPerson, unmark::UnmarkWrongPerson},
};
use jiff::Timestamp;
use keyring::Secrets;
use uuid::Uuid;

/// A command and what its client knows of it.
pub struct Order {
    /// Whom it is about.
    pub person: PersonId,
    /// Who sends it.
    pub by: By,
    /// The id that the client gave it.
    pub id: Uuid,
    /// The digest of its content.
    pub digest: [u8; 32],
    /// The command.
    pub ask: Ask,
    /// How many requests carry it at this moment.
    pub in_flight: usize,
    /// The first answer that said it was done.
    pub done: Option<Done>,
    /// Whether an answer said that this very request had done it.
    pub first_hand: bool,
    /// Whether it was refused.
    pub refused: bool,
    /// Whether the client will not send it again.
    pub given_up: bool,
}

impl Order {
    /// Whether the client still waits to hear.
    pub fn is_open(&self) -> bool {
        self.done.is_none() && !self.refused && !self.given_up
    }

    /// The request that carries it to a process whose clock says `now`.
    pub fn request(&self, now: Timestamp) -> Request {
        Request {
            by: self.by.clone(),
            command_id: self.id,
            digest: self.digest,
            now,
        }
    }

    /// The id under which the log knows it, and the mint of all further ids.
    pub fn mint(&self, secrets: &Secrets) -> (Uuid, Mint) {
        let By {
            organisation,
            worker,
            ..
        } = &self.by;
        let mut mint =
            Mint::new(secrets.command_seed(organisation.as_str(), worker.as_str(), self.id));
        (mint.mint(), mint)
    }
}

macro_rules! asks {
    ($($name:ident($command:ty),)*) => {
        /// A command of any sort.
        #[derive(Clone, Debug)]
        #[allow(missing_docs, reason = "each is named after its command")]
        pub enum Ask { $($name($command),)* }

        impl Ask {
            /// The name of its sort.
            pub fn name(&self) -> &'static str {
                match self { $(Ask::$name(_) => stringify!($name),)* }
            }

            /// What the rules decide.
            pub fn decide(&self, history: &History, context: &Context, mint: &mut Mint) -> Result<Vec<Draft>, Refusal> {
                match self { $(Ask::$name(command) => command::decide(command, history, context, mint),)* }
            }

            /// Carries it out.
            pub async fn send(&self, to: &Streams<History>, person: &PersonId, request: &Request) -> Result<Done, Error> {
                match self { $(Ask::$name(command) => to.execute(person, request, command).await,)* }
            }
        }
    };
}

asks! {
    Open(OpenCase),
    AboutMe(RecordAboutMe),
    Confirm(ConfirmAboutMe),
    Note(RecordNote),
    Agree(RecordAgreement),
    Object(RecordObjection),
    Refer(RaiseReferral),
    Receive(ReceiveReferral),
    Accept(AcceptReferral),
    Decline(DeclineReferral),
    WithdrawReferral(WithdrawReferral),
    RequestInformation(RequestInformation),
    ProvideInformation(ProvideInformation),
    FirstContact(RecordFirstContact),
    CompleteReferral(CompleteReferral),
    WithdrawAgreement(WithdrawAgreement),
    WithdrawObjection(WithdrawObjection),
    Restrict(RestrictFact),
    Lift(LiftRestriction),
    Correct(CorrectFact),
    Retract(RetractFact),
    RecordDuty(RecordDuty),
    EndDuty(EndDuty),
    Find(FindPerson),
    RaiseJoinRequest(RaiseJoinRequest),
    AcceptJoin(AcceptJoinRequest),
    DeclineJoin(DeclineJoinRequest),
    Join(JoinCase),
    Leave(LeaveCase),
    RaiseConcern(RaiseConcern),
    TellConcern(RecordConcernTold),
    CloseConcern(CloseConcern),
    AgreeAction(AgreeAction),
    RequestAction(RequestAction),
    AcceptAction(AcceptAction),
    DeclineAction(DeclineAction),
    CompleteAction(CompleteAction),
    ReassignAction(ReassignAction),
    CancelAction(CancelAction),
    Plan(RecordPlan),
    AgreePlan(AgreePlan),
    ReviewPlan(ReviewPlan),
    AchieveGoal(AchieveGoal),
    StopGoal(StopGoal),
    RecordDecision(RecordDecision),
    ReviseDecision(ReviseDecision),
    Pause(PauseCase),
    Resume(ResumeCase),
    Close(CloseCase),
    Reopen(ReopenCase),
    Die(RecordDeath),
    MoveAway(RecordMoveAway),
    Stop(StopCoordination),
    OfferHandover(OfferHandover),
    AcceptHandover(AcceptHandover),
    DeclineHandover(DeclineHandover),
    CancelHandover(CancelHandover),
    ReassignLead(ReassignLead),
    TakeCustody(TakeCustody),
    RecordContactPoint(RecordContactPoint),
    EndContactPoint(EndContactPoint),
    RecordVisitWarning(RecordVisitWarning),
    LiftVisitWarning(LiftVisitWarning),
    AssignVolunteer(AssignVolunteer),
    ReleaseVolunteer(ReleaseVolunteer),
    CorrectIdentity(CorrectIdentity),
    MarkWrongPerson(MarkWrongPerson),
    UnmarkWrongPerson(UnmarkWrongPerson),
    LinkPerson(LinkPerson),
    UnlinkPerson(UnlinkPerson),
    BeginMerge(BeginMerge),
    TakeIn(TakeIn),
    CompleteMerge(CompleteMerge),
    LeaveRecord(LeaveRecord),
    UnmergePerson(UnmergePerson),
    RestoreRecord(RestoreRecord),
    RequestReview(RequestReview),
    ScheduleReview(ScheduleReview),
    SendReviewInvitation(SendReviewInvitation),
    CarryReview(CarryReview),
    RecordNoDiscussion(RecordNoDiscussion),
    WithdrawReview(WithdrawReview),
    RecordReviewDecision(RecordReviewDecision),
    HoldReview(HoldReview),
    Due(RecordDue),
}
