//! Tells Maureen's story step by step, and looks at everything after each: every view and every byte of every
//! organisation. What each gains and loses at a step is data.

use std::collections::{BTreeMap, BTreeSet};

use tonic::Code;
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
}

impl Tale {
    pub async fn begin(town: Town) -> Tale {
        let cast = Cast::register(&town).await;
        Tale {
            town,
            cast,
            // Nobody, until her case is open.
            person: "00000000-0000-8000-8000-000000000000".to_owned(),
            shown: cast::ALL.map(|organisation| (organisation, BTreeSet::new())).into(),
        }
    }

    /// After a step: everybody is shown what they were shown before, with what they gained and without what they lost.
    pub async fn then(&mut self, step: &str, gains: Words, loses: Words) {
        for (organisation, words) in gains {
            for word in *words {
                assert!(self.of(organisation).insert(word), "{organisation} had {word} before: {step}");
            }
        }
        for (organisation, words) in loses {
            for word in *words {
                assert!(self.of(organisation).remove(word), "{organisation} had no {word} before: {step}");
            }
        }
        self.town.applied().await;
        for (organisation, shown) in &self.shown {
            self.views_hold(step, organisation, shown).await;
            self.bytes_hold(step, organisation, shown);
        }
        let outside = bytes::outside_organisations(&self.town.data(), &canaries::words());
        assert!(outside.is_empty(), "outside the organisations' files stand {outside:?}: {step}");
    }

    fn of(&mut self, organisation: &str) -> &mut BTreeSet<&'static str> {
        self.shown.get_mut(organisation).unwrap()
    }

    async fn views_hold(&self, step: &str, organisation: &str, shown: &BTreeSet<&str>) {
        let seen = look::all(self.cast.of(organisation), &self.person).await;
        for (view, seen) in seen {
            let lists_for_everybody =
                matches!(view, View::Caseload | View::ReferralsIn | View::ReferralsOut);
            let text = match seen {
                Ok(text) if lists_for_everybody || !shown.is_empty() => text,
                Err(status) if shown.is_empty() && !lists_for_everybody => {
                    let reason = status.get_error_details().error_info().map(|info| info.reason.clone());
                    assert_eq!(reason.as_deref(), Some("case_unknown"), "{organisation}, {view:?}: {step}");
                    assert_eq!(status.code(), Code::NotFound);
                    String::new()
                }
                other => panic!("{organisation}, {view:?}: {other:?}: {step}"),
            };
            if shown.is_empty() {
                assert!(["", "[]"].contains(&text.as_str()), "{organisation} is shown {text}: {step}");
            }
            let found = canaries::words().into_iter().filter(|word| text.contains(word));
            let expected = canaries::ALL.iter().filter(|canary| {
                let is_shown = |word: &str| shown.contains(word);
                is_shown(canary.word) && canary.stands_in(view, organisation, is_shown)
            });
            assert_eq!(
                found.collect::<BTreeSet<_>>(),
                expected.map(|canary| canary.word).collect(),
                "{organisation}, {view:?}: {step}"
            );
        }
    }

    fn bytes_hold(&self, step: &str, organisation: &str, shown: &BTreeSet<&str>) {
        let found = bytes::in_files_of(&self.town.data(), organisation, &canaries::words());
        assert_eq!(&found, shown, "the bytes of {organisation}'s files: {step}");
    }
}
