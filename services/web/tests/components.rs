//! The markup of each component that pages use is that of nhsuk-frontend: compared with the package's own fixtures,
//! token by token. Space between tags and the order of attributes do not matter.

#![allow(clippy::unwrap_used, missing_docs)]

use std::{fs, path::PathBuf};

use askama::Template;
use html5gum::{Token, Tokenizer};
use serde_json::Value;
use web::{
    entry::Tag,
    form::{Choice, Field, Kind},
};

/// A fixture of the package: what goes in, what comes out.
struct Fixture {
    options: Value,
    html: String,
}

/// All fixtures of a component that are called so.
fn fixtures(component: &str, name: &str) -> Vec<Fixture> {
    let packages = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../node_modules");
    let path = format!("nhsuk-frontend/dist/nhsuk/components/{component}/fixtures.json");
    let text = fs::read_to_string(packages.join(path))
        .expect("run `cargo xtask assets`, which installs the package");
    let all: Value = serde_json::from_str(&text).unwrap();
    let all = all["fixtures"].as_array().unwrap();
    let called = all.iter().filter(|fixture| fixture["name"] == name);
    let found: Vec<_> = called
        .map(|fixture| Fixture {
            options: fixture["context"].clone(),
            html: fixture["html"].as_str().unwrap().to_owned(),
        })
        .collect();
    assert!(!found.is_empty(), "{component} has no fixture {name:?}");
    found
}

/// The tokens of some markup, without the space between them, attributes in order.
fn tokens(html: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let attributes = tag.attributes.iter().map(|(name, value)| {
                    let [name, value] = [&name[..], &value[..]].map(String::from_utf8_lossy);
                    let mut value: Vec<&str> = value.split_whitespace().collect();
                    if name == "class" {
                        value.sort_unstable();
                    }
                    format!("{name}={}", value.join(" "))
                });
                let mut attributes: Vec<_> = attributes.collect();
                attributes.sort();
                tokens.push(format!("<{name} {}>", attributes.join(" ")));
            }
            Token::EndTag(tag) => tokens.push(format!("</{}>", String::from_utf8_lossy(&tag.name))),
            Token::String(text) => {
                let text = String::from_utf8_lossy(&text);
                let text: Vec<&str> = text.split_whitespace().collect();
                if !text.is_empty() {
                    tokens.push(text.join(" "));
                }
            }
            _ => {}
        }
    }
    tokens
}

#[track_caller]
fn same(ours: &impl Template, theirs: &str) {
    let ours = ours.render().unwrap();
    assert!(!tokens(theirs).is_empty());
    assert_eq!(
        tokens(&ours),
        tokens(theirs),
        "\nours:\n{ours}\ntheirs:\n{theirs}"
    );
}

fn text<'a>(options: &'a Value, at: &str) -> &'a str {
    let found = options.pointer(at).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("{at} in {options}"))
}

/// A field as the fixture describes it. Ids are made of names here, and are given there.
fn field(options: &Value, label: &str, kind: Kind) -> Field {
    let id = ["/id", "/idPrefix", "/name"]
        .into_iter()
        .find_map(|at| options.pointer(at).and_then(Value::as_str));
    let optional = |at: &str| {
        let places = [format!("{at}/text"), at.to_owned()].into_iter();
        let mut found = places.filter_map(|at| options.pointer(&at)?.as_str());
        found.next().unwrap_or_default().to_owned()
    };
    Field {
        autofill: "",
        name: id.unwrap().to_owned(),
        label: label.to_owned(),
        hint: optional("/hint"),
        error: optional("/errorMessage"),
        values: Vec::new(),
        kind,
        audience: None,
    }
}

/// Theirs, with the one name that stands in each fixture in place of ours.
fn named(fixture: &Fixture, field: &Field) -> String {
    let theirs = text(&fixture.options, "/name");
    fixture.html.replace(
        &format!("name=\"{theirs}\""),
        &format!("name=\"{}\"", field.name),
    )
}

/// The question: a heading or plain text.
fn asked(options: &Value) -> String {
    let places = ["/label", "/fieldset/legend"].into_iter();
    let mut asked =
        places.flat_map(|at| [format!("{at}/text"), format!("{at}/heading"), at.to_owned()]);
    let found = asked.find_map(|at| options.pointer(&at)?.as_str());
    found
        .unwrap_or_else(|| panic!("no question in {options}"))
        .to_owned()
}

fn choices(options: &Value) -> Vec<Choice> {
    let items = options["items"].as_array().unwrap().iter();
    let choice = |item: &Value| {
        let hint = item.pointer("/hint/text").and_then(Value::as_str);
        Choice::new(text(item, "/value"), text(item, "/text")).hint(hint.unwrap_or_default())
    };
    items.map(choice).collect()
}

#[test]
fn words() {
    for name in [
        "with error message and hint, without heading",
        "without heading",
    ] {
        for fixture in fixtures("textarea", name) {
            let rows = fixture.options["rows"].as_u64().unwrap_or(5);
            let rows = u8::try_from(rows).unwrap();
            let field = field(
                &fixture.options,
                &asked(&fixture.options),
                Kind::Words { rows },
            );
            same(&field, &named(&fixture, &field));
        }
    }
}

#[test]
fn a_line() {
    for fixture in fixtures("input", "width") {
        let Some(width) = fixture.options["width"].as_u64() else {
            continue;
        };
        let kind = Kind::Text {
            width: u8::try_from(width).unwrap(),
        };
        let field = field(&fixture.options, &asked(&fixture.options), kind);
        same(&field, &plain_labels(&named(&fixture, &field)));
    }
}

/// A label that is a heading there is a plain one here: pages have one heading of the first level.
fn plain_labels(html: &str) -> String {
    html.replace("<h1 class=\"nhsuk-label-wrapper\">", "")
        .replace("</h1>", "")
        .replace(" nhsuk-label--l", "")
        .replace(" nhsuk-label--m", "")
}

/// The same of a legend, which is small here.
fn plain_legends(html: &str) -> String {
    html.replace("<h1 class=\"nhsuk-fieldset__heading\">", "")
        .replace("</h1>", "")
        .replace("nhsuk-fieldset__legend--l", "nhsuk-fieldset__legend--s")
        .replace("nhsuk-fieldset__legend--m", "nhsuk-fieldset__legend--s")
}

#[test]
fn one_of_a_list() {
    for fixture in fixtures("select", "with error message and hint, without heading") {
        let kind = Kind::Pick(choices(&fixture.options));
        let field = field(&fixture.options, &asked(&fixture.options), kind);
        same(&field, &named(&fixture, &field));
    }
}

#[test]
fn radios_and_checkboxes() {
    for (component, kind) in [
        ("radios", Kind::Choice as fn(Vec<Choice>) -> Kind),
        ("checkboxes", Kind::Several),
    ] {
        for name in [
            "with error message and hint",
            "with error message",
            "with hints on items",
        ] {
            for fixture in fixtures(component, name) {
                // Small ones alone: those are what pages use.
                if fixture.options["small"].as_bool() != Some(true) && name != "with hints on items"
                {
                    continue;
                }
                let kind = kind(choices(&fixture.options));
                let field = field(&fixture.options, &asked(&fixture.options), kind);
                let theirs = plain_legends(&named(&fixture, &field));
                let large = format!("class=\"nhsuk-{component}\"");
                let small = format!("class=\"nhsuk-{component} nhsuk-{component}--small\"");
                same(&field, &theirs.replace(&large, &small));
            }
        }
    }
}

#[test]
fn a_date() {
    for name in [
        "with error message and hint",
        "with error message",
        "default",
    ] {
        for fixture in fixtures("date-input", name) {
            let field = field(&fixture.options, &asked(&fixture.options), Kind::Date);
            let prefix = &field.name;
            let mut theirs = plain_legends(&fixture.html);
            for part in ["day", "month", "year"] {
                theirs = theirs.replace(
                    &format!("name=\"{part}\""),
                    &format!("name=\"{prefix}-{part}\""),
                );
            }
            same(&field, &theirs);
        }
    }
}

#[test]
fn tags() {
    for fixture in fixtures("tag", "default") {
        let colour = fixture.options["colour"].as_str().unwrap_or_default();
        let label = text(&fixture.options, "/text");
        same(&Tag::new(label, colour.to_owned().leak()), &fixture.html);
    }
}

/// Whether the markup of a page holds these tokens in a row.
#[track_caller]
fn holds(page: &str, theirs: &str) {
    let (page, theirs) = (tokens(page), tokens(theirs));
    let found = page.windows(theirs.len()).any(|part| part == theirs);
    assert!(found, "no {theirs:#?}\nin {page:#?}");
}

fn page(name: &str) -> String {
    let gallery = web::gallery::Gallery::of_all();
    let found = gallery
        .samples
        .into_iter()
        .find(|sample| sample.name == name);
    found.unwrap_or_else(|| panic!("no sample {name}")).html
}

#[test]
fn what_is_around_every_page() {
    let form = page("record-note-overfull");
    let [skip] = &fixtures("skip-link", "default")[..] else {
        panic!()
    };
    holds(&form, &skip.html);
    let [button] = &fixtures("button", "default")[..] else {
        panic!()
    };
    holds(
        &form,
        &button
            .html
            .replace("Save and continue", "Record the update"),
    );
    let [summary] = &fixtures("error-summary", "default")[..] else {
        panic!()
    };
    let theirs = summary.html.replace("#example-day", "#words");
    let theirs = theirs.replace(
        "Date of birth must be in the past",
        "What happened: The text is empty. Write something.",
    );
    // Ours has a second problem: what stands before it is compared.
    let (first, _) = theirs.split_once("</ul>").unwrap();
    holds(&form, first);
    let [banner] = &fixtures("notification-banner", "with success variant")[..] else {
        panic!()
    };
    let mut said = web::gallery::page("A page");
    said.said = "Email sent to example@email.com".to_owned();
    let said = Said { page: said }.render().unwrap();
    holds(&said, &banner.html.replace("Success", "Done"));
}

/// A page with nothing of its own.
#[derive(Template)]
#[template(source = "{% extends \"layout.html\" %}", ext = "html")]
struct Said {
    page: web::page::Page,
}
