//! Every text field of every rpc, empty and 100 kB long.

use crate::{
    place::Place,
    text_fields::{ANSWERED, TOO_LONG, Text, commands, of_queries},
};

const LONG: usize = 100_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_texts_are_refused_in_every_field_of_every_command() {
    long_is_refused(commands()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_texts_are_refused_in_every_field_of_every_query() {
    long_is_refused(of_queries()).await;
}

async fn long_is_refused(texts: Vec<Text>) {
    let place = Place::new().await;
    let long = "x".repeat(LONG);
    let row = |text: &Text| {
        (
            (text.sender)(&place),
            (text.with)(&place, long.clone()),
            text.long,
            text.field,
        )
    };
    place.refuses_all(texts.iter().map(row)).await;
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn empty_texts_are_refused_where_something_has_to_be_said() {
    let place = Place::new().await;
    let texts: Vec<Text> = commands().into_iter().chain(of_queries()).collect();
    let row = |text: &Text| {
        let call = (text.with)(&place, " ".repeat(usize::from(text.long == TOO_LONG)));
        Some(((text.sender)(&place), call, text.empty?, text.field))
    };
    let needed = texts.iter().filter(|text| text.empty != ANSWERED);
    place.refuses_all(needed.filter_map(row)).await;
    for text in texts.iter().filter(|text| text.empty.is_none()) {
        let call = (text.with)(&place, String::new());
        let rpc = call.rpc();
        if let Err(status) = call.send((text.sender)(&place)).await {
            panic!("{rpc}, {} may be left out: {status:?}", text.field);
        }
    }
    place.town.close().await;
}

/// Every text field of every request is in the tables, as the contract has them.
#[test]
fn every_text_of_the_contract_is_in_a_table() {
    use prost::Message;
    let contract = prost_types::FileDescriptorSet::decode(api::DESCRIPTORS).unwrap();
    let requests = contract.file.iter().flat_map(|file| &file.message_type);
    let requests = requests.filter(|message| message.name().ends_with("Request"));
    let is_text = |field: &&prost_types::FieldDescriptorProto| {
        field.r#type() == prost_types::field_descriptor_proto::Type::String
    };
    let texts: usize = requests
        .map(|message| message.field.iter().filter(is_text).count())
        .sum();
    let at_the_top = |text: &&Text| !text.field.contains('.');
    let tables: Vec<Text> = commands().into_iter().chain(of_queries()).collect();
    assert_eq!(tables.iter().filter(at_the_top).count(), texts);
}
