//! A server's configuration, as a test wants it: on this machine alone, and every message on disk before it is
//! acknowledged.

use std::{net::SocketAddr, path::Path};

pub(super) fn text(
    node: usize,
    listen: SocketAddr,
    routes: &[SocketAddr],
    store: &Path,
    extra: &str,
) -> String {
    let cluster = match routes {
        [_] => String::new(),
        routes => {
            let urls: Vec<_> = routes
                .iter()
                .map(|route| format!("nats://{route}"))
                .collect();
            format!(
                "cluster {{ name: \"testing\", listen: \"{}\", routes: [{}] }}\n",
                routes[node],
                urls.join(", ")
            )
        }
    };
    format!(
        "server_name: \"n{node}\"\nlisten: \"{listen}\"\n\
         jetstream {{ store_dir: \"{}\", sync_interval: always }}\n{cluster}{extra}\n",
        store.display()
    )
}
