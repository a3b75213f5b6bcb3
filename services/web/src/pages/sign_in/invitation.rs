//! Accepting an invitation: the password is chosen, and the app for the second factor is set up.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse},
};
use identity::accounts::{Enrolment, Refusal, SignInName};
use qrcode::{Color, QrCode};

use super::{
    by_account::{new_password, refused},
    shown,
};
use crate::{
    failure::{Answer, Failure},
    form::{Field, Form},
    gallery::{Gallery, State as Sample},
    page::Page,
    sent::{Sent, Stage},
    session::Jar,
    site::Site,
};

/// The page of an invitation.
#[derive(Template)]
#[template(path = "pages/invitation.html")]
pub(crate) struct Enrolled {
    page: Page,
    name: String,
    /// What the app needs; none where there is no second factor.
    app: Option<App>,
    form: Form,
}

/// What an app for the second factor needs: a picture for its camera, and the key to be typed.
struct App {
    key: String,
    /// How many squares wide the picture is, with its margin.
    width: usize,
    /// The dark squares, as the path of an SVG.
    squares: String,
}

/// The quiet zone around the picture (ISO/IEC 18004), in squares.
const MARGIN: usize = 4;

impl App {
    fn new(enrolment: &Enrolment) -> Option<Self> {
        let code = QrCode::new(&enrolment.address).ok()?;
        let width = code.width();
        let dark = code.to_colors().into_iter().enumerate();
        let dark = dark.filter(|(_, color)| *color == Color::Dark);
        let squares = dark.map(|(at, _)| {
            let (x, y) = (at % width + MARGIN, at / width + MARGIN);
            format!("M{x} {y}h1v1h-1z")
        });
        let key = enrolment.key.as_bytes().chunks(4);
        let key: Vec<_> = key.map(String::from_utf8_lossy).collect();
        Some(Self {
            key: key.join(" "),
            width: width + 2 * MARGIN,
            squares: squares.collect(),
        })
    }
}

fn form(name: &SignInName, needs_code: bool) -> Form {
    let code = needs_code.then(|| {
        Field::text("code", "The six digits that your app shows now", 10).fills("one-time-code")
    });
    Form::new("Choose a password", "Open my account")
        .inline("")
        .field(Field::hidden("name", name.to_string()).fills("username"))
        .field(new_password())
        .field_if(code)
        .keeps_no_draft()
}

/// Opens the account of whoever has the link.
pub async fn accept(
    State(site): State<Site>,
    jar: Jar,
    Path(token): Path<String>,
    sent: Sent,
) -> Answer {
    let Some(accounts) = &site.accounts else {
        return Err(Failure::NoSuchPage);
    };
    let now = site.clock.now();
    let invited = match accounts.invited(&token, &site.settings.title, now).await {
        Ok(invited) => invited,
        Err(Refusal::Records(error)) => return Err(error.into()),
        Err(_) => return Err(Failure::NoInvitation),
    };
    let session = jar.session_or_new()?;
    let name = invited.who.sign_in_name();
    let mut form = form(&name, invited.enrolment.is_some());
    if sent.stage == Stage::Earnest {
        let (password, code) = (sent.get("password-new"), sent.get("code"));
        match accounts.accept(&token, password, code, now).await {
            Ok(who) => return shown(&site, jar, session.before, who, "").await,
            Err(refusal) => {
                let field = match refusal {
                    Refusal::CodeWrong => "code",
                    Refusal::Password(_) => "password-new",
                    _ => "",
                };
                form = refused(form, field, refusal)?;
            }
        }
    }
    let page = Page {
        token: session.form_token()?,
        problems: std::mem::take(&mut form.problems),
        ..site.page("Your account")
    };
    let html = Enrolled {
        form: form.for_session(page.token.clone(), now),
        name: name.to_string(),
        app: invited.enrolment.as_ref().and_then(App::new),
        page,
    }
    .render()?;
    Ok((jar.with_session(&session), Html(html)).into_response())
}

pub(super) fn samples(gallery: &mut Gallery, page: Page) {
    let Ok(name) = "sam.lee@lea-friends".parse::<SignInName>() else {
        return;
    };
    let enrolment = Enrolment {
        key: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned(),
        address: "otpauth://totp/Throughline:sam.lee%40lea-friends?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Throughline".to_owned(),
    };
    let sample = Enrolled {
        page,
        app: App::new(&enrolment),
        form: form(&name, true),
        name: name.to_string(),
    };
    gallery.page("invitation", Sample::Usual, &sample);
}
