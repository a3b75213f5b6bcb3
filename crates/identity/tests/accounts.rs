//! Accounts from their invitation to their end, and everything that does not let somebody in.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeSet, sync::Arc};

use casework::{Role, ids::WorkerId};
use identity::{
    PagesSecret,
    accounts::{Accounts, Known, Refusal, What, Who},
    records::SqliteRecords,
};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use totp_rs::{Builder, Secret};

const PASSWORD: &str = "kettle orchard bus stop";

struct Place {
    accounts: Accounts,
    now: Timestamp,
    _folder: TempDir,
}

impl Place {
    fn new(second_factor: bool) -> Place {
        let folder = tempfile::tempdir().unwrap();
        let records = SqliteRecords::open(&folder.path().join("accounts.db")).unwrap();
        let vault = PagesSecret::new(vec![3; 64])
            .unwrap()
            .vault(Arc::new(records));
        Place {
            accounts: Accounts::new(vault, second_factor),
            now: "2026-12-01T09:00:00Z".parse().unwrap(),
            _folder: folder,
        }
    }

    fn wait(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    async fn sign_in(&self, password: &str) -> Result<Known, Refusal> {
        let name = "Sam.Lee@lea-friends".parse().unwrap();
        self.accounts.sign_in(&name, password, self.now).await
    }

    /// Invites Sam; the link, and what their app makes codes with.
    async fn invite(&self) -> (String, Option<String>) {
        let invitation = self
            .accounts
            .invite(&sam(), &kim(), self.now)
            .await
            .unwrap();
        let token = invitation.token.to_string();
        let invited = self
            .accounts
            .invited(&token, "Throughline", self.now)
            .await
            .unwrap();
        assert_eq!(invited.who, sam());
        (token, invited.enrolment.map(|enrolment| enrolment.key))
    }

    fn code(&self, key: &str) -> String {
        let totp = Builder::new().with_secret(Secret::try_from_base32(key).unwrap());
        totp.build()
            .unwrap()
            .generate(self.now.as_second().try_into().unwrap())
            .to_string()
    }

    async fn accept(&self, token: &str, password: &str, code: &str) -> Result<Who, Refusal> {
        self.accounts.accept(token, password, code, self.now).await
    }
}

/// Who administers Sam's organisation.
fn kim() -> WorkerId {
    "kim.lee".parse().unwrap()
}

fn sam() -> Who {
    Who::new("LEA-FRIENDS", "sam.lee").unwrap()
}

#[tokio::test]
async fn from_an_invitation_to_being_in() {
    let mut place = Place::new(true);
    assert!(
        matches!(place.sign_in(PASSWORD).await, Err(Refusal::Wrong)),
        "no account yet"
    );
    let (token, key) = place.invite().await;
    let key = key.unwrap();
    assert!(
        matches!(place.sign_in(PASSWORD).await, Err(Refusal::Wrong)),
        "not accepted yet"
    );
    assert!(matches!(
        place.accept(&token, "short", &place.code(&key)).await,
        Err(Refusal::Password(_))
    ));
    assert!(matches!(
        place.accept(&token, PASSWORD, "000000").await,
        Err(Refusal::CodeWrong)
    ));
    assert_eq!(
        place
            .accept(&token, PASSWORD, &place.code(&key))
            .await
            .unwrap(),
        sam()
    );
    assert!(
        matches!(
            place.accept(&token, PASSWORD, &place.code(&key)).await,
            Err(Refusal::NoInvitation)
        ),
        "it is good once"
    );

    assert_eq!(
        place.sign_in(PASSWORD).await.unwrap(),
        Known::ByPassword(sam())
    );
    let used = place
        .accounts
        .confirm(&sam(), &place.code(&key), place.now)
        .await;
    assert!(
        matches!(used, Err(Refusal::CodeWrong)),
        "the code opened the account"
    );
    place.wait(30);
    place
        .accounts
        .confirm(&sam(), &place.code(&key), place.now)
        .await
        .unwrap();
    let standing = place
        .accounts
        .of(&sam().organisation, place.now)
        .await
        .unwrap();
    assert_eq!(standing.len(), 1);
    assert!(standing[0].is_open && standing[0].invited_until.is_none());
    assert_eq!(standing[0].signed_in_at, Some(place.now));
}

#[tokio::test]
async fn guessing_is_paused_alike_whether_or_not_there_is_an_account() {
    let mut place = Place::new(false);
    let (token, _) = place.invite().await;
    place.accept(&token, PASSWORD, "").await.unwrap();
    for name in [
        "sam.lee@lea-friends",
        "no.body@lea-friends",
        "no.body@nowhere",
    ] {
        let name = name.parse().unwrap();
        for _ in 0..5 {
            let refused = place
                .accounts
                .sign_in(&name, "wrong", place.now)
                .await
                .unwrap_err();
            assert!(matches!(refused, Refusal::Wrong), "{name}");
        }
        let refused = place
            .accounts
            .sign_in(&name, PASSWORD, place.now)
            .await
            .unwrap_err();
        let Refusal::TooMany { until } = refused else {
            panic!("{name}: {refused}")
        };
        assert_eq!(until.duration_since(place.now).as_secs(), 30);
    }
    place.wait(30);
    assert_eq!(
        place.sign_in(PASSWORD).await.unwrap(),
        Known::Entirely(sam())
    );
    assert!(
        matches!(place.sign_in("wrong").await, Err(Refusal::Wrong)),
        "it counts from none again"
    );
}

#[tokio::test]
async fn codes_are_guesses_too() {
    let mut place = Place::new(true);
    let (token, key) = place.invite().await;
    place
        .accept(&token, PASSWORD, &place.code(key.as_ref().unwrap()))
        .await
        .unwrap();
    place.wait(60);
    for _ in 0..5 {
        let wrong = place.accounts.confirm(&sam(), "123", place.now).await;
        assert!(matches!(wrong, Err(Refusal::CodeWrong)));
    }
    let right = place
        .accounts
        .confirm(&sam(), &place.code(key.as_ref().unwrap()), place.now)
        .await;
    assert!(matches!(right, Err(Refusal::TooMany { .. })));
    assert!(matches!(
        place.sign_in(PASSWORD).await,
        Err(Refusal::TooMany { .. })
    ));
}

#[tokio::test]
async fn another_invitation_ends_what_was_before_it() {
    let mut place = Place::new(true);
    let (first, key) = place.invite().await;
    place
        .accept(&first, PASSWORD, &place.code(&key.unwrap()))
        .await
        .unwrap();
    let (lost, _) = place.invite().await;
    assert!(
        matches!(place.sign_in(PASSWORD).await, Err(Refusal::Wrong)),
        "the password is forgotten"
    );
    let (second, key) = place.invite().await;
    assert!(matches!(
        place.accounts.invited(&lost, "T", place.now).await,
        Err(Refusal::NoInvitation)
    ));
    place.wait(7 * 24 * 3600);
    let late = place
        .accept(&second, PASSWORD, &place.code(&key.unwrap()))
        .await;
    assert!(matches!(late, Err(Refusal::NoInvitation)));
    let standing = place
        .accounts
        .of(&sam().organisation, place.now)
        .await
        .unwrap();
    assert!(!standing[0].is_open && standing[0].invited_until.is_none());
}

#[tokio::test]
async fn one_link_opens_one_account_however_many_hold_it() {
    let place = Place::new(false);
    let (token, _) = place.invite().await;
    let words = ["kettle orchard bus stop", "window harbour nine goats"];
    let [one, other] = words.map(|words| place.accept(&token, words, ""));
    let (one, other) = tokio::join!(one, other);
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let (taken, late) = if one.is_ok() {
        (words[0], words[1])
    } else {
        (words[1], words[0])
    };
    assert_eq!(place.sign_in(taken).await.unwrap(), Known::Entirely(sam()));
    assert!(place.sign_in(late).await.is_err());
}

#[tokio::test]
async fn passwords_change_and_accounts_close() {
    let place = Place::new(false);
    let (token, _) = place.invite().await;
    place.accept(&token, PASSWORD, "").await.unwrap();
    let new = "window harbour nine goats";
    let change = async |present: &str, new: &str| {
        place
            .accounts
            .change_password(&sam(), present, new, place.now)
            .await
    };
    assert!(matches!(change("wrong", new).await, Err(Refusal::Wrong)));
    assert!(matches!(
        change(PASSWORD, "short").await,
        Err(Refusal::Password(_))
    ));
    change(PASSWORD, new).await.unwrap();
    assert!(place.sign_in(PASSWORD).await.is_err());
    place.sign_in(new).await.unwrap();
    let capitals = Who::new("LEA-FRIENDS", "Sam.Lee").unwrap();
    assert!(matches!(
        place.accounts.invite(&capitals, &kim(), place.now).await,
        Err(Refusal::Taken)
    ));
    place
        .accounts
        .close(&sam(), &kim(), place.now)
        .await
        .unwrap();
    assert!(place.sign_in(new).await.is_err());
    // The name is another's to have, and what happened under it stays known.
    place
        .accounts
        .invite(&capitals, &kim(), place.now)
        .await
        .unwrap();
    let [account] = &place
        .accounts
        .of(&sam().organisation, place.now)
        .await
        .unwrap()[..]
    else {
        panic!("there is one account")
    };
    assert_eq!(account.who, capitals);
}

#[tokio::test]
async fn what_happened_to_an_account_is_kept_when_it_is_taken_over_and_when_it_is_closed() {
    use What::{Closed, Invited, InvitedAgain, Opened};
    let mut place = Place::new(false);
    let history = async |place: &Place| {
        let standing = place.accounts.standing(&sam(), place.now).await.unwrap();
        standing.unwrap().history
    };
    assert_eq!(
        place.accounts.standing(&sam(), place.now).await.unwrap(),
        None
    );
    let first = [(Invited, Some(kim())), (Opened, None)];
    let (token, _) = place.invite().await;
    place.accept(&token, PASSWORD, "").await.unwrap();
    let (began, wait) = (place.now, 3600);
    place.wait(wait);
    let again = [(InvitedAgain, Some(kim())), (Opened, None)];
    let (token, _) = place.invite().await;
    place.accept(&token, PASSWORD, "").await.unwrap();
    place
        .accounts
        .close(&sam(), &kim(), place.now)
        .await
        .unwrap();
    let all: Vec<_> = history(&place).await;
    assert_eq!((all[0].at, all[4].at), (began, place.now));
    let told: Vec<_> = all.into_iter().map(|one| (one.what, one.by)).collect();
    let closed = [(Closed, Some(kim()))];
    assert_eq!(told, [&first[..], &again, &closed].concat());
    // However often somebody is invited, so much is kept and no more.
    for _ in 0..60 {
        place.invite().await;
    }
    assert_eq!(history(&place).await.len(), 50);
    let operators = BTreeSet::from([Role::Operator]);
    let by_operator = place
        .accounts
        .invite_as(&sam(), &operators, place.now)
        .await;
    by_operator.unwrap();
    assert_eq!(history(&place).await[49].by, None);
}

#[tokio::test]
async fn only_roles_without_content_are_given_with_an_account() {
    let place = Place::new(false);
    let invite = async |role: Role| {
        let invited = place
            .accounts
            .invite_as(&sam(), &[role].into(), place.now)
            .await;
        invited.map(|_| ())
    };
    invite(Role::Operator).await.unwrap();
    for role in Role::ALL
        .iter()
        .filter(|role| !matches!(role, Role::Operator | Role::OrganisationAdministrator))
    {
        assert!(
            matches!(invite(*role).await, Err(Refusal::RoleNotGiven)),
            "{role}"
        );
    }
    invite(Role::OrganisationAdministrator).await.unwrap();
    place.invite().await;
    let granted = place.accounts.granted(&sam()).await.unwrap();
    assert_eq!(granted.len(), 2, "another invitation takes none away");
}
