//! The settings in words, for messages, help and documentation. Their types and defaults are the fields of
//! [`Configuration`](super::Configuration).

/// One setting, in words.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The key in the file; in the environment it is `THROUGHLINE_` and this in capitals.
    pub key: &'static str,
    /// What its value is.
    pub meaning: &'static str,
    /// A value that it takes, as the file writes it.
    pub example: &'static str,
}

/// Every setting.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "data_folder",
        meaning: "the folder that holds everything durable but the master keys",
        example: "\"/var/lib/throughline\"",
    },
    Setting {
        key: "listen",
        meaning: "the address and port on which gRPC is served",
        example: "\"127.0.0.1:7400\"",
    },
    Setting {
        key: "pages_listen",
        meaning: "the address and port on which the pages are served",
        example: "\"127.0.0.1:7480\"",
    },
    Setting {
        key: "pages_title",
        meaning: "what the pages' header calls it, such as the locality's own name for it",
        example: "\"Throughline\"",
    },
    Setting {
        key: "pages_logo",
        meaning: "the file with your logo, SVG or PNG of at most 100,000 bytes, for the pages' header",
        example: "\"/etc/throughline/logo.svg\"",
    },
    Setting {
        key: "pages_safeguarding",
        meaning: "whom to ring about somebody's safety, in and out of hours, as the pages say it first",
        example: "\"Walbrook Council, 020 7946 0100, day and night\"",
    },
    Setting {
        key: "nats_servers",
        meaning: "NATS servers that keep log, keys and accounts in place of the data folder, with commas between",
        example: "\"nats://10.0.0.1:4222,nats://10.0.0.2:4222\"",
    },
    Setting {
        key: "nats_credentials",
        meaning: "the file with credentials for the NATS servers, as nsc writes it or as user:password",
        example: "\"/etc/throughline/nats.creds\"",
    },
    Setting {
        key: "nats_certificates",
        meaning: "the file with the certificates of whoever signed the NATS servers' own",
        example: "\"/etc/throughline/nats-ca.pem\"",
    },
    Setting {
        key: "log_name",
        meaning: "what the log is called on NATS or in KurrentDB",
        example: "\"throughline\"",
    },
    Setting {
        key: "nats_replicas",
        meaning: "on how many NATS servers everything is kept before it is acknowledged",
        example: "3",
    },
    Setting {
        key: "nats_feeds",
        meaning: "organisations whose own systems hear on NATS who changed, with commas between",
        example: "\"A81001,PARK-ROAD\"",
    },
    Setting {
        key: "kurrentdb_file",
        meaning: "the file with the connection string of the KurrentDB database that keeps the log (experimental)",
        example: "\"/etc/throughline/kurrentdb\"",
    },
    Setting {
        key: "roles",
        meaning: "this process's roles, `all` or some of cases, projector, views, web and timekeeper",
        example: "\"all\"",
    },
    Setting {
        key: "listen_inside",
        meaning: "the address and port for the other processes of this system",
        example: "\"127.0.0.1:7410\"",
    },
    Setting {
        key: "cases_at",
        meaning: "where processes with the role cases serve gRPC, for those with the role web",
        example: "\"http://10.0.0.1:7400,http://10.0.0.2:7400\"",
    },
    Setting {
        key: "views_at",
        meaning: "where processes with the role views serve gRPC, for those with the role web",
        example: "\"http://10.0.0.3:7400\"",
    },
    Setting {
        key: "cases_inside",
        meaning: "where processes with the role cases serve the others",
        example: "\"http://10.0.0.1:7410,http://10.0.0.2:7410\"",
    },
    Setting {
        key: "projectors_inside",
        meaning: "where processes with the role projector serve the others, every one of them",
        example: "\"http://10.0.0.3:7410\"",
    },
    Setting {
        key: "projector_number",
        meaning: "which of `projectors_inside` this node is, from 1: it makes its share of the files; 0: it makes all",
        example: "1",
    },
    Setting {
        key: "projector_inside",
        meaning: "where the projector of this data folder serves, for a process with the role views alone",
        example: "\"http://127.0.0.1:7410\"",
    },
    Setting {
        key: "pages_secret_file",
        meaning: "the file with 64 bytes of chance or more that accounts and sessions are kept with, the same for all processes with the pages; it follows from the master key where there is none",
        example: "\"/etc/throughline/pages-secret\"",
    },
    Setting {
        key: "pages_public_keys",
        meaning: "for processes without the pages, the keys that `throughline pages-key` prints, with commas between",
        example: "\"Z0nX7a2Zb1T1aSxVWzvQ9k1uL4m2c3d4e5f6g7h8i9A=\"",
    },
    Setting {
        key: "pages_address",
        meaning: "the address at which browsers reach the pages; cookies go by TLS alone where it begins with https",
        example: "\"https://throughline.example.nhs.uk\"",
    },
    Setting {
        key: "accounts",
        meaning: "whether people sign in at the pages with accounts of this system's own",
        example: "true",
    },
    Setting {
        key: "accounts_second_factor",
        meaning: "whether those accounts need a code from an app besides the password",
        example: "true",
    },
    Setting {
        key: "session_idle_minutes",
        meaning: "after how many minutes without anything asked somebody is signed out of the pages; 6 or more",
        example: "30",
    },
    Setting {
        key: "session_hours",
        meaning: "after how many hours somebody is signed out of the pages in any case",
        example: "12",
    },
    Setting {
        key: "metrics_listen",
        meaning: "the address and port on which figures are served to Prometheus, at /metrics",
        example: "\"127.0.0.1:7490\"",
    },
    Setting {
        key: "traces_at",
        meaning: "where traces are sent by OTLP over gRPC, such as an OpenTelemetry collector",
        example: "\"http://127.0.0.1:4317\"",
    },
    Setting {
        key: "master_key_file",
        meaning: "the file with the master keys, outside the data folder",
        example: "\"/etc/throughline/master.keys\"",
    },
    Setting {
        key: "development_callers",
        meaning: "whether callers are believed without proof, on a loopback address alone",
        example: "false",
    },
    Setting {
        key: "sign_in_issuer",
        meaning: "the OpenID Connect issuer whose tokens callers show, its address to the letter",
        example: "\"https://sign-in.example.nhs.uk\"",
    },
    Setting {
        key: "sign_in_audience",
        meaning: "what the issuer's tokens call this server (aud)",
        example: "\"throughline\"",
    },
    Setting {
        key: "sign_in_worker_claim",
        meaning: "the claim that names the worker, as their organisation does",
        example: "\"sub\"",
    },
    Setting {
        key: "sign_in_organisation_claim",
        meaning: "the claim with the code of the organisation that they act for",
        example: "\"organisation\"",
    },
    Setting {
        key: "sign_in_role_claim",
        meaning: "the claim with their role, by this system's names",
        example: "\"role\"",
    },
    Setting {
        key: "sign_in_client_id",
        meaning: "by what the issuer knows the pages, so that people sign in there; `pages_address` with /sign-in/back is where it sends them back",
        example: "\"throughline-pages\"",
    },
    Setting {
        key: "sign_in_client_secret_file",
        meaning: "the file with what the pages show the issuer; none where it asks for nothing",
        example: "\"/etc/throughline/sign-in-secret\"",
    },
    Setting {
        key: "sign_in_name",
        meaning: "what the issuer is called, on the button of the sign-in page",
        example: "\"Lea Valley Trust\"",
    },
    Setting {
        key: "tls_certificate_file",
        meaning: "the file with the certificate, and those between, that callers and browsers are shown; it is read again when it changes",
        example: "\"/etc/throughline/certificate.pem\"",
    },
    Setting {
        key: "tls_key_file",
        meaning: "the file with that certificate's key",
        example: "\"/etc/throughline/key.pem\"",
    },
    Setting {
        key: "tls_inside_authority_file",
        meaning: "the file with the certificates by which processes of one system know each other's; with it, both sides show theirs",
        example: "\"/etc/throughline/inside-ca.pem\"",
    },
    Setting {
        key: "connections_max",
        meaning: "the most connections to a port at a time; one more is closed at once",
        example: "2000",
    },
    Setting {
        key: "connections_per_address",
        meaning: "the most connections to a port from one address",
        example: "500",
    },
    Setting {
        key: "connection_minutes",
        meaning: "how old a gRPC connection gets before it is made anew",
        example: "60",
    },
    Setting {
        key: "calls_max",
        meaning: "the most gRPC calls at a time; one more is refused at once, to be tried again",
        example: "1000",
    },
    Setting {
        key: "calls_per_address",
        meaning: "the most gRPC calls at a time from one address",
        example: "500",
    },
    Setting {
        key: "calls_per_caller",
        meaning: "the most gRPC calls at a time of one caller, open watches among them",
        example: "200",
    },
    Setting {
        key: "call_within_s",
        meaning: "how long a gRPC call may take, in seconds, until its answer was read",
        example: "30",
    },
    Setting {
        key: "log_format",
        meaning: "how log lines are written, text or json",
        example: "\"text\"",
    },
    Setting {
        key: "log_filter",
        meaning: "which log lines are written, by level and module",
        example: "\"info\"",
    },
    Setting {
        key: "stop_within_s",
        meaning: "how long the parts of the process may take to stop, in seconds",
        example: "20",
    },
];

/// What to do about a value that does not fit.
pub(super) fn remedy(key: &str) -> String {
    match SETTINGS.iter().find(|setting| setting.key == key) {
        Some(setting) => format!(
            "it is {}, as in `{key} = {}`",
            setting.meaning, setting.example
        ),
        None => unknown_remedy(),
    }
}

/// What to do about a key that does not exist.
pub(super) fn unknown_remedy() -> String {
    let keys: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
    format!("remove it, or use one of: {}", keys.join(", "))
}
