//! The journeys: each a state in which people's cases are found, told from its beginning, in a file of its own.

use std::pin::Pin;

use super::telling::Telling;

/// A journey under way.
pub type Told = Pin<Box<dyn Future<Output = anyhow::Result<Telling>> + Send>>;

/// A state in which people's cases are found.
#[derive(Clone, Copy)]
pub struct Journey {
    /// What it is called.
    pub name: &'static str,
    /// How many of 300 people are in it.
    pub of_300: usize,
    /// Before how many days it began: from, to.
    pub days_ago: (u32, u32),
    /// Tells it.
    pub tell: fn(Telling) -> Told,
}

macro_rules! journeys {
    ($($name:ident: $of_300:literal, began $from:literal to $to:literal days ago;)*) => {
        $(mod $name;)*

        /// Every journey. Where there are fewer people than journeys, the first ones are told.
        pub const JOURNEYS: &[Journey] = &[$(Journey {
            name: stringify!($name),
            of_300: $of_300,
            days_ago: ($from, $to),
            tell: |mut telling| Box::pin(async move {
                $name::tell(&mut telling).await?;
                Ok(telling)
            }),
        },)*];
    };
}

journeys! {
    maureen: 1, began 46 to 46 days ago;
    just_opened: 9, began 1 to 3 days ago;
    story_told: 8, began 4 to 40 days ago;
    without_a_number: 2, began 3 to 12 days ago;
    known_twice: 2, began 6 to 40 days ago;
    couple: 2, began 8 to 60 days ago;
    visited_with_care: 4, began 16 to 40 days ago;
    noted_on_the_wrong_person: 2, began 6 to 40 days ago;
    waiting: 12, began 3 to 7 days ago;
    waiting_urgently: 2, began 3 to 7 days ago;
    asked_first: 2, began 4 to 8 days ago;
    received_by_letter: 2, began 8 to 20 days ago;
    asked_twice: 2, began 20 to 40 days ago;
    overdue: 10, began 40 to 70 days ago;
    declined: 12, began 12 to 90 days ago;
    redirected: 13, began 25 to 90 days ago;
    accepted: 14, began 8 to 30 days ago;
    helped: 14, began 30 to 120 days ago;
    several_services: 14, began 50 to 160 days ago;
    completed: 8, began 40 to 120 days ago;
    taken_back: 2, began 15 to 60 days ago;
    objects_to_an_organisation: 10, began 30 to 90 days ago;
    objects_to_a_worker: 6, began 30 to 90 days ago;
    objects_to_a_purpose: 6, began 30 to 90 days ago;
    restricted: 12, began 20 to 80 days ago;
    agreement_ending: 12, began 30 to 60 days ago;
    agreement_ended: 8, began 60 to 100 days ago;
    decided_for: 7, began 30 to 100 days ago;
    concern_told: 4, began 8 to 40 days ago;
    concern_overdue: 2, began 8 to 12 days ago;
    concern_closed: 2, began 30 to 60 days ago;
    handed_over: 8, began 30 to 120 days ago;
    handover_waiting: 5, began 8 to 30 days ago;
    handover_overdue: 3, began 22 to 40 days ago;
    handover_declined: 3, began 15 to 60 days ago;
    reviewed: 7, began 30 to 120 days ago;
    review_waiting: 3, began 5 to 12 days ago;
    joined: 8, began 35 to 100 days ago;
    asked_to_join: 3, began 6 to 20 days ago;
    planned: 9, began 40 to 100 days ago;
    plan_review_due: 4, began 44 to 60 days ago;
    decided_otherwise: 7, began 30 to 90 days ago;
    paused: 5, began 20 to 30 days ago;
    resumed: 3, began 40 to 80 days ago;
    died: 4, began 40 to 120 days ago;
    moved_away: 2, began 40 to 120 days ago;
    closed: 6, began 50 to 160 days ago;
    reopened: 2, began 60 to 120 days ago;
    coordination_stopped: 4, began 40 to 90 days ago;
    long_story: 8, began 170 to 178 days ago;
}

/// Which journey each of so many people is on.
pub fn shared_out(people: usize) -> Vec<&'static Journey> {
    let mut shared = Vec::with_capacity(people);
    shared.extend(JOURNEYS.iter().take(people));
    // Each next one goes to the journey that lags most behind its share; Maureen is there once.
    let mut counts: Vec<usize> = vec![1; JOURNEYS.len()];
    while shared.len() < people {
        let next = (1..JOURNEYS.len()).min_by_key(|at| counts[*at] * 1_000 / JOURNEYS[*at].of_300);
        let next = next.unwrap_or_default();
        counts[next] += 1;
        shared.push(&JOURNEYS[next]);
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_hundred_people_are_shared_out_as_the_table_says() {
        assert_eq!(
            JOURNEYS.iter().map(|journey| journey.of_300).sum::<usize>(),
            300
        );
        let shared = shared_out(300);
        for journey in JOURNEYS {
            let count = shared.iter().filter(|one| one.name == journey.name).count();
            assert_eq!(count, journey.of_300, "{}", journey.name);
        }
        assert_eq!(shared_out(5).len(), 5);
    }
}
