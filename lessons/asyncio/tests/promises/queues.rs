//! Queues.

use std::sync::Arc;
use std::time::Duration;

use asyncio::by_hand::{
    GetError, LifoQueue, NoTask, PriorityQueue, PutError, Queue, ShutDown, Shutdown, run, yield_now,
};

#[test]
fn a_queue_gives_everything_once_in_order_and_holds_no_more_than_it_may() {
    run(|executor| async move {
        let queue = Arc::new(Queue::new(2));
        let puts = Arc::clone(&queue);
        let producer = executor.spawn(async move {
            for number in 0..1_000 {
                puts.put(number).await.expect("it is open");
                assert!(puts.len() <= 2);
            }
        });
        for number in 0..1_000 {
            assert_eq!(queue.get().await, Ok(number));
            queue.task_done().expect("that many were put in");
        }
        producer.await.expect("it does not panic");
        queue.join().await;
        assert!(queue.is_empty());
    });
}

#[test]
fn a_queue_is_tried_without_waiting() {
    let queue = Queue::new(1);
    assert_eq!((queue.try_get(), queue.maxsize(), queue.is_full()), (Err(GetError::Empty), 1, false));
    assert_eq!(queue.try_put(1), Ok(()));
    assert_eq!((queue.try_put(2), queue.is_full()), (Err(PutError::Full(2)), true));
    queue.shutdown(Shutdown::Graceful);
    assert_eq!(queue.try_put(3), Err(PutError::ShutDown(3)));
    assert_eq!((queue.try_get(), queue.try_get()), (Ok(1), Err(GetError::ShutDown)));
    let unlimited = Queue::new(0);
    assert!((0..1_000).all(|number| unlimited.try_put(number).is_ok()) && !unlimited.is_full());
}

#[test]
fn which_item_is_next_is_the_queues_order() {
    let (fifo, lifo, smallest) = (Queue::new(0), LifoQueue::new(0), PriorityQueue::new(0));
    for number in [2, 3, 1] {
        fifo.try_put(number).expect("there is room");
        lifo.try_put(number).expect("there is room");
        smallest.try_put(number).expect("there is room");
    }
    assert_eq!([(); 3].map(|()| fifo.try_get()), [Ok(2), Ok(3), Ok(1)]);
    assert_eq!([(); 3].map(|()| lifo.try_get()), [Ok(1), Ok(3), Ok(2)]);
    assert_eq!([(); 3].map(|()| smallest.try_get()), [Ok(1), Ok(2), Ok(3)]);
}

#[test]
fn a_wait_at_a_queue_that_is_dropped_takes_nothing_along() {
    run(|executor| async move {
        let (queue, item) = (Queue::new(1), Arc::new(()));
        assert!(executor.timeout(Duration::ZERO, queue.get()).await.is_err());
        queue.put(Arc::clone(&item)).await.expect("there is room");
        assert!(executor.timeout(Duration::ZERO, queue.put(Arc::clone(&item))).await.is_err());
        assert_eq!(queue.len(), 1);
        assert_eq!(Arc::strong_count(&item), 2, "what was not put in is dropped");
        drop(queue.get().await);
        assert_eq!(Arc::strong_count(&item), 1, "and the queue keeps nothing of what was taken");
    });
}

#[test]
fn shutting_a_queue_down_wakes_everybody() {
    run(|executor| async move {
        let (empty, full) = (Arc::new(Queue::<u32>::new(1)), Arc::new(Queue::new(1)));
        full.put(1).await.expect("there is room");
        let (gets, puts) = (Arc::clone(&empty), Arc::clone(&full));
        let getter = executor.spawn(async move { gets.get().await });
        let putter = executor.spawn(async move { puts.put(2).await });
        yield_now().await;
        empty.shutdown(Shutdown::Graceful);
        full.shutdown(Shutdown::Graceful);
        assert_eq!((getter.await, putter.await), (Ok(Err(ShutDown(()))), Ok(Err(ShutDown(2)))));
        assert_eq!(
            (full.get().await, full.get().await),
            (Ok(1), Err(ShutDown(()))),
            "what is in it can be taken"
        );
    });
}

#[test]
fn an_immediate_end_drops_what_is_left_and_counts_it_as_done() {
    run(|executor| async move {
        let (queue, item) = (Arc::new(Queue::new(0)), Arc::new(()));
        for _ in 0..3 {
            queue.put(Arc::clone(&item)).await.expect("there is room");
        }
        let in_hand = queue.get().await.expect("there are three");
        let joins = Arc::clone(&queue);
        let joins = executor.spawn(async move { joins.join().await });
        queue.shutdown(Shutdown::Graceful);
        queue.shutdown(Shutdown::Immediate);
        queue.shutdown(Shutdown::Immediate);
        assert!(queue.is_shut_down() && queue.is_empty());
        assert_eq!(Arc::strong_count(&item), 2, "one is in hand");
        yield_now().await;
        assert!(!joins.is_finished());
        assert_eq!(queue.unfinished_tasks(), 1);
        drop(in_hand);
        queue.task_done().expect("it was in hand");
        assert_eq!(joins.await, Ok(()));
    });
}

#[test]
fn what_is_done_can_be_no_more_than_what_was_put() {
    run(|_| async {
        let queue = Queue::new(0);
        queue.join().await;
        assert_eq!(queue.task_done(), Err(NoTask));
        for round in 0..2 {
            queue.try_put(round).expect("there is room");
            assert_eq!(queue.try_get(), Ok(round));
            assert_eq!(queue.unfinished_tasks(), 1, "fetched is not done");
            assert_eq!(queue.task_done(), Ok(()));
            queue.join().await;
        }
        assert_eq!(queue.task_done(), Err(NoTask));
    });
}
