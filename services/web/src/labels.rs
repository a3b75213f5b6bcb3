//! What the choices of the contract are called on the pages: one table for each, in the order in which they are offered.
//!
//! How dates and numbers are written is in `words`.

use api::v1::{
    ActionState, Capacity, Category, CloseReason, ConcernOutcome, ConcernRecipient, ContactSort,
    DayOfWeek, DeclineReason, DutyKind, Ending, HandoverState, Heading, JoinRequestState, Outcome,
    PauseReason, PlanSection, Purpose, ReadPage, ReadingSignal, ReferralSource, ReferralState,
    ReferralUrgency, ReviewAim, ReviewState, Rule, Warning,
};

/// A choice of the contract that pages name.
pub trait Labelled: Copy + Into<i32> + TryFrom<i32> + 'static {
    /// Every choice that can be made, with what it is called.
    const LABELS: &'static [(Self, &'static str)];

    /// What it is called; "not known" for what is newer than this program.
    fn label(self) -> &'static str {
        label::<Self>(self.into())
    }
}

/// What a choice is called, as a message of the contract holds it.
pub fn label<T: Labelled>(number: i32) -> &'static str {
    let mut labels = T::LABELS.iter();
    let found = labels.find(|(choice, _)| (*choice).into() == number);
    found.map_or("not known", |(_, label)| label)
}

macro_rules! labels {
    ($($choice:ident { $($variant:ident: $label:literal,)* })*) => {$(
        impl Labelled for $choice {
            const LABELS: &'static [(Self, &'static str)] = &[$(($choice::$variant, $label),)*];
        }
    )*};
}

labels! {
    Category {
        Health: "Physical health",
        MentalHealth: "Mental health",
        SocialCare: "Care and support",
        Housing: "Housing",
        Money: "Money and benefits",
        Family: "Family",
        Safety: "Safety",
        SubstanceUse: "Alcohol or drugs",
        SexualHealth: "Sexual health",
        Justice: "Courts, police or probation",
        EndOfLife: "End of life",
        AboutMe: "What matters to them",
        Plan: "Their plan",
        Contact: "How to reach them",
        Identity: "Who they are",
        AboutSomebodyElse: "Somebody else",
    }
    DayOfWeek {
        Monday: "Monday",
        Tuesday: "Tuesday",
        Wednesday: "Wednesday",
        Thursday: "Thursday",
        Friday: "Friday",
        Saturday: "Saturday",
        Sunday: "Sunday",
    }
    Purpose {
        HealthCare: "Health care",
        SocialCare: "Social care",
        CommunitySupport: "Community support",
        Housing: "Housing",
        Advice: "Advice",
    }
    Heading {
        MostImportant: "What is most important to me",
        People: "People who are important to me",
        Communication: "How I communicate and how to communicate with me",
        Wellness: "My wellness",
        DoAndDoNot: "Please do and please don’t",
        Support: "How and when to support me",
        AlsoWorthKnowing: "Also worth knowing about me",
    }
    DeclineReason {
        NoCapacity: "We have no capacity",
        NotSuitable: "We do not do this, or not for this person",
        OutsideArea: "They live outside our area",
        MoreInformationNeeded: "We need to know more first",
        PersonDoesNotWantIt: "The person does not want it",
        Other: "Another reason",
    }
    Outcome {
        Helped: "It helped",
        HelpedInPart: "It helped in part",
        DidNotHelp: "It did not help",
        NotTakenUp: "It did not come to it",
    }
    ReferralUrgency {
        Routine: "Routine",
        Urgent: "Urgent: I have also rung them",
    }
    ReferralSource {
        Letter: "Letter",
        Email: "E-mail",
        PhoneCall: "Phone call",
        SelfReferral: "The person themselves",
    }
    ReferralState {
        Open: "Waiting for an answer",
        Accepted: "Accepted",
        InContact: "In contact",
        Completed: "Completed",
        Declined: "Declined",
        Withdrawn: "Taken back",
        Ended: "Ended with the case",
    }
    HandoverState {
        Open: "Waiting for an answer",
        Accepted: "Accepted",
        Declined: "Declined",
        Cancelled: "Taken back",
        Taken: "Taken by the custodian",
    }
    JoinRequestState {
        Open: "Waiting for an answer",
        Accepted: "Accepted",
        Declined: "Declined",
        Joined: "Joined at once",
        Ended: "Ended with the case",
    }
    ActionState {
        Requested: "Asked for",
        Open: "To do",
        Done: "Done",
        Declined: "Declined",
        Cancelled: "Called off",
    }
    ReviewState {
        Waiting: "Waiting for a meeting",
        Scheduled: "On an agenda",
        Held: "Discussed",
        NoDiscussion: "Answered in writing",
        Withdrawn: "Withdrawn",
    }
    ContactSort {
        Phone: "Phone",
        Address: "Address",
        Email: "E-mail",
    }
    Warning {
        TwoToVisit: "Visit in twos",
        NotAtHome: "Do not visit at home",
        RingFirst: "Ring before you visit",
        Aggression: "Somebody there may be aggressive",
        Animal: "Animal in the home",
        Building: "Unsafe building or way in",
        Infection: "Risk of infection",
    }
    Capacity {
        Open: "Taking people on",
        Waiting: "Waiting list",
        Full: "Full for now",
    }
    Rule {
        OwnRecord: "Your organisation recorded it",
        Named: "You are named as a reader",
        Invited: "Your organisation is asked to help",
        DirectCare: "Your service needs it to care for them",
        Agreement: "They agreed to share it",
        Party: "Your organisation takes part",
        Duty: "A legal duty names your organisation",
        Meeting: "Your organisation is invited to the meeting",
    }
    CloseReason {
        GoalsReached: "The goals are reached",
        SupportElsewhere: "Somebody else goes on",
        NotReached: "They could not be reached for long",
        Other: "Another reason",
    }
    PauseReason {
        Hospital: "They are in hospital",
        Away: "They are away",
        PersonAsked: "They asked for it",
        Other: "Another reason",
    }
    PlanSection {
        Strength: "What I am good at and can offer",
        Goal: "Goals",
        Step: "Steps",
        Helper: "Who helps",
        Coping: "What helps me cope",
        Contingency: "If things go wrong",
    }
    Ending {
        Closed: "The case was closed",
        Died: "The person died",
        MovedAway: "They moved to another area",
        CoordinationStopped: "They want nobody to coordinate any more",
    }
    DutyKind {
        CourtOrder: "A court ordered it",
        Safeguarding: "Safeguarding demands it",
    }
    ConcernRecipient {
        CouncilForAdults: "The council’s safeguarding team for adults",
        CouncilForChildren: "The council’s safeguarding team for children",
        Police: "The police",
        EmergencyService: "An ambulance, or another emergency service",
        OwnOrganisation: "A safeguarding lead or manager of our own organisation",
        Other: "Somebody else",
    }
    ConcernOutcome {
        Enquiry: "The council makes an enquiry",
        MadeSafe: "Something was done, and nobody is at risk any more",
        KnownAlready: "It was known already, and is being dealt with",
        NoConcern: "It turned out to be no concern",
    }
    ReadingSignal {
        OwnRecord: "Called as the person is",
        SameSurname: "Has the person’s surname",
        SameAddress: "Lives at the person’s postcode",
        Colleague: "A colleague is called as the person is",
    }
    ReadPage {
        Brief: "Brief",
        Story: "Story",
        TransferPack: "Pack for a handover",
        ReviewPack: "Pack of a review",
    }
    ReviewAim {
        Decide: "A decision",
        Advise: "Advice",
    }
}
