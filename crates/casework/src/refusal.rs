//! Why a command is refused: a stable code, the field at fault, the cause and the remedy.
//!
//! Codes are part of the public contract: callers branch on them, the documentation explains them.

use std::{borrow::Cow, fmt};

macro_rules! codes {
    ($($name:ident = $text:literal, $sort:ident: $cause:literal, $remedy:literal;)*) => {
        /// The stable code of a refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $(#[doc = $cause] $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The code as callers see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// What sort of refusal it is.
            pub const fn sort(self) -> Sort {
                match self { $(Code::$name => Sort::$sort,)* }
            }

            /// What went wrong, as a sentence.
            pub const fn cause(self) -> &'static str {
                match self { $(Code::$name => $cause,)* }
            }

            /// What to do about it, as a sentence.
            pub const fn remedy(self) -> &'static str {
                match self { $(Code::$name => $remedy,)* }
            }
        }
    };
}

/// What sort of refusal it is: what a caller can do without knowing the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// What was named is not there, or not for this caller.
    Unknown,
    /// What was to be made is there already.
    There,
    /// The caller may not do this.
    NotAllowed,
    /// It has changed since the caller read it: read again.
    Changed,
    /// Not as things stand now.
    NotNow,
    /// The request itself is at fault: change it.
    Invalid,
}

codes! {
    CaseUnknown = "case_unknown", Unknown: "There is no such case, or your organisation is not part of it.", "Check the person, or find the person and ask to join the case.";
    CaseExists = "case_exists", There: "This person already has an open case.", "Find the person and ask to join the case, so that nobody has to tell their story again.";
    CaseNotHeld = "case_not_held", NotNow: "Another organisation holds the case.", "Ask its lead worker, who is named on the brief.";
    CasePaused = "case_paused", There: "The case is paused already.", "Resume it when the person is back.";
    CaseNotPaused = "case_not_paused", NotNow: "The case is not paused.", "Read it again; somebody may have resumed it.";
    PersonDied = "person_died", NotNow: "It is recorded that this person died.", "Check number and date of birth; where it was recorded in error, whoever held the case last can take it up again.";
    DetailsDiffer = "details_differ", NotNow: "The NHS number is known with another date of birth.", "Check both with the person; nothing has been recorded.";
    OrganisationExists = "organisation_exists", There: "An organisation with this code is registered already.", "Use it, or check the code.";
    OrganisationUnknown = "organisation_unknown", Unknown: "No organisation with this code is registered.", "Check the code, or ask the operator to register the organisation.";
    ServiceExists = "service_exists", There: "The organisation has a service of this name already.", "Use it, or choose another name.";
    ServiceUnknown = "service_unknown", Unknown: "The organisation offers no such service.", "Choose a service from the directory.";
    ServiceRetired = "service_retired", NotNow: "The service is offered no longer.", "Choose another service from the directory.";
    OwnRoles = "own_roles", NotAllowed: "Nobody gives roles to themselves.", "Ask another administrator of your organisation, or the operator.";
    WorkerExists = "worker_exists", There: "The organisation has registered a worker under this id already.", "Use another id, or retire the worker first.";
    WorkerUnknown = "worker_unknown", Unknown: "The organisation has registered nobody under this id, or they have left.", "Choose a worker from the organisation's list.";
    ServiceOwn = "service_own", Invalid: "The service is your own organisation's.", "Choose a service of another organisation; a colleague can simply be told.";
    RoleNotAllowed = "role_not_allowed", NotAllowed: "Your role may not do this.", "Ask somebody whose role may, or sign in with the role that you have for this.";
    ReferralUnknown = "referral_unknown", Unknown: "There is no such referral, or your organisation has no part in it.", "Open the referral again from your list.";
    ReferralOpen = "referral_open", There: "Your organisation has an open referral to this service already.", "Follow the open referral, or add a note to the case.";
    ReferralAnswered = "referral_answered", NotNow: "The referral has been answered already.", "Open it again to see the answer and who gave it.";
    ReferralNotAccepted = "referral_not_accepted", NotNow: "Nobody has accepted the referral.", "Accept it first, or decline it and say why.";
    ReferralEnded = "referral_ended", NotNow: "The referral has come to its end.", "Open it again to see what came of it; help that goes on needs a new referral.";
    ReferralReceived = "referral_received", NotNow: "The referral came from outside, and nobody here raised it.", "Ask whoever sent it in the way it came; then accept or decline it.";
    SelfReferral = "self_referral", Invalid: "Somebody is named from whom it came, and the person came themselves.", "Name nobody, or say how it came.";
    NotUrgent = "not_urgent", Invalid: "Somebody is named who took the phone call, and the referral is not urgent.", "Say that it is urgent, or name nobody.";
    ServiceDeclines = "service_declines", Invalid: "The service to ask instead is the one that declines.", "Name another service, or none.";
    InformationAsked = "information_asked", There: "A question about this referral waits for an answer already.", "Wait for the answer; then ask again.";
    InformationNotAsked = "information_not_asked", NotNow: "Nobody waits for information about this referral.", "Open it again: the question may have been answered, or the referral.";
    FirstContactRecorded = "first_contact_recorded", There: "The first contact has been recorded already.", "Write what came of later ones as a note.";
    ActionUnknown = "action_unknown", Unknown: "There is no such action, or your organisation has no part in it.", "Open the action again from your list.";
    ActionAnswered = "action_answered", NotNow: "The action is no request that waits for an answer.", "Open it again to see who does it.";
    ActionNotAccepted = "action_not_accepted", NotNow: "The action is a request that has not been accepted.", "Accept it first, or decline it and say why.";
    ActionEnded = "action_ended", NotNow: "The action is done already, or is not going to be done.", "Open it again to see what came of it.";
    ActionNotYours = "action_not_yours", NotAllowed: "The action is somebody else's to do.", "Ask whoever does it to record this.";
    PlanUnknown = "plan_unknown", Unknown: "There is no plan that you may see.", "Write the plan with the person first.";
    GoalEnded = "goal_ended", NotNow: "The goal was reached or let go of already.", "Read the plan again; a goal can be taken up again by writing a new version.";
    DecisionUnknown = "decision_unknown", Unknown: "There is no such decision that you may see.", "Open the decision again from the list.";
    OwnerUnknown = "owner_unknown", Unknown: "No such organisation takes part that you know of.", "Choose one of those who take part and were in the room, or request the action of its service.";
    HandoverUnknown = "handover_unknown", Unknown: "There is no such handover, or your organisation has no part in it.", "Open the handover again from your list.";
    HandoverOpen = "handover_open", There: "The case has been offered already, and an answer is waited for.", "Wait for the answer, or cancel that offer first.";
    HandoverAnswered = "handover_answered", NotNow: "The handover has been answered, or was taken back.", "Open it again to see what became of it.";
    HandoverForAnother = "handover_for_another", NotAllowed: "The case is offered to another worker of your organisation.", "Ask that worker to answer, or a manager to reassign the lead.";
    CaseHeldElsewhere = "case_held_elsewhere", NotAllowed: "Another organisation holds this case.", "Ask whoever leads the case.";
    CaseHeldAlready = "case_held_already", NotNow: "Your organisation holds this case already.", "Ask a manager to reassign the lead.";
    LeadAlready = "lead_already", NotNow: "This worker leads the case already.", "Choose another worker.";
    CustodianOwn = "custodian_own", Invalid: "An organisation cannot be its own custodian.", "Name another organisation of the locality.";
    DeputyOwn = "deputy_own", Invalid: "Nobody can be their own deputy.", "Name a colleague.";
    NotAway = "not_away", NotNow: "This worker is not away.", "There is nothing to end.";
    ReviewUnknown = "review_unknown", Unknown: "There is no such review, or it is not your organisation's to act on.", "Open the review again from your list.";
    ReviewClosed = "review_closed", NotNow: "The review is over: it was held, answered in writing or withdrawn.", "Ask for a new review.";
    ReviewScheduled = "review_scheduled", NotNow: "The review is on a meeting's agenda already.", "Carry it over first.";
    ReviewNotScheduled = "review_not_scheduled", NotNow: "The review is on no meeting's agenda.", "Put it on a meeting first.";
    NotThere = "not_there", Invalid: "Somebody is named who was not at the meeting.", "Name their organisation among those who were there, or leave them out.";
    MeetingUnknown = "meeting_unknown", Unknown: "There is no such meeting, or your organisation has no part in it.", "Choose the meeting from your list.";
    MeetingOver = "meeting_over", NotNow: "The meeting has ended or was cancelled.", "Choose another meeting.";
    AgendaDiffers = "agenda_differs", Invalid: "The order does not name every item of the agenda once.", "Read the agenda again, and name each of its items once.";
    TimesInvalid = "times_invalid", Invalid: "The meeting would end before it starts, or last longer than a day.", "Give an end after the start, on the same day.";
    Stale = "stale", Changed: "What you are changing has changed since you read it.", "Read it again, look at what is new, and send your change with the new token.";
    TokenInvalid = "token_invalid", Invalid: "The token is damaged, or belongs to another organisation or system.", "Use the token exactly as you received it, signed in for the same organisation.";
    PassageUnknown = "passage_unknown", Unknown: "There is no such passage that you may see.", "Read About Me or the plan again and use its tokens.";
    NameReveals = "name_reveals", NotNow: "Naming your organisation would tell more than this does to those who see it.", "Ask somebody of another organisation that takes part to record it with the person.";
    FactUnknown = "fact_unknown", Unknown: "There is no such fact that you may see.", "Open the story again and choose the fact there.";
    FactFixed = "fact_fixed", NotNow: "A fact of this sort is not changed in this way.", "Record what changed with the command that is made for it.";
    FactInError = "fact_in_error", NotNow: "The entry was recorded in error already.", "Record a new entry.";
    NotRestricted = "not_restricted", NotNow: "The fact is not restricted.", "Open the story again to see who reads it.";
    StaysRestricted = "stays_restricted", NotAllowed: "The fact stays restricted: another organisation restricted what it goes back to, or it is of a sort that is never for everybody.", "Ask the organisation that restricted it, or write a new entry.";
    DecisionEnded = "decision_ended", NotNow: "The agreement, objection or duty holds no longer.", "Open the list of decisions again.";
    OrganisationOwn = "organisation_own", Invalid: "The organisation is your own.", "Choose another organisation; a colleague can simply be told.";
    AlreadyInvolved = "already_involved", There: "Your organisation takes part in the case already.", "Open the case from your caseload.";
    JoinRequestOpen = "join_request_open", There: "Your organisation has asked to join already.", "Wait for the answer; it is in your list of requests.";
    JoinRequestUnknown = "join_request_unknown", Unknown: "There is no such request to join that you are asked to answer.", "Open the request again from your list.";
    JoinRequestAnswered = "join_request_answered", NotNow: "The request has been answered already.", "Open it again to see the answer and who gave it.";
    LeadOnly = "lead_only", NotAllowed: "The lead worker of the case decides this.", "Ask the lead worker, who is named on the brief.";
    LeadDecides = "lead_decides", NotAllowed: "Only a health or social-care service joins at once.", "Ask to join, and wait for the lead worker.";
    CaseHeld = "case_held", NotNow: "Your organisation holds the case.", "Hand the case over first; then leave.";
    TooManySearches = "too_many_searches", NotNow: "You have looked for too many people within an hour.", "Wait, or ask the person's lead worker.";
    NothingToRecord = "nothing_to_record", Invalid: "The command holds nothing to record.", "Send at least one entry.";
    TooMany = "too_many", Invalid: "The list is too long.", "Send it in several commands.";
    CommandReused = "command_reused", NotNow: "This command id was used before with other content.", "Use a new command id for a new command; repeat an id only to send the same command again.";
    CommandIdInvalid = "command_id_invalid", Invalid: "The command id is not a UUID.", "Make a new random UUID (version 4) for each command.";
    IdInvalid = "id_invalid", Invalid: "This is not an identifier of the expected form.", "Use the identifier exactly as you received it.";
    TextMissing = "text_missing", Invalid: "The text is empty.", "Write something, or leave the entry out.";
    TextTooLong = "text_too_long", Invalid: "The text is too long.", "Shorten it, or split it into several entries.";
    TextInvalid = "text_invalid", Invalid: "The text holds control characters.", "Paste it as plain text.";
    DateInvalid = "date_invalid", Invalid: "This is not a date of the calendar.", "Write the date as YYYY-MM-DD, for example 1951-03-04.";
    DatePast = "date_past", Invalid: "The date has passed.", "Give a date from today on.";
    DateFuture = "date_future", Invalid: "The date is in the future.", "Give a date up to today.";
    DateTooFar = "date_too_far", Invalid: "The date is too far away.", "Give a nearer date: at most ten years ahead or back, or 130 years back for a date of birth.";
    NhsNumberInvalid = "nhs_number_invalid", Invalid: "This is not an NHS number: it has ten digits, the last of which checks the others.", "Copy it again from a letter or the NHS App.";
    PostcodeMissing = "postcode_missing", Invalid: "The address holds no postcode of the United Kingdom.", "Write the address with its postcode, or look for the NHS number.";
    PostcodeInvalid = "postcode_invalid", Invalid: "This is not a postcode of the United Kingdom.", "Write it like HX1 1AA, or leave it out.";
    SamePerson = "same_person", Invalid: "Both are the same record.", "Give the two records of the person.";
    RecordMerged = "record_merged", NotNow: "This record is being merged, or was merged, into another one of the person.", "Open the person again from your caseload.";
    NotProvisional = "not_provisional", NotNow: "The record that would be merged away has an NHS number of its own.", "Merge the record without a number into the other; two numbers are two people.";
    MergeNotNow = "merge_not_now", NotNow: "The case is paused, or is offered to somebody.", "Resume it, or wait for the answer to the offer; then merge.";
    LinkUnknown = "link_unknown", Unknown: "There is no such link to another person's case, or it has ended.", "Open the brief again and choose the link there.";
    MergeSettled = "merge_settled", NotNow: "Since the merge something of it was restricted, taken back, withdrawn or objected to; the restored record would show it again.", "Leave the records together, and mark what is about somebody else as recorded on the wrong person.";
    MergeUnknown = "merge_unknown", Unknown: "No record was merged under this id, or that has been undone.", "Open the story again and choose the merge there.";
    NumberTaken = "number_taken", There: "Another record is known by this NHS number.", "Check the number; where it is the same person, find them by it, ask to join, and merge the two records.";
    CategoryMissing = "category_missing", Invalid: "No category of information is given.", "Say what it is about, so that the right people can see it.";
    ChoiceMissing = "choice_missing", Invalid: "A choice is missing or not known.", "Choose one of the values that the documentation lists.";
    OpeningDaysMissing = "opening_days_missing", Invalid: "The service is open on no day.", "Give at least one opening day of the week.";
    NumberOutOfRange = "number_out_of_range", Invalid: "The number is outside the permitted range.", "Give a number within the range that the documentation states.";
    ConcernUnknown = "concern_unknown", Unknown: "There is no such concern that you may read.", "Open it again from your list of concerns; in immediate danger ring 999.";
    ConcernClosed = "concern_closed", NotNow: "The concern has been closed already.", "Open it again to see what came of it; raise a new concern for something new.";
    ConcernToldNobody = "concern_told_nobody", NotNow: "Nobody is recorded as told of this concern.", "Tell the council's safeguarding team or your safeguarding lead and record it, or let a safeguarding lead close it.";
    SafeguardingLeadUnknown = "safeguarding_lead_unknown", Unknown: "This worker is not a safeguarding lead of your organisation.", "Check the worker id, or leave it out to name one more lead.";
    ContactPointUnknown = "contact_point_unknown", Unknown: "There is no such contact point that you may see, or it has ended.", "Read the contact points again and use their tokens.";
    VisitWarningUnknown = "visit_warning_unknown", Unknown: "There is no such visit warning that you may see, or it was lifted.", "Read the visit warnings again and use their tokens.";
    AssignmentUnknown = "assignment_unknown", Unknown: "Your organisation has named no such volunteer for this case, or has released them.", "Open the case's volunteers again and choose one there.";
    FactMisplaced = "fact_misplaced", NotNow: "The entry is marked as recorded on the wrong person.", "Let a privacy officer take the mark back first, or record a new entry.";
    NumberSettled = "number_settled", NotNow: "The person is known by another NHS number.", "Check the number with the person; under another number they are another record.";
    RehearsalNotPossible = "rehearsal_not_possible", NotNow: "This command does more than record about one person, and is not rehearsed.", "Send it in earnest, without `throughline-rehearsal`.";
    NotDue = "not_due", NotNow: "Nothing is due here at this time.", "Ask for the due times again.";
}

/// A command was refused; nothing has been recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub code: Code,
    /// The field of the request that is at fault, as a path (`passages[2].words`), where one is.
    pub field: Option<Cow<'static, str>>,
}

impl Refusal {
    /// A refusal that names no field.
    pub const fn new(code: Code) -> Self {
        Self { code, field: None }
    }

    /// A refusal that names the field at fault.
    pub fn of(code: Code, field: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            field: Some(field.into()),
        }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Refusal::new(code)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        write!(f, "{} {}", self.code.cause(), self.code.remedy())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_distinct_and_say_what_to_do() {
        let names: HashSet<_> = Code::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(
                code.cause().ends_with('.') && code.remedy().ends_with('.'),
                "{code:?}"
            );
        }
    }
}
