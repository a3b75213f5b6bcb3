//! `UpdateService`: an organisation describes its service anew. Cases in which it takes part keep the terms under which
//! it joined.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{EventId, Mint, ServiceId},
    organisation::{DirectoryEvent, Organisation},
    refusal::Refusal,
    service::{Details, to_change},
};

/// Describes a service of the caller's organisation anew, as a whole.
#[derive(Clone, Debug)]
pub struct UpdateService {
    /// The service.
    pub service: ServiceId,
    /// The event with which it was described, as the caller has seen it.
    pub seen: EventId,
    /// What it is from here on.
    pub details: Details,
}

impl Command for UpdateService {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        organisation.administered_by(context)?;
        to_change(organisation, self.service, self.seen)?;
        self.details.check(organisation, Some(self.service))?;
        let described = self.details.described(&organisation.id, self.service);
        Ok(DirectoryEvent::ServiceUpdated(described).alone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        capacity::{Capacity, update::UpdateCapacity},
        refusal::Code,
        service::Service,
        testing::{administrator, charity_details, decide_on, link_worker, with_service},
    };

    fn update(service: &Service) -> UpdateService {
        UpdateService {
            service: service.terms.service,
            seen: service.last_event,
            details: Details {
                answer_within_days: 5,
                ..charity_details()
            },
        }
    }

    #[test]
    fn what_is_said_anew_takes_the_place_of_what_was_said_and_capacity_stays() {
        let (mut organisation, service) = with_service();
        let full = UpdateCapacity {
            service: service.terms.service,
            capacity: Capacity::Full,
        };
        decide_on(&mut organisation, &link_worker(), &full).unwrap();
        decide_on(&mut organisation, &administrator(), &update(&service)).unwrap();
        let after = organisation.offered(service.terms.service).unwrap();
        assert_eq!(
            (after.terms.answer_within_days, after.capacity),
            (5, Capacity::Full)
        );
    }

    #[test]
    fn only_an_administrator_who_saw_what_it_says_now_changes_it() {
        let (mut organisation, service) = with_service();
        let update = update(&service);
        let refused = decide_on(&mut organisation, &link_worker(), &update).unwrap_err();
        assert_eq!(refused.code, Code::RoleNotAllowed);
        decide_on(&mut organisation, &administrator(), &update).unwrap();
        let stale = UpdateService {
            seen: EventId(uuid::Uuid::nil()),
            ..update.clone()
        };
        let refused = decide_on(&mut organisation, &administrator(), &stale).unwrap_err();
        assert_eq!(refused, Refusal::of(Code::Stale, "token"));
        let other = UpdateService {
            service: ServiceId(uuid::Uuid::nil()),
            ..update
        };
        let refused = decide_on(&mut organisation, &administrator(), &other).unwrap_err();
        assert_eq!(refused.code, Code::ServiceUnknown);
    }
}
