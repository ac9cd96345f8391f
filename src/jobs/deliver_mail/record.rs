//! What ended is recorded in groups: all that came while the last group was written goes together. Whoever
//! ended something goes on meanwhile; but only so much is begun and not recorded, for a crash repeats it.

use std::sync::Arc;

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    task::JoinHandle,
};

/// Room for one that is begun, until it is recorded or this is dropped.
pub(super) struct Room {
    _permit: OwnedSemaphorePermit,
}

#[derive(Clone)]
pub(super) struct Recorder<T> {
    ended: mpsc::UnboundedSender<(T, Room)>,
    rooms: Arc<Semaphore>,
}

impl<T: Send + 'static> Recorder<T> {
    /// A recorder with room for at most `rooms`, and its task: that ends when the recorder and its clones
    /// are dropped, and everything is written.
    pub(super) fn start<F>(
        rooms: usize,
        mut write: impl FnMut(Vec<T>) -> F + Send + 'static,
    ) -> (Self, JoinHandle<()>)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (ended, mut arriving) = mpsc::unbounded_channel::<(T, Room)>();
        let task = tokio::spawn(async move {
            let mut group = Vec::new();
            while arriving.recv_many(&mut group, rooms).await > 0 {
                let (these, taken): (Vec<T>, Vec<Room>) = group.drain(..).unzip();
                write(these).await;
                drop(taken);
            }
        });
        let rooms = Arc::new(Semaphore::new(rooms));
        (Self { ended, rooms }, task)
    }

    /// Waits until there is room to begin one.
    pub(super) async fn room(&self) -> Room {
        let permit = Arc::clone(&self.rooms).acquire_owned().await;
        Room {
            _permit: permit.expect("nobody closes it"),
        }
    }

    /// Hands over what ended. Where the task is broken nobody records it, as after a crash.
    pub(super) fn record(&self, one: T, room: Room) {
        self.ended.send((one, room)).ok();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[actix_web::test]
    async fn what_comes_meanwhile_goes_together_and_no_more_is_begun_than_there_is_room() {
        let (tell, mut groups) = mpsc::unbounded_channel();
        let go_on = Arc::new(Semaphore::new(0));
        let gate = Arc::clone(&go_on);
        let (recorder, task) = Recorder::start(3, move |group: Vec<i32>| {
            let (tell, gate) = (tell.clone(), Arc::clone(&gate));
            async move {
                tell.send(group).ok();
                gate.acquire().await.expect("it is open").forget();
            }
        });
        recorder.record(1, recorder.room().await);
        assert_eq!(groups.recv().await, Some(vec![1]));
        recorder.record(2, recorder.room().await);
        recorder.record(3, recorder.room().await);
        let further = recorder.room().now_or_never();
        assert!(further.is_none(), "three are begun, and none is recorded");

        go_on.add_permits(1);
        assert_eq!(groups.recv().await, Some(vec![2, 3]));
        let fourth = recorder.room().await;
        go_on.add_permits(1);
        drop(recorder.room().await);
        drop(fourth);
        drop(recorder);
        task.await.expect("it ends");
        assert_eq!(groups.recv().await, None);
    }
}
