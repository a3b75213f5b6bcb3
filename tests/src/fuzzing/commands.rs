//! Commands and questions as they come over the wire: any bytes to any call, sent by somebody who may. The answer is one of the
//! contract's refusals, or it is done; never a fault of ours.

use std::sync::{LazyLock, Mutex, PoisonError};

use api::v1::Category;
use throughline::demo::acting::{Acting, command_id};
use tokio::runtime::Runtime;
use tonic::Code;

use crate::town::{
    Town,
    deeds::{self, identity, nhs_numbers, service},
    raw,
};

/// Stands for a command id of its own each time.
const COMMAND: &str = "22222222-2222-4222-8222-222222222222";
/// Stands for the person whom the practice supports.
const PERSON: &str = "11111111-1111-4111-8111-111111111111";
/// The most bytes of one request.
const BYTES_MAX: usize = 16 * 1024;

struct Place {
    runtime: Runtime,
    town: Town,
    practice: Acting,
    person: String,
    paths: Vec<String>,
}

static PLACE: LazyLock<Mutex<Place>> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let (town, practice, person) = runtime.block_on(async {
        let town = Town::open().await;
        let practice = town.acting("PARK-ROAD-SURGERY", "dr.patel", "practitioner");
        let needs = [Category::Identity, Category::Health];
        let offer = service("General practice", api::v1::Purpose::HealthCare, &needs);
        let offer = town.offer("PARK-ROAD-SURGERY", offer).await;
        let number = nhs_numbers().next().unwrap();
        let person = deeds::open_case(&practice, &offer, identity("Ivy Penn", &number)).await;
        town.applied().await;
        (town, practice, person)
    });
    Mutex::new(Place {
        runtime,
        town,
        practice,
        person,
        paths: raw::paths(),
    })
});

pub(super) fn try_out(bytes: &[u8]) {
    let Some((which, message)) = bytes.split_first() else {
        return;
    };
    if message.len() > BYTES_MAX {
        return;
    }
    let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = &place.paths[usize::from(*which) % place.paths.len()];
    // A stream that goes on says nothing by itself.
    if path.contains("Watch") {
        return;
    }
    let command = command_id();
    let message = replaced(message, COMMAND, &command);
    let message = replaced(&message, PERSON, &place.person);
    let sent = raw::send(place.town.connection(), &place.practice, path, &message);
    let status = place.runtime.block_on(sent).status;
    let faults = [
        Code::Internal,
        Code::Unknown,
        Code::DataLoss,
        Code::Unavailable,
    ];
    let undecodable = status
        .message()
        .contains("failed to decode Protobuf message");
    assert!(
        !faults.contains(&status.code()) || undecodable,
        "{path}: {status:?}"
    );
}

/// For each call a command and a question that name the person, and nothing else.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let field = |number: u8, text: &str| {
        let length = u8::try_from(text.len()).unwrap();
        [&[number << 3 | 2, length], text.as_bytes()].concat()
    };
    let command = [
        field(1, COMMAND),
        field(2, PERSON),
        field(3, "It was damp."),
    ]
    .concat();
    let question = field(1, PERSON);
    let calls = 0..u8::try_from(raw::paths().len()).unwrap();
    calls
        .flat_map(|call| [&command, &question].map(|message| [&[call], &message[..]].concat()))
        .collect()
}

fn replaced(bytes: &[u8], placeholder: &str, with: &str) -> Vec<u8> {
    let (placeholder, with) = (placeholder.as_bytes(), with.as_bytes());
    let mut bytes = bytes.to_vec();
    let places: Vec<usize> = bytes
        .windows(placeholder.len())
        .enumerate()
        .filter_map(|(at, window)| (window == placeholder).then_some(at))
        .collect();
    for at in places {
        bytes[at..at + with.len()].copy_from_slice(with);
    }
    bytes
}
