//! Generates the gRPC code from the protos, in Rust alone: no protoc is needed.

use std::{env, error::Error, fs, path::PathBuf};

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
    tonic_prost_build::configure().compile_fds(descriptors)?;
    Ok(())
}
