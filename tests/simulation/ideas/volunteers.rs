//! What clients come up with about volunteers.

use casework::{
    calendar::{self, LastDay},
    event::By,
    history::History,
    testing,
    volunteer::{assign::AssignVolunteer, release::ReleaseVolunteer},
};
use jiff::{Timestamp, ToSpan};

use super::{CATEGORIES, WORKERS, involved};
use crate::{chance::Chance, order::Ask};

/// A volunteer is named, or released.
pub fn idea(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let by = involved(chance, history);
    let ask = if chance.one_in(3) {
        let organisation = by.organisation.clone();
        let assignment = history.volunteers(&organisation).next()?.terms.assignment;
        Ask::ReleaseVolunteer(ReleaseVolunteer {
            assignment,
            words: None,
        })
    } else {
        let days = i64::try_from(chance.below(4)).unwrap();
        Ask::AssignVolunteer(AssignVolunteer {
            worker: chance.pick(&WORKERS).parse().unwrap(),
            until: LastDay::on(calendar::date_at(now) + days.days())?,
            ..testing::assign(&[chance.pick(&CATEGORIES)])
        })
    };
    Some((by, ask))
}
