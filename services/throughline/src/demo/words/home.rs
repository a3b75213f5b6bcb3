//! What people come with about their homes: damp, debt, caring for somebody, having to leave.

use api::v1::{Category, Heading};

use super::{Ask, Need, not_again, passage};

pub(super) const DAMP: Need = Need {
    opened_by: &["practice", "housing"],
    ages: (24, 58),
    topic: Category::Housing,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "That my kids sleep in a dry room.",
                "To stay near the school. We have moved four times.",
            ],
        ),
        passage(
            Heading::People,
            &[Category::Family],
            &[
                "Three children, two of them with inhalers. My mum is round the corner.",
                "Me and my lad. His father pays when he can.",
            ],
        ),
        passage(
            Heading::Wellness,
            &[Category::Health],
            &[
                "I cough all winter, and I am tired from washing down walls.",
                "My chest was fine before this flat.",
            ],
        ),
        passage(
            Heading::Support,
            &[],
            &[
                "After the school run, before three. Please do not send letters that begin with a threat.",
            ],
        ),
    ],
    seen: &[
        "Mould in the back bedroom up to the window. The children sleep in the front room now.",
        "Second repair visit missed by the contractor. {name} had taken the day off work for it.",
        "Extractor fitted; the wall is drying. One of the children has been off the inhaler for a week.",
        "{name} keeps every letter in order, and has them all to hand.",
    ],
    agrees: &["Housing should see what the doctor says about their chests. That is the point."],
    shares: &[Category::Housing, Category::Health],
    private: "{name} withheld a week's rent for the repair and is afraid of what follows; wants advice first.",
    goals: &[
        "A dry room for the kids by winter.",
        "To have friends round again.",
    ],
    steps: &[
        (
            "Survey of the back wall, and a date for the works.",
            "housing",
        ),
        ("Check what the family is owed in benefits.", "advice"),
    ],
    asks: &[
        Ask {
            of: "housing",
            topic: Category::Housing,
            reasons: &[
                "Damp in both bedrooms; two children with asthma. {name} has reported it three times.",
            ],
            welcome: "A surveyor comes on Wednesday between one and three.",
            first: "Surveyor's finding: rising damp, back wall. Works ordered; a dehumidifier lent until then.",
            outcome: "Back wall treated, extractor fitted, redecorated.",
            told: "It is dry. It took fourteen weeks, and nobody rang.",
        },
        Ask {
            of: "advice",
            topic: Category::Money,
            reasons: &[
                "{name} may be owed more than the family gets, and heating a damp flat costs.",
            ],
            welcome: "First appointment on Thursday at ten.",
            first: "Went through the letters. Two claims to make, one to challenge.",
            outcome: "Forty pounds a week more, backdated to June.",
            told: "I had no idea. The heating is on.",
        },
    ],
};

pub(super) const DEBT: Need = Need {
    opened_by: &["advice", "practice", "housing"],
    ages: (22, 63),
    topic: Category::Money,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "To open the post without feeling sick.",
                "To keep the flat, and to pay people back properly.",
            ],
        ),
        passage(
            Heading::People,
            &[Category::Family],
            &[
                "My partner does not know how much it is. I will say it myself.",
                "Nobody, really. My mate Dave, from work.",
            ],
        ),
        passage(
            Heading::Wellness,
            &[Category::MentalHealth],
            &[
                "I do not sleep, and I snap at the kids.",
                "My head goes blank when the phone rings.",
            ],
        ),
        passage(
            Heading::DoAndDoNot,
            &[],
            &[
                "Please don't say I should have come sooner. I know.",
                "Please go through one letter at a time.",
            ],
        ),
    ],
    seen: &[
        "Brought a carrier bag of letters. We sorted them into three piles; the smallest is the urgent one.",
        "Council tax agreed to instalments. {name} breathed out.",
        "Breathing space granted for sixty days. No calls since.",
        "{name} made the call {them}self today.",
    ],
    agrees: &["The housing people may know that I am sorting it out. Not the figures."],
    shares: &[Category::Money, Category::Housing],
    private: "{name} borrowed from somebody on the estate who comes to the door for it.",
    goals: &[
        "Six months of rent paid on time.",
        "To take the kids to the sea once.",
    ],
    steps: &[
        ("Agree instalments with the three largest.", "advice"),
        ("Hold the notice on the flat.", "housing"),
    ],
    asks: &[
        Ask {
            of: "advice",
            topic: Category::Money,
            reasons: &[
                "{name} has debts with five creditors and stopped opening letters in spring.",
            ],
            welcome: "Come with everything, opened or not, on Friday.",
            first: "Eleven thousand in all, two of it urgent. A plan that leaves enough to eat.",
            outcome: "All five agreed; three years to go.",
            told: "I sleep. It is a number now and not a monster.",
        },
        Ask {
            of: "housing",
            topic: Category::Housing,
            reasons: &["Nine weeks of arrears; {name} wants to keep the flat and has a plan."],
            welcome: "We will hold the notice while we talk.",
            first: "Direct payment set up, and twelve pounds a week off the arrears.",
            outcome: "Notice withdrawn.",
            told: "They held to what they said.",
        },
        Ask {
            of: "talking",
            topic: Category::MentalHealth,
            reasons: &["Cannot sleep for worry about money; would like to learn to quieten it."],
            welcome: "A first call within two weeks.",
            first: "Worry is at its worst at three in the morning. Agreed to begin with sleep.",
            outcome: "Six sessions; sleeps five hours or more.",
            told: "The worry hour works. I thought it was daft.",
        },
    ],
};

pub(super) const CARING: Need = Need {
    opened_by: &["practice", "carers"],
    ages: (38, 79),
    topic: Category::Family,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "That Mum is looked after, and that I do not go under.",
                "One evening a week that is mine.",
            ],
        ),
        passage(
            Heading::People,
            &[Category::Family],
            &[
                "I look after my mother; she lives with us. My brother comes when it suits him.",
                "My husband had a stroke. I do days and nights.",
            ],
        ),
        passage(
            Heading::Wellness,
            &[Category::Health],
            &[
                "My back. And I have put off my own appointments for a year.",
                "I am all right. Ask me again when she is not in the room.",
            ],
        ),
        passage(
            Heading::Support,
            &[],
            &["Ring between two and three, while she sleeps."],
        ),
    ],
    seen: &[
        "{name} has not had a night through since April. We spoke about what would have to happen for one.",
        "A carer's assessment was offered and gladly taken.",
        "{name} went to the cinema. First time in two years.",
        "Back pain from lifting; shown how to use the slide sheet.",
    ],
    agrees: &["Yes, to the carers' people. It is about me for once."],
    shares: &[Category::SocialCare, Category::Family],
    private: "{name} said that {their} temper went last week, and was frightened by it. Nobody was hurt. We talked about what to do next time.",
    goals: &[
        "One evening a week out of the house.",
        "To see my own doctor, and not cancel.",
    ],
    steps: &[
        ("A sitter on Thursday evenings.", "social-care"),
        ("The Tuesday group.", "carers"),
    ],
    asks: &[
        Ask {
            of: "carers",
            topic: Category::Family,
            reasons: &["{name} cares day and night, and would like to meet others who do."],
            welcome: "{name} is expected on Tuesday; there is cake.",
            first: "{name} came, said little, and stayed to the end.",
            outcome: "Comes each week, and has begun to help new people in.",
            told: "I am not the only one. That was most of it.",
        },
        Ask {
            of: "social-care",
            topic: Category::SocialCare,
            reasons: &["A carer's assessment: {name} is at the end of {their} strength."],
            welcome: "Booked for the 14th, at a time when somebody can sit with her.",
            first: "Assessment done. A sitter for four hours a week, from the first of the month.",
            outcome: "Four hours a week, and two weeks' break a year.",
            told: "Thursday evenings are mine.",
        },
    ],
};

pub(super) const LEAVING: Need = Need {
    opened_by: &["practice", "refuge"],
    ages: (21, 61),
    topic: Category::Safety,
    passages: &[
        passage(
            Heading::MostImportant,
            &[],
            &[
                "That the children are safe, and that nobody is told where we are.",
                "To decide things myself.",
            ],
        ),
        passage(
            Heading::Communication,
            &[Category::Safety],
            &[
                "Text only, and only the new number. Never post, never voicemail.",
                "Only on Mondays and Wednesdays, when I am at my sister's.",
            ],
        ),
        not_again(
            Heading::Wellness,
            &[Category::MentalHealth],
            &[
                "I have told it to the police. I do not want to tell it again.",
                "I jump at noises. It is getting better.",
            ],
        ),
        passage(
            Heading::DoAndDoNot,
            &[],
            &["Please don't say his name. Please believe me."],
        ),
    ],
    seen: &[
        "{name} came alone, and stayed for two hours. A safe way to reach {them} is agreed.",
        "Bag packed and with a friend. {name} sets the pace.",
        "Spoke with the school, with {their} consent, about who may collect the children.",
        "New place. {name} slept through the night.",
    ],
    agrees: &[
        "The doctor and the refuge. Nobody else, and not the council: his cousin works there.",
    ],
    shares: &[Category::Safety, Category::Health],
    private: "Where {name} is staying, and since when: ask Haven. Not to be written anywhere else.",
    goals: &[
        "A front door of my own.",
        "To walk to school with them and not look round.",
    ],
    steps: &[
        ("A place that he does not know.", "refuge"),
        ("A doctor near the new place.", "practice"),
    ],
    asks: &[
        Ask {
            of: "refuge",
            topic: Category::Safety,
            reasons: &["{name} is hurt at home and wants to leave with the children."],
            welcome: "We can speak today. We will only text.",
            first: "Safety plan made together. A room is there from Friday, if {name} decides so.",
            outcome: "Left safely, with the children. Now in their own place.",
            told: "They never once told me what to do.",
        },
        Ask {
            of: "talking",
            topic: Category::MentalHealth,
            reasons: &["Nightmares since leaving; {name} would like to sleep."],
            welcome: "We will text two times to choose from.",
            first: "Began with what helps at night. No questions about what happened.",
            outcome: "Fewer nightmares; a group from January.",
            told: "I chose when to talk.",
        },
    ],
};
