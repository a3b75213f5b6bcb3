//! Maureen's story, from the first visit to the day on which her agreement ends.

use std::path::Path;

use anyhow::ensure;
use api::{
    Connection,
    v1::{
        self, AcceptReferralRequest, Category, ConfirmAboutMeRequest, Direction, GetAboutMeRequest,
        Heading, ListReferralsRequest, ListStoryRequest, OpenCaseRequest, Purpose,
        RaiseReferralRequest, RecordAboutMeRequest, RecordAgreementRequest, RecordNoteRequest,
        RecordObjectionRequest, get_about_me_response::CurrentPassage,
        record_about_me_request::NewPassage,
    },
};
use runtime::clock::Clock;

use super::{
    acting::{Acting, answer, command_id},
    cast::{Cast, FRIENDS},
    clock::StoryClock,
    look,
};

/// How many days ago the story begins.
pub const DAYS: i64 = 45;
/// For how many days the agreement holds.
const AGREED_DAYS: i64 = 30;
/// How many of them have passed when she objects.
const DAYS_SINCE_AGREED: i64 = 11;

const LOW_MOOD: &str = "I get very low, and I have thought about not being here.";
const DAMP: &str = "There is damp in her bedroom; the landlord does not answer.";

/// Tells the story, and prints what each organisation sees at each step.
///
/// # Errors
/// Where a step is refused, or something is shown that must not be.
pub async fn tell(connection: Connection, clock: &StoryClock, folder: &Path) -> anyhow::Result<()> {
    println!("Everybody in this story is invented.\n");
    println!(
        "In brackets stands why something is seen: the organisation recorded it (own record), is asked to help"
    );
    println!("(invited), takes part or was asked (party), or she agreed to it (agreement).");
    let cast = Cast::register(&connection).await?;
    let teller = Teller {
        cast,
        clock,
        folder,
    };
    let person = teller.opens().await?;
    teller.writes_about_me(&person).await?;
    teller.agrees(&person).await?;
    teller.refers(&person).await?;
    teller.accepts(&person).await?;
    teller.visits(&person).await?;
    teller.objects(&person).await?;
    teller.agreement_ends(&person).await?;
    clock.days_pass(DAYS);
    Ok(())
}

struct Teller<'a> {
    cast: Cast,
    clock: &'a StoryClock,
    folder: &'a Path,
}

impl Teller<'_> {
    fn step(&self, days: i64, what: &str) {
        self.clock.days_pass(days);
        println!("\n{}  {what}", self.clock.now().strftime("%d %B %Y"));
    }

    async fn opens(&self) -> anyhow::Result<String> {
        self.step(
            0,
            "Maureen, 75, has lived alone since her husband died. Her practice opens a case.",
        );
        let patel = &self.cast.patel;
        let identity = v1::Identity {
            name: "Maureen Okafor".into(),
            preferred_name: "Mo".into(),
            birth_date: "1951-03-04".into(),
            nhs_number: "999 018 2477".into(),
        };
        let request = OpenCaseRequest {
            command_id: command_id(),
            service_id: self.cast.surgery_service.clone(),
            identity: Some(identity),
            ..OpenCaseRequest::default()
        };
        Ok(answer(patel.cases().open_case(patel.ask(request)).await)?.person_id)
    }

    async fn writes_about_me(&self, person: &str) -> anyhow::Result<()> {
        self.step(
            0,
            "She writes About Me with Dr Patel, and says what she does not want to be asked again.",
        );
        let passage = |heading: Heading, words: &str, categories: &[Category]| NewPassage {
            heading: heading.into(),
            words: words.into(),
            categories: categories
                .iter()
                .map(|category| i32::from(*category))
                .collect(),
            helped_by: "Dr Patel".into(),
            ..NewPassage::default()
        };
        let passages = vec![
            passage(
                Heading::MostImportant,
                "I want to get back to choir on Thursdays.",
                &[],
            ),
            NewPassage {
                do_not_ask_again: true,
                ..passage(
                    Heading::People,
                    "Joe died in March. Please do not ask me how.",
                    &[],
                )
            },
            passage(
                Heading::Communication,
                "I am hard of hearing. Text me; please do not ring.",
                &[],
            ),
            NewPassage {
                do_not_ask_again: true,
                ..passage(Heading::Wellness, LOW_MOOD, &[Category::MentalHealth])
            },
        ];
        let patel = &self.cast.patel;
        let request = RecordAboutMeRequest {
            command_id: command_id(),
            person_id: person.into(),
            passages,
        };
        patel.about_me().record_about_me(patel.ask(request)).await?;
        self.note(
            patel,
            person,
            "Low mood since the bereavement; reviewed weekly.",
            Category::MentalHealth,
        )
        .await?;
        self.note(patel, person, DAMP, Category::Housing).await?;
        Ok(())
    }

    async fn agrees(&self, person: &str) -> anyhow::Result<()> {
        let until = self.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let until = until
            .saturating_add(jiff::Span::new().days(AGREED_DAYS))
            .to_string();
        self.step(0, &format!("She agrees to share housing and social care with community support, until {until}; not her mental health."));
        let patel = &self.cast.patel;
        let audience = v1::audience::Audience::Purpose(Purpose::CommunitySupport.into());
        let agreement = v1::Agreement {
            audience: Some(v1::Audience {
                audience: Some(audience),
            }),
            categories: [Category::Housing, Category::SocialCare]
                .map(i32::from)
                .into(),
            until,
            decided_by: Some(decided_by_herself()),
            words: String::new(),
        };
        let request = RecordAgreementRequest {
            command_id: command_id(),
            person_id: person.into(),
            agreement: Some(agreement),
        };
        patel.sharing().record_agreement(patel.ask(request)).await?;
        Ok(())
    }

    async fn refers(&self, person: &str) -> anyhow::Result<()> {
        self.step(
            1,
            "The practice refers her to the charity's link workers. Before they answer:",
        );
        let Cast { patel, sam, .. } = &self.cast;
        let request = RaiseReferralRequest {
            command_id: command_id(),
            person_id: person.into(),
            organisation: FRIENDS.into(),
            service_id: self.cast.friends_service.clone(),
            reason: "She would like company, and somebody to go to choir with.".into(),
            categories: vec![Category::SocialCare.into()],
            person_agreed: true,
            ..RaiseReferralRequest::default()
        };
        let raised = answer(patel.referrals().raise_referral(patel.ask(request)).await)?;
        self.applied(patel, person, raised.receipt).await?;
        look::print(sam, person, "").await
    }

    async fn accepts(&self, person: &str) -> anyhow::Result<()> {
        self.step(2, "Sam accepts. What the charity is now entitled to is there, and nobody has to ask again:");
        let sam = &self.cast.sam;
        let request = ListReferralsRequest {
            direction: Direction::In.into(),
            ..ListReferralsRequest::default()
        };
        let referrals =
            answer(sam.read_referrals().list_referrals(sam.ask(request)).await)?.referrals;
        ensure!(
            referrals.len() == 1,
            "Sam should have one referral, and has {}",
            referrals.len()
        );
        let request = AcceptReferralRequest {
            command_id: command_id(),
            person_id: person.into(),
            referral_id: referrals[0].referral_id.clone(),
            token: referrals[0].token.clone(),
            words: "I can visit on Tuesday.".into(),
        };
        let accepted = answer(sam.referrals().accept_referral(sam.ask(request)).await)?;
        let token = accepted.receipt.unwrap_or_default().token;
        look::print(sam, person, &token).await
    }

    async fn visits(&self, person: &str) -> anyhow::Result<()> {
        self.step(
            5,
            "Sam visits. He goes through About Me with her, except what she does not want to be asked, and writes a note.",
        );
        let Cast { patel, sam, .. } = &self.cast;
        let tokens: Vec<String> = about_me(sam, person)
            .await?
            .into_iter()
            .filter(|passage| !not_to_be_asked(passage))
            .map(|passage| passage.token)
            .collect();
        ensure!(
            tokens.len() == 2,
            "Sam should go through two passages with her, and has {}",
            tokens.len()
        );
        let request = ConfirmAboutMeRequest {
            command_id: command_id(),
            person_id: person.into(),
            tokens,
        };
        let confirmed = answer(sam.about_me().confirm_about_me(sam.ask(request)).await)?;
        self.applied(sam, person, confirmed.receipt).await?;
        println!("   Dr Patel sees what she said is still true, and to whom:");
        for passage in about_me(patel, person).await? {
            println!("     - {}", look::confirmed(&passage));
        }
        self.note(
            sam,
            person,
            "We practised the bus route to choir. She felt nearly ready.",
            Category::SocialCare,
        )
        .await
    }

    async fn objects(&self, person: &str) -> anyhow::Result<()> {
        self.step(
            3,
            "Maureen objects to the charity seeing anything about her housing.",
        );
        let Cast { patel, sam, .. } = &self.cast;
        let against = v1::against::Against::Organisation(FRIENDS.into());
        let objection = v1::Objection {
            against: Some(v1::Against {
                against: Some(against),
            }),
            categories: vec![Category::Housing.into()],
            decided_by: Some(decided_by_herself()),
            words: "The landlord's sister works there.".into(),
        };
        let request = RecordObjectionRequest {
            command_id: command_id(),
            person_id: person.into(),
            objection: Some(objection),
        };
        let objected = answer(patel.sharing().record_objection(patel.ask(request)).await)?;
        let withdrawal = objected.withdrawal.unwrap_or_default();
        ensure!(
            withdrawal.complete,
            "the charity's file should have been rewritten by now"
        );
        look::print(sam, person, "").await?;
        let (found, size) = look::bytes_holding(self.folder, FRIENDS, DAMP)?;
        ensure!(
            found == 0,
            "the charity's file still holds what was objected to"
        );
        println!(
            "   In the {size} bytes of the charity's file the words about her housing stand {found} times."
        );
        println!("   {}", withdrawal.cannot_be_undone);
        Ok(())
    }

    async fn agreement_ends(&self, person: &str) -> anyhow::Result<()> {
        self.step(
            AGREED_DAYS - DAYS_SINCE_AGREED + 1,
            "The agreement has reached its date. What rested on it alone goes:",
        );
        let Cast { patel, sam, .. } = &self.cast;
        self.note(
            patel,
            person,
            "Choir has started again.",
            Category::SocialCare,
        )
        .await?;
        look::until_gone(sam, person, "Choir has started again.").await?;
        look::print(sam, person, "").await?;
        let (found, size) = look::bytes_holding(self.folder, FRIENDS, LOW_MOOD)?;
        ensure!(found == 0, "the charity's file holds what was never agreed");
        println!(
            "   What she said about her mood stands {found} times in the {size} bytes of the charity's file; it never did."
        );
        Ok(())
    }

    async fn note(
        &self,
        who: &Acting,
        person: &str,
        words: &str,
        category: Category,
    ) -> anyhow::Result<()> {
        let request = RecordNoteRequest {
            command_id: command_id(),
            person_id: person.into(),
            words: words.into(),
            categories: vec![category.into()],
            restricted_to: None,
        };
        let noted = answer(who.notes().record_note(who.ask(request)).await)?;
        self.applied(who, person, noted.receipt).await
    }

    /// Waits until the views include a command, for everybody: they are filled together.
    async fn applied(
        &self,
        who: &Acting,
        person: &str,
        receipt: Option<v1::Receipt>,
    ) -> anyhow::Result<()> {
        let not_before = receipt.unwrap_or_default().token;
        let request = ListStoryRequest {
            person_id: person.into(),
            page_size: 1,
            not_before,
            ..ListStoryRequest::default()
        };
        who.story().list_story(who.ask(request)).await?;
        Ok(())
    }
}

/// About Me as somebody is shown it.
async fn about_me(who: &Acting, person: &str) -> anyhow::Result<Vec<CurrentPassage>> {
    let request = GetAboutMeRequest {
        person_id: person.into(),
        not_before: String::new(),
    };
    Ok(answer(who.read_about_me().get_about_me(who.ask(request)).await)?.passages)
}

fn not_to_be_asked(passage: &CurrentPassage) -> bool {
    let content = passage.fact.as_ref().and_then(|fact| fact.content.as_ref());
    matches!(content, Some(v1::fact::Content::Passage(passage)) if passage.do_not_ask_again)
}

fn decided_by_herself() -> v1::DecidedBy {
    v1::DecidedBy {
        who: Some(v1::decided_by::Who::Person(v1::decided_by::Person {})),
    }
}
