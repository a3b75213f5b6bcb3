//! A synthetic story, told through the same gRPC commands that everybody uses.
//!
//! Nobody in it is real; NHS numbers are from the test range.

pub mod acting;
mod cast;
pub mod clock;
mod look;
mod said;
pub mod story;

use std::net::SocketAddr;

/// Says what can be called now.
pub fn print_what_next(address: SocketAddr) {
    let call = |who: &str, rpc: &str, data: &str| {
        format!(
            "npx buf curl --protocol grpc --http2-prior-knowledge \\\n    {who} \\\n    -d '{data}' http://{address}/throughline.v1.{rpc}"
        )
    };
    let sam = "-H 'throughline-organisation: LEA-VALLEY-FRIENDS' -H 'throughline-worker: sam.lee' -H 'throughline-role: link-worker'";
    let patel = "-H 'throughline-organisation: PARK-ROAD-SURGERY' -H 'throughline-worker: dr.patel' -H 'throughline-role: practitioner'";
    println!(
        "\nThe server is up at {address}. Stop it with Ctrl-C. In another terminal, in this folder, try:\n"
    );
    println!(
        "Sam's caseload:\n  {}\n",
        call(sam, "CasesQueryService/ListCaseload", "{}")
    );
    println!(
        "The services to refer to:\n  {}\n",
        call(patel, "DirectoryQueryService/ListServices", "{}")
    );
    println!(
        "What exists:\n  npx buf curl --protocol grpc --http2-prior-knowledge --list-methods http://{address}\n"
    );
}
