//! What is refused: wrong keys, missing keys, foreign and changed files.

use super::*;

#[tokio::test]
async fn a_master_key_that_wraps_something_must_be_there_and_be_the_very_one() {
    let place = Place::new();
    drop(place.open(true).unwrap());
    let second = MasterKeys::generate_line(2);
    let error = SqliteKeyring::open(place.path(), master(&[&second]), false).unwrap_err();
    assert!(
        matches!(error, Error::MasterKeyMissing { version: 1, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("version 1"));
    let other = MasterKeys::generate_line(1);
    let error = SqliteKeyring::open(place.path(), master(&[&other]), false).unwrap_err();
    assert!(
        matches!(error, Error::MasterKeyWrong { version: 1 }),
        "{error}"
    );

    // A second version wraps new keys; from then on both are needed.
    let keys = SqliteKeyring::open(place.path(), master(&[&place.line, &second]), false).unwrap();
    keys.obtain(person(1)).await.unwrap();
    drop(keys);
    assert!(matches!(
        place.open(false),
        Err(Error::MasterKeyMissing { version: 2, .. })
    ));
}

#[tokio::test]
async fn missing_keys_are_refused_while_there_is_a_log() {
    let place = Place::new();
    let error = place.open(false).unwrap_err();
    assert!(matches!(error, Error::KeysMissing { .. }));
    assert!(
        error
            .to_string()
            .contains("restore keys.db from the backup taken after the log's")
    );
    assert!(!place.path().exists(), "nothing was made");
    fs::write(place.path(), b"").unwrap();
    assert!(matches!(place.open(false), Err(Error::KeysMissing { .. })));
    place.open(true).unwrap();
}

#[tokio::test]
async fn another_file_is_refused() {
    let place = Place::new();
    fs::write(
        place.path(),
        "not a database, and longer than one header is ".repeat(40),
    )
    .unwrap();
    assert!(matches!(place.open(false), Err(Error::Unreadable { .. })));
    fs::remove_file(place.path()).unwrap();
    rusqlite::Connection::open(place.path())
        .unwrap()
        .execute_batch("CREATE TABLE other (x)")
        .unwrap();
    assert!(matches!(place.open(true), Err(Error::Unreadable { .. })));
}

#[tokio::test]
async fn a_changed_row_is_noticed() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    keys.obtain(person(1)).await.unwrap();
    keys.obtain(person(2)).await.unwrap();
    drop(keys);
    let connection = rusqlite::Connection::open(place.path()).unwrap();
    connection
        .execute_batch(
            "UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE id = 2) WHERE id = 3",
        )
        .unwrap();
    drop(connection);
    let keys = place.open(false).unwrap();
    keys.obtain(person(1)).await.unwrap();
    assert!(matches!(
        keys.obtain(person(2)).await,
        Err(Error::Damaged { .. })
    ));
}
