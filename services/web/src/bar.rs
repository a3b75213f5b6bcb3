//! The bar at the top of every page of a case: who this is, how to communicate with them, what to mind on a visit.

use api::{
    Connection,
    v1::{
        self, CaseState, ContactPoint, GetAboutMeRequest, GetIdentityRequest, Heading, Identity,
        ListContactPointsRequest, ListVisitWarningsRequest, Standing, Warning,
        about_me_query_service_client::AboutMeQueryServiceClient, fact::Content, people_fact::Told,
        people_query_service_client::PeopleQueryServiceClient,
    },
};
use jiff::civil::Date;
use tonic::Status;

use crate::{labels::label, words};

/// Who this is, for the top of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// The person's id.
    pub person: String,
    /// Their name; "Name not shared" where it may not be seen.
    pub name: String,
    /// What they like to be called; empty where it was not said.
    pub called: String,
    /// "4 March 1951 (75)"; empty where it is not known.
    pub born: String,
    /// "999 018 2477"; empty where there is none.
    pub nhs_number: String,
    /// How they communicate, in their own words: the first passage; empty where nothing was said.
    pub communication: String,
    /// What to keep in mind before one contacts them.
    pub safety: Vec<String>,
    /// What to mind on a visit.
    pub warnings: Vec<&'static str>,
    /// Whether one's organisation takes part in the case.
    pub takes_part: bool,
    /// How the case goes on.
    pub state: CaseState,
    /// Which page of the case this is: the last part of its path.
    pub here: String,
}

impl Bar {
    /// What is known of who this is.
    pub fn with_identity(mut self, identity: Option<&Identity>, today: Date) -> Self {
        let Some(identity) = identity else {
            self.name = "Name not shared with you".to_owned();
            return self;
        };
        self.name = identity.name.clone();
        self.called = identity.preferred_name.clone();
        self.born = match words::age(&identity.birth_date, today) {
            Some(age) => format!("{} ({age})", words::written(&identity.birth_date)),
            None => words::written(&identity.birth_date),
        };
        self.nhs_number = words::nhs_number(&identity.nhs_number);
        self
    }

    /// The person as they like to be called: their first name where nothing else was said.
    pub fn preferred(&self) -> &str {
        if self.called.is_empty() {
            self.name.split(' ').next().unwrap_or(&self.name)
        } else {
            &self.called
        }
    }
}

/// Asks for what stands in the bar, as of `not_before`.
pub async fn ask(
    connection: &Connection,
    person: &str,
    not_before: &str,
    today: Date,
) -> Result<Bar, Status> {
    let [person_id, not_before] = [person, not_before].map(str::to_owned);
    let mut people = PeopleQueryServiceClient::new(connection.clone());
    let (mut contacts, mut warnings) = (people.clone(), people.clone());
    let mut about_me = AboutMeQueryServiceClient::new(connection.clone());
    let (identity, contacts, warnings, about_me) = tokio::try_join!(
        people.get_identity(GetIdentityRequest {
            person_id: person_id.clone(),
            not_before: not_before.clone(),
        }),
        contacts.list_contact_points(ListContactPointsRequest {
            person_id: person_id.clone(),
            not_before: not_before.clone(),
        }),
        warnings.list_visit_warnings(ListVisitWarningsRequest {
            person_id: person_id.clone(),
            not_before: not_before.clone(),
        }),
        about_me.get_about_me(GetAboutMeRequest {
            person_id: person_id.clone(),
            not_before: not_before.clone(),
        }),
    )?;
    let known = identity.into_inner();
    let (takes_part, state) = (known.standing() == Standing::Involved, known.state());
    let identity = known.fact.and_then(identity_of);
    let contacts = contacts.into_inner().contact_points.into_iter();
    let contacts = contacts.filter_map(|known| contact_point(known.fact.as_ref()?).cloned());
    let warnings = warnings.into_inner().warnings.into_iter();
    let warnings = warnings.filter_map(|known| known.fact);
    let passages = about_me.into_inner().passages.into_iter();
    let passages: Vec<_> = passages.filter_map(|current| current.fact).collect();
    let bar = Bar {
        person: person_id,
        communication: communication(&passages),
        safety: safety(contacts),
        warnings: warnings.flat_map(|fact| warnings_of(&fact)).collect(),
        takes_part,
        state,
        ..Default::default()
    };
    Ok(bar.with_identity(identity.as_ref(), today))
}

/// Who the person is, where the fact says it.
pub fn identity_of(fact: v1::Fact) -> Option<Identity> {
    match fact.content {
        Some(Content::Identity(identity)) => Some(identity),
        _ => None,
    }
}

/// How the person is reached, where the fact says it.
pub fn contact_point(fact: &v1::Fact) -> Option<&ContactPoint> {
    match &fact.content {
        Some(Content::People(people)) => match &people.told {
            Some(Told::ContactPoint(recorded)) => recorded.contact_point.as_ref(),
            _ => None,
        },
        _ => None,
    }
}

/// The first passage about how they communicate.
pub fn communication(about_me: &[v1::Fact]) -> String {
    let mut passages = about_me.iter().filter_map(|fact| match &fact.content {
        Some(Content::Passage(passage)) => Some(passage),
        _ => None,
    });
    let found = passages.find(|passage| passage.heading == i32::from(Heading::Communication));
    found
        .map(|passage| passage.words.clone())
        .unwrap_or_default()
}

/// What to keep in mind before one contacts them, each once.
pub fn safety(contacts: impl Iterator<Item = ContactPoint>) -> Vec<String> {
    let mut safety: Vec<String> = contacts
        .map(|contact| contact.safety_instruction)
        .filter(|instruction| !instruction.is_empty())
        .collect();
    safety.sort();
    safety.dedup();
    safety
}

/// What to mind on a visit, as the fact says.
pub fn warnings_of(fact: &v1::Fact) -> Vec<&'static str> {
    match &fact.content {
        Some(Content::People(people)) => match &people.told {
            Some(Told::VisitWarning(warning)) => {
                let warnings = warning.warnings.iter();
                warnings.map(|number| label::<Warning>(*number)).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
