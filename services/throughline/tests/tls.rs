//! TLS of the real binary's ports, certificates that are renewed while it runs, and certificates of both sides.
#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "support/authority.rs"]
mod authority;
#[path = "support/binary.rs"]
mod binary;

use std::{fs, net::Ipv4Addr, time::Duration};

use authority::{Authority, Files};
use binary::{Server, Site};
use throughline::edge::{Bounds, Connections, Spoken, Tls};
use tokio::{net::TcpListener, time::sleep};
use tokio_util::sync::CancellationToken;
use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

/// How often is tried whether a renewed certificate is shown, each a fifth of a second apart.
const TRIES: usize = 100;

async fn asked(address: String, tls: Option<ClientTlsConfig>) -> Result<(), String> {
    let endpoint = Endpoint::from_shared(address).unwrap();
    let endpoint = match tls {
        Some(tls) => endpoint.tls_config(tls).unwrap(),
        None => endpoint,
    };
    let said = |error: &dyn std::fmt::Debug| format!("{error:?}");
    let channel = endpoint.connect().await.map_err(|no| said(&no))?;
    let request = HealthCheckRequest::default();
    let answer = HealthClient::new(channel).check(request).await;
    answer.map(|_| ()).map_err(|no| said(&no))
}

fn trusting(authority: &Authority) -> ClientTlsConfig {
    ClientTlsConfig::new().ca_certificate(Certificate::from_pem(authority.pem()))
}

#[tokio::test]
async fn ports_speak_tls_and_a_renewed_certificate_is_shown_without_a_restart() {
    let site = Site::new();
    let files = Files {
        certificate: site.beside("certificate.pem"),
        key: site.beside("key.pem"),
    };
    let (first, second) = (Authority::new(), Authority::new());
    first.signs_into(&files);
    let mut command = site.serve();
    command
        .env("THROUGHLINE_TLS_CERTIFICATE_FILE", &files.certificate)
        .env("THROUGHLINE_TLS_KEY_FILE", &files.key);
    let server = Server::start(command, &site.beside("server.log"));
    let address = server.address();
    let shown =
        async |authority| asked(format!("https://{address}"), Some(trusting(authority))).await;
    shown(&first).await.unwrap();
    shown(&second).await.unwrap_err();
    asked(format!("http://{address}"), None).await.unwrap_err();

    // Half of a renewal is none: what was shown goes on being shown.
    fs::write(&files.certificate, second.signs().0).unwrap();
    server.until_logged("cannot be used; the one from before stays");
    shown(&first).await.unwrap();

    second.signs_into(&files);
    for _ in 0..TRIES {
        if shown(&second).await.is_ok() {
            break;
        }
        sleep(Duration::from_millis(200)).await;
    }
    shown(&second).await.unwrap();
    shown(&first).await.unwrap_err();

    let mut roots = reqwest::Client::builder().tls_built_in_root_certs(false);
    roots = roots
        .add_root_certificate(reqwest::Certificate::from_pem(second.pem().as_bytes()).unwrap());
    let log = server.log();
    let pages = log
        .split("https://")
        .nth(1)
        .expect("the pages' address is one of TLS");
    let end = pages
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ':'))
        .unwrap();
    let page = roots
        .build()
        .unwrap()
        .get(format!("https://{}/sign-in", &pages[..end]))
        .send();
    let page = page.await.unwrap();
    assert_eq!(page.status(), 200);
    // Browsers come back by TLS alone, and the session goes to this host alone.
    let headers = page.headers();
    let hsts = headers["strict-transport-security"].to_str().unwrap();
    assert!(hsts.starts_with("max-age=31536000"), "{hsts}");
    let cookies = headers.get_all("set-cookie").iter();
    let cookies: Vec<_> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
    assert!(!cookies.is_empty(), "signing in begins a session");
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        for attribute in ["Secure", "HttpOnly", "SameSite", "Path=/"] {
            assert!(cookie.contains(attribute), "{attribute}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[test]
fn a_certificate_without_its_key_is_refused_at_the_start() {
    let site = Site::new();
    let files = Files {
        certificate: site.beside("certificate.pem"),
        key: site.beside("key.pem"),
    };
    let authority = Authority::new();
    authority.signs_into(&files);
    let mut alone = site.serve();
    alone.env("THROUGHLINE_TLS_CERTIFICATE_FILE", &files.certificate);
    assert!(binary::run(alone).refused().contains("go together"));
    fs::write(&files.key, authority.signs().1).unwrap();
    let mut others = site.serve();
    others
        .env("THROUGHLINE_TLS_CERTIFICATE_FILE", &files.certificate)
        .env("THROUGHLINE_TLS_KEY_FILE", &files.key);
    assert!(
        binary::run(others)
            .refused()
            .contains("is not of the certificate")
    );
}

#[tokio::test]
async fn between_processes_both_sides_show_a_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, others) = (Authority::new(), Authority::new());
    let files = Files {
        certificate: folder.path().join("certificate.pem"),
        key: folder.path().join("key.pem"),
    };
    ours.signs_into(&files);
    let known = folder.path().join("authority.pem");
    ours.write(&known);
    let tls = Tls::new(&files.certificate, &files.key, Some(&known), Spoken::Http2).unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let stop = CancellationToken::new();
    let bounds = Bounds::of(&runtime::configuration::Configuration::default());
    let taken_on = Connections::new(listener, Some(tls), bounds).taken_on(stop.clone());
    let (_, health) = tonic_health::server::health_reporter();
    let serving = tonic::transport::Server::builder().add_service(health);
    tokio::spawn(serving.serve_with_incoming(taken_on));

    let showing = |authority: &Authority| {
        let (certificate, key) = authority.signs();
        trusting(&ours).identity(Identity::from_pem(certificate, key))
    };
    asked(address.clone(), Some(showing(&ours))).await.unwrap();
    asked(address.clone(), Some(showing(&others)))
        .await
        .unwrap_err();
    asked(address, Some(trusting(&ours))).await.unwrap_err();
    stop.cancel();
}
