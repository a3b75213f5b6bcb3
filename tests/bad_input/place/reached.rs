//! How the person is reached, and what to mind on a visit, as the practice sees it.

use api::v1::{
    self, Category, ContactSort, GetIdentityRequest, ListContactPointsRequest,
    ListVisitWarningsRequest, RecordContactPointRequest, RecordVisitWarningRequest, Warning,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{self, people, volunteers},
    look,
};

/// The tokens of a contact point and of a warning.
pub struct Reached {
    pub contact_point: String,
    pub visit_warning: String,
    /// A volunteer's assignment.
    pub assignment: String,
    /// The token of who the person is.
    pub identity: String,
    /// Two notes, of which the second is marked as recorded on the wrong person.
    pub entries: [String; 2],
}

impl Reached {
    pub async fn by(town: &Town, practice: &Acting, person: &str) -> Reached {
        let point = practice.ask(contact_point(person));
        let recorded = practice.details().record_contact_point(point).await;
        recorded.unwrap();
        let warning = practice.ask(visit_warning(person));
        let recorded = practice.details().record_visit_warning(warning).await;
        recorded.unwrap();
        for words in ["Entry 1.", "Entry 2."] {
            deeds::note(practice, person, words, &[Category::Health]).await;
        }
        town.applied().await;
        let story = look::story(practice, person).await.unwrap();
        let entry = |words: &str| {
            let mut facts = story.iter();
            let found = facts.find(|fact| format!("{:?}", fact.content).contains(words));
            found.unwrap().fact_id.clone()
        };
        let entries = [entry("Entry 1."), entry("Entry 2.")];
        people::mark(practice, person, &entries[1]).await;
        town.applied().await;
        let person_id = person.to_owned();
        let identity = practice.ask(GetIdentityRequest {
            person_id: person_id.clone(),
            not_before: String::new(),
        });
        let identity = practice.read_details().get_identity(identity).await;
        let points = practice.ask(ListContactPointsRequest {
            person_id: person_id.clone(),
            not_before: String::new(),
        });
        let points = practice.read_details().list_contact_points(points).await;
        let warnings = practice.ask(ListVisitWarningsRequest {
            person_id,
            not_before: String::new(),
        });
        let warnings = practice.read_details().list_visit_warnings(warnings).await;
        let volunteer = volunteers::assignment(person, "kim.ray", &[Category::Identity]);
        let assignment = volunteers::assign(practice, volunteer).await;
        Reached {
            assignment,
            entries,
            identity: identity.unwrap().into_inner().token,
            contact_point: points.unwrap().into_inner().contact_points[0].token.clone(),
            visit_warning: warnings.unwrap().into_inner().warnings[0].token.clone(),
        }
    }
}

/// A telephone.
pub fn contact_point(person: &str) -> RecordContactPointRequest {
    RecordContactPointRequest {
        command_id: command_id(),
        person_id: person.to_owned(),
        contact_point: Some(v1::ContactPoint {
            sort: ContactSort::Phone.into(),
            value: "07700 900 123".into(),
            safety_instruction: "Text only, never post.".into(),
        }),
        ..RecordContactPointRequest::default()
    }
}

/// A dog.
pub fn visit_warning(person: &str) -> RecordVisitWarningRequest {
    RecordVisitWarningRequest {
        command_id: command_id(),
        person_id: person.to_owned(),
        warnings: vec![Warning::Animal.into()],
        reason: "It bit the postman.".into(),
        restricted_to: None,
    }
}
