//! What something that waits is about, in a line: so that whoever has two referrals of one person knows which waits.

use casework::{
    action, fact::Content, handover, information, joining, referral, review, words::Words,
};

/// How many characters of it are told.
pub const LINE_MAX_CHARS: usize = 120;

/// What something that waits is about, of those of its facts that the caller may see, oldest first. Of a concern,
/// nothing is told in a list: its words are for whoever opens it.
pub(super) fn about<'a>(contents: impl Iterator<Item = &'a Content>) -> Option<String> {
    let told = contents.filter_map(said);
    told.last().map(|words| line(&words.to_string()))
}

fn said(content: &Content) -> Option<&Words> {
    match content {
        Content::Referral { service_name, .. }
        | Content::OnReferral(referral::Told::Received { service_name, .. }) => Some(service_name),
        Content::Information(information::Told::Asked { words, .. })
        | Content::Action(
            action::Told::Agreed { words, .. } | action::Told::Requested { words, .. },
        ) => Some(words),
        Content::Handover(handover::Told::Offered(offer)) => Some(&offer.summary),
        Content::Joining(joining::Told::Asked { reason, .. }) => Some(reason),
        Content::Review(review::Told::Requested { question, .. }) => Some(question),
        _ => None,
    }
}

/// The first line, shortened where it is long.
fn line(words: &str) -> String {
    let first = words.lines().next().unwrap_or_default();
    if first.chars().count() <= LINE_MAX_CHARS {
        return first.to_owned();
    }
    let short: String = first.chars().take(LINE_MAX_CHARS - 1).collect();
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_the_first_and_no_longer_than_it_may_be() {
        assert_eq!(line("Ring her.\nOn Friday."), "Ring her.");
        let long = line(&"é".repeat(LINE_MAX_CHARS + 1));
        assert_eq!(long.chars().count(), LINE_MAX_CHARS);
        assert!(long.ends_with('…'));
        let just = "a".repeat(LINE_MAX_CHARS);
        assert_eq!(line(&just), just);
    }
}
