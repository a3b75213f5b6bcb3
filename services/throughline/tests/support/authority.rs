//! Certificates for tests: an authority, and what it signs for servers on this machine.
#![allow(dead_code, reason = "each test file takes what it needs of this")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

/// An authority of its own.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key, in files.
#[derive(Clone)]
pub struct Files {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Authority {
    pub fn new() -> Authority {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Its own certificate.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// Its own certificate, in a file.
    pub fn write(&self, to: &Path) {
        fs::write(to, self.pem()).unwrap();
    }

    /// What it signs for 127.0.0.1: certificate and key.
    pub fn signs(&self) -> (String, String) {
        let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(names)
            .unwrap()
            .signed_by(&key, &self.0)
            .unwrap();
        (certificate.pem(), key.serialize_pem())
    }

    /// What it signs, in these files.
    pub fn signs_into(&self, files: &Files) {
        let (certificate, key) = self.signs();
        fs::write(&files.key, key).unwrap();
        fs::write(&files.certificate, certificate).unwrap();
    }
}
