//! Signing people in at the issuer: the authorization code flow (OpenID Connect Core 1.0, section 3.1) with PKCE (RFC 7636).

use std::{fs, sync::PoisonError};

use anyhow::{Context, ensure};
use async_trait::async_trait;
use identity::tokens::{BearerCallers, Expected};
use oauth2::{
    AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields,
    EndpointNotSet, EndpointSet, ExtraTokenFields, HttpRequest, HttpResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RevocationErrorResponseType, Scope, StandardErrorResponse,
    StandardRevocableToken, StandardTokenIntrospectionResponse, StandardTokenResponse, TokenUrl,
    basic::{BasicErrorResponse, BasicTokenType},
};
use runtime::{clock::Clock, configuration::Configuration};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use web::elsewhere::{BACK, Begun, CannotReach, Elsewhere, Kept, Shown};

use super::{BYTES_MAX, Issuer, Places};

/// What stands in a token's answer beside the access token.
#[derive(Debug, Serialize, Deserialize)]
struct IdToken {
    id_token: String,
}

impl ExtraTokenFields for IdToken {}

type Answer = StandardTokenResponse<IdToken, BasicTokenType>;
type Asking = Client<
    BasicErrorResponse,
    Answer,
    StandardTokenIntrospectionResponse<EmptyExtraTokenFields, BasicTokenType>,
    StandardRevocableToken,
    StandardErrorResponse<RevocationErrorResponseType>,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// The issuer, for the pages.
pub struct ForPages {
    issuer: Issuer,
    name: String,
    origin: String,
    client_id: String,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    signed_out: String,
    id_tokens: BearerCallers,
}

impl Issuer {
    /// For the pages, where the settings say by what the issuer knows them.
    ///
    /// # Errors
    /// With a message for the operator: what is missing.
    pub fn for_pages(
        &self,
        configuration: &Configuration,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Option<ForPages>> {
        let client_id = configuration.sign_in_client_id.clone();
        if client_id.is_empty() {
            return Ok(None);
        }
        let address = configuration.pages_address.trim_end_matches('/');
        ensure!(
            !address.is_empty(),
            "set `pages_address`: the issuer sends browsers back there"
        );
        let secret = match &configuration.sign_in_client_secret_file {
            Some(path) => {
                let named = || format!("`sign_in_client_secret_file` {}", path.display());
                let text = fs::read_to_string(path).with_context(named)?;
                Some(ClientSecret::new(text.trim().to_owned()))
            }
            None => None,
        };
        let expected = Expected {
            issuer: self.name.clone(),
            audience: client_id.clone(),
            worker_claim: configuration.sign_in_worker_claim.clone(),
            organisation_claim: configuration.sign_in_organisation_claim.clone(),
            role_claim: configuration.sign_in_role_claim.clone(),
        };
        let back = RedirectUrl::new(format!("{address}{BACK}")).context("`pages_address`")?;
        Ok(Some(ForPages {
            id_tokens: BearerCallers::new(expected, self.keys.clone(), move || clock.now()),
            origin: self.discovery.origin().ascii_serialization(),
            name: configuration.sign_in_name.clone(),
            signed_out: format!("{address}/sign-in"),
            issuer: self.clone(),
            client_id,
            secret,
            back,
        }))
    }

    fn places(&self) -> anyhow::Result<Places> {
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        places
            .clone()
            .context("the issuer was not reached yet, or does not say where people sign in")
    }

    /// Sends a request of the library's, within the same bounds as every other.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Failed> {
        let (parts, body) = request.into_parts();
        let sent = self
            .client
            .request(parts.method, parts.uri.to_string())
            .headers(parts.headers)
            .body(body);
        let mut answer = sent.send().await.map_err(Failed::Http)?;
        let status = answer.status();
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(Failed::Http)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > BYTES_MAX {
                return Err(Failed::TooLong);
            }
        }
        let mut response = HttpResponse::new(bytes);
        *response.status_mut() = status;
        *response.headers_mut() = answer.headers().clone();
        Ok(response)
    }
}

#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error("the issuer was not reached: {0}")]
    Http(reqwest::Error),
    #[error("the issuer's answer is too long")]
    TooLong,
}

impl ForPages {
    fn asking(&self) -> anyhow::Result<Asking> {
        let places = self.issuer.places()?;
        let asking = Client::new(ClientId::new(self.client_id.clone()))
            .set_auth_uri(AuthUrl::from_url(places.authorization))
            .set_token_uri(TokenUrl::from_url(places.token))
            .set_redirect_uri(self.back.clone());
        Ok(match &self.secret {
            Some(secret) => asking.set_client_secret(secret.clone()),
            None => asking,
        })
    }

    fn begun(&self) -> anyhow::Result<Begun> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let nonce = CsrfToken::new_random().into_secret();
        let asking = self.asking()?;
        let asked = asking.authorize_url(CsrfToken::new_random);
        let (address, state) = asked
            .add_scope(Scope::new("openid".to_owned()))
            .add_extra_param("nonce", nonce.clone())
            .set_pkce_challenge(challenge)
            .url();
        Ok(Begun {
            address: address.into(),
            kept: Kept {
                state: state.into_secret(),
                nonce,
                verifier: verifier.into_secret(),
            },
        })
    }

    async fn finished(&self, begun: &Kept, code: &str) -> anyhow::Result<Shown> {
        let asking = self.asking()?;
        let issuer = self.issuer.clone();
        let send = move |request| {
            let issuer = issuer.clone();
            async move { issuer.send(request).await }
        };
        let answer = asking
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(begun.verifier.clone()))
            .request_async(&send)
            .await?;
        let id_token = answer.extra_fields().id_token.clone();
        Ok(Shown {
            signed_in: self.id_tokens.signed_in(&id_token, &begun.nonce)?,
            id_token,
        })
    }
}

#[async_trait]
impl Elsewhere for ForPages {
    fn name(&self) -> &str {
        &self.name
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    async fn begin(&self) -> Result<Begun, CannotReach> {
        self.begun().map_err(reported)
    }

    async fn finish(&self, begun: &Kept, code: &str) -> Result<Shown, CannotReach> {
        self.finished(begun, code).await.map_err(reported)
    }

    fn leave(&self, id_token: &str) -> Option<String> {
        let mut address = self.issuer.places().ok()?.end_session?;
        address
            .query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("client_id", &self.client_id)
            .append_pair("post_logout_redirect_uri", &self.signed_out);
        Some(address.into())
    }
}

/// For the operator. What a token held is in no message of these.
fn reported(error: anyhow::Error) -> CannotReach {
    tracing::warn!(error = %format!("{error:#}"), "somebody could not be signed in at the issuer");
    CannotReach
}
