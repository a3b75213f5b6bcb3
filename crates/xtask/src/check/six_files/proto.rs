//! Reads the services and rpcs out of a proto's text: names only, as much of the grammar as that needs.
//!
//! buf checks that the text is sound; this must not.

/// A service and the names of its rpcs, in order.
#[derive(Debug, PartialEq, Eq)]
pub struct Service {
    /// Such as `ReferralCommandService`.
    pub name: String,
    /// Such as `RaiseReferral`.
    pub rpcs: Vec<String>,
}

/// The services of a proto, in order.
pub fn services(text: &str) -> Vec<Service> {
    let tokens = tokens(text);
    let mut services: Vec<Service> = Vec::new();
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        let next = || tokens.get(at + 1).cloned().unwrap_or_default();
        match (depth, token.as_str()) {
            (_, "{") => depth += 1,
            (_, "}") => depth = depth.saturating_sub(1),
            (0, "service") => services.push(Service {
                name: next(),
                rpcs: Vec::new(),
            }),
            // Inside a message, `rpc` would be a field's name: only a service counts, and what follows is one name.
            (1, "rpc") if tokens.get(at + 2).is_some_and(|token| token == "(") => {
                if let Some(service) = services.last_mut() {
                    service.rpcs.push(next());
                }
            }
            _ => {}
        }
    }
    services
}

/// Names and single marks; comments, strings and white space are left out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first == '"' || first == '\'' {
            string_length(rest, first)
        } else {
            let in_name = |letter: char| letter.is_alphanumeric() || letter == '_';
            let name = rest.find(|letter| !in_name(letter)).unwrap_or(rest.len());
            let length = name.max(first.len_utf8());
            if !first.is_whitespace() {
                tokens.push(rest[..length].to_owned());
            }
            length
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length in bytes of the string that `text` begins with, its quotes included.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_read_past_comments_strings_and_options() {
        let text = r#"
            // service Commented { rpc Out(A) returns (B); }
            /* rpc Neither(A) */
            option go_package = "a{\"b";
            service ReferralCommandService {
              rpc RaiseReferral(A) returns (B) {
                option idempotency_level = IDEMPOTENT;
              }
              rpc DeclineReferral (A) returns (stream B);
            }
            message A { string rpc = 1; string service = 2; }
            service ReferralQueryService {
              // rpc Old(A) returns (B);
              rpc ListReferrals(A) returns (B);
            }
        "#;
        let found = services(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].name, "ReferralCommandService");
        assert_eq!(found[0].rpcs, ["RaiseReferral", "DeclineReferral"]);
        assert_eq!(found[1].rpcs, ["ListReferrals"]);
    }

    #[test]
    fn unfinished_text_ends() {
        assert!(services("message A { string b = \"").is_empty());
        assert!(services("/* é").is_empty());
        assert_eq!(services("service é")[0].name, "é");
    }
}
