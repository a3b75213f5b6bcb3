//! The plan, and what the person decides together with whoever helps them to weigh it.

use api::v1::{
    AchieveGoalRequest, AgreePlanRequest, Category, Decided, GetPlanRequest, GetPlanResponse,
    PlanSection, RecordDecisionRequest, RecordPlanRequest, decided,
    record_plan_request::NewPassage,
};

use super::{Telling, by_the_person, numbers};
use crate::demo::send::send;

/// What somebody has to offer.
const STRENGTHS: &[&str] = &[
    "I am good with my hands, and I like to show others how.",
    "I listen. People have always come to me.",
    "I know this town, and who to ask for what.",
];

/// What helps.
const COPING: &[&str] = &[
    "A walk round the block before I answer anything.",
    "Music, and not too many people at once.",
    "Writing it down the evening before.",
];

/// What to do when things get worse.
const CONTINGENCY: &[&str] = &[
    "If I stop answering, ring twice and then come. Please do not send a letter.",
    "If I cannot get up in the morning, ring my sister first.",
];

/// What somebody chose, although guidance is otherwise, and why.
struct Choice {
    question: &'static str,
    options: [(&'static str, &'static str, &'static str); 2],
    matters: &'static str,
    support: &'static str,
    guidance: &'static str,
}

const CHOICES: &[Choice] = &[
    Choice {
        question: "A second tablet for the blood pressure?",
        options: [
            (
                "To take it.",
                "A lower risk of a stroke.",
                "It made {them} dizzy before.",
            ),
            (
                "To leave it, and measure at home.",
                "No dizziness on the stairs.",
                "The risk stays as it is.",
            ),
        ],
        matters: "To go down to the shop without holding on to the wall.",
        support: "The nurse looks at the readings every four weeks; {name} can ask again at any time.",
        guidance: "Guidance is to add a second one at these readings.",
    },
    Choice {
        question: "Physiotherapy at the hospital, or exercises at home?",
        options: [
            (
                "Twelve weeks at the hospital.",
                "Somebody watches how it is done.",
                "Two buses each way.",
            ),
            (
                "Exercises at home.",
                "No buses, and {their} own time.",
                "Nobody to put it right.",
            ),
        ],
        matters: "Not to spend the day on buses.",
        support: "A call every other week, and a visit if it gets worse.",
        guidance: "Guidance is supervised exercise.",
    },
];

impl Telling {
    /// Whoever leads writes the plan down with the person, and it is agreed to. It is looked at again in so many days.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn makes_plan(&mut self, review_in: i64) -> anyhow::Result<()> {
        let who = self.lead();
        let goals = self.need.goals;
        let mut passages = vec![self.of_plan(PlanSection::Strength, STRENGTHS)];
        for goal in goals {
            passages.push(self.of_plan(PlanSection::Goal, &[goal]));
        }
        for (step, _) in self.need.steps {
            passages.push(self.of_plan(PlanSection::Step, &[step]));
        }
        passages.push(self.of_plan(PlanSection::Coping, COPING));
        passages.push(self.of_plan(PlanSection::Contingency, CONTINGENCY));
        let request = RecordPlanRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            passages,
            review_on: self.date_in(review_in),
        };
        let written = send!(self.sender, &who, plans.record_plan, request)?;
        self.keep(&who, written.receipt);
        self.later().await;
        let request = AgreePlanRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            token: self.plan().await?.token,
            decided_by: Some(by_the_person()),
            words: "That is how I want it.".into(),
        };
        let agreed = send!(self.sender, &who, plans.agree_plan, request)?;
        self.keep(&who, agreed.receipt);
        Ok(())
    }

    /// The first goal is reached.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn reaches_a_goal(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let plan = self.plan().await?;
        let goal = plan.passages.iter().find(|passage| {
            let content = passage.fact.as_ref().and_then(|fact| fact.content.as_ref());
            matches!(content, Some(api::v1::fact::Content::Plan(told)) if is_goal(told))
        });
        let request = AchieveGoalRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            token: goal.map(|goal| goal.token.clone()).unwrap_or_default(),
            words: self
                .person
                .in_words("{name} said so on the phone, and laughed."),
        };
        let reached = send!(self.sender, &who, plans.achieve_goal, request)?;
        self.keep(&who, reached.receipt);
        Ok(())
    }

    /// The person chooses otherwise than guidance has it, and how they are supported is agreed.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn decides_against_guidance(&mut self) -> anyhow::Result<()> {
        let who = self.lead();
        let place = self.chance.below(CHOICES.len());
        let choice = &CHOICES[place];
        let say = |words: &str| self.person.in_words(words);
        let options = choice
            .options
            .map(|(option, speaks_for, speaks_against)| decided::Weighed {
                option: say(option),
                speaks_for: say(speaks_for),
                speaks_against: say(speaks_against),
            });
        let decided = Decided {
            question: say(choice.question),
            options: options.into(),
            matters: say(choice.matters),
            choice: Some(decided::Choice::Option(1)),
            support: say(choice.support),
            against_guidance: Some(decided::AgainstGuidance {
                guidance: say(choice.guidance),
                person_knows: say("{name} was told, repeated it in {their} own words, and chose."),
            }),
            decided_by: Some(by_the_person()),
        };
        let request = RecordDecisionRequest {
            command_id: self.sender.command_id(),
            person_id: self.id.clone(),
            decided: Some(decided),
            categories: numbers(&[Category::Health]),
        };
        let decided = send!(self.sender, &who, decisions.record_decision, request)?;
        self.keep(&who, decided.receipt);
        Ok(())
    }

    async fn plan(&self) -> anyhow::Result<GetPlanResponse> {
        let who = self.lead();
        let request = GetPlanRequest {
            person_id: self.id.clone(),
            not_before: self.not_before(&who),
        };
        send!(self.sender, &who, read_plans.get_plan, request)
    }

    fn of_plan(&mut self, section: PlanSection, wordings: &[&str]) -> NewPassage {
        NewPassage {
            section: section.into(),
            words: self.say(wordings),
            ..NewPassage::default()
        }
    }
}

fn is_goal(told: &api::v1::PlanFact) -> bool {
    use api::v1::plan_fact::Told;
    matches!(&told.told, Some(Told::Passage(passage)) if passage.section() == PlanSection::Goal)
}
