//! `RecordFirstContact`: the service has met or spoken to the person, and whoever raised the referral is told.

use jiff::civil::Date;

use crate::{
    calendar,
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{EventId, Mint, ReferralId},
    referral::{Told, to_follow},
    refusal::{Code, Refusal},
    words::Words,
};

/// Records the first contact after a referral was accepted.
#[derive(Clone, Debug)]
pub struct RecordFirstContact {
    /// The referral.
    pub referral: ReferralId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// On which day it was.
    pub on: Date,
    /// What came of it.
    pub words: Option<Words>,
}

impl Command for RecordFirstContact {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let mut joined = to_follow(history, self.referral, self.seen, context)?;
        joined.retain(|referral| !referral.first_contact);
        if joined.is_empty() {
            return Err(Code::FirstContactRecorded.into());
        }
        calendar::so_far("on", self.on, context.now)?;
        let told = Told::FirstContact {
            on: self.on,
            words: self.words.clone(),
        };
        let contacts = joined.iter().map(|referral| {
            let what = What::FirstContactRecorded {
                referral: referral.id,
            };
            referral.draft(what, told.clone())
        });
        Ok(contacts.collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{World, gp, link_worker, referral, referrals::first_contact};

    #[test]
    fn both_sides_see_the_day_and_there_is_one_first_time() {
        let mut world = World::with_involved_charity();
        let contact = first_contact(&world.history);
        let event = world.when(&link_worker(), &contact).unwrap()[0].id;
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, event));
        assert_eq!(shown, [1, 1]);
        let again = first_contact(&world.history);
        let refusal = world.when(&link_worker(), &again).unwrap_err();
        assert_eq!(refusal.code, Code::FirstContactRecorded);
    }

    #[test]
    fn it_is_the_services_to_record_once_it_has_accepted() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let contact = first_contact(&world.history);
        let codes = [link_worker(), gp()].map(|by| world.when(&by, &contact).unwrap_err().code);
        assert_eq!(codes, [Code::ReferralNotAccepted, Code::ReferralUnknown]);
    }

    #[test]
    fn nobody_was_met_tomorrow() {
        let mut world = World::with_involved_charity();
        for (on, code) in [
            ("2026-06-09", Code::DateFuture),
            ("1926-06-09", Code::DateTooFar),
        ] {
            let contact = RecordFirstContact {
                on: on.parse().unwrap(),
                ..first_contact(&world.history)
            };
            let refusal = world.when(&link_worker(), &contact).unwrap_err();
            assert_eq!(refusal, Refusal::of(code, "on"));
        }
    }
}
