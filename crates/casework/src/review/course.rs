//! The course of a review: what each of its events does to it. Each leaves a review alone to which it cannot happen.

use crate::{
    category::Categories,
    event::By,
    history::History,
    ids::{EventId, ReviewId},
    review::{
        Guest, MeetingOf, Review, ReviewHeld, ReviewInvitationSent, ReviewRequested,
        ReviewScheduled, State,
    },
};

impl History {
    pub(crate) fn review_requested(
        &mut self,
        event: EventId,
        by: &By,
        requested: ReviewRequested,
        written: Categories,
    ) {
        let review = Review::new(event, self.version(), by, requested, written);
        self.reviews.entry(review.id).or_insert(review);
    }

    pub(crate) fn review_scheduled(
        &mut self,
        event: EventId,
        scheduled: ReviewScheduled,
        written: Categories,
    ) {
        self.organisations
            .insert(scheduled.organiser.organisation.clone());
        self.on_review(scheduled.review, |review| {
            review.schedule(event, written, scheduled);
        });
    }

    pub(crate) fn review_invitation_sent(&mut self, event: EventId, sent: ReviewInvitationSent) {
        self.organisations.insert(sent.invited.organisation.clone());
        self.on_review(sent.review, |review| review.invite(event, sent.invited));
    }

    pub(crate) fn review_carried(&mut self, review: ReviewId, written: Categories) {
        self.on_review(review, |review| review.carry(written));
    }

    pub(crate) fn review_closed(&mut self, review: ReviewId, state: State) {
        self.on_review(review, |review| review.close(state));
    }

    pub(crate) fn review_held(&mut self, event: EventId, held: ReviewHeld) {
        let attended = held.attended.iter();
        self.organisations
            .extend(attended.map(|guest| guest.organisation.clone()));
        self.on_review(held.review, |review| review.hold(event, held));
    }

    pub(crate) fn review_lapsed(&mut self, review: ReviewId) {
        self.on_review(review, |review| review.window = None);
    }

    fn on_review(&mut self, id: ReviewId, change: impl FnOnce(&mut Review)) {
        if let Some(review) = self.reviews.get_mut(&id) {
            change(review);
        }
    }
}

impl Review {
    fn new(
        event: EventId,
        version: u64,
        by: &By,
        requested: ReviewRequested,
        categories: Categories,
    ) -> Self {
        let ReviewRequested {
            review,
            agreed,
            attached,
        } = requested;
        Self {
            id: review,
            event,
            version,
            from: by.organisation.clone(),
            agreed,
            attached,
            categories,
            state: State::Waiting,
            window: None,
            organiser: None,
            invited: Vec::new(),
            attended: Vec::new(),
            organisers_ever: Vec::new(),
            left: Vec::new(),
        }
    }

    fn schedule(&mut self, event: EventId, written: Categories, scheduled: ReviewScheduled) {
        if self.state != State::Waiting {
            return;
        }
        self.categories = self.categories.with(written);
        self.window = Some(scheduled.window_ends);
        self.organisers_ever.push(scheduled.organiser.clone());
        self.state = State::Scheduled(MeetingOf {
            organiser: scheduled.organiser.organisation.clone(),
            meeting: scheduled.meeting,
        });
        self.organiser = Some((event, scheduled.organiser));
    }

    fn invite(&mut self, event: EventId, guest: Guest) {
        let known = |(_, invited): &(EventId, Guest)| invited.organisation == guest.organisation;
        if self.is_open() && !self.invited.iter().any(known) {
            self.invited.push((event, guest));
        }
    }

    /// Off the agenda: until it is on another one, nobody sees the pack.
    fn carry(&mut self, written: Categories) {
        if matches!(self.state, State::Scheduled(_)) {
            self.categories = self.categories.with(written);
            self.leave(State::Waiting);
            (self.window, self.organiser) = (None, None);
        }
    }

    fn close(&mut self, state: State) {
        if self.is_open() {
            self.leave(state);
            (self.window, self.organiser) = (None, None);
        }
    }

    fn leave(&mut self, state: State) {
        if let State::Scheduled(meeting) = std::mem::replace(&mut self.state, state) {
            self.left.push(meeting);
        }
    }

    fn hold(&mut self, event: EventId, held: ReviewHeld) {
        if matches!(self.state, State::Scheduled(_)) {
            self.state = State::Held;
            self.window = Some(held.window_ends);
            self.attended = held
                .attended
                .into_iter()
                .map(|guest| (event, guest))
                .collect();
        }
    }

    /// The case has ended: nothing is to be discussed, and nobody sees a pack.
    pub(crate) fn end(&mut self) {
        self.close(State::Withdrawn);
        self.window = None;
    }
}
