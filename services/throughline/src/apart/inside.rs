//! What is for the processes of this system alone: who calls shows what only these know.

use std::{
    fs,
    path::{Path, PathBuf},
    task::{Context, Poll},
    time::SystemTime,
};

use anyhow::Context as _;
use api::{Connection, connection};
use futures::future::{Either, Ready, ready};
use http::{HeaderMap, HeaderValue, Request, Response};
use runtime::configuration::Configuration;
use sha2::{Digest, Sha256};
use tonic::{
    Status,
    body::Body,
    transport::{Certificate, ClientTlsConfig, Identity},
};
use tower::Service;

/// The header in which it is shown.
const TOKEN: &str = "throughline-inside";

/// The files by which the processes of one system know each other.
#[derive(Clone, Debug)]
pub struct Certificates {
    /// The certificate that this process shows.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// Who signs the others'.
    pub authority: PathBuf,
}

/// Those that the settings name; none, where there is no TLS between the processes.
pub(super) fn certificates(configuration: &Configuration) -> anyhow::Result<Option<Certificates>> {
    let Some(authority) = configuration.tls_inside_authority_file.clone() else {
        return Ok(None);
    };
    let both = configuration.tls_certificate_file.clone();
    let both = both.zip(configuration.tls_key_file.clone());
    let (certificate, key) = both.context(
        "`tls_inside_authority_file` is set: each process shows its own certificate, so set `tls_certificate_file` and `tls_key_file` too",
    )?;
    Ok(Some(Certificates {
        certificate,
        key,
        authority,
    }))
}

/// How this process calls the others by TLS; none, where there is no TLS between them.
///
/// # Errors
/// Where a file is missing, or is no good.
pub(super) fn client(configuration: &Configuration) -> anyhow::Result<Option<Certificates>> {
    let files = certificates(configuration)?;
    if let Some(files) = &files {
        files.read()?;
    }
    Ok(files)
}

impl Certificates {
    /// How others are called: this process shows its certificate, and knows theirs by who signed it.
    pub(super) fn read(&self) -> anyhow::Result<ClientTlsConfig> {
        let read = |path: &Path| fs::read(path).with_context(|| path.display().to_string());
        let identity = Identity::from_pem(read(&self.certificate)?, read(&self.key)?);
        let authority = Certificate::from_pem(read(&self.authority)?);
        let config = ClientTlsConfig::new().ca_certificate(authority);
        Ok(config.identity(identity))
    }

    /// When the files were last changed.
    pub(super) fn changed(&self) -> [Option<SystemTime>; 3] {
        [&self.certificate, &self.key, &self.authority]
            .map(|file| fs::metadata(file).and_then(|about| about.modified()).ok())
    }
}

/// A connection on which it is shown.
pub(super) fn shown(to: Connection, token: &str) -> Connection {
    connection::boxed(Shown {
        to,
        token: HeaderValue::from_str(token).ok(),
    })
}

/// A service that answers those alone who show it.
pub(super) fn guarded<S>(service: S, token: &str) -> Guarded<S> {
    Guarded {
        service,
        digest: Sha256::digest(token.as_bytes()).into(),
    }
}

#[derive(Clone)]
struct Shown {
    to: Connection,
    token: Option<HeaderValue>,
}

impl Service<Request<Body>> for Shown {
    type Response = Response<Body>;
    type Error = Status;
    type Future = <Connection as Service<Request<Body>>>::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Status>> {
        self.to.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        if let Some(token) = &self.token {
            request.headers_mut().insert(TOKEN, token.clone());
        }
        self.to.call(request)
    }
}

/// Answers those alone who show the token.
#[derive(Clone)]
pub(super) struct Guarded<S> {
    service: S,
    digest: [u8; 32],
}

impl<S> Guarded<S> {
    fn knows(&self, headers: &HeaderMap) -> bool {
        // Digests are compared: how long that takes says nothing about the token.
        let shown = headers.get(TOKEN).map(HeaderValue::as_bytes);
        shown.is_some_and(|shown| Sha256::digest(shown)[..] == self.digest)
    }
}

impl<S> Service<Request<Body>> for Guarded<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Either<S::Future, Ready<Result<Response<Body>, S::Error>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        if self.knows(request.headers()) {
            Either::Left(self.service.call(request))
        } else {
            let refused = Status::unauthenticated("this is for the processes of one system alone");
            Either::Right(ready(Ok(refused.into_http())))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use tower::ServiceExt;

    use super::*;

    async fn asked(token: Option<&str>) -> bool {
        let service = tower::service_fn(|_: Request<Body>| async {
            Ok::<_, Status>(Response::new(Body::empty()))
        });
        let guarded = guarded(service, "the token");
        let to = connection::boxed(guarded);
        let to = match token {
            Some(token) => shown(to, token),
            None => to,
        };
        let answer = to.oneshot(Request::new(Body::empty())).await.unwrap();
        Status::from_header_map(answer.headers()).is_none()
    }

    #[tokio::test]
    async fn nobody_else_is_answered() {
        assert!(asked(Some("the token")).await);
        assert!(!asked(Some("another")).await);
        assert!(!asked(None).await);
    }
}
