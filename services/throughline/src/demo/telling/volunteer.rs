//! A volunteer helps.

use api::v1::{AssignVolunteerRequest, Category};

use super::{Telling, numbers};
use crate::demo::send::send;

/// What volunteers help with.
const TASKS: [&str; 4] = [
    "Goes with {name} to the choir on Thursdays.",
    "Drinks tea with {name} once a week.",
    "Drives {name} to the clinic and waits there.",
    "Walks the dog when {name} cannot.",
];

impl Telling {
    /// An organisation that takes part and has volunteers names one of them.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn is_helped_by_a_volunteer(&mut self) -> anyhow::Result<()> {
        let volunteer = |part: &super::Part| {
            let workers = &mut part.offer.organisation().workers.iter();
            let found = workers.find(|worker| worker.role == "volunteer");
            found.map(|worker| (part.who.clone(), worker.id))
        };
        let Some((who, worker)) = self.parts.iter().find_map(volunteer) else {
            return Ok(());
        };
        let until = i64::from(self.days_left()) + 60;
        let shown = [Category::Identity, Category::Contact, Category::AboutMe];
        let request = AssignVolunteerRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            worker: worker.to_owned(),
            task: self.say(&TASKS),
            categories: numbers(&shown),
            until: self.date_in(until),
        };
        let named = send!(self.sender, &who, volunteers.assign_volunteer, request)?;
        self.keep(&who, named.receipt);
        Ok(())
    }
}
