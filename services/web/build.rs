//! Says how to get the pages' style sheet and script where they have not been compiled yet.

use std::{env, path::PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=generated");
    println!("cargo::rerun-if-changed=templates");
    let folder = env::var("CARGO_MANIFEST_DIR").map(PathBuf::from);
    if folder.is_ok_and(|folder| !folder.join("generated/pages.css").exists()) {
        println!(
            "cargo::error=services/web/generated is missing: run `cargo xtask assets`, which compiles the style sheet (it needs npm)"
        );
    }
}
