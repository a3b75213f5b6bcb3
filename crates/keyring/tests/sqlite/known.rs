//! By what people are known.

use super::*;

#[tokio::test]
async fn one_person_is_known_under_one_number() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    let (one, two) = (
        keys.secrets().lookup(KnownBy::NhsNumber, "9990000018"),
        keys.secrets().lookup(KnownBy::NhsNumber, "9990000026"),
    );
    let id = Uuid::from_u128(1);
    assert_eq!(
        keys.register(one, id).await.unwrap(),
        Registered { id, new: true }
    );
    assert!(matches!(
        keys.register(two, id).await,
        Err(Error::ProposedTaken)
    ));
    drop(keys);
    let keys = place.open(false).unwrap();
    assert_eq!(
        keys.register(one, Uuid::from_u128(9)).await.unwrap(),
        Registered { id, new: false }
    );
    assert!(matches!(
        keys.find(person(9)).await.unwrap(),
        KeyState::Unknown
    ));
}

#[tokio::test]
async fn one_person_is_known_at_each_of_their_addresses_until_they_are_erased() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    let secrets = keys.secrets();
    let id = Uuid::from_u128(1);
    let lookups = [
        secrets.lookup(KnownBy::NhsNumber, "9990000018"),
        secrets.lookup(KnownBy::NameAndAddress, "one address"),
        secrets.lookup(KnownBy::NameAndAddress, "another"),
    ];
    for lookup in lookups {
        let registered = keys.register(lookup, id).await.unwrap();
        assert_eq!(registered, Registered { id, new: true });
        let other = keys.register(lookup, Uuid::from_u128(2)).await.unwrap();
        assert_eq!(other, Registered { id, new: false });
    }
    keys.destroy(person(1)).await.unwrap();
    for lookup in lookups {
        assert_eq!(keys.known(lookup).await.unwrap(), None);
    }
}

#[tokio::test]
async fn somebody_without_a_number_is_given_one_and_keeps_their_key() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    let sealed = keys.obtain(person(1)).await.unwrap().seal(b"", b"x");
    let lookup = keys.secrets().lookup(KnownBy::NhsNumber, "9990000018");
    assert!(keys.register(lookup, Uuid::from_u128(1)).await.unwrap().new);
    keys.obtain(person(1))
        .await
        .unwrap()
        .open(b"", &sealed)
        .unwrap();
}

#[tokio::test]
async fn an_erased_person_is_no_longer_known_and_their_id_is_not_used_again() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    let lookup = keys.secrets().lookup(KnownBy::NhsNumber, "9990000018");
    keys.register(lookup, Uuid::from_u128(1)).await.unwrap();
    keys.destroy(person(1)).await.unwrap();
    assert!(matches!(
        keys.register(lookup, Uuid::from_u128(1)).await,
        Err(Error::Erased { .. })
    ));
    assert_eq!(
        keys.register(lookup, Uuid::from_u128(2)).await.unwrap(),
        Registered {
            id: Uuid::from_u128(2),
            new: true
        }
    );
}
