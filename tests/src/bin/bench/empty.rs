//! What the protocol allows: a call that does nothing, on a tonic server of its own.

use std::time::Duration;

use tokio::{net::TcpListener, time::Instant};
use tonic::transport::{Endpoint, Server, server::TcpIncoming};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

use crate::figures::Figures;

/// So many clients, each with a connection of its own, ask for a health check without a pause.
pub async fn measure(clients: usize, each: Duration) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    let (_health, service) = tonic_health::server::health_reporter();
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let server = tokio::spawn(
        Server::builder()
            .add_service(service)
            .serve_with_incoming(incoming),
    );

    let mut calling = Vec::new();
    for _ in 0..clients {
        let channel = Endpoint::new(address.clone())?.connect().await?;
        calling.push(tokio::spawn(call(HealthClient::new(channel), each)));
    }
    let (mut figures, start) = (Figures::default(), Instant::now());
    for one in calling {
        figures.join(one.await??);
    }
    figures.print_rate(&format!("empty call, {clients} clients"), start.elapsed());
    server.abort();
    Ok(())
}

async fn call(
    mut client: HealthClient<tonic::transport::Channel>,
    each: Duration,
) -> anyhow::Result<Figures> {
    let (mut figures, start) = (Figures::default(), Instant::now());
    while start.elapsed() < each {
        let one = Instant::now();
        client.check(HealthCheckRequest::default()).await?;
        figures.add(one.elapsed());
    }
    Ok(figures)
}
