//! When everything is done.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak, mpsc};
use std::thread;

use queue::by_hand::{LifoQueue, NoTask, PriorityQueue, Queue, ShutDown, Shutdown, Store, TaskQueue};

#[test]
fn a_new_queue_has_nothing_to_join() {
    Queue::<u32>::new(1).join();
}

#[test]
fn what_is_queued_and_what_is_in_hand_is_unfinished() {
    let queue = Queue::new(0);
    queue.put(1).expect("it is open");
    queue.put(2).expect("it is open");
    assert_eq!((queue.len(), queue.unfinished_tasks()), (2, 2));
    queue.get().expect("it is there");
    assert_eq!((queue.len(), queue.unfinished_tasks()), (1, 2));
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!((queue.len(), queue.unfinished_tasks()), (1, 1));
    queue.get().expect("it is there");
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!((queue.len(), queue.unfinished_tasks()), (0, 0));
    queue.join();
}

#[test]
fn more_tasks_done_than_items_fetched_is_an_error_and_changes_nothing() {
    let queue = Queue::new(0);
    assert_eq!(queue.task_done(), Err(NoTask));
    queue.put(1).expect("it is open");
    assert_eq!(queue.task_done(), Err(NoTask), "nobody has it in hand");
    assert_eq!(queue.unfinished_tasks(), 1);
    queue.get().expect("it is there");
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!(queue.task_done(), Err(NoTask));
    assert_eq!(queue.unfinished_tasks(), 0);
    assert!(NoTask.to_string().contains("more often than there were tasks"));
}

#[test]
fn join_waits_until_all_is_done_round_after_round_and_in_every_order() {
    fn rounds<S: Store<Item = usize> + Send>(queue: &TaskQueue<S>) {
        let sum = &AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while let Ok(item) = queue.get() {
                        // Relaxed: `join` publishes it.
                        sum.fetch_add(item, Ordering::Relaxed);
                        queue.task_done().expect("it was fetched");
                    }
                });
            }
            for round in 1..=20 {
                (1..=10).for_each(|item| queue.put(item).expect("it is open"));
                queue.join();
                assert_eq!(sum.load(Ordering::Relaxed), 55 * round);
            }
            queue.shutdown(Shutdown::Graceful);
        });
    }
    rounds(&Queue::new(3));
    rounds(&LifoQueue::new(3));
    rounds(&PriorityQueue::new(3));
}

#[test]
fn a_task_is_done_when_it_is_dropped_by_a_panic_too() {
    let queue = Queue::new(0);
    queue.put(vec![1]).expect("it is open");
    queue.put(vec![2]).expect("it is open");
    let mut task = queue.get_task().expect("it is there");
    task.push(7);
    assert_eq!(*task, [1, 7]);
    assert_eq!(format!("{task:?}"), "Task([1, 7])");
    assert_eq!(queue.unfinished_tasks(), 2);
    drop(task);
    assert_eq!(queue.unfinished_tasks(), 1);
    let work = catch_unwind(AssertUnwindSafe(|| {
        let _task = queue.get_task().expect("it is there");
        resume_unwind(Box::new("on purpose"));
    }));
    assert!(work.is_err());
    queue.join();
    queue.shutdown(Shutdown::Graceful);
    assert_eq!(queue.get_task().expect_err("it is over"), ShutDown(()));
}

#[test]
fn an_item_is_dropped_before_its_task_is_done() {
    struct Looks(Weak<Queue<Looks>>, mpsc::Sender<usize>);
    impl Drop for Looks {
        fn drop(&mut self) {
            let queue = self.0.upgrade().expect("the test has it");
            self.1.send(queue.unfinished_tasks()).expect("the test listens");
        }
    }
    let (queue, (told, heard)) = (Arc::new(Queue::new(1)), mpsc::channel());
    queue.put(Looks(Arc::downgrade(&queue), told)).expect("it is open");
    drop(queue.get_task().expect("it is there"));
    assert_eq!(heard.recv(), Ok(1), "who joins does not find what is still being dropped");
    assert_eq!(queue.unfinished_tasks(), 0);
}

#[test]
fn after_a_graceful_shutdown_join_waits_for_what_is_left() {
    let queue = Queue::new(0);
    queue.put(1).expect("it is open");
    queue.shutdown(Shutdown::Graceful);
    thread::scope(|scope| {
        let joins = scope.spawn(|| {
            queue.join();
            queue.unfinished_tasks()
        });
        assert_eq!(queue.get(), Ok(1));
        assert_eq!(queue.unfinished_tasks(), 1);
        queue.task_done().expect("it was fetched");
        assert_eq!(joins.join().expect("nobody panics"), 0);
    });
}

#[test]
fn an_immediate_shutdown_counts_what_it_drops_as_done_and_not_what_is_in_hand() {
    let queue = Queue::new(0);
    (0..3).for_each(|item| queue.put(item).expect("it is open"));
    queue.get().expect("it is there");
    queue.shutdown(Shutdown::Immediate);
    assert_eq!(queue.unfinished_tasks(), 1);
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!(queue.task_done(), Err(NoTask), "those that were dropped are done already");
    queue.join();
}

#[test]
fn a_shutdown_wakes_all_who_join() {
    let queue = Queue::new(0);
    queue.put(1).expect("it is open");
    thread::scope(|scope| {
        let joining = [(); 4].map(|()| scope.spawn(|| queue.join()));
        queue.shutdown(Shutdown::Graceful);
        queue.shutdown(Shutdown::Immediate);
        for one in joining {
            one.join().expect("nobody panics");
        }
    });
}

#[test]
fn a_queue_may_be_dropped_with_tasks_in_hand() {
    let queue = Queue::new(0);
    queue.put(1).expect("it is open");
    queue.put(2).expect("it is open");
    queue.get().expect("it is there");
    drop(queue);
}
