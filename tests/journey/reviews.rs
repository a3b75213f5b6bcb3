//! A review from the question to the letter: who is invited to an item sees its pack, the rest of the team that a place
//! is taken, and nobody else that there is anything.

use api::v1::{
    self, CarryReviewRequest, Category, Heading, ListMyWorkRequest, MeetingState,
    OrderAgendaRequest, RequestSupportRequest, ReviewState, WorkKind, WorkReason,
    agenda_item::Matter,
};
use runtime::clock::Clock;
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{self, actions, passage, reviews, write},
    look,
};

use crate::cast::{CHARITY, COUNCIL, Cast, PRACTICE, STRANGER};

/// A case of the practice with a review of it, and a meeting of the council with everybody.
struct Asked {
    town: Town,
    cast: Cast,
    person: String,
    meeting: String,
}

impl Asked {
    async fn new() -> Asked {
        let town = Town::open().await;
        let cast = Cast::register(&town).await;
        let person = cast.opens(0).await;
        let practice = &cast.practice;
        let plain = passage(Heading::MostImportant, "My choir on Thursdays.", &[]);
        write(practice, &person, vec![plain]).await;
        for words in ["She has fallen twice.", "Her knee is to be looked at."] {
            deeds::note(practice, &person, words, &[Category::Health]).await;
        }
        town.applied().await;
        let story = look::story(practice, &person).await.unwrap();
        let fallen = story
            .iter()
            .find(|fact| format!("{fact:?}").contains("fallen twice"));
        let attached = [fallen.unwrap().fact_id.clone()];
        let question = "How can she get out again?";
        reviews::ask(practice, reviews::review(&person, question, &attached)).await;
        let team = [PRACTICE, CHARITY, STRANGER];
        let plan = reviews::meeting(town.clock.now(), "Team meeting", &team);
        let meeting = reviews::schedule_meeting(&cast.council, plan).await;
        town.applied().await;
        Asked {
            town,
            cast,
            person,
            meeting,
        }
    }

    /// The review, as somebody sees it who does.
    async fn review(&self, who: &Acting) -> v1::Review {
        reviews::all(who).await.remove(0)
    }

    async fn schedule(&self) {
        let review = self.review(&self.cast.practice).await;
        reviews::schedule(&self.cast.practice, &review, COUNCIL, &self.meeting).await;
        self.town.days_pass(1);
        self.town.applied().await;
    }

    async fn items(&self, who: &Acting) -> Vec<v1::AgendaItem> {
        let agenda = reviews::agenda(who, COUNCIL, &self.meeting).await;
        agenda.unwrap().items
    }

    /// Whatever somebody can see of the person, as text.
    async fn everything(&self, who: &Acting, review: &str) -> String {
        let seen = look::all(who, &self.person).await;
        let pack = reviews::pack(who, &self.person, review).await;
        let reviews = reviews::all(who).await;
        format!("{seen:?}{pack:?}{reviews:?}")
    }
}

async fn work(who: &Acting) -> Vec<(WorkKind, WorkReason, bool)> {
    let request = who.ask(ListMyWorkRequest::default());
    let mine = who.work().list_my_work(request).await.unwrap();
    let mine = mine.into_inner().entries.into_iter();
    mine.map(|entry| (entry.kind(), entry.reason(), entry.overdue))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_invited_to_the_item_sees_its_pack_and_the_team_that_a_place_is_taken() {
    let asked = Asked::new().await;
    let (town, cast, person) = (&asked.town, &asked.cast, &asked.person);
    let (council, charity) = (&cast.council, &cast.charity);
    // To be put on an agenda, by whoever asked; the council sees nothing yet.
    let to_do = (WorkKind::Review, WorkReason::Owner, false);
    assert_eq!(work(&cast.practice).await, [to_do]);
    assert!(reviews::all(council).await.is_empty() && work(council).await.is_empty());
    let id = asked.review(&cast.practice).await.review_id;

    asked.schedule().await;
    let to_hold = (WorkKind::Review, WorkReason::Unassigned, false);
    assert_eq!(work(council).await, [to_hold]);
    let pack = reviews::pack(council, person, &id).await.unwrap();
    let review = pack.review.unwrap();
    assert_eq!(review.called, "Ivy");
    assert_eq!(review.state(), ReviewState::Scheduled);
    assert!(format!("{:?}", pack.attached).contains("fallen twice"));
    assert!(format!("{:?}", pack.about_me).contains("My choir"));
    let seen = asked.everything(council, &id).await;
    // The whole number: three of its digits stand in any id now and then.
    let number = deeds::nhs_numbers().next().unwrap();
    for hidden in ["knee", "Penn", &number] {
        assert!(!seen.contains(hidden), "{hidden}");
    }
    for team in [charity, &cast.stranger] {
        let [item] = &asked.items(team).await[..] else {
            panic!("one place is taken")
        };
        assert_eq!(item.matter, None);
        let seen = asked.everything(team, &id).await;
        assert!(!seen.contains("get out") && !seen.contains("choir"));
    }
    let [item] = &asked.items(council).await[..] else {
        panic!("one item")
    };
    assert!(matches!(&item.matter, Some(Matter::Review(review)) if review.review_id == id));

    // The charity is invited, and does not learn who else is; nor does the council.
    reviews::invite(&cast.practice, &asked.review(&cast.practice).await, CHARITY).await;
    town.applied().await;
    let pack = reviews::pack(charity, person, &id).await.unwrap();
    assert!(format!("{:?}", pack.attached).contains("fallen twice"));
    assert_eq!(pack.review.unwrap().invitations.len(), 1);
    assert!(asked.review(council).await.invitations.is_empty());
    assert!(reviews::all(&cast.stranger).await.is_empty());
    asked.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_that_was_held_ends_in_minutes_actions_and_letters_and_the_pack_goes() {
    let asked = Asked::new().await;
    let (town, cast, person) = (&asked.town, &asked.cast, &asked.person);
    let (practice, council, charity) = (&cast.practice, &cast.council, &cast.charity);
    asked.schedule().await;
    reviews::invite(practice, &asked.review(practice).await, CHARITY).await;
    town.at("2026-06-08T09:10:00Z");
    town.applied().await;
    let review = asked.review(council).await;
    let there = [(PRACTICE, "dr.patel"), (COUNCIL, "jo.reed")];
    let hold = reviews::holding(&review, &there, "2026-06-22");
    let held = council.reviews().hold_review(council.ask(hold)).await;
    held.unwrap();
    town.applied().await;
    let minutes = reviews::minutes(council, person, &review.review_id).await;
    let minutes = minutes.unwrap();
    assert_eq!(minutes.review.as_ref().unwrap().state(), ReviewState::Held);
    assert_eq!(minutes.gp_copy.len(), 5);
    assert!(minutes.gp_copy[3].contains("Find a befriender, by 22 June 2026"));
    assert_eq!(minutes.letter[0], "Dear Ivy,");
    let same = reviews::minutes(practice, person, &review.review_id).await;
    assert_eq!(same.unwrap().gp_copy, minutes.gp_copy);
    // What the council took on is an action of its own.
    let action = (WorkKind::Action, WorkReason::Owner, false);
    assert_eq!(work(council).await, [action]);
    // And so is that the practice tells the person, until it has.
    assert_eq!(work(practice).await, [action]);
    let tell = &actions::all(practice).await[0];
    assert!(format!("{tell:?}").contains("Tell the person"));

    // A week later who was not there has no trace of it, and who was keeps the minutes without the pack.
    town.days_pass(8);
    town.applied().await;
    assert!(reviews::all(charity).await.is_empty());
    let gone = reviews::minutes(charity, person, &review.review_id).await;
    assert_eq!(gone.unwrap_err().code(), tonic::Code::NotFound);
    let kept = reviews::pack(council, person, &review.review_id).await;
    let kept = kept.unwrap();
    assert!(kept.attached.is_empty() && kept.about_me.is_empty());
    let minutes = reviews::minutes(council, person, &review.review_id).await;
    assert_eq!(minutes.unwrap().gp_copy.len(), 5);
    asked.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_decided_while_they_meet_is_seen_by_those_who_meet_about_it_and_by_nobody_else() {
    let asked = Asked::new().await;
    let (town, cast, person) = (&asked.town, &asked.cast, &asked.person);
    let (practice, council, charity) = (&cast.practice, &cast.council, &cast.charity);
    asked.schedule().await;
    town.at("2026-06-08T09:10:00Z");
    town.applied().await;
    let opened = asked.review(council).await;
    let ours = council.ask(reviews::decision(&opened, "A stick from Monday."));
    let theirs = practice.ask(reviews::decision(&opened, "A walk on Fridays."));
    council
        .reviews()
        .record_review_decision(ours)
        .await
        .unwrap();
    practice
        .reviews()
        .record_review_decision(theirs)
        .await
        .unwrap();
    town.applied().await;
    for who in [practice, council] {
        let facts = format!("{:?}", asked.review(who).await.facts);
        assert!(
            facts.contains("A stick") && facts.contains("A walk"),
            "{facts}"
        );
    }
    assert!(reviews::all(charity).await.is_empty());
    let refused = charity.ask(reviews::decision(&opened, "We were not asked."));
    let refused = charity.reviews().record_review_decision(refused).await;
    assert_eq!(refused.unwrap_err().code(), tonic::Code::NotFound);

    // The item is finished by whoever has seen both, and its minutes hold them.
    let there = [(PRACTICE, "dr.patel"), (COUNCIL, "jo.reed")];
    let hold = |review| reviews::holding(review, &there, "2026-06-22");
    let stale = council
        .reviews()
        .hold_review(council.ask(hold(&opened)))
        .await;
    assert_eq!(stale.unwrap_err().code(), tonic::Code::Aborted);
    let now = hold(&asked.review(council).await);
    council
        .reviews()
        .hold_review(council.ask(now))
        .await
        .unwrap();
    town.applied().await;
    let minutes = reviews::minutes(council, person, &opened.review_id).await;
    let copy = minutes.unwrap().gp_copy;
    for decided in [
        "A stick from Monday.",
        "A walk on Fridays.",
        "A befriender visits.",
    ] {
        assert!(copy[2].contains(decided), "{copy:?}");
    }
    asked.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_carried_over_gives_its_place_back_and_takes_another_one() {
    let asked = Asked::new().await;
    let (town, cast, person) = (&asked.town, &asked.cast, &asked.person);
    let (practice, council) = (&cast.practice, &cast.council);
    asked.schedule().await;
    let support = RequestSupportRequest {
        command_id: command_id(),
        organiser: COUNCIL.into(),
        meeting_id: asked.meeting.clone(),
        topic: "Difficult conversations.".into(),
    };
    let charity = &cast.charity;
    let request = charity.ask(support);
    charity.meetings().request_support(request).await.unwrap();
    town.applied().await;
    let meeting = reviews::meetings(council).await.remove(0);
    assert_eq!((meeting.state(), meeting.taken), (MeetingState::Planned, 2));
    assert!(reviews::meetings(practice).await[0].token.is_empty());
    let mut order: Vec<_> = asked.items(council).await.into_iter().collect();
    order.reverse();
    let order = OrderAgendaRequest {
        command_id: command_id(),
        meeting_id: asked.meeting.clone(),
        token: meeting.token,
        order: order.into_iter().map(|item| item.item_id).collect(),
    };
    let request = council.ask(order);
    council.meetings().order_agenda(request).await.unwrap();
    town.applied().await;
    let first = asked.items(practice).await.remove(0);
    assert!(matches!(first.matter, Some(Matter::Support(_))));

    let review = asked.review(council).await;
    let carry = CarryReviewRequest {
        command_id: command_id(),
        person_id: person.clone(),
        review_id: review.review_id.clone(),
        token: review.token,
        reason: "We ran out of time.".into(),
    };
    for _ in 0..2 {
        let request = council.ask(carry.clone());
        council.reviews().carry_review(request).await.unwrap();
    }
    town.applied().await;
    assert_eq!(asked.items(council).await.len(), 1);
    let seen = asked.everything(council, &review.review_id).await;
    assert!(!seen.contains("fallen") && !seen.contains("get out"));
    // Back on the same agenda, it is late; the carrying over, sent again, does not take it off.
    town.days_pass(1);
    let review = asked.review(practice).await;
    assert_eq!(review.state(), ReviewState::Waiting);
    reviews::schedule(practice, &review, COUNCIL, &asked.meeting).await;
    let request = council.ask(carry);
    council.reviews().carry_review(request).await.unwrap();
    town.applied().await;
    let items = asked.items(council).await;
    assert_eq!(items.len(), 2);
    assert!(items[1].late && items[1].matter.is_some());
    asked.town.close().await;
}
