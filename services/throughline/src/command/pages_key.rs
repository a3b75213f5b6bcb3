//! `throughline pages-key`: by what other processes know what the pages say of who asks.

use runtime::configuration::Configuration;

use crate::accounts::Kept;

pub(super) fn run(configuration: &Configuration) -> anyhow::Result<()> {
    println!(
        "{}",
        Kept::secret_of_file(configuration)?.minter().public_key()
    );
    Ok(())
}
