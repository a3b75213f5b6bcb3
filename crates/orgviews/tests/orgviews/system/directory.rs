//! What the system file lists of the directory.

use casework::capacity::Capacity;

use super::*;

#[test]
fn the_directory_lists_services_with_the_names_of_their_organisations() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SystemWriter::open(folder.path()).unwrap();
    let system = SystemReader::new(folder.path());
    let mut described = practice();
    described.description = Some(Words::prose("description", "Open to all.").unwrap());
    let batch = SystemBatch {
        services: vec![charity(), described.clone(), housing()],
        ..everything(1)
    };
    writer.apply(&batch).unwrap();
    let of = |name: &str, service: &Service| (name.to_owned(), service.clone());
    let expected = [
        of("The Surgery", &described),
        // Not registered yet, as far as this file knows.
        of("HCC-HOUSING", &housing()),
        of("LVF-FRIENDS", &charity()),
    ];
    assert_eq!(listed(&system), expected);
    assert_eq!(system.organisations_count().unwrap(), 1);
    let mut changed = charity();
    changed.terms.answer_within_days += 1;
    let batch = SystemBatch {
        position: 2,
        organisations: vec![
            (gp().organisation, name("The New Surgery")),
            (link_worker().organisation, name("Friends")),
        ],
        services: vec![changed.clone()],
        ..SystemBatch::default()
    };
    writer.apply(&batch).unwrap();
    let expected = [
        of("The New Surgery", &described),
        of("HCC-HOUSING", &housing()),
        of("Friends", &changed),
    ];
    assert_eq!(listed(&system), expected);
    assert_eq!(system.organisations_count().unwrap(), 2);
}

#[test]
fn services_are_found_by_what_is_said_of_them_and_retired_ones_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SystemWriter::open(folder.path()).unwrap();
    let system = SystemReader::new(folder.path());
    let prose = |text: &str| Some(Words::prose("words", text).unwrap());
    let choir = Service {
        name: name("Singing together"),
        for_whom: prose("For anybody who is lonely."),
        area: prose("Lea Valley and Hackney"),
        capacity: Capacity::Waiting { weeks: 6 },
        ..charity()
    };
    let retired = Service {
        retired: true,
        ..housing()
    };
    let batch = SystemBatch {
        services: vec![practice(), choir.clone(), retired],
        ..everything(1)
    };
    writer.apply(&batch).unwrap();
    let found = |filter: Filter| {
        let (found, _) = system.services(&filter, &Page::first(10)).unwrap();
        found.into_iter().map(|it| it.service).collect::<Vec<_>>()
    };
    let text = |text: &str| Filter {
        text: text.to_owned(),
        ..Filter::default()
    };
    let area = |area: &str| Filter {
        area: area.to_owned(),
        ..Filter::default()
    };
    let with = |change: fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        filter
    };
    assert_eq!(found(Filter::default()), [practice(), choir.clone()]);
    for filter in [
        text("LONELY singing"),
        text("hackney"),
        area("lea hackney"),
        with(|it| it.purpose = Some(charity().terms.purpose)),
        with(|it| it.capacity = Some(Capacity::Waiting { weeks: 1 })),
        with(|it| it.organisation = Some(link_worker().organisation)),
    ] {
        assert_eq!(
            found(filter.clone()),
            std::slice::from_ref(&choir),
            "{filter:?}"
        );
    }
    assert_eq!(found(text("surgery")), [practice()]);
    let both = Filter {
        capacity: Some(Capacity::Full),
        ..text("singing")
    };
    for nothing in [text("singing rugby"), area("singing"), both] {
        assert_eq!(found(nothing.clone()), [], "{nothing:?}");
    }
}

#[test]
fn workers_are_listed_by_organisation_until_they_leave_and_organisations_by_code() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SystemWriter::open(folder.path()).unwrap();
    let system = SystemReader::new(folder.path());
    let (ours, theirs) = (gp().organisation, link_worker().organisation);
    let ids = ["ann", "bo", "cy", "di"];
    let mut workers: Vec<_> = ids.map(|id| (ours.clone(), worker(id, false))).into();
    workers.push((theirs.clone(), worker("sam.lee", false)));
    let organisations = vec![
        (theirs.clone(), name("Friends")),
        (ours.clone(), name("Surgery")),
    ];
    let batch = SystemBatch {
        organisations,
        workers,
        ..everything(1)
    };
    writer.apply(&batch).unwrap();
    let page = |after| Page { size: 2, after };
    let (first, next) = system.workers(&ours, &page(None)).unwrap();
    assert_eq!(first, [worker("ann", false), worker("bo", false)]);
    // The one after whom the next page begins has left meanwhile.
    let batch = SystemBatch {
        position: 2,
        workers: vec![
            (ours.clone(), worker("bo", true)),
            (ours.clone(), worker("cy", true)),
        ],
        ..SystemBatch::default()
    };
    writer.apply(&batch).unwrap();
    let rest = system.workers(&ours, &page(next)).unwrap();
    assert_eq!(rest, (vec![worker("di", false)], None));
    let known = |id| system.worker_name(&ours, &worker(id, false).id).unwrap();
    assert_eq!(known("ann"), Some(worker("ann", false).name));
    assert_eq!(
        known("bo"),
        Some(worker("bo", true).name),
        "also of one who left"
    );
    assert_eq!(known("sam.lee"), None, "of another organisation");
    let foreign = system.workers(&theirs, &page(next));
    assert!(matches!(foreign, Err(Error::CursorUnknown)));
    let (first, next) = system.organisations(&Page::first(1)).unwrap();
    assert_eq!(first, [(ours, name("Surgery"))]);
    let (second, next) = system.organisations(&page(next)).unwrap();
    assert_eq!((second, next), (vec![(theirs, name("Friends"))], None));
    let nowhere = system.organisations(&page(Some([0xFF; 16])));
    assert!(matches!(nowhere, Err(Error::CursorUnknown)));
}
