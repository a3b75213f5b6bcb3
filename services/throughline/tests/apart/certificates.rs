//! A certificate that is renewed while the process that shows it calls others.

use std::{fs, net::Ipv4Addr, time::Duration};

use throughline::{
    apart::{Certificates, calls},
    edge::{Bounds, Connections, Spoken, Tls},
};
use tokio::{net::TcpListener, time::sleep};
use tokio_util::sync::CancellationToken;
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

use crate::authority::{Authority, Files};

/// How often is tried whether a renewed certificate is shown, each a fifth of a second apart.
const TRIES: usize = 100;

#[tokio::test]
async fn a_process_that_calls_another_shows_a_renewed_certificate_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, others) = (Authority::new(), Authority::new());
    let beside = |name: &str| folder.path().join(name);
    let [theirs, mine] = ["theirs", "mine"].map(|who| Files {
        certificate: beside(&format!("{who}.pem")),
        key: beside(&format!("{who}-key.pem")),
    });
    ours.signs_into(&theirs);
    others.signs_into(&mine);
    let authority = beside("authority.pem");
    ours.write(&authority);
    let tls = Tls::new(
        &theirs.certificate,
        &theirs.key,
        Some(&authority),
        Spoken::Http2,
    )
    .unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let stop = CancellationToken::new();
    let bounds = Bounds::of(&runtime::configuration::Configuration::default());
    let taken_on = Connections::new(listener, Some(tls), bounds).taken_on(stop.clone());
    let (_, health) = tonic_health::server::health_reporter();
    let serving = tonic::transport::Server::builder().add_service(health);
    tokio::spawn(serving.serve_with_incoming(taken_on));

    let files = Certificates {
        certificate: mine.certificate.clone(),
        key: mine.key.clone(),
        authority,
    };
    let connection = calls(&address, &address, Some(&files)).unwrap();
    let asked = async || {
        let request = HealthCheckRequest::default();
        HealthClient::new(connection.clone()).check(request).await
    };
    asked().await.unwrap_err();
    ours.signs_into(&mine);
    let mut answered = asked().await;
    for _ in 0..TRIES {
        if answered.is_ok() {
            break;
        }
        sleep(Duration::from_millis(200)).await;
        answered = asked().await;
    }
    answered.unwrap();
    // What is no good leaves what was.
    fs::write(&mine.key, "no key").unwrap();
    sleep(Duration::from_secs(3)).await;
    asked().await.unwrap();
    stop.cancel();
}
