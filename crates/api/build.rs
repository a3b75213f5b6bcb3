//! Generates the gRPC code from the protos, in Rust alone: no protoc is needed.

use std::{env, error::Error, fmt::Write, fs, path::PathBuf};

use prost_types::FileDescriptorSet;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../proto");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    for folder in ["throughline/v1", "throughline/internal/v1"] {
        for entry in fs::read_dir(root.join(folder))? {
            files.push(entry?.path());
        }
    }
    files.sort();
    let descriptors = protox::compile(&files, [&root])?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // Reflection tells callers about the public contract alone.
    let mut public = descriptors.clone();
    public
        .file
        .retain(|file| !file.package().starts_with("throughline.internal"));
    fs::write(
        out.join("descriptors.binpb"),
        prost::Message::encode_to_vec(&public),
    )?;
    fs::write(out.join("commands.rs"), commands(&public)?)?;
    tonic_prost_build::configure().compile_fds(descriptors)?;
    Ok(())
}

/// What every command has in common, read from the contract: whatever a `…CommandService` takes.
fn commands(contract: &FileDescriptorSet) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    let messages: Vec<_> = contract
        .file
        .iter()
        .flat_map(|file| &file.message_type)
        .collect();
    let services = contract.file.iter().flat_map(|file| &file.service);
    for method in services
        .filter(|service| service.name().ends_with("CommandService"))
        .flat_map(|service| &service.method)
    {
        let request = method.input_type().rsplit('.').next().unwrap_or_default();
        let message = messages.iter().find(|message| message.name() == request);
        let has = |field: &str| {
            message.is_some_and(|message| message.field.iter().any(|one| one.name() == field))
        };
        if !has("command_id") {
            return Err(format!("{request} needs a `command_id`: it is a command").into());
        }
        let response = method.output_type().rsplit('.').next().unwrap_or_default();
        let answer = messages.iter().find(|message| message.name() == response);
        let answers_with = |field: &str| {
            answer.is_some_and(|message| message.field.iter().any(|one| one.name() == field))
        };
        if !answers_with("receipt") {
            return Err(format!("{response} needs a `receipt`: it answers a command").into());
        }
        let withdrawal = match answers_with("withdrawal") {
            true => "self.withdrawal.as_ref()",
            false => "None",
        };
        writeln!(
            code,
            "impl Answered for v1::{response} {{ fn receipt(&self) -> Option<&v1::Receipt> {{ self.receipt.as_ref() }} fn withdrawal(&self) -> Option<&v1::Withdrawal> {{ {withdrawal} }} }}"
        )?;
        let rpc = method.name();
        writeln!(
            code,
            "impl Sent for v1::{request} {{ const RPC: &'static str = {rpc:?}; fn command_id(&self) -> &str {{ &self.command_id }} }}"
        )?;
        if has("person_id") {
            writeln!(
                code,
                "impl SentAboutPerson for v1::{request} {{ fn person_id(&self) -> &str {{ &self.person_id }} }}"
            )?;
        }
    }
    Ok(code)
}
