//! What the lists and the brief say.

use orgviews::Only;

use super::*;

#[test]
fn the_caseload_says_how_the_organisation_stands() {
    let (mut files, mut involved) = with_involved_charity();
    let everybody = agreement(Audience::EveryoneInvolved, &[Category::AboutMe]);
    involved.later(&mut files, &gp(), &everybody);
    let (mut invited, mut kept) = (Told::new(2), Told::new(3));
    for told in [&mut invited, &mut kept] {
        told.world.now = involved.world.now;
        told.later(&mut files, &gp(), &maureen());
        told.later(&mut files, &gp(), &referral());
    }
    let decline = decline(&kept.world.history);
    kept.later(&mut files, &link_worker(), &decline);
    let now = kept.world.now;
    let (caseload, next) = files.reader(&link_worker()).caseload(now, &ALL).unwrap();
    assert_eq!(next, None);
    let told: Vec<_> = caseload
        .iter()
        .map(|entry| {
            let name = entry.identity.as_ref().map(|who| who.name.as_str());
            let lead = entry.lead.as_ref().map(|(_, worker)| worker.clone());
            (entry.person, entry.standing, name, lead)
        })
        .collect();
    let name = Some("Maureen Okafor");
    let expected = [
        (kept.person, Standing::Kept, None, None),
        (invited.person, Standing::Invited, name, None),
        // Who leads is told by an agreement alone.
        (involved.person, Standing::Involved, name, Some(gp().worker)),
    ];
    assert_eq!(told, expected);
}

#[test]
fn the_story_is_what_disclosure_says_to_each_worker() {
    let (mut files, mut told) = with_involved_charity();
    let everybody = agreement(Audience::EveryoneInvolved, &[Category::Health]);
    told.later(&mut files, &gp(), &everybody);
    told.later(&mut files, &nurse(), &note("bp", &[Category::Health]));
    told.later(
        &mut files,
        &befriender(),
        &note("tea", &[Category::AboutMe]),
    );
    let mut restricted = note("between us", &[Category::Safety]);
    restricted.restriction = Some(only(&nurse()));
    told.later(&mut files, &link_worker(), &restricted);
    let nurse_objected = Against::Worker(nurse().organisation, nurse().worker);
    let money = objection(nurse_objected, Some(&[Category::Money]));
    told.later(&mut files, &gp(), &money);
    told.later(&mut files, &gp(), &note("rent", &[Category::Money]));
    let mut differ = BTreeSet::new();
    for by in [gp(), nurse(), link_worker(), befriender()] {
        let expected = told.expected(&by);
        assert_eq!(ids(&story(&files, &told, &by).unwrap()), expected);
        differ.insert(expected);
    }
    assert_eq!(differ.len(), 4, "each of them is shown something else");
    let of = |category| {
        let only = Categories::of(&[category]);
        let story = files
            .reader(&gp())
            .story(told.world.now, told.person, only, &ALL);
        let (shown, _) = story.unwrap().unwrap();
        let words = |shown: &orgviews::Shown| match &shown.disclosed.fact.content {
            Content::Note { words } => words.as_str().to_owned(),
            Content::Objection { .. } => "money objected to".to_owned(),
            other => format!("{other:?}"),
        };
        shown.iter().map(words).collect::<Vec<_>>()
    };
    assert_eq!(of(Category::Money), ["rent", "money objected to"]);
    assert_eq!(of(Category::EndOfLife), Vec::<String>::new());
}

#[test]
fn about_me_holds_the_newest_passages_in_the_order_of_the_headings() {
    let (mut files, mut told) = with_involved_charity();
    let under = |heading, words| casework::about_me::record::Passage {
        heading,
        ..passage(words, &[])
    };
    let mut tired = under(Heading::Wellness, "tired in the mornings");
    tired.do_not_ask_again = true;
    let written = about_me(vec![tired, under(Heading::MostImportant, "my dog")]);
    let events = told.later(&mut files, &gp(), &written);
    let old = first_fact(&events[1..]);
    let mut revised = under(Heading::MostImportant, "my dog Rex");
    revised.replaces = Some(old);
    let revised = told.later(&mut files, &gp(), &about_me(vec![revised]));
    let reader = files.reader(&link_worker());
    let shown = reader.about_me(told.world.now, told.person).unwrap();
    let first = first_fact(&events);
    assert_eq!(ids(&shown.unwrap()), [first_fact(&revised), first]);
    let brief = reader.brief(told.world.now, told.person).unwrap().unwrap();
    assert_eq!(ids(&brief.about_me), [first_fact(&revised), first]);
    assert_eq!(brief.do_not_ask_again, [first]);
    assert!(story(&files, &told, &link_worker()).is_some_and(|all| ids(&all).contains(&old)));
}

#[test]
fn a_brief_puts_each_thing_in_one_place() {
    let (mut files, mut told) = with_involved_charity();
    told.later(&mut files, &gp(), &about_me(vec![passage("my dog", &[])]));
    let noted = told.later(&mut files, &gp(), &note("bp", &[Category::Health]));
    let asked = told.later(&mut files, &gp(), &second_referral());
    let reader = files.reader(&gp());
    let brief = reader.brief(told.world.now, told.person).unwrap().unwrap();
    assert_eq!(brief.entry.person, told.person);
    assert_eq!(brief.entry.standing, Standing::Involved);
    assert_eq!(brief.entry.last_recorded_at, told.world.now);
    assert_eq!(brief.people.len(), 2, "the practice and the charity");
    assert_eq!(ids(&brief.open_referrals), [first_fact(&asked)]);
    let latest = ids(&brief.latest);
    assert_eq!(latest[0], first_fact(&noted));
    let parts = [
        latest,
        ids(&brief.about_me),
        ids(&brief.people),
        ids(&brief.open_referrals),
    ]
    .concat();
    let once: BTreeSet<_> = parts.iter().copied().collect();
    assert_eq!(once.len(), parts.len(), "nothing stands there twice");
    // Everything but who they are, which stands at the head of the brief.
    assert_eq!(parts.len() + 1, told.expected(&gp()).len());
    for number in 0..orgviews::cases::LATEST {
        let words = format!("note {number}");
        told.later(&mut files, &gp(), &note(&words, &[Category::Health]));
    }
    let brief = reader.brief(told.world.now, told.person).unwrap().unwrap();
    assert_eq!(brief.latest.len(), orgviews::cases::LATEST);
    let newest = &told.expected(&gp())[..orgviews::cases::LATEST];
    assert_eq!(ids(&brief.latest), newest);
}

#[test]
fn a_list_is_narrowed_to_one_thing_or_one_person() {
    let (mut files, mut told) = (Files::new(), Told::new(1));
    told.later(&mut files, &gp(), &maureen());
    told.later(&mut files, &gp(), &referral());
    told.later(&mut files, &gp(), &second_referral());
    let asked: Vec<_> = told.world.history.referrals().map(|one| one.id.0).collect();
    let found = |by: &By, only| {
        let filter = Filter {
            only,
            ..Filter::default()
        };
        let reader = files.reader(by);
        let (found, _) = reader.referrals(told.world.now, &filter, &ALL).unwrap();
        found.iter().map(|one| one.id.0).collect::<BTreeSet<_>>()
    };
    let thing = |thing| Only {
        thing: Some(thing),
        person: None,
    };
    let about = |person| Only {
        thing: None,
        person: Some(person),
    };
    assert_eq!(found(&gp(), thing(asked[0])), [asked[0]].into());
    assert_eq!(found(&gp(), about(told.person)).len(), 2);
    let stranger = Told::new(2).person;
    assert!(found(&gp(), about(stranger)).is_empty());
    assert!(found(&gp(), thing(stranger.0)).is_empty());
    let neither = Only {
        thing: Some(asked[0]),
        person: Some(stranger),
    };
    assert!(found(&gp(), neither).is_empty());
    // What another organisation was asked is not found by its id.
    let theirs = found(&link_worker(), about(told.person));
    let others = asked.iter().filter(|id| !theirs.contains(id));
    for id in others {
        assert!(found(&link_worker(), thing(*id)).is_empty());
    }
}

/// A referral to another service of the practice's partners.
fn second_referral() -> casework::referral::raise::RaiseReferral {
    casework::referral::raise::RaiseReferral {
        service: casework::testing::housing(),
        ..referral()
    }
}

#[test]
fn referrals_are_told_from_the_facts_and_the_clock() {
    let (mut files, mut told) = (Files::new(), Told::new(1));
    told.later(&mut files, &gp(), &maureen());
    told.later(&mut files, &gp(), &referral());
    let asked = told.world.history.referrals().next().unwrap().clone();
    let of = |files: &Files, by: &By, now, direction, state| {
        let filter = Filter {
            direction,
            state,
            ..Filter::default()
        };
        let (found, next) = files.reader(by).referrals(now, &filter, &ALL).unwrap();
        assert_eq!(next, None);
        found
    };
    let (here, there) = (Some(Direction::In), Some(Direction::Out));
    let now = told.world.now;
    let incoming = of(&files, &link_worker(), now, here, Some(State::Open));
    assert_eq!(incoming.len(), 1);
    assert_eq!(
        (incoming[0].id, incoming[0].person),
        (asked.id, told.person)
    );
    assert_eq!(incoming[0].last_event, asked.last_event);
    assert!(incoming[0].identity.is_some() && !incoming[0].overdue);
    assert_eq!(of(&files, &link_worker(), now, there, None), []);
    assert_eq!(of(&files, &gp(), now, here, None), []);
    assert_eq!(of(&files, &gp(), now, there, None)[0].id, asked.id);
    // Late by the clock, before anybody has recorded it, and not a moment earlier.
    let [due, _] = asked.answer_by;
    let late = |now| of(&files, &gp(), now, there, None)[0].overdue;
    assert_eq!([late(due - 1.nanosecond()), late(due)], [false, true]);
    told.world.now = due;
    let overdue = OverdueReferral {
        referral: asked.id,
        due,
    };
    told.later(&mut files, &timekeeper(), &overdue);
    assert_eq!(of(&files, &gp(), due, None, None)[0].facts.len(), 2);
    let accepted = accept(&told.world.history);
    let events = told.later(&mut files, &link_worker(), &accepted);
    let now = told.world.now;
    for by in [gp(), link_worker()] {
        assert_eq!(of(&files, &by, now, None, Some(State::Open)), []);
        let answered = of(&files, &by, now, None, Some(State::Accepted));
        assert!(!answered[0].overdue && answered[0].last_event == events[0].id);
        let contents: Vec<_> = answered[0].facts.iter().map(kind).collect();
        assert_eq!(contents, ["raised", "overdue", "accepted"]);
    }
}

fn kind(shown: &orgviews::Shown) -> &'static str {
    match shown.disclosed.fact.content {
        Content::Referral { .. } => "raised",
        Content::Overdue { .. } => "overdue",
        Content::Accepted { .. } => "accepted",
        _ => "something else",
    }
}

#[test]
fn decisions_about_sharing_are_listed_the_newest_first() {
    let (mut files, mut told) = with_involved_charity();
    let agreed = agreement(Audience::EveryoneInvolved, &[Category::Health]);
    let agreed = told.later(&mut files, &gp(), &agreed);
    told.later(&mut files, &gp(), &note("bp", &[Category::Health]));
    let charity = Against::Organisation(link_worker().organisation);
    let objected = objection(charity, Some(&[Category::Health]));
    let objected = told.later(&mut files, &gp(), &objected);
    let decisions = |by: &By| {
        let found = files
            .reader(by)
            .sharing_decisions(told.world.now, told.person, &ALL);
        ids(&found.unwrap().unwrap().0)
    };
    assert_eq!(
        decisions(&gp()),
        [first_fact(&objected), first_fact(&agreed)]
    );
    assert!(!decisions(&link_worker()).contains(&first_fact(&objected)));
}
