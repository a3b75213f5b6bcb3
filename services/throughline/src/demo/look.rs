//! Looks at what an organisation sees, and into the bytes of its file.

use std::{fs, path::Path, time::Duration};

use anyhow::Context;
use api::v1::{
    Fact, GetBriefRequest, ListStoryRequest, Rule, fact::Content,
    get_about_me_response::CurrentPassage,
};
use tonic::Code;

use super::{
    acting::{Acting, answer},
    said,
};

/// Everything that somebody is shown of a person, newest first; nothing where there is no case for them.
pub(super) async fn story(
    who: &Acting,
    person: &str,
    not_before: &str,
) -> anyhow::Result<Vec<Fact>> {
    let request = ListStoryRequest {
        person_id: person.into(),
        page_size: 200,
        not_before: not_before.into(),
        ..ListStoryRequest::default()
    };
    match answer(who.story().list_story(who.ask(request)).await) {
        Ok(page) => Ok(page.facts),
        Err(status) if status.code() == Code::NotFound => Ok(Vec::new()),
        Err(status) => Err(status.into()),
    }
}

/// Prints what somebody is shown.
pub(super) async fn print(who: &Acting, person: &str, not_before: &str) -> anyhow::Result<()> {
    let facts = story(who, person, not_before).await?;
    println!(
        "   {} sees {}:",
        who.organisation(),
        if facts.is_empty() { "nothing" } else { "this" }
    );
    for fact in facts.iter().rev() {
        println!("     - {} ({})", words(fact), rule(fact));
    }
    if !facts.is_empty() {
        let request = GetBriefRequest {
            person_id: person.into(),
            not_before: not_before.into(),
        };
        let brief = answer(who.people().get_brief(who.ask(request)).await)?;
        println!("     {}", brief.notice);
    }
    Ok(())
}

/// Waits until somebody is shown no fact whose words hold `text`.
pub(super) async fn until_gone(who: &Acting, person: &str, text: &str) -> anyhow::Result<()> {
    for _ in 0..100 {
        if !story(who, person, "")
            .await?
            .iter()
            .any(|fact| words(fact).contains(text))
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("{} still sees what has ended", who.organisation())
}

/// How often a text stands in the bytes of an organisation's file, and how many bytes were looked at.
pub(super) fn bytes_holding(
    folder: &Path,
    organisation: &str,
    text: &str,
) -> anyhow::Result<(usize, usize)> {
    let folder = folder.join("organisations").join(organisation);
    let (mut found, mut size) = (0, 0);
    for entry in
        fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?
    {
        let path = entry?.path();
        if path.is_symlink() {
            continue;
        }
        let bytes = fs::read(path)?;
        size += bytes.len();
        found += bytes
            .windows(text.len())
            .filter(|window| *window == text.as_bytes())
            .count();
    }
    Ok((found, size))
}

/// A passage, and by whom it was last confirmed.
pub(super) fn confirmed(passage: &CurrentPassage) -> String {
    let said = passage.fact.as_ref().map(words).unwrap_or_default();
    let confirmed = passage.confirmed.as_ref();
    match confirmed.and_then(|confirmed| confirmed.recorded_by.as_ref()) {
        Some(by) => format!("{said} Still true, she told {}.", by.worker),
        None => format!("{said} Not confirmed since."),
    }
}

fn words(fact: &Fact) -> String {
    match &fact.content {
        Some(Content::Identity(identity)) => {
            format!("{}, born {}", identity.name, identity.birth_date)
        }
        Some(Content::Involvement(part)) => {
            format!("{} takes part: {}", part.organisation, part.service_name)
        }
        Some(Content::Passage(passage)) => format!("About Me: “{}”", passage.words),
        Some(Content::Confirmation(_)) => format!(
            "A passage of About Me is still true, she told {}",
            fact.recorded_by.as_ref().map_or("", |by| &by.worker)
        ),
        Some(Content::Note(note)) => format!("Note: {}", note.words),
        Some(Content::Agreement(_)) => "an agreement to share".into(),
        Some(Content::Objection(_)) => "an objection to sharing".into(),
        Some(Content::ReferralRaised(referral)) => {
            format!("Referral to {}: {}", referral.service_name, referral.reason)
        }
        Some(Content::ReferralAccepted(accepted)) => {
            format!("Accepted by {}: {}", accepted.worker, accepted.words)
        }
        Some(Content::ReferralDeclined(declined)) => format!("Declined: {}", declined.words),
        Some(Content::ReferralOverdue(_)) => "The referral is overdue".into(),
        Some(Content::Concern(_)) => "a safeguarding concern".into(),
        Some(Content::Plan(plan)) => said::plan(plan),
        Some(Content::Decision(decision)) => said::decision(decision),
        Some(Content::Action(action)) => said::action(action),
        Some(Content::Erased(_)) | None => "erased".into(),
    }
}

fn rule(fact: &Fact) -> &'static str {
    match fact.basis.as_ref().map(|basis| basis.rule()) {
        Some(Rule::OwnRecord) => "own record",
        Some(Rule::Duty) => "duty",
        Some(Rule::Named) => "named reader",
        Some(Rule::Invited) => "invited",
        Some(Rule::DirectCare) => "direct care",
        Some(Rule::Agreement) => "agreement",
        Some(Rule::Party) => "party",
        Some(Rule::Unspecified) | None => "no basis",
    }
}
