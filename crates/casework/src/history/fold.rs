//! Taking in the next event: what it changes in a person's history. One arm for each type of event; what an arm does
//! to a theme's own things stands in that theme.

use jiff::SignedDuration;

use crate::{
    action::{self, reassign::ActionReassigned},
    agreement::Agreement,
    category::Categories,
    custody::{Holder, OpenCase},
    event::{By, Event, Kinds, What},
    fact::About,
    history::{Folded, History, Involvement, MergeCompleted, Merging, Recorded},
    ids::{CaseId, EventId, FactId, PersonId, WorkerId},
    life::{CaseOpened, CaseReopened},
    objection::Objection,
    person::PersonLinked,
    referral::State,
    refusal::Refusal,
    review,
    service::ServiceTerms,
};

impl Folded for History {
    type Id = PersonId;
    type What = What;

    fn new(person: PersonId) -> Self {
        Self {
            person,
            version: 0,
            case: None,
            paused: Default::default(),
            endings: Default::default(),
            involvements: Default::default(),
            agreements: Default::default(),
            objections: Default::default(),
            referrals: Default::default(),
            concerns: Default::default(),
            actions: Default::default(),
            duties: Default::default(),
            join_requests: Default::default(),
            retracted: Default::default(),
            misplaced: Default::default(),
            handovers: Default::default(),
            decisions: Default::default(),
            plan_review: Default::default(),
            reviews: Default::default(),
            volunteers: Default::default(),
            links: Default::default(),
            merging: Default::default(),
            taking_in: Default::default(),
            merges: Default::default(),
            facts: Default::default(),
            places: Default::default(),
            newer: Default::default(),
            organisations: Default::default(),
            events: Default::default(),
            times: Default::default(),
        }
    }

    fn apply(&mut self, event: Event) {
        self.version += 1;
        if let What::RecordTakenIn(taken) = event.what {
            return self.take_in(*taken, event.facts);
        }
        self.times.push(event.recorded_at);
        self.organisations.insert(event.by.organisation.clone());
        self.events
            .insert(event.id, (event.what.kind(), event.recorded_at));
        let written = event
            .facts
            .iter()
            .fold(Categories::NONE, |all, fact| all.with(fact.categories));
        self.apply_what(event.id, &event.by, event.what, written);
        for (index, fact) in (0..=u16::MAX).zip(event.facts) {
            let id = FactId {
                event: event.id,
                index,
            };
            self.apply_fact(Recorded {
                id,
                version: self.version,
                at: event.recorded_at,
                by: event.by.clone(),
                fact,
            });
        }
    }

    fn standstill(&self) -> Option<Refusal> {
        self.at_a_standstill()
    }
}

impl History {
    fn apply_what(&mut self, event: EventId, by: &By, what: What, written: Categories) {
        match what {
            What::CaseOpened(CaseOpened { case, terms, lead }) => {
                self.open(event, by, case, terms, lead)
            }
            What::CasePaused { since } => self.paused = Some(since),
            What::CaseResumed { paused_for_ms } => {
                self.paused = None;
                self.move_clocks(SignedDuration::from_millis(paused_for_ms));
            }
            What::CaseEnded(ended) => self.end_everything(event, ended),
            What::CaseReopened(reopened) => self.reopen(event, by, reopened),
            What::AgreementRecorded(terms) => {
                // A new agreement takes the place of the earlier one for its audience, also if it is narrower.
                self.agreements
                    .retain(|earlier| earlier.terms.audience != terms.audience);
                self.agreements.push(Agreement {
                    event,
                    version: self.version,
                    terms,
                    lapsed: false,
                    withdrawn: None,
                    ending: false,
                });
            }
            What::AgreementEnding { agreement } => {
                self.agreements
                    .iter_mut()
                    .filter(|a| a.event == agreement)
                    .for_each(|a| a.ending = true);
            }
            What::AgreementLapsed { agreement } => self.end_agreement(agreement, None),
            What::AgreementWithdrawn { agreement } => {
                self.end_agreement(agreement, Some(self.version));
            }
            What::ObjectionRecorded(terms) => self.objections.push(Objection {
                event,
                version: self.version,
                terms,
            }),
            What::ReferralRaised(raised) => self.raise_referral(event, by, raised, written),
            What::ReferralReceived(received) => {
                self.receive_referral(event, by, received, written);
            }
            What::ReferralAccepted { referral } => {
                self.answer_referral(referral, event, State::Accepted(event));
            }
            What::ReferralDeclined { referral, .. } => {
                self.answer_referral(referral, event, State::Declined);
            }
            What::ReferralWithdrawn { referral } => {
                self.answer_referral(referral, event, State::Withdrawn);
            }
            What::FirstContactRecorded { referral } => self.referral_contact(referral, event),
            What::ReferralCompleted { referral } => self.complete_referral(referral, event),
            What::ReferralOverdue { referral, .. } => self.overdue_referral(referral, event),
            What::InformationRequested(asked) => {
                self.information_requested(event, asked, written);
            }
            What::InformationOverdue { referral, .. } => self.information_overdue(referral, event),
            What::InformationProvided { referral } | What::InformationEnded { referral } => {
                self.information_closed(referral, event);
            }
            What::ConcernRaised(raised) => {
                let at = (event, self.version);
                self.concerns.raised(at, by, raised, written);
            }
            What::ConcernTold(told) => self.concerns.told(event, by, told),
            What::ConcernOverdue { concern, .. } => self.concerns.overdue(event, by, concern),
            What::ConcernClosed(closed) => self.concerns.closed(event, by, closed),
            What::PlanReviewSet { review_on } | What::PlanReviewed { review_on } => {
                self.set_plan_review(event, review_on, written)
            }
            What::PlanReviewDue { review } => self.plan_review_is_due(review),
            What::DecisionRecorded { decision } => self.record_decision(event, by, decision),
            What::PlanRecorded {}
            | What::PlanAgreed {}
            | What::GoalAchieved {}
            | What::GoalStopped {}
            | What::DecisionRevised { .. } => {}
            What::ActionAgreed(agreed) => self.agree_action(event, by, agreed, written),
            What::ActionRequested(asked) => self.request_action(event, by, asked, written),
            What::ActionUnanswered { action, .. } => self.unanswered_action(event, action),
            What::ActionAccepted { action } => self.accept_action(event, by, action),
            What::ActionDeclined { action } => {
                self.end_action(event, action, action::State::Declined)
            }
            What::ActionReassigned(ActionReassigned { action, worker }) => {
                self.reassign_action(event, action, worker)
            }
            What::ActionOverdue { action } => self.overdue_action(event, action),
            What::ActionCompleted { action } => self.end_action(event, action, action::State::Done),
            What::ActionCancelled { action } => {
                self.end_action(event, action, action::State::Cancelled)
            }
            What::ObjectionWithdrawn { objection } => {
                self.objections.retain(|one| one.event != objection);
            }
            What::FactRestricted { fact, restriction } => self.restrict(fact, restriction),
            What::RestrictionLifted { fact } => self.lift_restriction(fact),
            What::FactRetracted { fact } => self.retract(fact),
            What::WrongPersonMarked { fact } => self.misplace(fact),
            What::WrongPersonUnmarked { fact } => self.put_back(fact),
            What::DutyRecorded(duty) => self.owe(event, by, duty),
            What::DutyEnded { duty } => self.duties.retain(|one| one.event != duty),
            What::JoinRequestRaised(raised) => self.ask_to_join(event, by, raised, written),
            What::JoinRequestAccepted { request } => self.let_in(request, event),
            What::JoinRequestDeclined { request } => self.turn_away(request, event),
            What::JoinRequestOverdue { request, .. } => self.join_overdue(request, event),
            What::CaseJoined(joined) => self.join(event, by, joined, written),
            What::CaseLeft {} => {
                self.end_involvements(event, |i| i.terms.organisation == by.organisation);
            }
            What::VolunteerAssigned(terms) => self.assign_volunteer(event, by, terms),
            What::VolunteerReleased { assignment } => self.release_volunteer(by, assignment),
            What::PersonLinked(PersonLinked { link, other }) => self.link_to(event, link, other),
            What::PersonUnlinked { link } => self.unlink(link),
            What::MergeBegun { into } => self.merging = Some(Merging { into, done: false }),
            What::MergeCompleted(MergeCompleted { merge, from }) => {
                self.complete_merge(event, merge, from)
            }
            What::MergedAway { into } => self.merging = Some(Merging { into, done: true }),
            What::MergeUndone { merge } => self.undo_merge(event, merge),
            What::RecordRestored {} => self.merging = None,
            What::RecordTakenIn(_)
            | What::AboutMeRecorded {}
            | What::AboutMeConfirmed {}
            | What::NoteRecorded {}
            | What::AskEnded {}
            | What::AnswerByMoved {}
            | What::InvolvementChanged {}
            | What::FactCorrected {}
            | What::IdentityCorrected {}
            | What::PersonSought { .. }
            | What::ContactPointRecorded { .. }
            | What::ContactPointEnded { .. }
            | What::VisitWarningRecorded { .. }
            | What::VisitWarningLifted { .. }
            | What::ReviewDecided(_) => {}
            What::HandoverOffered(offered) => self.handover_offered(event, by, offered, written),
            What::HandoverAccepted { handover } => self.handover_accepted(handover, event, by),
            What::HandoverDeclined { handover, .. } | What::HandoverCancelled { handover } => {
                self.handover_ended(handover, event);
            }
            What::HandoverOverdue { handover, .. } => self.handover_overdue(handover, event),
            What::LeadReassigned { lead } => self.lead_reassigned(event, lead),
            What::CustodyTaken(taken) => self.custody_taken(event, taken, written),
            What::ReviewRequested(requested) => {
                self.review_requested(event, by, requested, written)
            }
            What::ReviewScheduled(scheduled) => self.review_scheduled(event, scheduled, written),
            What::ReviewInvitationSent(sent) => self.review_invitation_sent(event, sent),
            What::ReviewCarried { review } => self.review_carried(review, written),
            What::NoDiscussionRecorded { review } => {
                self.review_closed(review, review::State::NoDiscussion)
            }
            What::ReviewWithdrawn { review } => {
                self.review_closed(review, review::State::Withdrawn)
            }
            What::ReviewHeld(held) => self.review_held(event, held),
            What::ReviewLapsed { review } => self.review_lapsed(review),
        }
    }

    fn open(&mut self, event: EventId, by: &By, case: CaseId, terms: ServiceTerms, lead: WorkerId) {
        if self.case.is_some() {
            return;
        }
        let holder = Holder {
            organisation: by.organisation.clone(),
            worker: lead,
        };
        self.case = Some(OpenCase {
            case,
            opened: event,
            holder,
            since: event,
        });
        self.involve(event, terms, None);
    }

    /// The last case is open again, with one part in it.
    fn reopen(&mut self, event: EventId, by: &By, reopened: CaseReopened) {
        let CaseReopened { case, terms, lead } = reopened;
        if self.case.is_none() {
            let again = self.endings.iter_mut().filter(|one| one.what.case == case);
            again.for_each(|one| one.reopened = true);
        }
        self.open(event, by, case, terms, lead);
    }

    /// A service takes part from here on.
    pub(crate) fn involve(&mut self, event: EventId, terms: ServiceTerms, through: Option<About>) {
        self.organisations.insert(terms.organisation.clone());
        self.involvements.push(Involvement {
            terms,
            event,
            version: self.version,
            through,
            ended: None,
        });
    }

    /// The involvements that are meant take part no longer.
    pub(crate) fn end_involvements(
        &mut self,
        event: EventId,
        meant: impl Fn(&Involvement) -> bool,
    ) {
        self.involvements
            .iter_mut()
            .filter(|i| i.ended.is_none() && meant(i))
            .for_each(|i| i.ended = Some(event));
    }

    fn end_agreement(&mut self, event: EventId, withdrawn: Option<u64>) {
        self.agreements
            .iter_mut()
            .filter(|agreement| agreement.event == event)
            .for_each(|agreement| {
                agreement.lapsed = true;
                agreement.withdrawn = agreement.withdrawn.or(withdrawn);
            });
    }

    pub(super) fn apply_fact(&mut self, recorded: Recorded) {
        if self.places.contains_key(&recorded.id) {
            return;
        }
        if let Some(restriction) = &recorded.fact.restriction {
            self.organisations
                .extend(restriction.organisations.iter().cloned());
            self.organisations
                .extend(restriction.workers.keys().cloned());
        }
        if let Some(older) = recorded
            .fact
            .replaces
            .filter(|older| self.places.contains_key(older))
        {
            self.newer.entry(older).or_default().push(recorded.id);
        }
        self.places.insert(recorded.id, self.facts.len());
        self.facts.push(recorded);
    }
}
