//! Three organisations or more, each through a referral of its own; nobody had to ask again.

use super::{
    super::{telling::Telling, words::ORDINARY},
    story_told,
};

pub(super) async fn tell(telling: &mut Telling) -> anyhow::Result<()> {
    story_told::begins(telling).await?;
    let mut helping = Vec::new();
    for number in 0..2 + telling.chance.below(2) {
        helping.push(telling.is_helped(telling.ask(number)).await?);
        telling.some_days_pass(1, 3).await?;
    }
    while telling.days_left() > 12 {
        telling.some_days_pass(4, 9).await?;
        if telling.chance.one_in(3) {
            let asked = telling.chance.pick(&helping);
            let words = telling.say(ORDINARY);
            telling.note(&asked.part.who, &words, &[asked.ask.topic]).await?;
        } else {
            telling.visits().await?;
        }
    }
    Ok(())
}
