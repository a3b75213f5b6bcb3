//! Who takes part in the story.

use api::{
    Connection,
    v1::{Category, DayOfWeek, Purpose, RegisterOrganisationRequest, RegisterServiceRequest},
};

use super::acting::{Acting, answer, command_id};

/// The organisations of the story, and who acts for them.
pub(super) struct Cast {
    pub patel: Acting,
    pub sam: Acting,
    pub surgery_service: String,
    pub friends_service: String,
}

pub(super) const SURGERY: &str = "PARK-ROAD-SURGERY";
pub(super) const FRIENDS: &str = "LEA-VALLEY-FRIENDS";

impl Cast {
    /// Registers the organisations and what they offer.
    pub async fn register(connection: &Connection) -> anyhow::Result<Cast> {
        let operator = Acting::new(connection, "ICB-OPERATOR", "operator", "operator");
        for (code, name) in [
            (SURGERY, "Park Road Surgery"),
            (FRIENDS, "Lea Valley Friends"),
        ] {
            let request = RegisterOrganisationRequest {
                command_id: command_id(),
                code: code.into(),
                name: name.into(),
            };
            operator
                .directory()
                .register_organisation(operator.ask(request))
                .await?;
        }
        let health = [
            Category::Identity,
            Category::AboutMe,
            Category::Health,
            Category::MentalHealth,
            Category::SocialCare,
        ];
        let surgery_service = RegisterServiceRequest {
            name: "General practice".into(),
            purpose: Purpose::HealthCare.into(),
            needs: health.map(i32::from).into(),
            ..service()
        };
        let friends_service = RegisterServiceRequest {
            name: "Link workers".into(),
            description:
                "For anybody in the Lea valley who would like company, or help to find it.".into(),
            purpose: Purpose::CommunitySupport.into(),
            needs: [Category::AboutMe, Category::SocialCare]
                .map(i32::from)
                .into(),
            ..service()
        };
        Ok(Cast {
            patel: Acting::new(connection, SURGERY, "dr.patel", "practitioner"),
            sam: Acting::new(connection, FRIENDS, "sam.lee", "link-worker"),
            surgery_service: offer(connection, SURGERY, surgery_service).await?,
            friends_service: offer(connection, FRIENDS, friends_service).await?,
        })
    }
}

fn service() -> RegisterServiceRequest {
    let weekdays = [
        DayOfWeek::Monday,
        DayOfWeek::Tuesday,
        DayOfWeek::Wednesday,
        DayOfWeek::Thursday,
        DayOfWeek::Friday,
    ];
    RegisterServiceRequest {
        command_id: command_id(),
        opening_days: weekdays.map(i32::from).into(),
        answer_within_days: 5,
        ..RegisterServiceRequest::default()
    }
}

async fn offer(
    connection: &Connection,
    organisation: &str,
    service: RegisterServiceRequest,
) -> anyhow::Result<String> {
    let administrator = Acting::new(
        connection,
        organisation,
        "administrator",
        "organisation-administrator",
    );
    let registered = answer(
        administrator
            .directory()
            .register_service(administrator.ask(service))
            .await,
    )?;
    Ok(registered.service_id)
}
