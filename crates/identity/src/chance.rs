//! Chance from the system, for nonces, session ids and invitations. Nothing else draws any.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::records::Error;

/// This many bytes of chance.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|_| Error("the system's source of chance failed".to_owned()))?;
    Ok(bytes)
}

/// 256 bits of chance, as text for an address or a cookie.
pub(crate) fn text() -> Result<Zeroizing<String>, Error> {
    let bytes = Zeroizing::new(bytes::<32>()?);
    Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes)))
}
