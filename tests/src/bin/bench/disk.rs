//! What the disk allows: how often a second a block can be written and made durable.

use std::{fs::File, io::Write, path::Path, time::Duration};

use tokio::time::Instant;

use crate::figures::Figures;

/// As much as a small commit writes.
const BLOCK: [u8; 4096] = [7; 4096];

/// Appends blocks to one file, each with an fdatasync.
pub fn measure(folder: &Path, each: Duration) -> anyhow::Result<()> {
    let mut file = File::create(folder.join("fdatasync"))?;
    let (mut figures, start) = (Figures::default(), Instant::now());
    while start.elapsed() < each {
        let one = Instant::now();
        file.write_all(&BLOCK)?;
        file.sync_data()?;
        figures.add(one.elapsed());
    }
    figures.print_rate("fdatasync of 4 KiB", start.elapsed());
    Ok(())
}
