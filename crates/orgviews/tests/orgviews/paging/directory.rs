//! Pages of the directory.

use super::*;

fn with_services(folder: &std::path::Path) -> SystemWriter {
    let mut writer = SystemWriter::open(folder).unwrap();
    let organisation = |code: OrganisationId| {
        let name = registered(&code).name.unwrap();
        (code, name)
    };
    let of = |mut service: casework::service::Service, number| {
        service.terms.service = ServiceId(Uuid::from_u128(number));
        service
    };
    let services = (1..=4).flat_map(|number| {
        [
            of(practice(), number),
            of(charity(), 10 + number),
            of(housing(), 20 + number),
        ]
    });
    let batch = SystemBatch {
        position: 1,
        organisations: vec![organisation(gp().organisation)],
        services: services.collect(),
        ..SystemBatch::default()
    };
    writer.apply(&batch).unwrap();
    writer
}

#[test]
fn pages_of_the_directory_are_the_directory() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = with_services(folder.path());
    let system = SystemReader::new(folder.path());
    let read = |page: &Page| {
        let (listed, next) = system
            .services(&orgviews::directory::Filter::default(), page)
            .unwrap();
        let id = |listed: &orgviews::directory::Listed| listed.service.terms.service;
        (listed.iter().map(id).collect::<Vec<_>>(), next)
    };
    let (whole, _) = read(&Page::first(1_000));
    assert_eq!(whole.len(), 12);
    for size in SIZES {
        assert_eq!(joined(size, read, nothing), whole, "in pages of {size}");
    }
    // Services that come in while it is read: one before and one after the place that was reached.
    let (first, next) = read(&Page::first(5));
    let of = |service: casework::service::Service, number| casework::service::Service {
        terms: casework::service::ServiceTerms {
            service: ServiceId(Uuid::from_u128(number)),
            ..service.terms
        },
        ..service
    };
    let batch = SystemBatch {
        position: 2,
        services: vec![of(practice(), 5), of(charity(), 15)],
        ..SystemBatch::default()
    };
    writer.apply(&batch).unwrap();
    let rest = Page {
        size: 1_000,
        after: next,
    };
    let pages = [first, read(&rest).0].concat();
    let missing: Vec<_> = whole.iter().filter(|id| !pages.contains(id)).collect();
    let once: BTreeSet<_> = pages.iter().collect();
    assert_eq!((missing, once.len()), (vec![], 13));
}

#[test]
fn a_place_that_is_no_services_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    with_services(folder.path());
    let system = SystemReader::new(folder.path());
    for after in [[0; 16], [7; 16], [0xFF; 16]] {
        let page = Page {
            size: 5,
            after: Some(after),
        };
        assert!(matches!(
            system.services(&orgviews::directory::Filter::default(), &page),
            Err(Error::CursorUnknown)
        ));
    }
    assert!(!Error::CursorUnknown.retry_helps());
}
