//! Generates the server side of the protocol, for the tests alone.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=protos");
    #[cfg(feature = "testing")]
    {
        let descriptors = protox::compile(
            [
                "protos/streams.proto",
                "protos/gossip.proto",
                "protos/serverfeatures.proto",
            ],
            ["protos"],
        )?;
        tonic_prost_build::configure()
            .build_client(false)
            .compile_fds(descriptors)?;
    }
    Ok(())
}
