//! What people come with about mood, fear and drink.

use api::v1::{Category, Heading};

use super::{Ask, Need, not_again, passage};

pub(super) const LOW: Need = Need {
    opened_by: &["practice", "mental-health"],
    ages: (26, 74),
    topic: Category::MentalHealth,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "To want to get up again.",
                "My boys. They should not see me like this for much longer.",
                "Work. I am a baker, and I miss the nights.",
            ],
        ),
        not_again(
            Heading::Wellness,
            &[Category::MentalHealth],
            &[
                "I get very low, and I have thought about not being here.",
                "It began after the baby. I have said all that I want to say about it.",
            ],
        ),
        passage(
            Heading::Support,
            &[Category::MentalHealth],
            &[
                "If I stop answering, come round. Do not ring the police first.",
                "Walking helps. Talking comes after.",
            ],
        ),
        passage(
            Heading::People,
            &[Category::Family],
            &[
                "My friend Carl knows. My mother must not.",
                "My husband, and the women from the bakery.",
            ],
        ),
    ],
    seen: &[
        "Low for six weeks, sleeps three hours. Has thought about not being here; no plan, and a reason to stay: the boys. Seen again on Friday.",
        "Began tablets ten days ago. Less flat; still does not open the curtains before noon.",
        "{name} walked here, all the way along the canal.",
        "Back at work for two mornings. Tired, and pleased.",
    ],
    agrees: &["The people who help me walk need not know why. Only that I might cancel."],
    shares: &[Category::MentalHealth, Category::SocialCare],
    private: "{name} told me where the tablets were kept, and gave them to me. Not to be mentioned before the family.",
    goals: &[
        "Two mornings a week at work.",
        "To take the boys swimming on Saturdays.",
    ],
    steps: &[
        (
            "A call on Fridays, whatever the week was like.",
            "mental-health",
        ),
        ("The canal walk on Tuesdays.", "friends"),
    ],
    asks: &[
        Ask {
            of: "talking",
            topic: Category::MentalHealth,
            reasons: &[
                "Low for two months, safe, and would like to talk to somebody who is not a doctor.",
            ],
            welcome: "First session in three weeks; a call before that.",
            first: "Agreed on eight sessions, walking where the weather allows.",
            outcome: "Eight sessions. Mood up, sleep up; knows what to do when it dips.",
            told: "I would have stopped after two. I am glad I did not.",
        },
        Ask {
            of: "mental-health",
            topic: Category::MentalHealth,
            reasons: &[
                "Severely low, with thoughts of ending {their} life; more than the practice can hold alone.",
            ],
            welcome: "We see {name} tomorrow.",
            first: "Seen at home with {their} friend. A plan for bad nights, written by {name}, and a number that is answered.",
            outcome: "Out of the worst. Seen monthly now.",
            told: "They came to my house. That mattered.",
        },
        Ask {
            of: "friends",
            topic: Category::SocialCare,
            reasons: &["{name} would like to walk with others, and not to explain {them}self."],
            welcome: "Tuesdays at ten, by the lock. No questions.",
            first: "Walked with us. Mostly listened.",
            outcome: "Walks each week.",
            told: "Best hour of the week.",
        },
    ],
};

pub(super) const ANXIOUS: Need = Need {
    opened_by: &["practice", "talking"],
    ages: (18, 34),
    topic: Category::MentalHealth,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "To get on a bus without planning it for three days.",
                "To finish college. I was good at it.",
            ],
        ),
        passage(
            Heading::Wellness,
            &[Category::MentalHealth],
            &[
                "My heart races and I think that I will die. I know that I will not.",
                "Mornings are fine. Crowds are not.",
            ],
        ),
        passage(
            Heading::People,
            &[Category::Family],
            &[
                "My nan. And my online friends, who are real.",
                "My housemates know what to do: nothing, and stay.",
            ],
        ),
        passage(
            Heading::DoAndDoNot,
            &[],
            &[
                "Please don't tell me to breathe. Please sit with me until it is over.",
                "Camera off is fine. I am still listening.",
            ],
        ),
    ],
    seen: &[
        "Three attacks this week, all on the way to college. {name} left one stop later each day, by {their} own idea.",
        "{name} brought a drawing of what it feels like. Clearer than my notes.",
        "Rode two stops with the health coach.",
        "A week without an attack, and an essay handed in.",
    ],
    agrees: &["College may know that I might leave the room. Not why."],
    shares: &[Category::MentalHealth],
    private: "{name} was hurt at school and named who did it. Asked that this goes no further.",
    goals: &["Five stops, alone.", "To sit my exams in the hall."],
    steps: &[
        ("Ride one stop further each week.", "practice"),
        ("The Wednesday group.", "talking"),
    ],
    asks: &[
        Ask {
            of: "talking",
            topic: Category::MentalHealth,
            reasons: &["Panic on buses and in crowds for a year; {name} wants to finish college."],
            welcome: "A first session by video, camera as {name} likes.",
            first: "Camera off, good talk. A ladder of ten small steps; the first one is done.",
            outcome: "Seven of ten steps. Discharged with a plan of {their} own.",
            told: "I took the 38 to the end of the line, on purpose.",
        },
        Ask {
            of: "friends",
            topic: Category::SocialCare,
            reasons: &["{name} would like something to do with {their} hands, among few people."],
            welcome: "The pottery has a quiet table on Mondays.",
            first: "Came, made a bowl, left early, and texted to say thanks.",
            outcome: "A regular; helps with the kiln.",
            told: "I made my nan a teapot.",
        },
    ],
};

pub(super) const DRINKING: Need = Need {
    opened_by: &["practice", "recovery"],
    ages: (28, 66),
    topic: Category::SubstanceUse,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "My daughter's wedding. I mean to stand there sober.",
                "To be trusted with keys again.",
            ],
        ),
        not_again(
            Heading::Wellness,
            &[Category::SubstanceUse],
            &[
                "I drink. You need not ask each time how much; I will say it when it changes.",
                "I used, and I do not now. Ask me how I am and not whether.",
            ],
        ),
        passage(
            Heading::People,
            &[Category::Family],
            &[
                "My sponsor, Pete. My sister on Sundays.",
                "My daughter, when I am well.",
            ],
        ),
        passage(
            Heading::Support,
            &[],
            &["Evenings are the hard time. A call at six is worth ten appointments."],
        ),
    ],
    seen: &[
        "{name} came sober, and said that it was hard. Blood tests taken.",
        "Liver values better than in spring. Told {them} so, plainly.",
        "Missed two appointments; rang. A bad fortnight, and {name} is back.",
        "Forty days. {name} counts, and so do I.",
    ],
    agrees: &["The doctor and Turning Tide may talk. Work must not hear of it, nor the council."],
    shares: &[Category::SubstanceUse, Category::Health],
    private: "{name} drove after drinking in October, and has given the car to {their} sister since.",
    goals: &[
        "Dry on the day of the wedding.",
        "To see my daughter every week.",
    ],
    steps: &[
        (
            "A call at six, each evening of the first month.",
            "recovery",
        ),
        ("Blood tests in eight weeks.", "practice"),
    ],
    asks: &[
        Ask {
            of: "recovery",
            topic: Category::SubstanceUse,
            reasons: &["{name} wants to stop drinking, and has tried alone twice."],
            welcome: "Drop in on any morning, or we come to you.",
            first: "A plan to come down slowly, with the practice. {name} chose the date.",
            outcome: "Three months dry; goes on with the Thursday group.",
            told: "Nobody preached. I am still counting.",
        },
        Ask {
            of: "friends",
            topic: Category::SocialCare,
            reasons: &["{name} needs somewhere to be in the evenings that is not a pub."],
            welcome: "The repair café is open until nine.",
            first: "Mended two radios on the first evening.",
            outcome: "There twice a week.",
            told: "I am the radio man now.",
        },
    ],
};
