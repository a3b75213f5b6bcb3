//! Half a year of visits, of three organisations; About Me was said anew on the way.

use api::v1::Heading;

use super::{
    super::{telling::Telling, words::ORDINARY},
    story_told,
};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let one = telling.is_helped(telling.ask(0)).await?;
    let other = telling.is_helped(telling.ask(1)).await?;
    for number in 0.. {
        if telling.days_left() < 8 {
            break;
        }
        telling.some_days_pass(2, 6).await?;
        match number % 4 {
            1 => {
                let words = telling.say(ORDINARY);
                telling.note(&one.part.who, &words, &[one.ask.topic]).await?;
            }
            3 => {
                let words = telling.say(ORDINARY);
                telling.note(&other.part.who, &words, &[other.ask.topic]).await?;
            }
            _ => telling.visits().await?,
        }
        if number == 12 {
            let words = "To be asked what I want before it is arranged.";
            telling.says_anew(Heading::MostImportant, words).await?;
            telling.days_pass(1).await?;
            telling.confirms().await?;
        }
    }
    Ok(())
}
