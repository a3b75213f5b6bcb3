//! The configuration as an operator meets it: which source wins, and what is said about mistakes.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use runtime::{
    Configuration, LogFormat,
    configuration::{Error, SETTINGS},
};
use tempfile::TempDir;

type Flags = BTreeMap<&'static str, Option<String>>;

fn file(content: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("throughline.toml");
    fs::write(&path, content).unwrap();
    (folder, path)
}

fn environment(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn from_environment(variables: &[(&str, &str)]) -> Result<Configuration, Error> {
    Configuration::load_from(None, environment(variables), Flags::new())
}

fn from_file(content: &str) -> Result<Configuration, Error> {
    let (_folder, path) = file(content);
    Configuration::load_from(Some(&path), environment(&[]), Flags::new())
}

#[test]
fn without_any_source_the_defaults_hold() {
    let configuration = from_environment(&[("PATH", "/bin")]).unwrap();
    assert_eq!(configuration, Configuration::default());
    assert_eq!(configuration.listen.to_string(), "127.0.0.1:7400");
    assert!(!configuration.development_callers);
}

#[test]
fn the_later_source_wins() {
    let (_folder, path) = file(
        "data_folder = \"from-file\"\nlog_filter = \"from-file\"\nstop_within_s = 1\nlog_format = \"json\"",
    );
    let variables = environment(&[
        ("THROUGHLINE_LOG_FILTER", "info,cases=debug"),
        ("THROUGHLINE_STOP_WITHIN_S", "2"),
    ]);
    let flags = Flags::from([
        ("stop_within_s", None),
        ("data_folder", Some("from-flag".to_owned())),
    ]);
    let configuration = Configuration::load_from(Some(&path), variables, flags).unwrap();
    assert_eq!(configuration.data_folder, PathBuf::from("from-flag"));
    assert_eq!(configuration.log_filter, "info,cases=debug");
    assert_eq!(
        configuration.stop_within_s, 2,
        "a flag that was not given changes nothing"
    );
    assert_eq!(configuration.log_format, LogFormat::Json);
}

#[test]
fn the_environment_holds_text_where_text_belongs() {
    let configuration = from_environment(&[
        ("THROUGHLINE_DATA_FOLDER", "2026"),
        ("THROUGHLINE_LISTEN", "[::1]:7400"),
        ("THROUGHLINE_DEVELOPMENT_CALLERS", "true"),
    ])
    .unwrap();
    assert_eq!(configuration.data_folder, PathBuf::from("2026"));
    assert!(configuration.listen.is_ipv6() && configuration.development_callers);
}

#[test]
fn an_unknown_key_is_refused_with_its_name_and_place() {
    let in_file = from_file("data_foldr = \"x\"").unwrap_err().to_string();
    assert!(
        in_file.contains("`data_foldr`")
            && in_file.contains("throughline.toml")
            && in_file.contains("data_folder,"),
        "{in_file}"
    );
    let nested = from_file("[server]\nlisten = \"127.0.0.1:1\"")
        .unwrap_err()
        .to_string();
    assert!(nested.contains("`server`"), "{nested}");
    let variable = from_environment(&[("THROUGHLINE_LISTN", "x")])
        .unwrap_err()
        .to_string();
    assert!(
        variable.contains("`THROUGHLINE_LISTN`") && variable.contains("environment"),
        "{variable}"
    );
    let flags = Flags::from([("log_fromat", Some("json".to_owned()))]);
    let flag = Configuration::load_from(None, environment(&[]), flags)
        .unwrap_err()
        .to_string();
    assert!(
        flag.contains("`--log-fromat`") && flag.contains("command line"),
        "{flag}"
    );
}

#[test]
fn a_value_that_does_not_fit_names_key_source_and_remedy() {
    let in_file = from_file("listen = \"nowhere\"").unwrap_err().to_string();
    assert!(
        in_file.contains("throughline.toml: `listen`") && in_file.contains("\"127.0.0.1:7400\""),
        "{in_file}"
    );
    let variable = from_environment(&[("THROUGHLINE_DEVELOPMENT_CALLERS", "perhaps")])
        .unwrap_err()
        .to_string();
    assert!(
        variable.starts_with("environment: `THROUGHLINE_DEVELOPMENT_CALLERS`"),
        "{variable}"
    );
    assert!(
        variable.contains("development_callers = false"),
        "{variable}"
    );
    let flags = Flags::from([("log_format", Some("xml".to_owned()))]);
    let flag = Configuration::load_from(None, environment(&[]), flags)
        .unwrap_err()
        .to_string();
    assert!(
        flag.starts_with("command line: `--log-format` is `xml`, which is none of text, json"),
        "{flag}"
    );
}

#[test]
fn a_file_that_is_missing_or_no_toml_is_refused() {
    let missing = Configuration::load_from(
        Some(&PathBuf::from("/nonexistent/t.toml")),
        environment(&[]),
        Flags::new(),
    );
    assert!(matches!(missing, Err(Error::File { .. })));
    let error = from_file("listen = ").unwrap_err();
    assert!(matches!(error, Error::NotToml { .. }), "{error}");
}

#[test]
fn the_master_key_comes_from_the_environment_or_a_file_and_is_never_printed() {
    let key = "1:00112233";
    let configuration = from_environment(&[("THROUGHLINE_MASTER_KEY", key)]).unwrap();
    assert_eq!(configuration.master_key_text().unwrap().as_str(), key);
    assert!(!format!("{configuration:?}").contains("0011"));

    let (folder, path) = file(key);
    let (name, data) = (path.to_str().unwrap(), tempfile::tempdir().unwrap());
    let variables = [
        ("THROUGHLINE_MASTER_KEY_FILE", name),
        ("THROUGHLINE_DATA_FOLDER", data.path().to_str().unwrap()),
    ];
    let configuration = from_environment(&variables).unwrap();
    assert_eq!(configuration.master_key_text().unwrap().as_str(), key);

    let both = from_environment(&[
        ("THROUGHLINE_MASTER_KEY_FILE", name),
        ("THROUGHLINE_MASTER_KEY", key),
    ])
    .unwrap();
    assert!(matches!(both.master_key_text(), Err(Error::TwoMasterKeys)));
    assert!(matches!(
        from_environment(&[]).unwrap().master_key_text(),
        Err(Error::NoMasterKey)
    ));
    let inside = [
        ("THROUGHLINE_MASTER_KEY_FILE", name),
        ("THROUGHLINE_DATA_FOLDER", folder.path().to_str().unwrap()),
    ];
    let error = from_environment(&inside)
        .unwrap()
        .master_key_text()
        .unwrap_err();
    assert!(
        matches!(error, Error::MasterKeyInDataFolder { .. }),
        "{error}"
    );
    let absent = from_environment(&[("THROUGHLINE_MASTER_KEY_FILE", "/nonexistent/key")]).unwrap();
    assert!(matches!(
        absent.master_key_text(),
        Err(Error::MasterKeyFile { .. })
    ));
}

#[test]
fn a_master_key_in_the_configuration_file_is_refused_and_not_repeated() {
    for content in [
        "master_key = \"1:00112233\"",
        "[x]\n \"master_key\"=\"1:00112233",
        "master_key = 1:00112233",
    ] {
        let error = from_file(content).unwrap_err().to_string();
        assert!(
            error.contains("master_key_file") && !error.contains("0011"),
            "{error}"
        );
    }
}

#[test]
fn every_setting_is_described_and_its_example_is_taken() {
    let examples: Vec<String> = SETTINGS
        .iter()
        .map(|setting| format!("{} = {}", setting.key, setting.example))
        .collect();
    let configuration = from_file(&examples.join("\n")).unwrap();
    let shown = format!("{configuration:?}");
    for setting in SETTINGS {
        assert!(
            shown.contains(&format!("{}: ", setting.key)),
            "{}",
            setting.key
        );
    }
    // Two are no settings: the master key from the environment, and what makes a sandbox.
    let fields = shown.matches(": ").count() - 2;
    assert_eq!(
        SETTINGS.len(),
        fields,
        "a field without a description: {shown}"
    );
}
