//! The table of grants, one function for each row, and the objections that remove them.
//!
//! Each row looks at one organisation and one fact and gives candidates; `matching` then applies restriction and
//! objections. Versions of a fact are not looked at here.

mod chosen;
mod meeting;
mod owed;

use std::collections::{BTreeMap, BTreeSet};

use chosen::{chosen, ticked};

use crate::{
    about_me::Heading,
    agreement::{Agreement, Audience},
    ask::{Ask, Party},
    category::{Categories, Category},
    contact_point,
    disclosure::grant::{Grant, Readers, Rule},
    fact::{About, Restriction},
    history::{History, Involvement, Moment, Recorded},
    ids::{EventId, OrganisationId, WorkerId},
    objection::Against,
    review::Review,
    role::Role,
    service::Purpose,
    visit_warning,
};

/// A grant before objections: with the purposes that it serves, and when the person agreed to it.
struct Candidate {
    grant: Grant,
    /// The purposes under which the organisation would read it.
    purposes: BTreeSet<Purpose>,
    /// The moment of the agreement, tick or agreed referral that it rests on.
    agreed: Option<Moment>,
}

/// Every grant of the table that matches the fact by itself, in the table's order.
pub(super) fn matching(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
) -> Vec<Grant> {
    let mut candidates = match &recorded.fact.restriction {
        Some(restriction) => restricted(history, organisation, recorded, restriction),
        None => unrestricted(history, organisation, recorded),
    };
    candidates.extend(
        history
            .duties()
            .filter_map(|duty| owed::owed(history, organisation, recorded, duty)),
    );
    let workers = workers_objected_to(history, organisation, recorded.fact.categories);
    let standing = candidates
        .into_iter()
        .filter(|candidate| !objected(history, organisation, recorded, candidate));
    let volunteers = history.volunteers_reading(organisation, recorded);
    let without = |grant: Grant| Grant {
        readers: match grant.rule {
            Rule::Duty => grant.readers,
            _ => grant.readers.without(workers.clone()),
        },
        volunteers: volunteers.clone(),
        ..grant
    };
    let mut grants: Vec<Grant> = standing
        .map(|Candidate { grant, .. }| without(grant))
        .filter(|grant| grant.readers != Readers::none())
        .collect();
    grants.sort();
    grants.dedup();
    grants
}

/// A restricted fact is shown to its named readers, to the worker who wrote it and under a duty, and to nobody else.
fn restricted(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
    restriction: &Restriction,
) -> Vec<Candidate> {
    let own = recorded.by.organisation == *organisation;
    if restriction.privacy_officers {
        return own
            .then(|| for_privacy_officers(recorded))
            .into_iter()
            .collect();
    }
    let mut workers = restriction
        .workers
        .get(organisation)
        .cloned()
        .unwrap_or_default();
    if own {
        workers.insert(recorded.by.worker.clone());
    }
    let whole = restriction.organisations.contains(organisation);
    let mut candidates: Vec<Candidate> =
        duty(history, organisation, recorded).into_iter().collect();
    if !whole && workers.is_empty() {
        return candidates;
    }
    let rule = if own { Rule::OwnRecord } else { Rule::Named };
    let readers = if whole {
        Readers::All
    } else {
        Readers::Only(workers)
    };
    let grant = Grant {
        readers,
        ..grant(rule, recorded.id.event)
    };
    candidates.push(Candidate {
        grant,
        purposes: purposes(history, organisation),
        agreed: None,
    });
    candidates
}

/// What was recorded on the wrong person: to the privacy officers of whoever recorded it.
fn for_privacy_officers(recorded: &Recorded) -> Candidate {
    Candidate {
        grant: Grant {
            readers: Readers::privacy_officers(),
            ..grant(Rule::OwnRecord, recorded.id.event)
        },
        purposes: BTreeSet::new(),
        agreed: None,
    }
}

/// A safeguarding concern, to the leads of the organisation in which it was raised, whenever they were named.
fn duty(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
) -> Option<Candidate> {
    let About::Concern { concern } = recorded.fact.about else {
        return None;
    };
    let concern = history.concern(concern)?;
    let theirs = concern.organisation == *organisation && recorded.by.organisation == *organisation;
    (theirs && !concern.leads.is_empty()).then(|| Candidate {
        grant: Grant {
            readers: Readers::Only(concern.leads.clone()),
            ..grant(Rule::Duty, concern.event)
        },
        purposes: BTreeSet::new(),
        agreed: None,
    })
}

fn unrestricted(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    // A timer is nobody's hand: what it records is for the parties, not for the organisation that it acts for.
    let own = recorded.by.organisation == *organisation && recorded.by.role != Role::Timekeeper;
    if own {
        let grant = grant(Rule::OwnRecord, recorded.id.event);
        candidates.push(Candidate {
            grant,
            purposes: BTreeSet::new(),
            agreed: None,
        });
    }
    if history.keeps_from_asked(recorded.fact.about, organisation) {
        return candidates;
    }
    for ask in history.asks() {
        candidates.extend(invited(history, organisation, recorded, &ask));
        candidates.extend(party_to_ask(history, organisation, recorded, &ask));
    }
    for review in history.reviews() {
        candidates.extend(meeting::at_meeting(history, organisation, recorded, review));
    }
    candidates.extend(
        history
            .parties()
            .filter_map(|party| party_to_thing(history, organisation, recorded, &party)),
    );
    for involvement in history
        .involvements()
        .filter(|i| i.terms.organisation == *organisation)
    {
        candidates.extend(direct_care(recorded, involvement));
        candidates.extend(party_to_case(history, recorded, involvement));
        candidates.extend(
            history
                .live_agreements()
                .filter_map(|agreement| agreed(history, recorded, involvement, agreement)),
        );
    }
    candidates
}

/// Until it answers: who the person is and how they communicate, what was asked, and the passages ticked for it.
fn invited(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
    ask: &Ask<'_>,
) -> Option<Candidate> {
    if ask.terms.organisation != *organisation || !ask.open {
        return None;
    }
    let ticked = ticked(history, recorded, ask);
    if recorded.fact.about != ask.about && !needed_to_meet(history, recorded) && !ticked {
        return None;
    }
    Some(Candidate {
        grant: grant(Rule::Invited, ask.event),
        purposes: BTreeSet::from([ask.terms.purpose]),
        agreed: (ask.agreed || ticked).then(|| history.moment(ask.version)),
    })
}

/// For health and social care: the categories that the service's purpose needs.
fn direct_care(recorded: &Recorded, involvement: &Involvement) -> Option<Candidate> {
    let needed = involvement.terms.direct_care()?;
    needed.covers(recorded.fact.categories).then(|| Candidate {
        grant: grant(Rule::DirectCare, involvement.event),
        purposes: BTreeSet::from([involvement.terms.purpose]),
        agreed: None,
    })
}

/// The categories that were agreed for this organisation, its purpose or everybody involved.
fn agreed(
    history: &History,
    recorded: &Recorded,
    involvement: &Involvement,
    agreement: &Agreement,
) -> Option<Candidate> {
    let with_us = match &agreement.terms.audience {
        Audience::Organisation(organisation) => *organisation == involvement.terms.organisation,
        Audience::Purpose(purpose) => *purpose == involvement.terms.purpose,
        Audience::EveryoneInvolved => true,
    };
    (with_us && agreement.terms.categories.covers(recorded.fact.categories)).then(|| Candidate {
        grant: Grant {
            until: agreement.terms.until.map(|until| until.ends_at),
            ..grant(Rule::Agreement, agreement.event)
        },
        purposes: BTreeSet::from([involvement.terms.purpose]),
        agreed: Some(history.moment(agreement.version)),
    })
}

/// While involved: that it takes part, who the person is and how to reach and to visit them, About Me where it is about
/// nothing else, and the passages ticked for it.
fn party_to_case(
    history: &History,
    recorded: &Recorded,
    involvement: &Involvement,
) -> Option<Candidate> {
    let ask = involvement.through.and_then(|about| history.ask(about));
    let ticked = ask.is_some_and(|ask| ticked(history, recorded, &ask));
    let meeting_needs = needed_to_meet(history, recorded);
    let for_visitors = visit_warning::is_for_visitors(history, recorded);
    let own_part = recorded.id.event == involvement.event;
    let shown = own_part || ticked || meeting_needs || for_visitors || plain_passage(recorded);
    if !shown {
        return None;
    }
    // What was asked with the person's agreement stands for what was handed over with it, not for all of About Me.
    let agreed = ask
        .filter(|ask| ticked || (meeting_needs && ask.agreed))
        .map(|ask| history.moment(ask.version));
    Some(Candidate {
        grant: grant(Rule::Party, involvement.event),
        purposes: BTreeSet::from([involvement.terms.purpose]),
        agreed,
    })
}

/// For good: all about what it asked, or was asked and has answered.
fn party_to_ask(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
    ask: &Ask<'_>,
) -> Option<Candidate> {
    if recorded.fact.about != ask.about {
        return None;
    }
    let sent = ask.from == organisation;
    let answered = ask.terms.organisation == *organisation && !ask.open;
    let purposes = if sent {
        purposes(history, organisation)
    } else {
        BTreeSet::from([ask.terms.purpose])
    };
    (sent || answered).then(|| Candidate {
        grant: grant(Rule::Party, ask.event),
        purposes,
        agreed: ask.agreed.then(|| history.moment(ask.version)),
    })
}

/// For good: all about a thing in which it has a part.
fn party_to_thing(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
    party: &Party<'_>,
) -> Option<Candidate> {
    (party.organisation == organisation && recorded.fact.about == party.about).then(|| Candidate {
        grant: grant(Rule::Party, party.event),
        purposes: purposes(history, organisation),
        agreed: party.agreed.map(|version| history.moment(version)),
    })
}

fn objected(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
    candidate: &Candidate,
) -> bool {
    if matches!(candidate.grant.rule, Rule::OwnRecord | Rule::Duty) {
        return false;
    }
    history.objections().any(|objection| {
        let against_us = match &objection.terms.against {
            Against::Organisation(objected) => objected == organisation,
            Against::Purpose(purpose) => candidate.purposes.contains(purpose),
            Against::Everyone => true,
            Against::Worker(..) => false,
        };
        // Between an objection and an agreement to the same, the later one holds.
        let objected = history.moment(objection.version);
        let agreed_later = candidate.agreed.is_some_and(|agreed| agreed > objected);
        against_us && objection.touches(recorded.fact.categories) && !agreed_later
    })
}

fn workers_objected_to(
    history: &History,
    organisation: &OrganisationId,
    categories: Categories,
) -> BTreeSet<WorkerId> {
    let objections = history
        .objections()
        .filter(|objection| objection.touches(categories));
    objections
        .filter_map(|objection| match &objection.terms.against {
            Against::Worker(of, worker) if of == organisation => Some(worker.clone()),
            _ => None,
        })
        .collect()
}

fn grant(rule: Rule, rests_on: EventId) -> Grant {
    Grant {
        rule,
        rests_on,
        readers: Readers::All,
        until: None,
        volunteers: BTreeMap::new(),
    }
}

/// Every purpose under which the organisation takes part, or is asked to.
fn purposes(history: &History, organisation: &OrganisationId) -> BTreeSet<Purpose> {
    let involved = history.involvements_ever().map(|i| &i.terms);
    let asked = history.asks().map(|ask| ask.terms);
    let terms = involved
        .chain(asked)
        .filter(|terms| terms.organisation == *organisation)
        .map(|terms| terms.purpose);
    let guests = history.reviews().flat_map(Review::guests_ever);
    let met = guests.filter(|guest| guest.organisation == *organisation);
    terms
        .chain(met.flat_map(|guest| guest.purposes.iter().copied()))
        .collect()
}

/// Identity, communication needs and safe contact points, and that the person is away: what nobody can meet the person
/// without.
fn needed_to_meet(history: &History, recorded: &Recorded) -> bool {
    matches!(recorded.fact.about, About::Identity | About::Pause)
        || contact_point::is_safe(history, recorded)
        || (heading(recorded) == Some(Heading::Communication) && plain_passage(recorded))
}

/// A passage whose categories are about-me and plan only.
fn plain_passage(recorded: &Recorded) -> bool {
    const PLAIN: Categories = Categories::of(&[Category::AboutMe, Category::Plan]);
    recorded.fact.about.is_passage() && PLAIN.covers(recorded.fact.categories)
}

fn heading(recorded: &Recorded) -> Option<Heading> {
    recorded.fact.about.heading()
}
