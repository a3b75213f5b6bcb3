//! A request of each rpc that would be carried out as it is; the tests spoil one thing in it.

#[path = "samples/directory.rs"]
mod directory;

use api::{
    types::timestamp,
    v1::{
        self, Category, ConfirmAboutMeRequest, ExplainFactRequest, GetAboutMeRequest,
        GetBriefRequest, Heading, ListCaseloadRequest, ListReferralsRequest,
        ListSharingDecisionsRequest, ListShownAsOfRequest, ListStoryRequest, OpenCaseRequest,
        RecordAboutMeRequest, RecordAgreementRequest, RecordNoteRequest, RecordObjectionRequest,
        WatchChangesRequest, against, audience,
    },
};
use runtime::clock::Clock;
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::deeds::{
    self, acceptance, by_the_person, identity, nhs_numbers, numbers, objection, passage, referral,
    refusal,
};

#[path = "samples/actions.rs"]
mod actions;
#[path = "samples/handovers.rs"]
mod handovers;
#[path = "samples/life.rs"]
mod life;
#[path = "samples/people.rs"]
mod people;
#[path = "samples/plans.rs"]
mod plans;
#[path = "samples/records.rs"]
mod records;
#[path = "samples/referrals.rs"]
mod referrals;
#[path = "samples/reviews.rs"]
mod reviews;
#[path = "samples/safeguarding.rs"]
mod safeguarding;
#[path = "samples/sharing.rs"]
mod sharing;
#[path = "samples/volunteers.rs"]
mod volunteers;

use crate::{
    call::Call,
    place::{CHARITY, Place},
};

impl Place {
    /// The commands that name the person, and who may send each, in an order in which all are carried out.
    pub fn commands(&self) -> Vec<(&Acting, Call)> {
        let practice = &self.practice;
        let mut commands = vec![
            (practice, Call::RecordAboutMe(self.about_me())),
            (practice, Call::ConfirmAboutMe(self.confirmation())),
            (practice, Call::RecordNote(self.note())),
            (practice, Call::RecordAgreement(self.agreement())),
            (practice, Call::RecordObjection(self.objection())),
            (practice, Call::RaiseReferral(self.referral_out())),
            (
                &self.council,
                Call::AcceptReferral(acceptance(&self.referral, "We come.")),
            ),
            (&self.charity, Call::RaiseConcern(self.concern_raised())),
            (&self.lead, Call::CloseConcern(self.concern_closed())),
            // Also of a closed one: somebody else can still be told.
            (&self.lead, Call::RecordConcernTold(self.concern_told())),
        ];
        // A merge is undone as long as nobody has objected to anything since.
        commands.splice(0..0, self.of_records());
        commands.extend(self.of_referrals());
        commands.extend(self.decisions());
        commands.extend(self.of_actions());
        commands.extend(self.of_plans());
        commands.extend(self.of_reviews());
        commands.extend(self.of_custody());
        commands.extend(self.of_people());
        commands.extend(self.of_volunteers());
        // Ends come last, each taken back, so that what follows finds an open case.
        commands.extend([
            (practice, Call::PauseCase(self.pause())),
            (practice, Call::ResumeCase(self.resumption())),
            (practice, Call::StopCoordination(self.stop())),
            (practice, Call::ReopenCase(self.reopening())),
            (practice, Call::RecordMoveAway(self.move_away())),
            (practice, Call::ReopenCase(self.reopening())),
            (practice, Call::CloseCase(self.closing())),
            (practice, Call::ReopenCase(self.reopening())),
            (practice, Call::RecordDeath(self.death())),
            (practice, Call::ReopenCase(self.reopening())),
            // Whoever takes custody holds the case from then on.
            (&self.custodian, Call::TakeCustody(self.custody_taken())),
        ]);
        commands
    }

    /// The other commands that name the person: each answers what one of [`Place::commands`] has answered by then.
    pub fn alternatives(&self) -> [(&Acting, Call); 4] {
        let decline = refusal(&self.referral, "We are full.", "");
        [
            (&self.council, Call::DeclineReferral(decline)),
            (
                &self.charity,
                Call::AcceptHandover(self.handover_accepted()),
            ),
            (
                &self.practice,
                Call::CancelHandover(self.handover_cancelled()),
            ),
            (&self.practice, Call::ReviewPlan(self.plan_reviewed())),
        ]
    }

    /// Every command that names nobody who is known, and who may send it.
    pub fn commands_about_nobody(&self) -> Vec<(&Acting, Call)> {
        let mut commands = self.directory_commands();
        commands.push((&self.practice, Call::OpenCase(self.case())));
        let lead = Call::NameSafeguardingLead(self.safeguarding_lead());
        commands.push((&self.administrator, lead));
        commands.extend(self.arrivals());
        commands.extend(self.of_cover());
        commands.extend(self.of_meetings());
        commands
    }

    /// Every query that names a person.
    pub fn queries_about(&self, person: &str) -> Vec<Call> {
        let person_id = person.to_owned();
        let mut queries = vec![
            Call::GetBrief(GetBriefRequest {
                person_id: person_id.clone(),
                not_before: String::new(),
            }),
            Call::GetTransferPack(v1::GetTransferPackRequest {
                person_id: person_id.clone(),
                not_before: String::new(),
            }),
            Call::ListStory(ListStoryRequest {
                person_id: person_id.clone(),
                ..ListStoryRequest::default()
            }),
            Call::ListReadings(v1::ListReadingsRequest {
                person_id: person_id.clone(),
                ..v1::ListReadingsRequest::default()
            }),
            Call::ListToldOnce(v1::ListToldOnceRequest {
                person_id: person_id.clone(),
                not_before: String::new(),
            }),
            Call::GetAboutMe(GetAboutMeRequest {
                person_id: person_id.clone(),
                not_before: String::new(),
            }),
            Call::GetPlan(v1::GetPlanRequest {
                person_id: person_id.clone(),
                not_before: String::new(),
            }),
            Call::ComparePlan(v1::ComparePlanRequest {
                person_id: person_id.clone(),
                from: Some(timestamp(self.town.clock.now())),
                until: Some(timestamp(self.town.clock.now())),
                not_before: String::new(),
            }),
            Call::ListDecisions(v1::ListDecisionsRequest {
                person_id: person_id.clone(),
                not_before: String::new(),
            }),
            Call::ListSharingDecisions(ListSharingDecisionsRequest {
                person_id: person_id.clone(),
                ..ListSharingDecisionsRequest::default()
            }),
            Call::ExplainFact(ExplainFactRequest {
                person_id: person_id.clone(),
                fact_id: self.passage.0.clone(),
            }),
            Call::PreviewSharing(v1::PreviewSharingRequest {
                person_id: person_id.clone(),
                change: self
                    .agreement()
                    .agreement
                    .map(v1::preview_sharing_request::Change::Agreement),
            }),
            Call::GetSharingMatrix(v1::GetSharingMatrixRequest {
                person_id: person_id.clone(),
            }),
            Call::ListShownAsOf(ListShownAsOfRequest {
                person_id,
                at: Some(timestamp(self.town.clock.now())),
                ..ListShownAsOfRequest::default()
            }),
        ];
        queries.extend(self.people_queries(person));
        queries.push(self.volunteers(person));
        queries.extend(self.queries_about_records(person.to_owned()));
        queries.extend(self.of_one_review(person));
        queries
    }

    /// Who of any organisation has read about a person: for the privacy officer.
    pub fn all_readings(&self, person: &str) -> Call {
        Call::ListAllReadings(v1::ListAllReadingsRequest {
            person_id: person.to_owned(),
            ..v1::ListAllReadingsRequest::default()
        })
    }

    /// Who opened much: for the privacy officer.
    pub fn many_opened(&self) -> Call {
        Call::ListManyOpened(v1::ListManyOpenedRequest::default())
    }

    /// Every query about whoever there is that is for those who work with people.
    pub fn queries_about_all(&self) -> Vec<Call> {
        let mut queries = vec![
            Call::ListCaseload(ListCaseloadRequest::default()),
            Call::ListReferrals(ListReferralsRequest::default()),
            Call::ListConcerns(v1::ListConcernsRequest::default()),
            Call::ListMyWork(v1::ListMyWorkRequest::default()),
            Call::ListJoinRequests(v1::ListJoinRequestsRequest::default()),
            Call::ListEndingAgreements(v1::ListEndingAgreementsRequest::default()),
            Call::ListActions(v1::ListActionsRequest::default()),
            Call::ListHandovers(v1::ListHandoversRequest::default()),
            Call::GetCover(v1::GetCoverRequest::default()),
            Call::WatchChanges(WatchChangesRequest::default()),
        ];
        queries.extend(self.of_all_reviews());
        queries
    }

    /// For those who work with people, and for managers.
    pub fn overdue(&self) -> Call {
        Call::ListOverdue(v1::ListOverdueRequest::default())
    }

    pub fn absences(&self) -> Call {
        Call::ListAbsences(v1::ListAbsencesRequest::default())
    }

    pub fn case(&self) -> OpenCaseRequest {
        OpenCaseRequest {
            command_id: command_id(),
            service_id: self.general_practice.service.clone(),
            identity: Some(self.identity()),
            ..OpenCaseRequest::default()
        }
    }

    pub fn identity(&self) -> v1::Identity {
        identity("Ada Wren", &nhs_numbers().nth(self.another()).unwrap())
    }

    pub fn about_me(&self) -> RecordAboutMeRequest {
        RecordAboutMeRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            passages: vec![passage(Heading::People, "My sister.", &[])],
        }
    }

    pub fn confirmation(&self) -> ConfirmAboutMeRequest {
        ConfirmAboutMeRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            tokens: vec![self.passage.1.clone()],
        }
    }

    pub fn note(&self) -> RecordNoteRequest {
        RecordNoteRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            words: "Another note.".into(),
            categories: numbers(&[Category::Health]),
            restricted_to: None,
        }
    }

    pub fn agreement(&self) -> RecordAgreementRequest {
        let audience = Some(audience::Audience::Organisation(CHARITY.into()));
        RecordAgreementRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            agreement: Some(v1::Agreement {
                audience: Some(v1::Audience { audience }),
                categories: numbers(&[Category::Housing]),
                until: "2026-12-31".into(),
                decided_by: by_the_person(),
                words: "While I am away.".into(),
            }),
        }
    }

    pub fn objection(&self) -> RecordObjectionRequest {
        let against = against::Against::Organisation(CHARITY.into());
        objection(&self.person, against, &[Category::Housing], "Not them.")
    }

    pub fn referral_out(&self) -> v1::RaiseReferralRequest {
        let mut request = referral(&self.person, &self.leisure, "To walk with others.");
        request.ticked = vec![self.passage.0.clone()];
        request
    }
}

/// Whoever is sent the samples carries them out: what spoils them is what the tests say.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_samples_are_in_order() {
    let place = Place::new().await;
    let commands = place
        .commands_about_nobody()
        .into_iter()
        .chain(place.commands());
    for (who, call) in commands {
        let rpc = call.rpc();
        if let Err(status) = call.send(who).await {
            panic!("{rpc}: {status:?}");
        }
    }
    let queries = place
        .queries_about(&place.person)
        .into_iter()
        .chain(place.queries_about_all());
    for call in queries
        .chain(place.directory_queries())
        .chain([place.overdue()])
    {
        let rpc = call.rpc();
        if let Err(status) = call.send(&place.practice).await {
            panic!("{rpc}: {status:?}");
        }
    }
    place.town.days_pass(1);
    deeds::refer(
        &place.practice,
        referral(&place.person, &place.social_care, "Again."),
    )
    .await;
    place.town.applied().await;
    let again = deeds::referral_in(&place.council, &place.person).await;
    let decline = Call::DeclineReferral(refusal(&again, "We are full.", ""));
    decline.send(&place.council).await.unwrap();
    place.town.close().await;
}
