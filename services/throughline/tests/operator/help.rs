//! `--help` of every command there is: what it does, and every setting with its name.

use crate::binary::{bare, run};

/// The commands that a help text lists, with what it says of each.
fn listed(help: &str) -> Vec<(String, String)> {
    let commands = help.split_once("Commands:\n").map_or("", |(_, rest)| rest);
    let lines = commands.lines().take_while(|line| !line.trim().is_empty());
    let parts = lines.filter_map(|line| line.trim().split_once(' '));
    parts
        .map(|(name, about)| (name.to_owned(), about.trim().to_owned()))
        .collect()
}

/// The help of a command and of every command below it, by what is typed.
fn all_below(typed: &[String], found: &mut Vec<(String, String)>) {
    let arguments = typed.iter().map(String::as_str).chain(["--help"]);
    let help = run(bare(arguments)).fine();
    for (name, about) in listed(&help) {
        assert!(about.len() > 20, "what does {name} do? {help}");
        let deeper: Vec<_> = typed.iter().cloned().chain([name]).collect();
        all_below(&deeper, found);
    }
    found.push((typed.join(" "), help));
}

#[test]
fn every_command_has_a_help_that_says_what_it_does() {
    let mut found = Vec::new();
    all_below(&[], &mut found);
    let mut names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let expected = [
        "",
        "account",
        "account invite",
        "case",
        "case show",
        "demo",
        "doctor",
        "log",
        #[cfg(feature = "jetstream")]
        "log copy",
        "log verify",
        "master-key",
        "org",
        "org rebuild",
        "pages-key",
        "serve",
    ];
    assert_eq!(names, expected);
    for (name, help) in &found {
        for part in [
            "Usage: throughline",
            "--data-folder",
            "--configuration",
            "--master-key-file",
        ] {
            assert!(help.contains(part), "{name}: {part} is not in {help}");
        }
        // OpenID Connect's own word, in two settings; nobody whom people support is called so.
        let help = help.replace("sign_in_client_", "");
        for word in ["client", "subcommand"] {
            assert!(
                !help.to_lowercase().contains(word),
                "{name}: {word} is in {help}"
            );
        }
    }
    let whole = &found.iter().find(|(name, _)| name.is_empty()).unwrap().1;
    for setting in runtime::configuration::SETTINGS {
        assert!(
            whole.contains(setting.key),
            "{} is not in {whole}",
            setting.key
        );
    }
}

#[test]
fn what_is_no_command_is_refused_with_a_hint() {
    let ended = run(bare(["server"]));
    assert_eq!(ended.status.code(), Some(2));
    assert!(
        ended.err.contains("serve") && ended.err.contains("--help"),
        "{}",
        ended.err
    );
    let ended = run(bare(["--version"]));
    assert!(ended.fine().starts_with("throughline "));
}
