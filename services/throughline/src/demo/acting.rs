//! Somebody who acts through gRPC: a connection, and who they say they are (development callers only).

use api::{Connection, v1};
use tonic::{Request, Response, Status, metadata::MetadataValue};
use uuid::Uuid;

/// Somebody who acts.
#[derive(Clone)]
pub struct Acting {
    connection: Connection,
    organisation: String,
    worker: String,
    role: String,
    is_rehearsing: bool,
}

macro_rules! clients {
    ($($(#[$doc:meta])* $name:ident: $client:ident in $module:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(&self) -> v1::$module::$client<Connection> {
            v1::$module::$client::new(self.connection.clone())
        }
    )*};
}

impl Acting {
    /// Somebody in a role.
    pub fn new(connection: &Connection, organisation: &str, worker: &str, role: &str) -> Self {
        let [organisation, worker, role] = [organisation, worker, role].map(str::to_owned);
        Self {
            connection: connection.clone(),
            organisation,
            worker,
            role,
            is_rehearsing: false,
        }
    }

    /// The same, whose commands are only rehearsed.
    pub fn rehearsing(&self) -> Self {
        Self {
            is_rehearsing: true,
            ..self.clone()
        }
    }

    /// The role in which they act.
    pub fn role(&self) -> &str {
        &self.role
    }

    /// The organisation's code.
    pub fn organisation(&self) -> &str {
        &self.organisation
    }

    /// How the organisation names them.
    pub fn worker(&self) -> &str {
        &self.worker
    }

    /// A request of theirs.
    ///
    /// # Panics
    /// Where their name cannot stand in metadata.
    pub fn ask<T>(&self, content: T) -> Request<T> {
        let mut request = Request::new(content);
        let pairs = [
            (identity::ORGANISATION_KEY, &self.organisation),
            (identity::WORKER_KEY, &self.worker),
            (identity::ROLE_KEY, &self.role),
        ];
        for (key, value) in pairs {
            request
                .metadata_mut()
                .insert(key, value.parse().expect("codes and worker ids are ASCII"));
        }
        if self.is_rehearsing {
            let yes = MetadataValue::from_static("true");
            request.metadata_mut().insert("throughline-rehearsal", yes);
        }
        request
    }

    clients! {
        /// Registers organisations and services.
        directory: DirectoryCommandServiceClient in directory_command_service_client;
        /// Lists services.
        services: DirectoryQueryServiceClient in directory_query_service_client;
        /// Opens cases.
        cases: CasesCommandServiceClient in cases_command_service_client;
        /// Caseload and brief.
        people: CasesQueryServiceClient in cases_query_service_client;
        /// Agrees, asks for and reports actions.
        actions: ActionsCommandServiceClient in actions_command_service_client;
        /// Follows actions.
        read_actions: ActionsQueryServiceClient in actions_query_service_client;
        /// Hands cases over.
        handovers: HandoversCommandServiceClient in handovers_command_service_client;
        /// Follows handovers.
        read_handovers: HandoversQueryServiceClient in handovers_query_service_client;
        /// Says who is away and who acts for them.
        cover: CoverCommandServiceClient in cover_command_service_client;
        /// Shows who is away and what a deputy looks after.
        read_cover: CoverQueryServiceClient in cover_query_service_client;
        /// Asks for reviews, schedules and holds them.
        reviews: ReviewsCommandServiceClient in reviews_command_service_client;
        /// Follows reviews.
        read_reviews: ReviewsQueryServiceClient in reviews_query_service_client;
        /// Schedules meetings.
        meetings: MeetingsCommandServiceClient in meetings_command_service_client;
        /// Follows meetings.
        read_meetings: MeetingsQueryServiceClient in meetings_query_service_client;
        /// Writes About Me.
        about_me: AboutMeCommandServiceClient in about_me_command_service_client;
        /// Reads About Me.
        read_about_me: AboutMeQueryServiceClient in about_me_query_service_client;
        /// Writes notes.
        notes: StoryCommandServiceClient in story_command_service_client;
        /// Reads the story.
        story: StoryQueryServiceClient in story_query_service_client;
        /// Records agreements and objections.
        sharing: SharingCommandServiceClient in sharing_command_service_client;
        /// Reads agreements and objections.
        read_sharing: SharingQueryServiceClient in sharing_query_service_client;
        /// Names volunteers.
        volunteers: VolunteersCommandServiceClient in volunteers_command_service_client;
        /// Reads who helps.
        read_volunteers: VolunteersQueryServiceClient in volunteers_query_service_client;
        /// Finds people, joins and leaves cases.
        joining: JoiningCommandServiceClient in joining_command_service_client;
        /// Follows requests to join.
        read_joining: JoiningQueryServiceClient in joining_query_service_client;
        /// Keeps what is known of a person.
        details: PeopleCommandServiceClient in people_command_service_client;
        /// Merges records, and links cases.
        records: RecordsCommandServiceClient in records_command_service_client;
        /// Reads what is known of a person.
        read_details: PeopleQueryServiceClient in people_query_service_client;
        /// Which records were merged, and which cases are linked.
        read_records: RecordsQueryServiceClient in records_query_service_client;
        /// Reads who read what, and what was told once.
        readings: ReadingsQueryServiceClient in readings_query_service_client;
        /// Raises and answers referrals.
        referrals: ReferralsCommandServiceClient in referrals_command_service_client;
        /// Follows referrals.
        read_referrals: ReferralsQueryServiceClient in referrals_query_service_client;
        /// Raises concerns.
        safeguarding: SafeguardingCommandServiceClient in safeguarding_command_service_client;
        /// Follows concerns.
        concerns: SafeguardingQueryServiceClient in safeguarding_query_service_client;
        /// Lists what needs somebody.
        work: WorkQueryServiceClient in work_query_service_client;
        /// Writes the plan.
        plans: PlansCommandServiceClient in plans_command_service_client;
        /// Reads the plan.
        read_plans: PlansQueryServiceClient in plans_query_service_client;
        /// Records decisions.
        decisions: DecisionsCommandServiceClient in decisions_command_service_client;
        /// Reads decisions.
        read_decisions: DecisionsQueryServiceClient in decisions_query_service_client;
        /// Asks why, and what was shown.
        disclosure: DisclosureQueryServiceClient in disclosure_query_service_client;
        /// Watches for changes.
        changes: ChangesQueryServiceClient in changes_query_service_client;
    }
}

/// A new command id.
#[expect(
    clippy::disallowed_methods,
    reason = "a caller makes its command ids at random"
)]
pub fn command_id() -> String {
    Uuid::new_v4().to_string()
}

/// The content of an answer.
pub fn answer<T>(answer: Result<Response<T>, Status>) -> Result<T, Status> {
    answer.map(Response::into_inner)
}
