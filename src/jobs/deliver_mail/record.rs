//! What ended is recorded in groups: all that came while the last group was written goes together. Whoever
//! ended something goes on meanwhile; but only so much is begun and not recorded, for a crash repeats it.
//! What could not be recorded yet is tried again, and keeps its room.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    task::JoinHandle,
};

/// After how long at the most what could not be recorded is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The task that records is broken: what ended is not recorded, and nothing more must be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the task that records what ended is broken")]
pub(super) struct Broken;

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
    /// are dropped, and everything is written. What `write` gives back is written again after a pause, with
    /// what came meanwhile; each pause after another is longer.
    pub(super) fn start<F>(
        rooms: usize,
        first_pause: Duration,
        mut write: impl FnMut(Vec<T>) -> F + Send + 'static,
    ) -> (Self, JoinHandle<()>)
    where
        F: Future<Output = Vec<T>> + Send + 'static,
    {
        let (ended, mut arriving) = mpsc::unbounded_channel::<(T, Room)>();
        let (most, rooms) = (rooms, Arc::new(Semaphore::new(rooms)));
        let given = Arc::clone(&rooms);
        let task = tokio::spawn(async move {
            let (mut these, mut taken): (Vec<T>, Vec<Room>) = (Vec::new(), Vec::new());
            let mut pause = first_pause;
            loop {
                let mut group = Vec::new();
                if these.is_empty() {
                    pause = first_pause;
                    if arriving.recv_many(&mut group, most).await == 0 {
                        break;
                    }
                } else {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    while let Ok(one) = arriving.try_recv() {
                        group.push(one);
                    }
                }
                for (one, room) in group {
                    these.push(one);
                    taken.push(room);
                }
                // Made last, so that it goes before the rooms do.
                let mut writing = Writing {
                    rooms: &given,
                    is_done: false,
                };
                these = write(these).await;
                writing.is_done = true;
                taken.truncate(these.len());
            }
        });
        (Self { ended, rooms }, task)
    }

    /// Waits until there is room to begin one.
    pub(super) async fn room(&self) -> Result<Room, Broken> {
        let permit = Arc::clone(&self.rooms).acquire_owned().await;
        let permit = permit.map_err(|_| Broken)?;
        Ok(Room { _permit: permit })
    }

    /// Hands over what ended. Where the task is broken nobody records it, as after a crash.
    pub(super) fn record(&self, one: T, room: Room) -> Result<(), Broken> {
        self.ended.send((one, room)).map_err(|_| Broken)
    }
}

/// That a group is written. Where that breaks, no room is given any more.
struct Writing<'a> {
    rooms: &'a Semaphore,
    is_done: bool,
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if !self.is_done {
            self.rooms.close();
        }
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
        let (recorder, task) = Recorder::start(3, Duration::ZERO, move |group: Vec<i32>| {
            let (tell, gate) = (tell.clone(), Arc::clone(&gate));
            async move {
                tell.send(group).ok();
                gate.acquire().await.expect("it is open").forget();
                Vec::new()
            }
        });
        let begin = async || recorder.room().await.expect("room");
        recorder.record(1, begin().await).expect("handed over");
        assert_eq!(groups.recv().await, Some(vec![1]));
        recorder.record(2, begin().await).expect("handed over");
        recorder.record(3, begin().await).expect("handed over");
        let further = recorder.room().now_or_never();
        assert!(further.is_none(), "three are begun, and none is recorded");

        go_on.add_permits(1);
        assert_eq!(groups.recv().await, Some(vec![2, 3]));
        let fourth = begin().await;
        go_on.add_permits(1);
        drop(begin().await);
        drop(fourth);
        drop(recorder);
        task.await.expect("it ends");
        assert_eq!(groups.recv().await, None);
    }

    #[actix_web::test]
    async fn what_is_given_back_is_written_again_with_what_came_meanwhile_and_keeps_its_room() {
        let (tell, mut groups) = mpsc::unbounded_channel();
        let (give_back, given_back) = mpsc::unbounded_channel::<Vec<i32>>();
        let given_back = Arc::new(tokio::sync::Mutex::new(given_back));
        let (recorder, task) = Recorder::start(2, Duration::ZERO, move |group: Vec<i32>| {
            let (tell, given_back) = (tell.clone(), Arc::clone(&given_back));
            async move {
                tell.send(group).ok();
                given_back.lock().await.recv().await.expect("it is said")
            }
        });
        let begin = async || recorder.room().await.expect("room");
        recorder.record(1, begin().await).expect("handed over");
        assert_eq!(groups.recv().await, Some(vec![1]));
        recorder.record(2, begin().await).expect("handed over");
        give_back.send(vec![1]).expect("it is asked");
        assert_eq!(groups.recv().await, Some(vec![1, 2]));
        for _ in 0..20 {
            give_back.send(vec![1]).expect("it is asked");
            assert_eq!(groups.recv().await, Some(vec![1]));
        }
        let other = begin().await;
        let further = recorder.room().now_or_never();
        assert!(further.is_none(), "the first is not recorded");
        give_back.send(Vec::new()).expect("it is asked");
        drop(begin().await);
        drop(other);
        drop(recorder);
        task.await.expect("it ends");
        assert_eq!(groups.recv().await, None);
    }

    #[actix_web::test]
    async fn where_nothing_is_recorded_any_more_nothing_is_begun_and_it_is_said() {
        let write = |group: Vec<i32>| async move {
            assert!(group.is_empty(), "a bug");
            group
        };
        let (recorder, task) = Recorder::start(2, Duration::ZERO, write);
        let (first, second) = (recorder.room().await, recorder.room().await);
        recorder
            .record(1, first.expect("room"))
            .expect("handed over");
        assert!(task.await.is_err(), "it breaks");
        assert_eq!(recorder.record(2, second.expect("room")), Err(Broken));
        assert_eq!(recorder.room().await.err(), Some(Broken));
    }
}
