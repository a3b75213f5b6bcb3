//! `UpdateCapacity`: a service says whether it takes people on.

use crate::{
    capacity::{Capacity, WAITING_WEEKS_MAX},
    command::{Command, Context},
    event::Draft,
    ids::{Mint, ServiceId},
    organisation::{DirectoryEvent, Organisation},
    refusal::{Code, Refusal},
    role::Right,
};

/// Says whether a service of the caller's organisation takes people on. Whole in itself, so that the last word holds.
#[derive(Clone, Debug)]
pub struct UpdateCapacity {
    /// The service.
    pub service: ServiceId,
    /// Whether it does.
    pub capacity: Capacity,
}

impl Command for UpdateCapacity {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        // Whoever answers what the service is asked knows it first, and looks after no directory.
        context.may(Right::SayCapacity)?;
        organisation.offered(self.service)?;
        if let Capacity::Waiting { weeks } = self.capacity
            && !(1..=WAITING_WEEKS_MAX).contains(&weeks)
        {
            return Err(Refusal::of(Code::NumberOutOfRange, "waiting_weeks"));
        }
        let (service, capacity) = (self.service, self.capacity);
        Ok(DirectoryEvent::CapacityUpdated { service, capacity }.alone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{decide_on, link_worker, operator, with_service};

    #[test]
    fn those_who_answer_say_how_it_stands_and_the_last_word_holds() {
        let (mut organisation, service) = with_service();
        let service = service.terms.service;
        for capacity in [
            Capacity::Waiting { weeks: 6 },
            Capacity::Full,
            Capacity::Open,
        ] {
            let update = UpdateCapacity { service, capacity };
            decide_on(&mut organisation, &link_worker(), &update).unwrap();
            assert_eq!(organisation.offered(service).unwrap().capacity, capacity);
        }
        for weeks in [0, 105] {
            let capacity = Capacity::Waiting { weeks };
            let update = UpdateCapacity { service, capacity };
            let refused = decide_on(&mut organisation, &link_worker(), &update).unwrap_err();
            assert_eq!(
                refused,
                Refusal::of(Code::NumberOutOfRange, "waiting_weeks")
            );
        }
    }

    #[test]
    fn operators_and_services_that_are_not_there_are_refused() {
        let (mut organisation, service) = with_service();
        let capacity = Capacity::Full;
        let service = service.terms.service;
        let update = UpdateCapacity { service, capacity };
        let refused = decide_on(&mut organisation, &operator(), &update).unwrap_err();
        assert_eq!(refused.code, Code::RoleNotAllowed);
        let service = ServiceId(uuid::Uuid::nil());
        let update = UpdateCapacity { service, capacity };
        let refused = decide_on(&mut organisation, &link_worker(), &update).unwrap_err();
        assert_eq!(refused.code, Code::ServiceUnknown);
    }
}
