//! `throughline master-key`: makes a master key.

use keyring::MasterKeys;

pub(super) fn run(version: u32) {
    println!("{}", MasterKeys::generate_line(version));
}
