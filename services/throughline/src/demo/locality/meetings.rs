//! The meetings of the locality's team: every Wednesday morning, organised by one practice, with everybody invited who
//! may have something to offer.

use api::v1::ScheduleMeetingRequest;
use jiff::{
    Span,
    civil::{Date, Weekday},
    tz::TimeZone,
};

use super::{Locality, organisations::ORGANISATIONS};
use crate::demo::{
    acting::Acting,
    send::{Sender, send},
    telling::DAYS,
    timeline,
};

/// Who organises the meetings, and who chairs them.
const ORGANISER: (&str, &str) = ("PARK-ROAD-SURGERY", "anna.kowalska");
/// Until how many days after today meetings are planned.
const AHEAD: u32 = 21;

/// A meeting.
#[derive(Clone)]
pub struct Meeting {
    /// The day of the timeline.
    pub day: u32,
    /// Its id.
    pub id: String,
}

impl Locality {
    /// The meetings, the first one first.
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// Who chairs the meetings.
    pub fn chair(&self) -> Acting {
        let organisation = format!("{}{}", ORGANISER.0, self.suffix);
        Acting::new(
            &self.connection,
            &organisation,
            ORGANISER.1,
            "care-coordinator",
        )
    }

    /// Schedules every meeting, on a timeline whose day 0 is `first`.
    pub(super) async fn schedule_meetings(
        &mut self,
        first: Date,
        sender: &mut Sender,
    ) -> anyhow::Result<()> {
        let chair = self.chair();
        let others = ORGANISATIONS.iter().filter(|one| one.code != ORGANISER.0);
        let team: Vec<String> = others.map(|one| self.code(one)).collect();
        let days = (1..DAYS + AHEAD)
            .filter(|day| timeline::date(first, *day).weekday() == Weekday::Wednesday);
        for day in days {
            let begins = timeline::date(first, day)
                .at(8, 0, 0, 0)
                .to_zoned(TimeZone::UTC)?;
            let starts_at = begins.timestamp();
            let ends_at = starts_at.checked_add(Span::new().hours(1))?;
            let request = ScheduleMeetingRequest {
                command_id: sender.command_id(),
                title: "Walbrook and Lea team meeting".into(),
                starts_at: Some(api::types::timestamp(starts_at)),
                ends_at: Some(api::types::timestamp(ends_at)),
                place: "Park Road Surgery, upstairs; or by video".into(),
                minutes_per_item: 5,
                team: team.clone(),
            };
            let scheduled = send!(sender, &chair, meetings.schedule_meeting, request)?;
            self.meetings.push(Meeting {
                day,
                id: scheduled.meeting_id,
            });
        }
        Ok(())
    }
}
