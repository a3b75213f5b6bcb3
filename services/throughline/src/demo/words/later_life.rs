//! What people come with in later life: being alone, falls, memory, the last months.

use api::v1::{Category, Heading};

use super::{Ask, Need, not_again, passage};

pub(super) const LONELY: Need = Need {
    opened_by: &["practice", "friends"],
    ages: (66, 92),
    topic: Category::SocialCare,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "I want to get back to choir on Thursdays.",
                "To have somebody to talk to on a Sunday. Sundays are long.",
                "My allotment. I have not been since the spring.",
                "That I go on living here. I was born in this street.",
            ],
        ),
        not_again(
            Heading::People,
            &[],
            &[
                "Joe died in March. Please do not ask me how.",
                "My sister and I do not speak. Leave it at that, please.",
                "My son is in Australia. We talk on Fridays, and I do not want him worried.",
            ],
        ),
        passage(
            Heading::Wellness,
            &[Category::Health],
            &[
                "My knees are bad, and the tablets upset my stomach. Otherwise I am not ill.",
                "Sleep is the trouble. I am up at four with the radio.",
            ],
        ),
        passage(
            Heading::AlsoWorthKnowing,
            &[],
            &[
                "I was a seamstress for thirty years. I could teach somebody.",
                "I play the cornet; I was with the town's brass band until it folded.",
            ],
        ),
    ],
    seen: &[
        "{name} had not spoken to anybody for four days. We talked for an hour, mostly about the old market.",
        "Cupboards are full, the post is opened, the heating is on. It is company that is missing.",
        "{name} walked to the corner shop with me, the first time since the clocks went back.",
        "A neighbour has begun to knock on Sundays. {name} bakes for it.",
    ],
    agrees: &[
        "Tell them what they need, so that I need not say it all again.",
        "Yes to the choir people and the visitor. Not what I told the doctor about my nerves.",
    ],
    shares: &[Category::SocialCare, Category::Housing],
    private: "{name} said that the money {their} nephew borrowed has not come back, and does not want a fuss made of it.",
    goals: &[
        "To sing again, in a room with other people.",
        "To go to the allotment once a week.",
    ],
    steps: &[
        ("Go with {name} to the first rehearsal.", "friends"),
        ("Ask the community bus for the Thursday run.", "friends"),
    ],
    asks: &[
        Ask {
            of: "friends",
            topic: Category::SocialCare,
            reasons: &[
                "{name} would like company, and somebody to go to choir with.",
                "{name} wants to meet people, and does not know where to start.",
            ],
            welcome: "Gladly. I can visit on Tuesday.",
            first: "Met {name} at home. We made a list of what is on within a bus ride, and crossed out bingo.",
            outcome: "{name} goes to choir on Thursdays now, and is driven there by another member.",
            told: "I have my Thursdays back. I still do not like the bus.",
        },
        Ask {
            of: "social-care",
            topic: Category::SocialCare,
            reasons: &["{name} manages, only just. A look at what would make the days easier."],
            welcome: "We will ring to arrange a visit within the week.",
            first: "Went through a normal day with {name}. The bath is the hard part; a seat and a rail would do.",
            outcome: "A bath seat and a rail are fitted. No care needed for now.",
            told: "The rail is good. I asked for nothing else.",
        },
    ],
};

pub(super) const FALLEN: Need = Need {
    opened_by: &["practice", "nursing"],
    ages: (70, 95),
    topic: Category::Health,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "To stay out of hospital. And my cat.",
                "To get up my own stairs and sleep in my own bed.",
            ],
        ),
        passage(
            Heading::People,
            &[Category::Family],
            &[
                "My daughter comes on Saturdays. She does too much already.",
                "Mrs Holt next door has a key, and my leave to use it.",
            ],
        ),
        passage(
            Heading::Wellness,
            &[Category::Health],
            &[
                "I have fallen three times since summer. Once I lay there until the post came.",
                "My legs go from under me when I stand up quickly. I hold on to the furniture.",
            ],
        ),
        passage(
            Heading::Support,
            &[Category::SocialCare],
            &[
                "I can wash and dress if nobody hurries me. Stockings I cannot.",
                "Somebody there while I have my bath. I do not need washing, only somebody there.",
            ],
        ),
    ],
    seen: &[
        "Third fall since August, in the hall. No break. Blood pressure drops on standing; water tablets changed.",
        "The rug in the hall is gone, at {their} own suggestion. {name} uses the frame indoors now.",
        "Leg wound from the fall is closing. Dressing twice a week.",
        "Steadier. Stood at the cooker for ten minutes, and was proud of it.",
    ],
    agrees: &["They can all know about the falls. I would rather that than lie there again."],
    shares: &[Category::Health, Category::SocialCare, Category::Housing],
    private: "{name} has stopped taking the water tablets because of the stairs at night, and asked me not to tell {their} daughter.",
    goals: &[
        "To walk to the post office and back.",
        "To have a bath without being afraid.",
    ],
    steps: &[
        ("Six weeks of balance exercises at home.", "falls"),
        (
            "A rail on the stairs, and a light that comes on by itself.",
            "social-care",
        ),
    ],
    asks: &[
        Ask {
            of: "falls",
            topic: Category::Health,
            reasons: &[
                "Three falls in four months, the last on the stairs. {name} wants to feel steady again.",
            ],
            welcome: "We have a first visit on Monday week.",
            first: "Balance is poor with eyes closed, strength better than expected. Exercises agreed; {name} will do them during the adverts.",
            outcome: "No fall in six weeks. {name} walks to the post office with a stick.",
            told: "I am not afraid of the stairs any more. The exercises are dull.",
        },
        Ask {
            of: "reablement",
            topic: Category::SocialCare,
            reasons: &[
                "Home from hospital on Friday after a fall; needs help morning and night for a few weeks.",
            ],
            welcome: "First visit on Friday at five.",
            first: "Two visits a day to begin with. {name} does {their} own breakfast already.",
            outcome: "Finished after four weeks; {name} manages alone, with a bath seat.",
            told: "They were kind, and left when they were no longer needed.",
        },
        Ask {
            of: "nursing",
            topic: Category::Health,
            reasons: &["A leg wound after a fall needs dressing at home twice a week."],
            welcome: "On our round from tomorrow.",
            first: "Wound clean, three centimetres. {name} asked that we come before eleven.",
            outcome: "Healed; discharged with advice on skin care.",
            told: "All healed. I shall miss Grace.",
        },
    ],
};

pub(super) const FORGETFUL: Need = Need {
    opened_by: &["practice", "social-care"],
    ages: (68, 90),
    topic: Category::MentalHealth,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "To stay in my own house as long as I can say who I am.",
                "My garden, and that nobody moves my things.",
            ],
        ),
        passage(
            Heading::People,
            &[Category::Family],
            &[
                "My wife Jean. She remembers for two.",
                "My daughter Ruth has the power of attorney. Ask me first, and then her.",
            ],
        ),
        passage(
            Heading::Wellness,
            &[Category::MentalHealth],
            &[
                "I forget words, not people. Evenings are worse.",
                "I get lost on the way back from the shop. I know the way there.",
            ],
        ),
        passage(
            Heading::AlsoWorthKnowing,
            &[],
            &[
                "I drove a bus for forty years. Ask me about any road.",
                "I like it when the wireless is on.",
            ],
        ),
    ],
    seen: &[
        "{name} told the same story twice, and noticed it. We laughed about it.",
        "Memory clinic confirms early dementia. {name} had expected it, and wants to know what is next.",
        "The gas was on without a flame on Tuesday. A cooker that switches itself off is on order.",
        "Good day. {name} showed me every rose by name.",
    ],
    agrees: &["Jean should know everything, and so should the nurse. The neighbours need not."],
    shares: &[
        Category::Health,
        Category::SocialCare,
        Category::MentalHealth,
    ],
    private: "{name} went out at night twice last week. The family would rather that this is not written about widely.",
    goals: &[
        "To go to the shop and find my way back.",
        "To finish the roses before winter.",
    ],
    steps: &[
        ("A cooker that switches itself off.", "social-care"),
        ("A walking group on Wednesdays.", "friends"),
    ],
    asks: &[
        Ask {
            of: "social-care",
            topic: Category::SocialCare,
            reasons: &[
                "{name} lives with early dementia; the two of them manage by day and are worn out by night.",
            ],
            welcome: "An assessment is booked for next week, with both at home.",
            first: "Saw both. What they want is a night's sleep; we looked at a sitter, twice a week.",
            outcome: "A sitter comes on two nights. To be looked at again in three months.",
            told: "Jean sleeps. I do not mind the young man; he plays dominoes.",
        },
        Ask {
            of: "carers",
            topic: Category::Family,
            reasons: &[
                "{name} would like {their} wife to have somebody to talk to who is in the same boat.",
            ],
            welcome: "We will ring her this week.",
            first: "Spoke with both of them. She will come to the Tuesday group; {name} was glad.",
            outcome: "She comes to the group most weeks.",
            told: "She comes home lighter. That helps me.",
        },
    ],
};

pub(super) const LAST_MONTHS: Need = Need {
    opened_by: &["practice", "nursing"],
    ages: (58, 89),
    topic: Category::EndOfLife,
    passages: &[
        passage(
            Heading::MostImportant,
            &[Category::EndOfLife],
            &[
                "To be at home, with the window open. No more hospital.",
                "To see my granddaughter married in May, if I can.",
            ],
        ),
        passage(
            Heading::People,
            &[Category::Family],
            &[
                "My brother Tom decides with me. He is to be rung at any hour.",
                "My girls. Both of them, always both.",
            ],
        ),
        not_again(
            Heading::Wellness,
            &[Category::Health],
            &[
                "It is in my bones now. I know what that means; I do not want to go through it with every visitor.",
                "I am tired more than I hurt. Please do not ask for a number from one to ten.",
            ],
        ),
        passage(
            Heading::DoAndDoNot,
            &[],
            &[
                "Please laugh. Please don't whisper in the hall.",
                "Please sit down when you talk to me.",
            ],
        ),
    ],
    seen: &[
        "Pain is held by the patch. {name} was up for an hour, by the window.",
        "Spoke about where {name} wants to be at the end: here. Written into the plan.",
        "{their} brother asked what to expect. Told him plainly; {name} wanted to be in the room.",
        "A quiet week. Eating little, and content with it.",
    ],
    agrees: &[
        "Everybody who comes to the house may know. Then we need not start from the beginning each time.",
    ],
    shares: &[Category::Health, Category::EndOfLife, Category::SocialCare],
    private: "{name} has not told {their} daughters how short the time is, and will do so at Easter. Until then: not in front of them.",
    goals: &[
        "To be at home.",
        "To finish the photographs, with names on the back.",
    ],
    steps: &[
        ("A bed downstairs, by the window.", "nursing"),
        ("Somebody to sit through the nights.", "hospice"),
    ],
    asks: &[
        Ask {
            of: "hospice",
            topic: Category::EndOfLife,
            reasons: &[
                "{name} wants to die at home. Nights are the worry, and pain in the mornings.",
            ],
            welcome: "We come today.",
            first: "Met {name} and {their} family. Medicines for the worst hours are in the house, and everybody knows where.",
            outcome: "{name} is comfortable, at home, and we stay.",
            told: "They came when they said they would.",
        },
        Ask {
            of: "nursing",
            topic: Category::Health,
            reasons: &[
                "Daily visits for pain relief and skin care; {name} prefers the early round.",
            ],
            welcome: "On the early round from Monday.",
            first: "Skin intact, mattress ordered. {name} asked about the football first.",
            outcome: "Visits go on, twice a day.",
            told: "Good people.",
        },
    ],
};
