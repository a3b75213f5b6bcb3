//! The Merkle tree over the whole log, grown from where this process last left it. It is made from the log alone.

use tokio::sync::Mutex;

use super::{Server, read};
use crate::{Error, Frontier, Position, TreeHead};

const PAGE: usize = 256;

#[derive(Default)]
pub(super) struct Tree(Mutex<Grown>);

#[derive(Default)]
struct Grown {
    until: Position,
    frontier: Frontier,
}

impl Tree {
    /// The head of the tree over all commits that are there now.
    pub(super) async fn head(&self, server: &impl Server) -> Result<TreeHead, Error> {
        let mut grown = self.0.lock().await;
        let head = server.head().await?;
        while grown.until < head {
            let page = read::log(server, grown.until, PAGE).await?;
            for commit in &page {
                for record in &commit.records {
                    grown.frontier.push(&record.hash);
                }
                grown.until = commit.position;
            }
            if page.is_empty() {
                break;
            }
        }
        Ok(grown.frontier.tree_head())
    }
}
