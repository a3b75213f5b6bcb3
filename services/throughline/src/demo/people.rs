//! The demo's people: names from lists, birth dates, and NHS numbers of the test range. Everybody is invented.

use api::v1::Identity;
use jiff::{Span, civil::Date};

use super::chance::Chance;

/// How somebody is spoken of.
#[derive(Clone, Copy)]
pub struct Pronouns {
    /// As in "ask her".
    pub them: &'static str,
    /// As in "her flat".
    pub their: &'static str,
}

const SHE: Pronouns = Pronouns {
    them: "her",
    their: "her",
};
const HE: Pronouns = Pronouns {
    them: "him",
    their: "his",
};
const THEY: Pronouns = Pronouns {
    them: "them",
    their: "their",
};

#[rustfmt::skip]
const WOMEN: [&str; 44] = [
    "Margaret", "Jean", "Sheila", "Patricia", "Doreen", "Joyce", "Brenda", "Maureen", "Pauline", "Susan", "Linda",
    "Christine", "Janet", "Carol", "Denise", "Tracey", "Michelle", "Nicola", "Donna", "Rachel", "Hannah", "Chloe",
    "Jade", "Amina", "Fatima", "Shabana", "Rukhsana", "Nasreen", "Gurpreet", "Sunita", "Meena", "Ngozi", "Abena",
    "Yetunde", "Marcia", "Beverley", "Agnieszka", "Ewa", "Ioana", "Mei", "Siobhan", "Bronagh", "Leila", "Hodan",
];
#[rustfmt::skip]
const MEN: [&str; 40] = [
    "Ronald", "Kenneth", "Derek", "Raymond", "Brian", "Alan", "Terence", "Roy", "Barry", "Keith", "Graham", "Stephen",
    "Kevin", "Gary", "Darren", "Wayne", "Lee", "Craig", "Ryan", "Callum", "Jordan", "Mohammed", "Tariq", "Abdul",
    "Iqbal", "Harjit", "Rajesh", "Vikram", "Emeka", "Kofi", "Winston", "Delroy", "Piotr", "Marek", "Andrei", "Wei",
    "Sean", "Declan", "Yusuf", "Ahmed",
];
#[rustfmt::skip]
const SURNAMES: [&str; 64] = [
    "Ashworth", "Barker", "Bennett", "Booth", "Bradshaw", "Carter", "Chadwick", "Clegg", "Cooper", "Crossley", "Dawson",
    "Dixon", "Ellwood", "Fairclough", "Fletcher", "Greenwood", "Hargreaves", "Hartley", "Haworth", "Holt", "Hudson",
    "Ingham", "Jackson", "Kershaw", "Lomax", "Marsden", "Naylor", "Ogden", "Pickles", "Ramsbottom", "Riley",
    "Schofield", "Shackleton", "Sutcliffe", "Thwaite", "Uttley", "Walmsley", "Whitaker", "Wilkinson", "Yates",
    "Ahmed", "Begum", "Chaudhry", "Hussain", "Iqbal", "Malik", "Kaur", "Singh", "Patel", "Sharma", "Adeyemi", "Boateng",
    "Okafor", "Campbell", "Grant", "Nowak", "Kowalczyk", "Popescu", "Chen", "Gallagher", "Murphy", "Abdi", "Farah",
    "Rahimi",
];

/// Somebody invented.
#[derive(Clone)]
pub struct Person {
    /// As it is recorded when a case is opened.
    pub identity: Identity,
    /// What they like to be called.
    pub called: String,
    /// How they are spoken of.
    pub pronouns: Pronouns,
}

impl Person {
    /// The person of this number, whose age lies within `ages` on `today`.
    pub fn invented(number: usize, ages: (i64, i64), today: Date, chance: &mut Chance) -> Self {
        let (first, pronouns) = match chance.below(40) {
            0 => (chance.pick(&MEN), THEY),
            1..=21 => (chance.pick(&WOMEN), SHE),
            _ => (chance.pick(&MEN), HE),
        };
        let span = usize::try_from((ages.1 - ages.0) * 365).unwrap_or(1).max(1);
        let days = ages.0 * 365 + i64::try_from(chance.below(span)).unwrap_or_default();
        let birth_date = today.saturating_sub(Span::new().days(days));
        let identity = Identity {
            name: format!("{first} {}", chance.pick(&SURNAMES)),
            birth_date: birth_date.to_string(),
            nhs_number: nhs_number(number),
            ..Identity::default()
        };
        Self {
            identity,
            called: first.to_owned(),
            pronouns,
        }
    }

    /// Maureen, whom the guide is about.
    pub fn maureen() -> Self {
        Self {
            identity: Identity {
                name: "Maureen Okafor".into(),
                preferred_name: "Mo".into(),
                birth_date: "1951-03-04".into(),
                nhs_number: "999 018 2477".into(),
            },
            called: "Mo".into(),
            pronouns: SHE,
        }
    }

    /// A template with this person in it.
    pub fn in_words(&self, template: &str) -> String {
        let words = template
            .replace("{name}", &self.called)
            .replace("{them}", self.pronouns.them)
            .replace("{their}", self.pronouns.their);
        let mut rest = words.chars();
        rest.next().map_or(String::new(), |first| {
            first.to_uppercase().chain(rest).collect()
        })
    }
}

/// How many numbers are taken of each ten: of ten that differ in one digit, at most one has no check digit, and one may
/// be Maureen's.
const OF_TEN: usize = 8;

/// The valid number of the test range that belongs to the person of this number; Maureen's belongs to nobody else.
pub fn nhs_number(number: usize) -> String {
    let ten = number / OF_TEN * 10;
    let of_ten = (ten..ten + 10).filter_map(checked);
    let mut others = of_ten.filter(|found| found != "9990182477");
    others.nth(number % OF_TEN).unwrap_or_default()
}

/// The number whose first nine digits are 999 and `count`; none where no check digit fits.
fn checked(count: usize) -> Option<String> {
    let nine = format!("999{count:06}");
    let weighted = nine
        .bytes()
        .zip((2..=10).rev())
        .map(|(digit, weight)| usize::from(digit - b'0') * weight);
    match 11 - weighted.sum::<usize>() % 11 {
        11 => Some(format!("{nine}0")),
        10 => None,
        check => Some(format!("{nine}{check}")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everybody_has_a_valid_number_of_their_own_in_the_test_range() {
        let numbers: BTreeSet<_> = (0..30_000).map(nhs_number).collect();
        assert_eq!(numbers.len(), 30_000);
        let maureen = Person::maureen().identity.nhs_number.replace(' ', "");
        assert!(!numbers.contains(&maureen));
        for number in &numbers {
            assert!(
                casework::words::NhsNumber::parse(number).is_some(),
                "{number}"
            );
            assert!(number.starts_with("999"), "{number}");
        }
    }
}
