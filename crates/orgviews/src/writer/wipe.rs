//! Zeroes the unused space of the pages that were written since the write-ahead log was last emptied.
//!
//! With `secure_delete`, SQLite zeroes what is deleted where it lies; but where it moves rows between pages, to
//! split or to join them, it leaves copies in the space between a page's cell pointers and its cells. Only pages
//! that were written can have come to hold such a copy, and every page that was written since the write-ahead log was
//! last emptied stands in it: so the work is bounded by what was written, not by the file. Nothing of a page
//! that SQLite reads is touched. The formats are those of <https://sqlite.org/fileformat2.html>.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, BufReader, ErrorKind, Read},
    ops::Range,
    path::Path,
};

use rusqlite::{Connection, OptionalExtension};

use crate::{Error, error::sqlite, writer::begin};

/// Pages that a file may have at most: 128 GiB. Up to there, no page that is not a tree's begins as one does, since
/// the others begin with a page number or with zeroes.
pub(crate) const PAGES_MAX: u32 = 0x0200_0000 - 1;

const LOG_HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;

/// Wipes the pages that stand in the write-ahead log; those that hold nothing to wipe are not written.
pub(super) fn written_pages(connection: &mut Connection, log: &Path) -> Result<(), Error> {
    let failed = sqlite("wiping what moved rows left behind");
    let pages = pages_in(log).map_err(|source| Error::File {
        doing: "reading the write-ahead log",
        path: log.to_owned(),
        source,
    })?;
    let transaction = begin(connection)?;
    let wipe = || -> rusqlite::Result<()> {
        let mut read =
            transaction.prepare_cached("SELECT data FROM sqlite_dbpage WHERE pgno = ?1")?;
        let mut write =
            transaction.prepare_cached("UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1")?;
        for page in pages {
            // A page that the file has lost since then is in it no more.
            let found = read
                .query_row([page], |row| row.get::<_, Vec<u8>>(0))
                .optional()?;
            let Some(mut data) = found else { continue };
            let unused = unused(page, &data).and_then(|range| data.get_mut(range));
            let Some(unused) = unused.filter(|unused| unused.iter().any(|byte| *byte != 0)) else {
                continue;
            };
            unused.fill(0);
            write.execute((page, data))?;
        }
        Ok(())
    };
    wipe().map_err(&failed)?;
    transaction.commit().map_err(failed)
}

/// The numbers of the pages in a write-ahead log; also those that were never committed, or no longer count.
fn pages_in(log: &Path) -> io::Result<BTreeSet<u32>> {
    let mut pages = BTreeSet::new();
    let mut log = match File::open(log) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(pages),
        Err(error) => return Err(error),
    };
    let Some(header) = next::<LOG_HEADER_BYTES>(&mut log)? else {
        return Ok(pages);
    };
    let size = i64::from(word(&header, 8));
    while let Some(header) = next::<FRAME_HEADER_BYTES>(&mut log)? {
        pages.insert(word(&header, 0));
        log.seek_relative(size)?;
    }
    Ok(pages)
}

/// The next bytes; none at the end.
fn next<const BYTES: usize>(log: &mut impl Read) -> io::Result<Option<[u8; BYTES]>> {
    let mut bytes = [0; BYTES];
    match log.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4]
        .iter()
        .fold(0, |word, byte| word << 8 | u32::from(*byte))
}

/// The space of a tree's page that lies between the pointers to its cells and the cells; none for other pages.
fn unused(page: u32, data: &[u8]) -> Option<Range<usize>> {
    // The first page begins with the file's header.
    let start = if page == 1 { 100 } else { 0 };
    let header = data.get(start..start + 12)?;
    let header_bytes = match header[0] {
        2 | 5 => 12,
        10 | 13 => 8,
        _ => return None,
    };
    let number = |at: usize| usize::from(header[at]) << 8 | usize::from(header[at + 1]);
    let (cells, content) = (number(3), number(5));
    let from = start + header_bytes + 2 * cells;
    let to = if content == 0 { 65_536 } else { content };
    (from < to && to <= data.len()).then_some(from..to)
}
