//! Places at which a request waits, so that another may go on: the simulation's only way of taking turns.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use super::chance::Chance;

/// Whether requests wait at a place that is asked of them, by chance.
#[derive(Clone)]
pub struct Pauses(Arc<Mutex<Chance>>);

impl Pauses {
    /// Pauses by this chance.
    pub fn new(chance: Chance) -> Self {
        Self(Arc::new(Mutex::new(chance)))
    }

    /// Waits for one turn, once in so many times.
    pub async fn one_in(&self, times: usize) {
        let waits = self.0.lock().unwrap().one_in(times);
        if waits {
            Turn(false).await;
        }
    }
}

/// Gives up one turn.
struct Turn(bool);

impl Future for Turn {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// Whether a task was woken since it was last polled.
pub struct Woken(AtomicBool);

impl Woken {
    /// A task that is to be polled a first time.
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicBool::new(true)))
    }

    /// Whether it is to be polled.
    pub fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Polls a task whose wakes are noted here.
    pub fn poll<F: Future + ?Sized>(self: &Arc<Self>, task: Pin<&mut F>) -> Poll<F::Output> {
        self.0.store(false, Ordering::Relaxed);
        task.poll(&mut Context::from_waker(&Waker::from(self.clone())))
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The result of a future that never waits.
pub fn at_once<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("this was not to wait"),
    }
}
