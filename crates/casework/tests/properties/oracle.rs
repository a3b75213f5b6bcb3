//! The oracle: who may read which fact, stated a second time, from the plain list of events.
//!
//! Nothing of disclosure's own rules or of the folded history may be used here, and nothing is kept up to
//! date: every list is drawn from all the events at once, so that a mistake in either statement shows.

#[path = "oracle/met.rs"]
mod met;
#[path = "oracle/owed.rs"]
mod owed;
#[path = "oracle/people.rs"]
mod people;
#[path = "oracle/volunteers.rs"]
mod volunteers;

use std::collections::BTreeSet;

use casework::{
    Categories, Category, Role,
    about_me::Heading,
    agreement::Audience,
    disclosure::Rule,
    fact::About,
    ids::{EventId, FactId, OrganisationId},
    objection::Against,
    service::{Purpose, ServiceTerms},
};
use jiff::Timestamp;

use crate::{
    telling::{Involved, Known, Reader, Telling, is_entry, is_passage},
    themes::sharing::ReadBy,
};

/// One reason to show a fact, before objections.
struct Reason {
    rule: Rule,
    rests_on: EventId,
    /// The purposes that it serves.
    purposes: Vec<Purpose>,
    /// The place of the event with which the person agreed to it, where they did.
    agreed_at: Option<usize>,
}

impl<'a> Telling<'a> {
    /// The rules, with what they rest on, that let this worker read this fact at this moment.
    pub fn visible(
        &self,
        organisation: &OrganisationId,
        reader: &Reader,
        id: FactId,
        now: Timestamp,
    ) -> BTreeSet<(Rule, EventId)> {
        let Some(fact) = self.fact(id) else {
            return BTreeSet::new();
        };
        // Who sees a confirmation is who sees its passage, and for no other reason: having recorded it is none.
        if let About::Confirmation { passage } = fact.fact.about {
            return self
                .confirmed(fact, passage)
                .map(|passage| self.visible(organisation, reader, passage.id, now))
                .unwrap_or_default();
        }
        // An agreement that ends soon: whoever sees the agreement, as long as it stands.
        if let About::AgreementEnding { agreement } = fact.fact.about {
            let recorded = FactId {
                event: agreement,
                index: 0,
            };
            let before =
                |one: &Known<'a>| one.place < fact.place && one.fact.about == About::Agreement;
            let stands = self.agreed.iter().any(|agreed| agreed.event == agreement);
            return match self.fact(recorded).filter(before).filter(|_| stands) {
                Some(agreement) => self.visible(organisation, reader, agreement.id, now),
                None => BTreeSet::new(),
            };
        }
        // An entry that was recorded in error: whoever would see it if it had not been.
        if let About::Retraction { entry } = fact.fact.about {
            let before = |one: &Known<'a>| one.place < fact.place && is_entry(*one);
            return match self.fact(entry).filter(before) {
                Some(entry) => {
                    let as_it_was = ReadBy {
                        in_error: false,
                        ..self.readers[&entry.id].clone()
                    };
                    self.in_its_place(organisation, reader, entry, &as_it_was, now)
                }
                None => BTreeSet::new(),
            };
        }
        self.in_its_place(organisation, reader, fact, &self.readers[&fact.id], now)
    }

    /// What shows the fact, where those who may not see a newer version see no older one.
    fn in_its_place(
        &self,
        organisation: &OrganisationId,
        reader: &Reader,
        fact: Known<'a>,
        read_by: &ReadBy,
        now: Timestamp,
    ) -> BTreeSet<(Rule, EventId)> {
        let mut rules = self.as_it_stands(organisation, reader, fact, read_by, now);
        let hidden = |newest: Known<'a>| {
            let read_by = &self.readers[&newest.id];
            self.as_it_stands(organisation, reader, newest, read_by, now)
                .is_empty()
        };
        let own = rules.iter().any(|(rule, _)| *rule == Rule::OwnRecord);
        let mut newer = self.newest(fact).into_iter();
        if !own && newer.any(|newest| newest.id != fact.id && hidden(newest)) {
            rules.retain(|(rule, _)| *rule == Rule::Duty);
        }
        rules
    }

    /// What shows the fact, whatever became of it later.
    fn as_it_stands(
        &self,
        organisation: &OrganisationId,
        reader: &Reader,
        fact: Known<'a>,
        read_by: &ReadBy,
        now: Timestamp,
    ) -> BTreeSet<(Rule, EventId)> {
        let mut reasons = if read_by.is_restricted() {
            self.restricted(organisation, reader, fact, read_by)
        } else {
            self.unrestricted(organisation, fact, now)
        };
        if !read_by.in_error && !read_by.is_officers() {
            reasons.extend(self.owed_to(organisation, &reader.worker, fact, now));
        }
        let helps = self.may_help_with(organisation, reader, fact, now);
        reasons.retain(|reason| helps && !self.objected_to(organisation, reader, fact, reason));
        let reasons = reasons.into_iter();
        reasons
            .map(|reason| (reason.rule, reason.rests_on))
            .collect()
    }

    fn restricted(
        &self,
        organisation: &OrganisationId,
        reader: &Reader,
        fact: Known<'a>,
        read_by: &ReadBy,
    ) -> Vec<Reason> {
        let own = fact.by.organisation == *organisation;
        // What was recorded on the wrong person stays with the recorder's privacy officers.
        if read_by.is_officers() {
            let reason = Reason {
                rule: Rule::OwnRecord,
                rests_on: fact.id.event,
                purposes: Vec::new(),
                agreed_at: None,
            };
            let reads = own && reader.role == Role::PrivacyOfficer;
            return reads.then_some(reason).into_iter().collect();
        }
        let wrote_it = own && fact.by.worker == reader.worker;
        // What was recorded in error stays with its recorder's organisation.
        let named = read_by.names(organisation, &reader.worker) && (own || !read_by.in_error);
        let mut reasons = Vec::new();
        for duty in self
            .duties
            .iter()
            .filter(|duty| *duty.worker == reader.worker)
        {
            if own && duty.organisation == organisation && duty.about == fact.fact.about {
                reasons.push(Reason {
                    rule: Rule::Duty,
                    rests_on: duty.event,
                    purposes: Vec::new(),
                    agreed_at: None,
                });
            }
        }
        if !wrote_it && !named {
            return reasons;
        }
        let rule = if own { Rule::OwnRecord } else { Rule::Named };
        reasons.push(Reason {
            rule,
            rests_on: fact.id.event,
            purposes: self.purposes_of(organisation),
            agreed_at: None,
        });
        reasons
    }

    fn unrestricted(
        &self,
        organisation: &OrganisationId,
        fact: Known<'a>,
        now: Timestamp,
    ) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if fact.by.organisation == *organisation && fact.by.role != Role::Timekeeper {
            let rests_on = fact.id.event;
            reasons.push(Reason {
                rule: Rule::OwnRecord,
                rests_on,
                purposes: Vec::new(),
                agreed_at: None,
            });
        }
        if let About::ReferralOptions { referral } = fact.fact.about {
            let about = About::Referral { referral };
            let mut asked = self.asked.iter().filter(|asked| asked.about == about);
            let mut received = self.parties.iter().filter(|party| party.about == about);
            if asked.any(|asked| asked.terms.organisation == *organisation)
                || received.any(|party| party.organisation == organisation)
            {
                return reasons;
            }
        }
        reasons.extend(self.through_asking(organisation, fact));
        reasons.extend(self.through_parts(organisation, fact));
        reasons.extend(self.through_meetings(organisation, fact, now));
        let involved = self
            .involved
            .iter()
            .filter(|involved| involved.terms.organisation == *organisation);
        for involved in involved {
            reasons.extend(self.through_involvement(involved, fact, now));
        }
        reasons
    }

    fn through_asking(&self, organisation: &OrganisationId, fact: Known<'a>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for asked in &self.asked {
            let thread = fact.fact.about == asked.about;
            let agreed_at = asked.agreed.then_some(asked.place);
            if asked.terms.organisation == *organisation {
                let purposes = vec![asked.terms.purpose];
                if asked.answer.is_some() {
                    if thread {
                        reasons.push(Reason {
                            rule: Rule::Party,
                            rests_on: asked.event,
                            purposes,
                            agreed_at,
                        });
                    }
                } else {
                    let ticked = self.ticked(asked, fact);
                    if ticked || thread || self.is_needed_to_meet(fact) {
                        let agreed_at = if ticked { Some(asked.place) } else { agreed_at };
                        reasons.push(Reason {
                            rule: Rule::Invited,
                            rests_on: asked.event,
                            purposes,
                            agreed_at,
                        });
                    }
                }
            }
            if asked.from == organisation && thread {
                let purposes = self.purposes_of(organisation);
                reasons.push(Reason {
                    rule: Rule::Party,
                    rests_on: asked.event,
                    purposes,
                    agreed_at,
                });
            }
        }
        reasons
    }

    fn through_involvement(
        &self,
        involved: &Involved<'a>,
        fact: Known<'a>,
        now: Timestamp,
    ) -> Vec<Reason> {
        let purposes = vec![involved.terms.purpose];
        let mut reasons = Vec::new();
        if direct_care_shows(involved.terms, fact.fact.categories) {
            let rests_on = involved.event;
            reasons.push(Reason {
                rule: Rule::DirectCare,
                rests_on,
                purposes: purposes.clone(),
                agreed_at: None,
            });
        }
        for agreed in &self.agreed {
            let with = match &agreed.terms.audience {
                Audience::Organisation(organisation) => {
                    *organisation == involved.terms.organisation
                }
                Audience::Purpose(purpose) => *purpose == involved.terms.purpose,
                Audience::EveryoneInvolved => true,
            };
            let ended = agreed.terms.until.is_some_and(|until| now >= until.ends_at);
            if with && !ended && all_in(fact.fact.categories, agreed.terms.categories) {
                let (rests_on, agreed_at) = (agreed.event, Some(agreed.place));
                reasons.push(Reason {
                    rule: Rule::Agreement,
                    rests_on,
                    purposes: purposes.clone(),
                    agreed_at,
                });
            }
        }
        let ticked = involved
            .through
            .is_some_and(|asked| self.ticked(&asked, fact));
        let shown_by_referral = self.is_needed_to_meet(fact);
        let own_part = fact.id.event == involved.event;
        let warns = self.is_warning(fact);
        if own_part || ticked || shown_by_referral || warns || is_plain_passage(fact) {
            let agreed_at = involved
                .through
                .filter(|asked| ticked || asked.agreed && shown_by_referral);
            let agreed_at = agreed_at.map(|asked| asked.place);
            reasons.push(Reason {
                rule: Rule::Party,
                rests_on: involved.event,
                purposes,
                agreed_at,
            });
        }
        reasons
    }

    fn objected_to(
        &self,
        organisation: &OrganisationId,
        reader: &Reader,
        fact: Known<'a>,
        reason: &Reason,
    ) -> bool {
        // Whatever is objected to, and by whom.
        if reason.rule == Rule::Duty {
            return false;
        }
        self.objected.iter().any(|(place, objection)| {
            if objection
                .categories
                .is_some_and(|objected| none_in(fact.fact.categories, objected))
            {
                return false;
            }
            let against_it = match &objection.against {
                // Whatever the rule, and whatever was agreed later.
                Against::Worker(theirs, named) => {
                    return theirs == organisation && *named == reader.worker;
                }
                Against::Organisation(objected) => objected == organisation,
                Against::Purpose(purpose) => reason.purposes.contains(purpose),
                Against::Everyone => true,
            };
            // By the clock, which goes forward within one record: of two that were merged, the later holds too.
            let moment = |place: usize| (self.times[place], place);
            let agreed_later = reason
                .agreed_at
                .is_some_and(|agreed_at| moment(agreed_at) > moment(*place));
            against_it && reason.rule != Rule::OwnRecord && !agreed_later
        })
    }
}

fn is_plain_passage(fact: Known<'_>) -> bool {
    let plain = |category| matches!(category, Category::AboutMe | Category::Plan);
    is_passage(fact) && fact.fact.categories.iter().all(plain)
}

fn is_communication_need(fact: Known<'_>) -> bool {
    fact.fact.about
        == About::Passage {
            heading: Heading::Communication,
        }
        && is_plain_passage(fact)
}

fn direct_care_shows(terms: &ServiceTerms, categories: Categories) -> bool {
    use Category::{AboutSomebodyElse, Justice, SexualHealth, SubstanceUse};
    let never = |category| {
        matches!(
            category,
            SexualHealth | SubstanceUse | Justice | AboutSomebodyElse
        )
    };
    matches!(terms.purpose, Purpose::HealthCare | Purpose::SocialCare)
        && categories
            .iter()
            .all(|category| terms.needs.contains(category) && !never(category))
}

fn all_in(categories: Categories, set: Categories) -> bool {
    categories.iter().all(|category| set.contains(category))
}

fn none_in(categories: Categories, set: Categories) -> bool {
    categories.iter().all(|category| !set.contains(category))
}
