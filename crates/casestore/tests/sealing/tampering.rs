//! When somebody has changed what is stored.

use super::*;

#[tokio::test]
async fn no_byte_of_a_sealed_event_can_be_changed() {
    let fixture = Fixture::new();
    noted_by_both(&fixture).await;
    let good = last_record(&fixture).await;
    assert!(
        codec::open::<History>(&*fixture.keys, &person(), &good)
            .await
            .is_ok()
    );
    for place in 0..good.sealed.len() {
        let mut sealed = good.sealed.to_vec();
        sealed[place] ^= 1;
        unreadable(
            &fixture,
            &Record {
                sealed: sealed.into(),
                ..good.clone()
            },
        )
        .await;
    }
    for length in 0..good.sealed.len() {
        unreadable(
            &fixture,
            &Record {
                sealed: good.sealed.slice(..length),
                ..good.clone()
            },
        )
        .await;
    }
}

#[tokio::test]
async fn parts_cannot_be_swapped_dropped_or_joined_to_other_events() {
    let fixture = Fixture::new();
    let process = noted_by_both(&fixture).await;
    let good = last_record(&fixture).await;
    let (marks, words) = parts(&good.sealed);
    unreadable(
        &fixture,
        &Record {
            sealed: joined(words, marks),
            ..good.clone()
        },
    )
    .await;
    unreadable(
        &fixture,
        &Record {
            sealed: joined(marks, &[]),
            ..good.clone()
        },
    )
    .await;
    unreadable(
        &fixture,
        &Record {
            sealed: joined(&[], words),
            ..good.clone()
        },
    )
    .await;

    // Of the same organisation and person, so that the keys fit.
    execute(
        &process,
        &link_worker(),
        9,
        &note("Another.", &[Category::Housing]),
    )
    .await
    .unwrap();
    let other = last_record(&fixture).await;
    let (_, other_words) = parts(&other.sealed);
    unreadable(
        &fixture,
        &Record {
            sealed: joined(marks, other_words),
            ..good.clone()
        },
    )
    .await;
    unreadable(
        &fixture,
        &Record {
            header: other.header.clone(),
            ..good.clone()
        },
    )
    .await;
}

#[tokio::test]
async fn nothing_of_the_clear_header_can_be_changed() {
    let fixture = Fixture::new();
    noted_by_both(&fixture).await;
    let good = last_record(&fixture).await;
    let changes: [fn(&mut eventlog::Header); 6] = [
        |header| header.event_id = Uuid::from_u128(9),
        |header| header.kind = "about-me-recorded".to_owned(),
        |header| header.schema += 1,
        |header| header.recorded_at_ms += 1,
        |header| header.organisation = "HCC-HOUSING".to_owned(),
        |header| header.command_id = Uuid::from_u128(9),
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let mut changed = good.clone();
        change(&mut changed.header);
        let error = codec::open::<History>(&*fixture.keys, &person(), &changed)
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Unreadable { .. } | Error::KeyUnknown(_)),
            "change {place}: {error:?}"
        );
    }
}

#[tokio::test]
async fn an_event_moved_to_another_stream_does_not_open_there() {
    let fixture = Fixture::new();
    noted_by_both(&fixture).await;
    let good = last_record(&fixture).await;
    let stranger = PersonId(Uuid::from_u128(2));
    // Also with the keys of the stream that it comes from.
    unreadable(
        &fixture,
        &Record {
            stream: History::name(&stranger),
            ..good.clone()
        },
    )
    .await;

    fixture
        .keys
        .obtain(History::marks_key(&stranger))
        .await
        .unwrap();
    fixture
        .keys
        .obtain(History::words_key(&stranger, &link_worker().organisation))
        .await
        .unwrap();
    append(&fixture.log, &stranger, &good).await;
    let error = fixture.process().read(&stranger).await.err().unwrap();
    assert!(
        matches!(error, Error::Unreadable { .. }) && !error.retry_helps(),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_log_that_was_tampered_with_is_not_read_past_the_damage() {
    let fixture = Fixture::new();
    noted_by_both(&fixture).await;
    let tampered = Arc::new(MemoryLog::new(LogId(Uuid::from_u128(2))));
    let commits = fixture.commits().await;
    for (place, commit) in commits.iter().enumerate() {
        let mut record = commit.records[0].clone();
        if place == 2 {
            let mut sealed = record.sealed.to_vec();
            *sealed.last_mut().unwrap() ^= 1;
            record.sealed = sealed.into();
        }
        append(&tampered, &person(), &record).await;
    }
    let process = Streams::<History>::new(tampered.clone(), fixture.keys.clone(), 100);
    for _ in 0..2 {
        assert!(matches!(
            process.read(&person()).await.err(),
            Some(Error::Unreadable { .. })
        ));
    }
    let copied = tampered.commits();
    assert_eq!(
        process
            .follow(&copied[1])
            .await
            .unwrap()
            .unwrap()
            .stream
            .version,
        Version(2)
    );
    assert!(matches!(
        process.follow(&copied[2]).await.err(),
        Some(Error::Unreadable { .. })
    ));
    assert!(matches!(
        process.follow(&copied[3]).await.err(),
        Some(Error::Unreadable { .. })
    ));
}
