//! TLS by rustls, 1.2 and 1.3, with certificate and key from files that are read again when they change: a certificate is
//! renewed without a restart. For the processes of one system, both sides show one (mutual TLS).

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use anyhow::{Context, ensure};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::{ClientHello, ResolvesServerCert, WebPkiClientVerifier},
    sign::CertifiedKey,
};
use tokio::{net::TcpStream, time::interval};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tokio_util::sync::CancellationToken;

/// How often the files are looked at.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(2);

/// What is spoken over TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// gRPC.
    Http2,
    /// The pages.
    Http1,
}

/// One side's certificate and key, as the files have them now.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    current: Arc<Current>,
}

#[derive(Debug)]
struct Current {
    certificate: PathBuf,
    key: PathBuf,
    pair: RwLock<(Arc<CertifiedKey>, [Option<SystemTime>; 2])>,
}

impl Tls {
    /// TLS with these files. Where there are `authorities`, whoever connects shows a certificate that one of them signed.
    ///
    /// # Errors
    /// With a message for the operator: which file, and what is wrong with it.
    pub fn new(
        certificate: &Path,
        key: &Path,
        authorities: Option<&Path>,
        spoken: Spoken,
    ) -> anyhow::Result<Self> {
        let current = Arc::new(Current {
            pair: RwLock::new((read(certificate, key)?, changed([certificate, key]))),
            certificate: certificate.to_owned(),
            key: key.to_owned(),
        });
        let provider = Arc::new(aws_lc_rs::default_provider());
        let begun = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()?;
        let begun = match authorities {
            None => begun.with_no_client_auth(),
            Some(file) => {
                let roots = Arc::new(authorities_in(file)?);
                let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider);
                begun.with_client_cert_verifier(verifier.build()?)
            }
        };
        let mut config = begun.with_cert_resolver(current.clone());
        config.alpn_protocols = match spoken {
            Spoken::Http2 => vec![b"h2".to_vec()],
            Spoken::Http1 => vec![b"http/1.1".to_vec()],
        };
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            current,
        })
    }

    pub(super) async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        self.acceptor.accept(stream).await
    }

    /// Reads the files again when they have changed, until the token is cancelled. Ones that are no good leave what was.
    pub async fn follow(self, stop: CancellationToken) {
        let forever = async {
            let mut turns = interval(LOOKED_AT_EVERY);
            loop {
                turns.tick().await;
                let current = self.current.clone();
                tokio::task::spawn_blocking(move || current.look())
                    .await
                    .ok();
            }
        };
        stop.run_until_cancelled(forever).await;
    }
}

impl Current {
    fn look(&self) {
        let now = changed([&self.certificate, &self.key]);
        if self.pair.read().unwrap_or_else(PoisonError::into_inner).1 == now {
            return;
        }
        match read(&self.certificate, &self.key) {
            Ok(pair) => {
                *self.pair.write().unwrap_or_else(PoisonError::into_inner) = (pair, now);
                tracing::info!(file = %self.certificate.display(), "the certificate was read again");
            }
            Err(error) => {
                tracing::warn!(error = %format!("{error:#}"), "the certificate has changed and cannot be used; the one from before stays");
            }
        }
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let pair = self.pair.read().unwrap_or_else(PoisonError::into_inner);
        Some(pair.0.clone())
    }
}

/// The certificates of a file.
fn certificates(file: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let named = || format!("the certificate file {}", file.display());
    let read = CertificateDer::pem_file_iter(file).with_context(named)?;
    let read: Vec<_> = read.collect::<Result<_, _>>().with_context(named)?;
    ensure!(!read.is_empty(), "{} holds no certificate", named());
    Ok(read)
}

/// The certificates by which others' are known.
fn authorities_in(file: &Path) -> anyhow::Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let (good, _) = roots.add_parsable_certificates(certificates(file)?);
    ensure!(
        good > 0,
        "{} holds no authority's certificate",
        file.display()
    );
    Ok(roots)
}

fn read(certificate: &Path, key: &Path) -> anyhow::Result<Arc<CertifiedKey>> {
    let private = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("the key file {}", key.display()))?;
    let provider = aws_lc_rs::default_provider();
    let pair = CertifiedKey::from_der(certificates(certificate)?, private, &provider);
    let pair = pair.with_context(|| {
        format!(
            "the key file {} is not of the certificate in {}, or cannot be used",
            key.display(),
            certificate.display()
        )
    })?;
    Ok(Arc::new(pair))
}

/// When files were last changed.
fn changed(files: [&Path; 2]) -> [Option<SystemTime>; 2] {
    files.map(|file| fs::metadata(file).and_then(|about| about.modified()).ok())
}
