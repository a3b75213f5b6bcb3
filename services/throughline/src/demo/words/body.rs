//! What people come with about their bodies.

use api::v1::{Category, Heading};

use super::{Ask, Need, passage};

pub(super) const BREATHLESS: Need = Need {
    opened_by: &["practice", "breathing"],
    ages: (52, 84),
    topic: Category::Health,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "To walk to the end of the pier and back.",
                "To mow my own lawn, in two goes if need be.",
                "To play with my grandson on the floor and get up again.",
            ],
        ),
        passage(
            Heading::Wellness,
            &[Category::Health],
            &[
                "My chest. Cold air and stairs; the rest I can do.",
                "I know when an attack comes. Two puffs, sit forward, and wait.",
            ],
        ),
        passage(
            Heading::People,
            &[Category::Family],
            &[
                "My wife Pauline worries more than I do.",
                "Three grandchildren; the eldest fetches the shopping.",
            ],
        ),
        passage(
            Heading::Support,
            &[Category::SocialCare],
            &[
                "Give me the time to get to the door.",
                "Not on Fridays; that is my oxygen delivery.",
            ],
        ),
    ],
    seen: &[
        "Chest infection, the third this winter. Rescue pack started; {name} knew when.",
        "Breathing better. Inhaler technique gone through once more, for both of us.",
        "{name} does the stairs in one go again.",
        "Weight steady, ankles no longer swollen. Tablets as before.",
    ],
    agrees: &["All of you may know about my chest. It is no secret; you can hear it."],
    shares: &[Category::Health, Category::SocialCare],
    private: "{name} has begun to smoke again and is ashamed of it before {their} wife.",
    goals: &[
        "The pier, there and back.",
        "A whole winter without hospital.",
    ],
    steps: &[
        (
            "Eight weeks of breathing exercises, at the clinic.",
            "breathing",
        ),
        ("A grant for the heating.", "advice"),
    ],
    asks: &[
        Ask {
            of: "breathing",
            topic: Category::Health,
            reasons: &[
                "Three infections this winter; {name} would like to learn to manage them at home.",
            ],
            welcome: "A place in the group from the 6th.",
            first: "Walked 240 metres in six minutes, with one rest. Aim: 300.",
            outcome: "310 metres; has a plan for bad days and has used it once.",
            told: "I did the pier. With two benches.",
        },
        Ask {
            of: "advice",
            topic: Category::Money,
            reasons: &[
                "{name} heats one room only. There are grants for people with a lung condition.",
            ],
            welcome: "Bring the last two bills on Monday.",
            first: "Two grants applied for; the meter is to be changed.",
            outcome: "Both grants paid.",
            told: "Warm for the first time in two winters.",
        },
        Ask {
            of: "friends",
            topic: Category::SocialCare,
            reasons: &[
                "{name} used to sing and was told that it is good for the chest. Is there a group?",
            ],
            welcome: "Singing for Breathing, Wednesdays at two.",
            first: "Sat by the door in case, and stayed.",
            outcome: "Sings each week.",
            told: "I had forgotten that I am a bass.",
        },
    ],
};
