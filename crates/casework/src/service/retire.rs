//! `RetireService`: a service is offered no longer. It cannot be asked any more; where it takes part, it goes on.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{EventId, Mint, ServiceId},
    organisation::{DirectoryEvent, Organisation},
    refusal::Refusal,
    service::to_change,
};

/// Retires a service of the caller's organisation.
#[derive(Clone, Debug)]
pub struct RetireService {
    /// The service.
    pub service: ServiceId,
    /// The event with which it was described, as the caller has seen it.
    pub seen: EventId,
}

impl Command for RetireService {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        organisation.administered_by(context)?;
        to_change(organisation, self.service, self.seen)?;
        let service = self.service;
        Ok(DirectoryEvent::ServiceRetired { service }.alone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        refusal::Code,
        service::register::RegisterService,
        testing::{administrator, charity_details, decide_on, link_worker, with_service},
    };

    #[test]
    fn a_retired_service_is_offered_no_longer_and_its_name_is_free() {
        let (mut organisation, service) = with_service();
        let retire = RetireService {
            service: service.terms.service,
            seen: service.last_event,
        };
        let refused = decide_on(&mut organisation, &link_worker(), &retire).unwrap_err();
        assert_eq!(refused.code, Code::RoleNotAllowed);
        decide_on(&mut organisation, &administrator(), &retire).unwrap();
        let asked = organisation.offered(service.terms.service).unwrap_err();
        assert_eq!(asked, Refusal::of(Code::ServiceRetired, "service_id"));
        let again = decide_on(&mut organisation, &administrator(), &retire).unwrap_err();
        assert_eq!(again.code, Code::ServiceRetired);
        let details = charity_details();
        decide_on(
            &mut organisation,
            &administrator(),
            &RegisterService { details },
        )
        .unwrap();
    }
}
