//! The second factor: time-based one-time codes of an app (RFC 6238; SHA-1, six digits, 30 seconds, one step of grace
//! before and after), each of which lets in once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Secret, Totp};

use super::SignInName;
use crate::{chance, records};

/// 160 bits, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;

/// Somebody's second factor.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Second {
    secret: [u8; SECRET_BYTES],
    /// The step whose code let somebody in last.
    used: u64,
}

/// What an app needs to make the codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// The key, to be typed in.
    pub key: String,
    /// The same as an address, for a code that a telephone's camera reads.
    pub address: String,
}

impl Second {
    pub(super) fn new() -> Result<Self, records::Error> {
        Ok(Self {
            secret: chance::bytes()?,
            used: 0,
        })
    }

    /// What an app needs to make the codes.
    pub(super) fn enrolment(&self, name: &SignInName, issuer: &str) -> Enrolment {
        let totp = self
            .totp()
            .with_account_name(name.to_string())
            .with_issuer(Some(issuer.replace(':', " ")))
            .build_noncompliant();
        Enrolment {
            key: Secret::from(self.secret).to_base32(),
            address: totp.to_url().unwrap_or_default(),
        }
    }

    /// Whether this is a code of now that let nobody in yet. From here on it has.
    pub(super) fn take(&mut self, code: &str, now: Timestamp) -> bool {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let totp: Totp = self.totp().build_noncompliant();
        match totp.check(&code, seconds).filter(|step| *step > self.used) {
            Some(step) => {
                self.used = step;
                true
            }
            None => false,
        }
    }

    fn totp(&self) -> Builder {
        Builder::new().with_secret(Secret::from(self.secret))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::accounts::Who;

    /// RFC 6238, appendix B: the key is these digits, and the codes are the last six digits there.
    #[test]
    fn codes_are_those_of_the_standard_and_let_in_once() {
        let mut second = Second {
            secret: *b"12345678901234567890",
            used: 0,
        };
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081 804"),
            (1_234_567_890, "005924"),
        ] {
            assert!(second.take(code, at(seconds)), "{code}");
            assert!(!second.take(code, at(seconds)), "{code} was used");
        }
        assert!(
            !second.take("081804", at(1_111_111_109)),
            "an older one than was used"
        );
        assert!(
            !second.take("", at(20_000_000_000)) && !second.take("353130x", at(20_000_000_000))
        );
        assert!(second.take("353130", at(20_000_000_009)), "within its step");
    }

    #[test]
    fn an_app_learns_by_whom_and_for_what() {
        let name = Who::new("LEA-FRIENDS", "sam.lee").unwrap().sign_in_name();
        let second = Second {
            secret: *b"12345678901234567890",
            used: 0,
        };
        let enrolment = second.enrolment(&name, "Throughline");
        assert_eq!(enrolment.key, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(
            enrolment
                .address
                .starts_with("otpauth://totp/Throughline:sam.lee"),
            "{}",
            enrolment.address
        );
    }
}
