//! Every id and token of every rpc in the place of another organisation's: told from the contract's descriptors, so that a
//! new field is tried by itself. Whoever sends it is refused, is told nothing, and changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, MethodDescriptor, ReflectMessage, Value,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{look, raw};
use tonic::Code;

use crate::{call::Call, place::Place, walk};

/// What names nothing that is anybody's: a command's own id, and what the directory tells everybody.
const NOBODYS: [&str; 2] = ["command_id", "service_id"];
/// Ids and tokens whose field is not called so.
const BY_OTHER_NAMES: [&str; 4] = ["attached", "order", "passage", "ticked"];
/// What an organisation is shown only of its own: none of it may come back to another one.
const OURS: [&str; 3] = ["Choir.", "She has no food.", "The landlord"];

/// What the server, and its clients with it, may have used at its most.
const MEMORY_MAX_KIB: u64 = 256 * 1024;

/// Values by the name of the field in which they stand.
type Known = BTreeMap<String, BTreeSet<String>>;

/// An id or a token in a message: the way to it, and what it is called.
#[derive(Clone)]
struct Named {
    way: Vec<(FieldDescriptor, Option<usize>)>,
    name: String,
    value: String,
}

fn is_name(field: &FieldDescriptor) -> bool {
    let name = field.name();
    let called = name.ends_with("_id") || name.ends_with("_ids") || name.starts_with("token");
    (called || BY_OTHER_NAMES.contains(&name)) && !NOBODYS.contains(&name)
}

/// The ids and tokens of a message that say something, in it and within it.
fn named(message: &DynamicMessage, before: &[(FieldDescriptor, Option<usize>)]) -> Vec<Named> {
    let mut all = Vec::new();
    for (field, value) in message.fields() {
        let mut look = |value: &Value, place: Option<usize>| {
            let way = [before, &[(field.clone(), place)]].concat();
            match value {
                Value::String(text) if is_name(&field) && !text.is_empty() => all.push(Named {
                    name: field.name().trim_end_matches('s').to_owned(),
                    value: text.clone(),
                    way,
                }),
                Value::Message(within) => all.extend(named(within, &way)),
                _ => {}
            }
        };
        match value {
            Value::List(values) => {
                let places = values.iter().enumerate();
                places.for_each(|(place, value)| look(value, Some(place)));
            }
            value => look(value, None),
        }
    }
    all
}

fn set(message: &mut DynamicMessage, way: &[(FieldDescriptor, Option<usize>)], text: &str) {
    let Some(((field, place), rest)) = way.split_first() else {
        return;
    };
    let value = message.get_field_mut(field);
    let value = match (place, value) {
        (Some(place), Value::List(values)) => &mut values[*place],
        (_, value) => value,
    };
    match value {
        Value::Message(within) => set(within, rest, text),
        value => *value = Value::String(text.to_owned()),
    }
}

struct Contract {
    methods: BTreeMap<String, MethodDescriptor>,
}

impl Contract {
    fn new() -> Self {
        let pool = DescriptorPool::decode(api::DESCRIPTORS).unwrap();
        let methods = pool
            .services()
            .flat_map(|service| service.methods().collect::<Vec<_>>());
        let methods = methods.map(|method| (method.name().to_owned(), method));
        Self {
            methods: methods.collect(),
        }
    }

    fn request(&self, call: &Call) -> DynamicMessage {
        let sort = self.methods[call.rpc()].input();
        DynamicMessage::decode(sort, &call.encoded()[..]).unwrap()
    }

    async fn send(
        &self,
        place: &Place,
        who: &Acting,
        rpc: &str,
        message: &DynamicMessage,
    ) -> raw::Answer {
        let method = &self.methods[rpc];
        let path = format!("/{}/{rpc}", method.parent_service().full_name());
        let bytes = prost::Message::encode_to_vec(message);
        raw::send(place.town.connection(), who, &path, &bytes).await
    }

    /// The ids and tokens that somebody is given about a person, and of what is theirs.
    async fn known(&self, place: &Place, who: &Acting, person: &str) -> Known {
        let mut known = Known::new();
        known
            .entry("person_id".to_owned())
            .or_default()
            .insert(person.to_owned());
        let questions = place.queries_about(person).into_iter();
        for call in questions.chain(place.queries_about_all()) {
            if call.rpc() == "WatchChanges" {
                continue;
            }
            let answer = self
                .send(place, who, call.rpc(), &self.request(&call))
                .await;
            let sort = self.methods[call.rpc()].output();
            let answer = DynamicMessage::decode(sort, &answer.message[..]).unwrap_or_else(|_| {
                panic!("{} cannot be read", call.rpc());
            });
            for one in named(&answer, &[]) {
                known.entry(one.name).or_default().insert(one.value);
            }
        }
        known
    }
}

fn with_new_command(message: &mut DynamicMessage) {
    if let Some(field) = message.descriptor().get_field_by_name("command_id") {
        message.set_field(&field, Value::String(command_id()));
    }
}

/// Sends it, and looks at what comes back: none of whoever else's is told, and it is refused, where it is no question that
/// can be answered with nothing.
async fn tells_nothing(
    contract: &Contract,
    place: &Place,
    (who, rpc): (&Acting, &str),
    message: &DynamicMessage,
    swapped: &Named,
) {
    let sent = contract.send(place, who, rpc, message);
    // An honest reader beside it is answered all the same.
    let (answer, honest) = tokio::join!(sent, look::story(&place.practice, &place.person));
    assert!(!honest.unwrap().is_empty(), "beside {rpc}");
    let told = String::from_utf8_lossy(&answer.message);
    let (name, sender) = (&swapped.name, who.organisation());
    for words in OURS {
        assert!(!told.contains(words), "{rpc}, {name}, by {sender}: {told}");
    }
    let refused = [
        Code::NotFound,
        Code::InvalidArgument,
        Code::PermissionDenied,
        Code::FailedPrecondition,
        Code::AlreadyExists,
        Code::Aborted,
    ];
    let status = &answer.status;
    let is_empty_list = status.code() == Code::Ok && walk::OWN_ALONE.contains(&rpc);
    assert!(
        refused.contains(&status.code()) || is_empty_list,
        "{rpc}, {name}, by {sender}: {status:?} {told}"
    );
    assert!(
        !status.message().contains(&swapped.value),
        "{rpc}: {status:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_id_or_token_of_another_organisation_opens_anything() {
    let place = Place::new().await;
    let contract = Contract::new();
    let strangers = contract.known(&place, &place.stranger, &place.other).await;
    let before = place.everything().await;
    let (mut tried, mut names) = (0, BTreeSet::new());
    for (who, call) in walk::samples(&place) {
        let rpc = call.rpc();
        if rpc == "WatchChanges" {
            continue;
        }
        let sample = contract.request(&call);
        let all = named(&sample, &[]);
        for (number, one) in all.iter().enumerate() {
            names.insert(one.name.clone());
            // Ours, in what the stranger sends about their own: everything else that they know is theirs.
            let mut theirs = sample.clone();
            with_new_command(&mut theirs);
            let others = all.iter().enumerate().filter(|(other, _)| *other != number);
            for (_, other) in others {
                if let Some(own) = strangers.get(&other.name).and_then(BTreeSet::first) {
                    set(&mut theirs, &other.way, own);
                }
            }
            let stranger = place.colleague(&place.stranger, who.role());
            tells_nothing(&contract, &place, (&stranger, rpc), &theirs, one).await;
            tried += 1;
            // The stranger's, in what is ours.
            let Some(foreign) = strangers.get(&one.name).and_then(BTreeSet::first) else {
                continue;
            };
            let mut ours = sample.clone();
            with_new_command(&mut ours);
            set(&mut ours, &one.way, foreign);
            let swapped = Named {
                value: foreign.clone(),
                ..one.clone()
            };
            tells_nothing(&contract, &place, (who, rpc), &ours, &swapped).await;
            tried += 1;
        }
    }
    assert!(tried > 300 && names.len() > 12, "{tried} of {names:?}");
    assert_eq!(place.everything().await, before);
    let used = most_memory_kib();
    assert!(used < MEMORY_MAX_KIB, "it used {used} KiB");
    place.town.close().await;
}

/// The most memory that this process has used, in KiB: the server, and all of its clients.
fn most_memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let used = line.and_then(|line| line.split_whitespace().nth(1));
    used.unwrap().parse().unwrap()
}
