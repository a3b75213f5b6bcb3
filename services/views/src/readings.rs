//! A reading is recorded through `cases` before anything is shown.

use api::{internal::RecordReadingRequest, status::Failure};
use casework::{ids::PersonId, reading::Page};
use identity::Caller;

use crate::{Error, Views};

impl Views {
    /// Records that the caller opens a page about somebody. Where it cannot be recorded, nothing is shown.
    pub(crate) async fn record_reading(
        &self,
        caller: &Caller,
        person: PersonId,
        page: Page,
    ) -> Result<(), Error> {
        let request = RecordReadingRequest {
            person_id: person.to_string(),
            organisation: caller.organisation().to_string(),
            worker: caller.worker().to_string(),
            role: caller.role().to_string(),
            page: page.as_str().to_owned(),
        };
        let recorded = self.readings.clone().record_reading(request).await;
        recorded.map(drop).map_err(|status| {
            tracing::error!(code = %status.code(), "a reading could not be recorded, and nothing was shown");
            Failure::Unavailable.into()
        })
    }
}
