//! Writes every page, from its samples in three states, to a folder: `cargo run -p web --example gallery -- FOLDER`.
//! What looks at them is `tests/browser`.

use std::{env, fs, path::PathBuf, process::ExitCode};

use web::gallery::Gallery;

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("say into which folder");
        return ExitCode::FAILURE;
    };
    let gallery = Gallery::of_all();
    let written = fs::create_dir_all(&folder).and_then(|()| {
        gallery.samples.iter().try_for_each(|sample| {
            fs::write(folder.join(format!("{}.html", sample.name)), &sample.html)
        })
    });
    if let Err(error) = written {
        eprintln!("{}: {error}", folder.display());
        return ExitCode::FAILURE;
    }
    println!("{} pages", gallery.samples.len());
    ExitCode::SUCCESS
}
