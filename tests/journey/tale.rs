//! Tells Maureen's story step by step, and looks at everything after each: every view and every byte of every
//! organisation. What each gains and loses at a step is data.

use std::collections::{BTreeMap, BTreeSet};

use tonic::Status;
use tonic_types::StatusExt;

use throughline_tests::town::{
    Town, bytes,
    look::{self, View},
};

use crate::{
    canaries,
    cast::{self, Cast},
};

/// What organisations gain or lose.
pub type Words = &'static [(&'static str, &'static [&'static str])];

/// The town, Maureen, and what each organisation is shown of her.
pub struct Tale {
    pub town: Town,
    pub cast: Cast,
    pub person: String,
    shown: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// What is shown in the story still, and no longer among the latest on the brief.
    older: BTreeSet<(&'static str, &'static str)>,
    /// What was not as expected so far: the story goes on, so that one fault does not hide another.
    wrong: Vec<String>,
}

impl Tale {
    pub async fn begin(town: Town) -> Tale {
        let cast = Cast::register(&town).await;
        Tale {
            town,
            cast,
            // Nobody, until her case is open.
            person: "00000000-0000-8000-8000-000000000000".to_owned(),
            shown: cast::ALL
                .map(|organisation| (organisation, BTreeSet::new()))
                .into(),
            older: BTreeSet::new(),
            wrong: Vec::new(),
        }
    }

    /// From now on these need not be among the latest any longer that the organisation's brief shows: of those that were
    /// recorded in one moment, any can be the last that has room.
    pub fn grows_old(&mut self, organisation: &'static str, words: &[&'static str]) {
        self.older
            .extend(words.iter().map(|word| (organisation, *word)));
    }

    /// After a step: everybody is shown what they were shown before, with what they gained and without what they lost.
    pub async fn then(&mut self, step: &str, gains: Words, loses: Words) {
        for (organisation, words) in gains {
            for word in *words {
                assert!(
                    self.of(organisation).insert(word),
                    "{organisation} had {word} before: {step}"
                );
            }
        }
        for (organisation, words) in loses {
            for word in *words {
                assert!(
                    self.of(organisation).remove(word),
                    "{organisation} had no {word} before: {step}"
                );
            }
        }
        self.town.applied().await;
        let mut wrong = Vec::new();
        for (organisation, shown) in &self.shown {
            for (view, seen) in look::all(self.cast.of(organisation), &self.person).await {
                let older =
                    |word| view == View::Brief && self.older.contains(&(organisation, word));
                let fault = in_view(organisation, shown, view, seen, older).err();
                wrong.extend(
                    fault.map(|fault| format!("{step}: {organisation}, {view:?}: {fault}")),
                );
            }
            let found = bytes::in_files_of(&self.town.data(), organisation, &canaries::words());
            if found != *shown {
                wrong.push(format!(
                    "{step}: bytes of {organisation}: {found:?} and not {shown:?}"
                ));
            }
        }
        let outside = bytes::outside_organisations(&self.town.data(), &canaries::words());
        if !outside.is_empty() {
            wrong.push(format!(
                "{step}: outside the organisations' files stand {outside:?}"
            ));
        }
        self.wrong.extend(wrong);
    }

    /// Ends the story; every step has to have been as expected.
    pub async fn end(self) {
        assert!(self.wrong.is_empty(), "{:#?}", self.wrong);
        self.town.close().await;
    }

    fn of(&mut self, organisation: &str) -> &mut BTreeSet<&'static str> {
        self.shown.get_mut(organisation).unwrap()
    }
}

/// Compares what stands in a view with what the organisation is to be shown.
fn in_view(
    organisation: &str,
    shown: &BTreeSet<&str>,
    view: View,
    seen: Result<String, Status>,
    older: impl Fn(&'static str) -> bool,
) -> Result<(), String> {
    let of_everybody = matches!(
        view,
        View::Caseload | View::ReferralsIn | View::ReferralsOut | View::Reviews | View::Handovers
    );
    let text = match seen {
        Ok(text) if of_everybody && shown.is_empty() && text != "[]" => return Err(text),
        Ok(text) if of_everybody || !shown.is_empty() => text,
        Err(status) if shown.is_empty() && !of_everybody && is_case_unknown(&status) => {
            return Ok(());
        }
        other => return Err(format!("{other:?}")),
    };
    let found = canaries::words()
        .into_iter()
        .filter(|word| text.contains(word));
    let found: BTreeSet<&str> = found.filter(|word| !older(word)).collect();
    let expected = canaries::ALL.iter().filter(|canary| {
        let is_shown = |word: &str| shown.contains(word);
        is_shown(canary.word)
            && !older(canary.word)
            && canary.stands_in(view, organisation, is_shown)
    });
    let expected: BTreeSet<&str> = expected.map(|canary| canary.word).collect();
    if found == expected {
        return Ok(());
    }
    let (more, less) = (&found - &expected, &expected - &found);
    Err(format!("too much: {more:?}, missing: {less:?}"))
}

fn is_case_unknown(status: &Status) -> bool {
    let details = status.get_error_details();
    details
        .error_info()
        .is_some_and(|info| info.reason == "case_unknown")
}
