//! Samples of the directory's commands.

use api::v1::{
    self, Category, Purpose, RegisterOrganisationRequest, RegisterServiceRequest,
    RegisterWorkerRequest, RetireServiceRequest, RetireWorkerRequest, UpdateCapacityRequest,
    UpdateOrganisationRequest, UpdateServiceRequest,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::deeds::service;

use crate::{call::Call, place::Place};

impl Place {
    /// Every command of the directory, and who may send it.
    pub fn directory_commands(&self) -> Vec<(&Acting, Call)> {
        let administrator = &self.administrator;
        vec![
            (
                &self.operator,
                Call::RegisterOrganisation(self.organisation()),
            ),
            (administrator, Call::RegisterService(self.service())),
            (administrator, Call::UpdateOrganisation(self.name())),
            (administrator, Call::UpdateService(self.description())),
            (administrator, Call::UpdateCapacity(self.capacity())),
            (administrator, Call::RetireService(self.retirement())),
            (administrator, Call::RegisterWorker(self.worker())),
            (administrator, Call::RetireWorker(self.leaving())),
        ]
    }

    /// Every query of the directory.
    pub fn directory_queries(&self) -> Vec<Call> {
        vec![
            self.services(),
            Call::ListWorkers(v1::ListWorkersRequest::default()),
            Call::ListOrganisations(v1::ListOrganisationsRequest::default()),
        ]
    }

    pub fn services(&self) -> Call {
        Call::ListServices(v1::ListServicesRequest::default())
    }

    pub fn organisation(&self) -> RegisterOrganisationRequest {
        RegisterOrganisationRequest {
            command_id: command_id(),
            code: format!("NEW-{}", self.another()),
            name: "Somebody new".into(),
        }
    }

    pub fn service(&self) -> RegisterServiceRequest {
        let name = format!("Clinic {}", self.another());
        service(&name, Purpose::HealthCare, &[Category::Health])
    }

    pub fn name(&self) -> UpdateOrganisationRequest {
        UpdateOrganisationRequest {
            command_id: command_id(),
            name: "Another name".into(),
        }
    }

    pub fn description(&self) -> UpdateServiceRequest {
        let registered = self.service();
        let (service_id, token) = self.spare[0].clone();
        UpdateServiceRequest {
            command_id: command_id(),
            service_id,
            token,
            name: registered.name,
            purpose: registered.purpose,
            needs: registered.needs,
            opening_days: registered.opening_days,
            answer_within_days: 3,
            ..UpdateServiceRequest::default()
        }
    }

    pub fn capacity(&self) -> UpdateCapacityRequest {
        UpdateCapacityRequest {
            command_id: command_id(),
            service_id: self.general_practice.service.clone(),
            capacity: v1::Capacity::Waiting.into(),
            waiting_weeks: 6,
        }
    }

    pub fn retirement(&self) -> RetireServiceRequest {
        let (service_id, token) = self.spare[1].clone();
        RetireServiceRequest {
            command_id: command_id(),
            service_id,
            token,
        }
    }

    pub fn worker(&self) -> RegisterWorkerRequest {
        RegisterWorkerRequest {
            command_id: command_id(),
            worker: format!("worker.{}", self.another()),
            name: "Somebody new".into(),
            roles: vec!["link-worker".into()],
            postcode: "HX1 1AA".into(),
        }
    }

    pub fn leaving(&self) -> RetireWorkerRequest {
        RetireWorkerRequest {
            command_id: command_id(),
            worker: self.registered.clone(),
        }
    }
}
