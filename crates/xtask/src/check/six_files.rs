//! One use case, one stem, one file per layer: the six files that a command must have, derived from the protos.
//!
//! Also prints them, for whoever wants to trace a command. How a proto is read is in `six_files/proto.rs`; what the
//! files hold is not looked at.

mod proto;

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::Outcome;
use crate::workspace::{Source, Workspace};
use proto::Service;

/// Where the public contract lives; its themes are the files' names.
const CONTRACT: &str = "proto/throughline/v1/";

/// A command of the public contract.
#[derive(Debug, PartialEq, Eq)]
struct Command {
    rpc: String,
    /// The proto's name without its ending, such as `handovers`.
    theme: String,
    /// The first word, such as `offer`.
    verb: String,
    /// The rest, such as `handover`.
    thing: String,
}

impl Command {
    /// `None` where the name is a single word.
    fn new(theme: &str, rpc: &str) -> Option<Self> {
        let words = words(rpc);
        let (verb, thing) = words.split_first()?;
        (!thing.is_empty()).then(|| Self {
            rpc: rpc.to_owned(),
            theme: theme.to_owned(),
            verb: verb.clone(),
            thing: thing.join("_"),
        })
    }

    /// What a newcomer searches for, such as `offer_handover`.
    fn stem(&self) -> String {
        format!("{}_{}", self.verb, self.thing)
    }

    /// From the wire to the rules and on to what is read.
    fn files(&self) -> [String; 6] {
        let Self {
            theme, verb, thing, ..
        } = self;
        [
            format!("{CONTRACT}{theme}.proto"),
            format!("crates/api/src/{theme}.rs"),
            format!("crates/casework/src/{thing}/{verb}.rs"),
            format!("services/cases/src/{thing}/{verb}.rs"),
            format!("crates/orgviews/src/{theme}.rs"),
            format!("services/web/src/pages/{theme}.rs"),
        ]
    }

    /// The other files that name the command, or an event that its decision records, with the names.
    fn named_in<'a>(&self, sources: &'a [Source]) -> Vec<(&'a str, Vec<String>)> {
        let files = self.files();
        let decision = sources.iter().find(|source| source.path == files[2]);
        let mut names = vec![self.rpc.clone(), self.stem()];
        for event in decision
            .map(|source| events(&source.text))
            .unwrap_or_default()
        {
            names.push(words(&event).join("-"));
            names.push(event);
        }
        let named = |source: &'a Source| {
            let names = names.iter().filter(|name| source.text.contains(*name));
            let names: Vec<_> = names.cloned().collect();
            (!names.is_empty() && !files.contains(&source.path))
                .then_some((source.path.as_str(), names))
        };
        sources.iter().filter_map(named).collect()
    }
}

/// The events that a decision records, besides its tests.
fn events(decision: &str) -> BTreeSet<String> {
    let code = decision.split("#[cfg(test)]").next().unwrap_or_default();
    let names = code.split("What::").skip(1);
    names
        .map(|rest| {
            rest.chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect()
        })
        .collect()
}

/// Checks that every command's files exist.
pub fn run(workspace: &Workspace) -> Result<Outcome> {
    let (commands, mut findings) = read(&workspace.sources()?);
    findings.extend(missing(&commands, |path| workspace.has_file(path)));
    Ok(Outcome::new(
        findings,
        format!("{} commands", commands.len()),
    ))
}

/// Prints the six files of the command called `stem`, and whatever else names it or the events that it records: the
/// places that a further command of its kind touches. Without a stem, the six files of every command.
///
/// # Errors
///
/// When no command is called that.
pub fn print(workspace: &Workspace, stem: Option<&str>) -> Result<()> {
    let sources = workspace.sources()?;
    let (commands, _) = read(&sources);
    let mut printed = false;
    for command in &commands {
        if stem.is_some_and(|stem| stem != command.stem() && stem != command.rpc) {
            continue;
        }
        printed = true;
        println!("{} ({})", command.stem(), command.rpc);
        for file in command.files() {
            let note = if workspace.has_file(&file) {
                ""
            } else {
                "  (missing)"
            };
            println!("  {file}{note}");
        }
        if stem.is_some() {
            println!("also");
            for (file, names) in command.named_in(&sources) {
                println!("  {file}  ({})", names.join(", "));
            }
        }
    }
    match stem {
        Some(stem) if !printed => {
            let stems: Vec<_> = commands.iter().map(Command::stem).collect();
            bail!(
                "no command is called `{stem}`; there are: {}",
                stems.join(", ")
            )
        }
        _ => Ok(()),
    }
}

/// The commands of the public contract, and what is wrong with their names.
fn read(sources: &[Source]) -> (Vec<Command>, Vec<String>) {
    let mut commands = Vec::new();
    let mut findings = Vec::new();
    for source in sources {
        let theme = source
            .path
            .strip_prefix(CONTRACT)
            .and_then(|name| name.strip_suffix(".proto"));
        let Some(theme) = theme else { continue };
        for Service { name, rpcs } in proto::services(&source.text) {
            if name.ends_with("QueryService") {
                continue;
            }
            if !name.ends_with("CommandService") {
                findings.push(format!(
                    "{}: `{name}` should be a …CommandService or a …QueryService",
                    source.path
                ));
            }
            for rpc in rpcs {
                match Command::new(theme, &rpc) {
                    Some(command) => commands.push(command),
                    None => {
                        findings.push(format!("{}: `{rpc}` should be verb and thing", source.path))
                    }
                }
            }
        }
    }
    if commands.is_empty() {
        findings.push(format!("no command found in {CONTRACT}"));
    }
    (commands, findings)
}

fn missing(commands: &[Command], exists: impl Fn(&str) -> bool) -> Vec<String> {
    let missing = |command: &Command, file: String| {
        (!exists(&file)).then(|| format!("{}: {file} is missing", command.rpc))
    };
    commands
        .iter()
        .flat_map(|command| {
            command
                .files()
                .into_iter()
                .filter_map(|file| missing(command, file))
        })
        .collect()
}

/// `RecordAboutMe` as `record`, `about`, `me`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        let after_small = at > 0 && !letters[at - 1].is_uppercase();
        let before_small = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if words.is_empty() || (letter.is_uppercase() && (after_small || before_small)) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn referrals(service: &str, rpc: &str) -> Source {
        let text = format!("service {service} {{ rpc {rpc}(A) returns (B); }}");
        Source::new("proto/throughline/v1/referrals.proto", text)
    }

    #[test]
    fn a_name_is_split_into_verb_and_thing() {
        let command = Command::new("about_me", "RecordAboutMe").unwrap();
        assert_eq!(
            (command.verb.as_str(), command.thing.as_str()),
            ("record", "about_me")
        );
        assert_eq!(command.stem(), "record_about_me");
        assert_eq!(words("BookMSTReview"), ["book", "mst", "review"]);
        assert_eq!(Command::new("referrals", "Withdraw"), None);
    }

    #[test]
    fn the_missing_file_and_its_rpc_are_named() {
        let (commands, findings) = read(&[referrals("ReferralCommandService", "RaiseReferral")]);
        assert!(findings.is_empty());
        assert!(missing(&commands, |_| true).is_empty());
        let gone = "crates/casework/src/referral/raise.rs";
        let missing = missing(&commands, |path| path != gone);
        assert_eq!(missing, [format!("RaiseReferral: {gone} is missing")]);
    }

    #[test]
    fn the_six_files_are_one_per_layer() {
        let files = Command::new("handovers", "OfferHandover").unwrap().files();
        let expected = [
            "proto/throughline/v1/handovers.proto",
            "crates/api/src/handovers.rs",
            "crates/casework/src/handover/offer.rs",
            "services/cases/src/handover/offer.rs",
            "crates/orgviews/src/handovers.rs",
            "services/web/src/pages/handovers.rs",
        ];
        assert_eq!(files, expected);
    }

    #[test]
    fn what_else_names_a_command_or_its_events_is_told() {
        let decision =
            "vec![Draft { what: What::ReferralRaised {}, }] #[cfg(test)] What::NoteRecorded";
        let sources = [
            Source::new("crates/casework/src/referral/raise.rs", decision),
            Source::new(
                "crates/casework/src/history.rs",
                "What::ReferralRaised => {}",
            ),
            Source::new("README.md", "`cargo xtask files raise_referral`"),
            Source::new("crates/casework/src/note/record.rs", "What::NoteRecorded"),
        ];
        let command = Command::new("referrals", "RaiseReferral").unwrap();
        let named = command.named_in(&sources);
        let expected = [
            (
                "crates/casework/src/history.rs",
                vec!["ReferralRaised".to_owned()],
            ),
            ("README.md", vec!["raise_referral".to_owned()]),
        ];
        assert_eq!(named, expected);
    }

    #[test]
    fn queries_and_internal_services_are_no_commands() {
        let query = referrals("ReferralQueryService", "ListReferrals");
        let mut internal = referrals("ApplyService", "AwaitApplied");
        internal.path = "proto/throughline/internal/v1/apply.proto".to_owned();
        let (commands, findings) = read(&[query, internal]);
        assert!(commands.is_empty());
        assert_eq!(findings, ["no command found in proto/throughline/v1/"]);
    }

    #[test]
    fn other_names_are_findings() {
        let (_, findings) = read(&[referrals("ReferralService", "RaiseReferral")]);
        assert!(findings[0].contains("ReferralService"));
        let (_, findings) = read(&[referrals("ReferralCommandService", "Raise")]);
        assert!(findings[0].contains("verb and thing"));
    }
}
