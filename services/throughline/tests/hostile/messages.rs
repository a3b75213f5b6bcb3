//! Messages that are not what they say, or hold what nobody needs: each is refused with a status, and nothing is lost.

use std::time::Duration;

use api::v1::{
    RegisterWorkerRequest, directory_command_service_client::DirectoryCommandServiceClient,
};
use tonic::{Code, Request};

use super::{
    Target,
    frames::{CALLER, COMMAND, DATA, END_STREAM, Raw, asked, message},
};

/// A field of a message: its number, and bytes.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut field = vec![number << 3 | 2];
    let mut length = bytes.len();
    while length >= 0x80 {
        field.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
        length >>= 7;
    }
    field.push(u8::try_from(length).unwrap());
    field.extend_from_slice(bytes);
    field
}

#[tokio::test]
async fn lengths_that_lie() {
    let target = Target::start(&[]);
    for length in [u32::MAX as usize, 512 * 1024 * 1024, 2 * 1024 * 1024] {
        let mut calls = Vec::new();
        for _ in 0..50 {
            let mut raw = Raw::connect(target.server.address()).await;
            raw.open(1, COMMAND, 0).await;
            raw.send(DATA, 0, 1, &message(0, length, b"x")).await;
            calls.push(raw);
        }
        target.serves().await;
        let (answer, _) = calls[0].read_for(Duration::from_millis(700)).await;
        assert!(!answer.is_empty());
    }
    target.stands().await;
}

#[tokio::test]
async fn compressed_bombs() {
    let target = Target::start(&[]);
    // A gzip of nothing but zeros would be a thousand times as long; no compression is agreed on, so it is not opened.
    let bomb = vec![0x1f_u8, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let answer = asked(
        target.server.address(),
        COMMAND,
        message(1, bomb.len(), &bomb),
        false,
    )
    .await;
    assert_eq!(answer.code, Code::Internal, "{}", answer.message);
    assert!(answer.message.contains("ompress"), "{}", answer.message);
    target.stands().await;
}

#[tokio::test]
async fn deep_nesting_and_a_million_of_nothing() {
    let target = Target::start(&[]);
    let nested = (0..20_000).fold(Vec::new(), |inner: Vec<u8>, _| {
        if inner.len() > 200_000 {
            inner
        } else {
            field(5, &inner)
        }
    });
    let many = field(5, &[]).repeat(500_000);
    for body in [nested, many] {
        let mut calls = tokio::task::JoinSet::new();
        let framed = message(0, body.len(), &body);
        for _ in 0..6 {
            let (to, framed) = (target.server.address(), framed.clone());
            calls.spawn(async move {
                let mut raw = Raw::connect(to).await;
                raw.open(1, COMMAND, 0).await;
                for part in framed.chunks(16_000) {
                    raw.send(DATA, 0, 1, part).await;
                }
                raw.send(DATA, END_STREAM, 1, &[]).await;
                raw.read_for(Duration::from_secs(1)).await.0.len()
            });
        }
        target.serves().await;
        while let Some(answer) = calls.join_next().await {
            assert!(answer.unwrap() > 0);
        }
    }
    target.stands().await;
}

#[tokio::test]
async fn text_that_is_none() {
    let target = Target::start(&[]);
    let name = |bytes: &[u8]| {
        let body = [
            field(1, b"0198c0de-0000-4000-8000-000000000001"),
            field(2, bytes),
        ]
        .concat();
        message(0, body.len(), &body)
    };
    let answer = asked(
        target.server.address(),
        COMMAND,
        name(&[0xff, 0xfe, 0x80]),
        false,
    )
    .await;
    assert!(
        answer.message.contains("UTF-8"),
        "{:?} {}",
        answer.code,
        answer.message
    );
    let mut client = DirectoryCommandServiceClient::new(target.server.connection().await);
    for wicked in ["a\0b", "a\u{202e}b", "a\u{2066}b"] {
        let mut request = Request::new(RegisterWorkerRequest {
            command_id: "0198c0de-0000-4000-8000-000000000002".into(),
            worker: "kim.lee".into(),
            name: wicked.into(),
            roles: vec!["link-worker".into()],
            postcode: String::new(),
        });
        for (key, value) in CALLER {
            request.metadata_mut().insert(key, value.parse().unwrap());
        }
        let refused = client.register_worker(request).await.unwrap_err();
        assert_eq!(
            refused.code(),
            Code::InvalidArgument,
            "{wicked:?}: {refused:?}"
        );
        assert!(refused.message().contains("name"), "{refused:?}");
        assert!(!refused.message().contains(wicked));
    }
    target.stands().await;
}
