//! What the contract's files say that there is, and what a message of it holds, found without knowing the message.

use crate::words;

/// The files of the contract of which facts are made.
const CONTRACT: [&str; 14] = [
    include_str!("../../../../../proto/throughline/v1/fact.proto"),
    include_str!("../../../../../proto/throughline/v1/types.proto"),
    include_str!("../../../../../proto/throughline/v1/actions_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/decisions_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/handovers_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/joining_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/life_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/people_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/plans_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/referrals_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/reviews_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/safeguarding_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/sharing_facts.proto"),
    include_str!("../../../../../proto/throughline/v1/volunteers_facts.proto"),
];

/// Each choice that a message of the contract holds: message, field, variant.
pub(super) fn choices() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for file in CONTRACT {
        let (mut messages, mut choice) = (Vec::new(), None::<String>);
        for line in file.lines().map(str::trim) {
            let parts: Vec<_> = line.split_whitespace().collect();
            match parts[..] {
                ["message", name, "{"] => messages.push(name.to_owned()),
                ["oneof", name, "{"] => choice = Some(name.to_owned()),
                ["}"] if choice.take().is_none() => {
                    messages.pop();
                }
                [_, name, "=", _] => {
                    if let (Some(choice), Some(message)) = (&choice, messages.last()) {
                        found.push((message.clone(), choice.clone(), camel(name)));
                    }
                }
                _ => {}
            }
        }
    }
    found
}

fn camel(name: &str) -> String {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    name.split('_').map(capital).collect()
}

/// Each text of a message, and the field that it stands in.
pub(super) fn texts(message: &impl std::fmt::Debug) -> Vec<(String, String)> {
    let (mut found, mut last) = (Vec::new(), String::new());
    for line in format!("{message:#?}").lines().map(str::trim) {
        let (field, value) = match line.split_once(": ") {
            Some((field, value)) if !line.starts_with('"') => (field.to_owned(), value),
            _ => (last.clone(), line),
        };
        let text = value
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix("\","));
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            found.push((field.clone(), text.to_owned()));
        }
        last = field;
    }
    found
}

/// Every moment of a message.
pub(super) fn moments(message: &impl std::fmt::Debug) -> Vec<String> {
    let debug = format!("{message:#?}");
    let seconds = debug
        .lines()
        .filter_map(|line| line.trim().strip_prefix("seconds: "));
    let moment = |seconds: &str| prost_types::Timestamp {
        seconds: seconds.trim_end_matches(',').parse().unwrap(),
        nanos: 0,
    };
    seconds
        .map(|seconds| words::when_of(Some(&moment(seconds))))
        .collect()
}
