//! Maureen, 75, who has lived alone since her husband died. What each organisation sees of it, step by step, is a test.

use api::v1::{
    Category, Heading, Purpose, against::Against, audience::Audience,
    record_about_me_request::NewPassage,
};

use super::super::{
    telling::{Telling, by_the_person, new_passage},
    words::{Ask, NEEDS},
};

const LINK_WORKERS: Ask = Ask {
    of: "friends",
    topic: Category::SocialCare,
    reasons: &["She would like company, and somebody to go to choir with."],
    welcome: "I can visit on Tuesday.",
    first: "We practised the bus route to choir. She felt nearly ready.",
    outcome: "She sings on Thursdays, and is fetched by a neighbour.",
    told: "I have my Thursdays back.",
};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    telling.need = NEEDS[0];
    let mut practice = telling.somebody_of("practice")?;
    practice.who = telling.worker("PARK-ROAD-SURGERY", "dr.patel")?;
    while practice.offer.organisation().code != "PARK-ROAD-SURGERY" {
        practice.offer = telling.somebody_of("practice")?.offer;
    }
    telling.opened_by(practice).await?;
    telling.later().await;
    telling.records(about_me()).await?;
    let patel = telling.lead();
    telling
        .note(&patel, "Low mood since the bereavement; reviewed weekly.", &[Category::MentalHealth])
        .await?;
    telling
        .note(&patel, "There is damp in her bedroom; the landlord does not answer.", &[Category::Housing])
        .await?;
    telling.later().await;
    let until = telling.date_in(30);
    telling
        .agreement(
            Audience::Purpose(Purpose::CommunitySupport.into()),
            &[Category::Housing, Category::SocialCare],
            until,
            "Housing and company. Not my moods.",
            by_the_person(),
        )
        .await?;

    telling.days_pass(1).await?;
    let mut friends = telling.somebody_of("friends")?;
    friends.who = telling.worker("LEA-VALLEY-FRIENDS", "sam.lee")?;
    let asked = telling.refers_to(friends, &LINK_WORKERS).await?;
    telling.days_pass(2).await?;
    telling.accepts(&asked).await?;
    telling.days_pass(5).await?;
    telling.confirms().await?;
    telling.is_helped_by_a_volunteer().await?;
    telling.is_read_about().await?;
    telling.meets(&asked).await?;
    telling.days_pass(3).await?;
    telling
        .objects(
            Against::Organisation("LEA-VALLEY-FRIENDS".into()),
            &[Category::Housing],
            "The landlord's sister works there.",
        )
        .await?;
    telling.days_pass(20).await?;
    telling.is_read_about().await?;
    telling
        .note(&patel, "Choir has started again.", &[Category::SocialCare])
        .await
}

fn about_me() -> Vec<NewPassage> {
    let passage = |heading, categories: &[Category], words: &str| NewPassage {
        helped_by: "Dr Patel".into(),
        ..new_passage(heading, categories, words.into())
    };
    let not_again = |passage| NewPassage {
        do_not_ask_again: true,
        ..passage
    };
    vec![
        passage(Heading::MostImportant, &[], "I want to get back to choir on Thursdays."),
        not_again(passage(Heading::People, &[], "Joe died in March. Please do not ask me how.")),
        passage(Heading::Communication, &[], "I am hard of hearing. Text me; please do not ring."),
        not_again(passage(
            Heading::Wellness,
            &[Category::MentalHealth],
            "I get very low, and I have thought about not being here.",
        )),
    ]
}
