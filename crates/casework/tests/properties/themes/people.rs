//! How the person is reached and what to mind on a visit, in the stories: what is tried, and nonsense.

use casework::{
    Role,
    contact_point::{end::EndContactPoint, record::RecordContactPoint},
    disclosure::shown_to,
    event::{By, What},
    fact::About,
    history::Recorded,
    identity::correct::CorrectIdentity,
    ids::{ContactPointId, FactId, VisitWarningId},
    testing,
    visit_warning::{lift::LiftVisitWarning, record::RecordVisitWarning},
};
use proptest::{option, prelude::*};

use crate::{
    mangle,
    plan::{self, Restricted, Who},
    story::{Story, pick},
    themes::{Needs, Step, Try, step},
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("record_contact_point", Needs::Part),
    ("end_contact_point", Needs::Part),
    ("record_visit_warning", Needs::Part),
    ("lift_visit_warning", Needs::Part),
    ("correct_identity", Needs::Part),
    ("mark_wrong_person", Needs::Any),
    ("unmark_wrong_person", Needs::Any),
];

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let bool = prop::bool::weighted;
    let reach = (
        plan::who(),
        option::weighted(0.2, plan::restricted()),
        option::weighted(0.4, any::<u8>()),
        bool(0.1),
    )
        .prop_map(|(who, restricted, replaces, blind)| Reach {
            who,
            restricted,
            replaces,
            blind,
        });
    let end = (plan::who(), any::<u8>(), bool(0.1), bool(0.5)).prop_map(
        |(who, number, blind, contact_point)| End {
            who,
            number,
            blind,
            contact_point,
        },
    );
    let warn = (plan::who(), plan::restricted()).prop_map(|(who, readers)| Warn { who, readers });
    let mark = (plan::who(), any::<u8>(), bool(0.15), bool(0.4), bool(0.8)).prop_map(
        |(who, number, blind, back, officer)| Mark {
            who,
            number,
            blind,
            back,
            officer,
        },
    );
    let correct = (plan::who(), any::<u8>(), any::<bool>())
        .prop_map(|(who, number, blind)| Correct { who, number, blind });
    vec![
        (4, step(reach)),
        (4, step(end)),
        (3, step(warn)),
        (5, step(mark)),
        (2, step(correct)),
    ]
}

fn is_contact_point(about: &About) -> bool {
    matches!(about, About::ContactPoint { .. })
}

fn is_warning(about: &About) -> bool {
    matches!(about, About::VisitWarning { .. })
}

/// The version of this number of such things; mostly the newest of one that they see.
fn version(
    story: &Story,
    by: &By,
    is: fn(&About) -> bool,
    number: u8,
    blind: bool,
) -> Option<FactId> {
    let (history, now) = (&story.world.history, story.world.now);
    let newest = |recorded: &Recorded| history.newest(recorded).id == recorded.id;
    let known = |recorded: &&Recorded| {
        is(&recorded.fact.about)
            && (blind || newest(recorded) && shown_to(history, by, recorded, now))
    };
    let known: Vec<_> = history.facts().iter().filter(known).collect();
    pick(&known, number).map(|recorded| recorded.id)
}

/// A contact point is recorded or revised.
#[derive(Clone, Debug)]
struct Reach {
    who: Who,
    restricted: Option<Restricted>,
    replaces: Option<u8>,
    blind: bool,
}

impl Try for Reach {
    fn carry_out(&self, story: &mut Story) {
        let by = story.by(self.who);
        let older = |number| version(story, &by, is_contact_point, number, self.blind);
        let reach = RecordContactPoint {
            restriction: self.restricted.map(|one| story.restriction(one)),
            replaces: self.replaces.and_then(older),
            ..testing::phone()
        };
        story.send("record_contact_point", &by, &reach);
    }
}

/// A contact point ends, or a warning is lifted.
#[derive(Clone, Debug)]
struct End {
    who: Who,
    number: u8,
    blind: bool,
    contact_point: bool,
}

impl Try for End {
    fn carry_out(&self, story: &mut Story) {
        let by = story.by(self.who);
        let is = if self.contact_point {
            is_contact_point
        } else {
            is_warning
        };
        let Some(seen) = version(story, &by, is, self.number, self.blind) else {
            return;
        };
        if self.contact_point {
            story.send("end_contact_point", &by, &EndContactPoint { seen });
        } else {
            story.send("lift_visit_warning", &by, &LiftVisitWarning { seen });
        }
    }
}

#[derive(Clone, Debug)]
struct Warn {
    who: Who,
    readers: Restricted,
}

impl Try for Warn {
    fn carry_out(&self, story: &mut Story) {
        let warn = RecordVisitWarning {
            readers: story.restriction(self.readers),
            ..testing::warning()
        };
        let by = story.by(self.who);
        story.send("record_visit_warning", &by, &warn);
    }
}

/// Who the person is is corrected.
#[derive(Clone, Debug)]
struct Correct {
    who: Who,
    number: u8,
    blind: bool,
}

impl Try for Correct {
    fn carry_out(&self, story: &mut Story) {
        let by = story.by(self.who);
        let is = |about: &About| *about == About::Identity;
        let Some(seen) = version(story, &by, is, self.number, self.blind) else {
            return;
        };
        let name = format!("Maureen {}", self.number);
        let correct = CorrectIdentity {
            seen,
            ..testing::correction(&story.world.history, &name)
        };
        story.send("correct_identity", &by, &correct);
    }
}

/// An entry was recorded on the wrong person, or was not.
#[derive(Clone, Debug)]
struct Mark {
    who: Who,
    number: u8,
    /// Whether also what others recorded, and what is no entry.
    blind: bool,
    back: bool,
    officer: bool,
}

impl Try for Mark {
    fn carry_out(&self, story: &mut Story) {
        let mut by = story.by(self.who);
        let history = &story.world.history;
        let fits = |recorded: &&Recorded| {
            let entry = recorded.fact.about.is_entry() || is_contact_point(&recorded.fact.about);
            let ours = self.back || recorded.by.organisation == by.organisation;
            let marked = history.is_misplaced(recorded.id) == self.back;
            self.blind || entry && ours && marked
        };
        let facts: Vec<_> = history.facts().iter().filter(fits).collect();
        let Some(recorded) = pick(&facts, self.number) else {
            return;
        };
        let (fact, recorder) = (recorded.id, recorded.by.organisation.clone());
        if self.officer && self.back {
            by.role = Role::PrivacyOfficer;
            by.organisation = recorder;
        }
        if self.back {
            story.send("unmark_wrong_person", &by, &testing::unmark(fact));
        } else {
            story.send("mark_wrong_person", &by, &testing::mark(fact));
        }
    }
}

/// Events of any content, with few ids.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let contact_point = || mangle::id().prop_map(ContactPointId);
    let warning = || mangle::id().prop_map(VisitWarningId);
    vec![
        contact_point()
            .prop_map(|contact_point| What::ContactPointRecorded { contact_point })
            .boxed(),
        contact_point()
            .prop_map(|contact_point| What::ContactPointEnded { contact_point })
            .boxed(),
        warning()
            .prop_map(|visit_warning| What::VisitWarningRecorded { visit_warning })
            .boxed(),
        warning()
            .prop_map(|visit_warning| What::VisitWarningLifted { visit_warning })
            .boxed(),
        Just(What::IdentityCorrected {}).boxed(),
        mangle::fact_id()
            .prop_map(|fact| What::WrongPersonMarked { fact })
            .boxed(),
        mangle::fact_id()
            .prop_map(|fact| What::WrongPersonUnmarked { fact })
            .boxed(),
    ]
}

/// What facts can be about, with few ids.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let contact_point = mangle::id().prop_map(|id| About::ContactPoint {
        contact_point: ContactPointId(id),
    });
    let warning = mangle::id().prop_map(|id| About::VisitWarning {
        visit_warning: VisitWarningId(id),
    });
    let reason = mangle::id().prop_map(|id| About::VisitWarningReason {
        visit_warning: VisitWarningId(id),
    });
    let wrong = mangle::fact_id().prop_map(|entry| About::WrongPerson { entry });
    vec![
        contact_point.boxed(),
        warning.boxed(),
        reason.boxed(),
        wrong.boxed(),
    ]
}
