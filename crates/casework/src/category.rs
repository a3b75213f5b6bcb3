//! The categories of information that a fact can be in, and sets of them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::ids::InvalidId;

/// What a fact is about, as far as sharing it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs, reason = "each name is the category's own word")]
pub enum Category {
    Identity,
    Contact,
    AboutMe,
    Health,
    MentalHealth,
    SocialCare,
    Housing,
    Money,
    Safety,
    SubstanceUse,
    SexualHealth,
    Justice,
    EndOfLife,
    Family,
    AboutSomebodyElse,
    Plan,
}

impl Category {
    /// Every category, in the order in which sets are written.
    pub const ALL: [Category; 16] = [
        Category::Identity,
        Category::Contact,
        Category::AboutMe,
        Category::Health,
        Category::MentalHealth,
        Category::SocialCare,
        Category::Housing,
        Category::Money,
        Category::Safety,
        Category::SubstanceUse,
        Category::SexualHealth,
        Category::Justice,
        Category::EndOfLife,
        Category::Family,
        Category::AboutSomebodyElse,
        Category::Plan,
    ];

    /// The category's stable name, as it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Category::Identity => "identity",
            Category::Contact => "contact",
            Category::AboutMe => "about-me",
            Category::Health => "health",
            Category::MentalHealth => "mental-health",
            Category::SocialCare => "social-care",
            Category::Housing => "housing",
            Category::Money => "money",
            Category::Safety => "safety",
            Category::SubstanceUse => "substance-use",
            Category::SexualHealth => "sexual-health",
            Category::Justice => "justice",
            Category::EndOfLife => "end-of-life",
            Category::Family => "family",
            Category::AboutSomebodyElse => "about-somebody-else",
            Category::Plan => "plan",
        }
    }
}

impl FromStr for Category {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        Category::ALL
            .into_iter()
            .find(|c| c.as_str() == text)
            .ok_or(InvalidId {
                expected: "a category",
            })
    }
}

/// A set of categories. Stored as a list of names in the order of [`Category::ALL`].
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<&'static str>")]
pub struct Categories(u16);

impl Categories {
    /// The empty set.
    pub const NONE: Categories = Categories(0);
    /// Every category.
    pub const ALL: Categories = Categories(u16::MAX);

    /// The set of these categories.
    pub const fn of(categories: &[Category]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < categories.len() {
            bits |= 1 << categories[i] as u16;
            i += 1;
        }
        Categories(bits)
    }

    /// Whether the category is in the set.
    pub const fn contains(self, category: Category) -> bool {
        self.0 & (1 << category as u16) != 0
    }

    /// Whether every category of `other` is in this set.
    pub const fn covers(self, other: Categories) -> bool {
        other.0 & !self.0 == 0
    }

    /// Whether some category is in both sets.
    pub const fn touches(self, other: Categories) -> bool {
        self.0 & other.0 != 0
    }

    /// The categories of either set.
    pub const fn with(self, other: Categories) -> Self {
        Categories(self.0 | other.0)
    }

    /// The categories of this set that are not in `other`.
    pub const fn without(self, other: Categories) -> Self {
        Categories(self.0 & !other.0)
    }

    /// Whether no category is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The categories, in the order of [`Category::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(move |c| self.contains(*c))
    }
}

impl FromIterator<Category> for Categories {
    fn from_iter<I: IntoIterator<Item = Category>>(categories: I) -> Self {
        categories
            .into_iter()
            .fold(Categories::NONE, |set, c| set.with(Categories::of(&[c])))
    }
}

impl fmt::Debug for Categories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.iter().map(Category::as_str))
            .finish()
    }
}

impl TryFrom<Vec<String>> for Categories {
    type Error = InvalidId;
    fn try_from(names: Vec<String>) -> Result<Self, InvalidId> {
        names.iter().map(|name| name.parse::<Category>()).collect()
    }
}

impl From<Categories> for Vec<&'static str> {
    fn from(set: Categories) -> Self {
        set.iter().map(Category::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_are_stored_and_unknown_ones_refused() {
        let set = Categories::of(&[Category::MentalHealth, Category::AboutMe]);
        let text = serde_json::to_string(&set).unwrap();
        assert_eq!(text, r#"["about-me","mental-health"]"#);
        assert_eq!(serde_json::from_str::<Categories>(&text).unwrap(), set);
        assert!(serde_json::from_str::<Categories>(r#"["gossip"]"#).is_err());
    }

    #[test]
    fn a_set_covers_its_parts_only() {
        let set = Categories::of(&[Category::Health, Category::Housing]);
        assert!(set.covers(Categories::of(&[Category::Health])) && set.covers(Categories::NONE));
        assert!(!set.covers(Categories::of(&[Category::Health, Category::Money])));
        assert_eq!(Categories::ALL.iter().count(), 16);
    }
}
