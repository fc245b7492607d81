//! Steps 1 and 2.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use interpreters::by_hand::{Closed, NotIdle, RecvError, SendError, bounded, unbounded};

use super::{NOW, SHORT};

const TWO: NonZeroUsize = NonZeroUsize::new(2).expect("it is not zero");

#[test]
fn messages_come_in_the_order_in_which_they_were_sent() {
    let (send, receive) = unbounded();
    (0..100).for_each(|number| send.send(number).expect("it is open"));
    drop(send);
    let received: Vec<u32> = std::iter::from_fn(|| receive.recv().ok()).collect();
    assert_eq!(received, (0..100).collect::<Vec<_>>());
}

#[test]
fn a_hundred_thousand_messages_of_four_senders_reach_four_receivers_once_each() {
    let (send, receive) = bounded(NonZeroUsize::new(16).expect("it is not zero"));
    let (count, sum) = (AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for sender in 0..4 {
            let send = send.clone();
            scope.spawn(move || {
                (0..25_000).for_each(|number| send.send(sender * 25_000 + number).expect("it is open"));
            });
        }
        drop(send);
        for _ in 0..4 {
            let (receive, count, sum) = (receive.clone(), &count, &sum);
            scope.spawn(move || {
                while let Ok(number) = receive.recv() {
                    // Relaxed: only counts, which the scope publishes.
                    count.fetch_add(1, Ordering::Relaxed);
                    sum.fetch_add(number, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!((count.into_inner(), sum.into_inner()), (100_000, 100_000 * 99_999 / 2));
}

#[test]
fn a_message_that_is_not_sent_comes_back_with_the_reason() {
    let (send, receive) = bounded(TWO);
    assert_eq!((send.try_send(1), send.try_send(2)), (Ok(()), Ok(())));
    assert!(send.is_full());
    assert_eq!(send.try_send(3), Err(SendError::Full(3)));
    assert_eq!(send.send_timeout(3, SHORT), Err(SendError::Full(3)));
    assert_eq!(send.len(), 2, "it is not in there");
    drop(receive);
    assert_eq!(send.send(4), Err(Closed(4)));
    assert_eq!(send.try_send(4), Err(SendError::Closed(4)));
    assert_eq!(send.send_timeout(4, Duration::MAX), Err(SendError::Closed(4)));
    assert_eq!(SendError::Full("text").into_message(), "text");
    assert_eq!(
        format!("{:?} {}", SendError::Full(Cannot), SendError::Full(Cannot)),
        "Full(..) the mailbox is full"
    );
}

/// Cannot be shown.
struct Cannot;

#[test]
fn zero_means_to_look_and_too_long_means_for_ever() {
    let (send, receive) = bounded(NonZeroUsize::MIN);
    assert_eq!(receive.recv_timeout(NOW), Err(RecvError::Empty));
    assert_eq!(send.send_timeout(1, NOW), Ok(()));
    assert_eq!(send.send_timeout(2, NOW), Err(SendError::Full(2)));
    assert_eq!(receive.recv_timeout(NOW), Ok(1));
    thread::scope(|scope| {
        let waits = scope.spawn(|| receive.recv_timeout(Duration::MAX));
        send.send(3).expect("it is open");
        assert_eq!(waits.join().expect("it does not panic"), Ok(3));
    });
}

/// Calls `wake` again and again, at intervals that are a part of `TIMEOUT`, while `wait` does not return `true`; for a
/// minute, if it never does. Returns whether it has.
fn ends_although_it_is_woken(mut wake: impl FnMut(), wait: impl Fn() -> bool + Sync) -> bool {
    let (end, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| {
            let _end = end;
            let began = Instant::now();
            while began.elapsed() < Duration::from_secs(60) {
                if wait() {
                    return true;
                }
            }
            false
        });
        let still_waits = Err(mpsc::RecvTimeoutError::Timeout);
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(60) && ended.recv_timeout(TIMEOUT / 3) == still_waits {
            wake();
        }
        waiter.join().expect("it does not panic")
    })
}

const TIMEOUT: Duration = Duration::from_millis(60);

#[test]
fn the_timeout_of_a_send_covers_the_whole_call_however_often_it_wakes_up_inside() {
    let (send, _receive) = bounded(NonZeroUsize::MIN);
    send.send(1).expect("it is open");
    // To take nothing out makes no room, but wakes who waits for it.
    let nothing = || assert!(send.take_out(|_| false).is_empty());
    let waits = || send.send_timeout(2, TIMEOUT) == Err(SendError::Full(2));
    assert!(ends_although_it_is_woken(nothing, waits), "no wait has ended");
}

#[test]
fn the_timeout_of_a_receive_covers_the_whole_call_however_often_it_wakes_up_inside() {
    let (send, receive) = unbounded();
    // A message wakes who waits, and is gone before that one is awake. Should it get one nevertheless, it tries again.
    let send_and_take = || {
        send.send(1).expect("it is open");
        let _ = receive.try_recv();
    };
    let waits = || receive.recv_timeout(TIMEOUT) == Err(RecvError::Empty);
    assert!(ends_although_it_is_woken(send_and_take, waits), "no wait has ended");
}

#[test]
fn timed_and_untimed_waiters_mix_and_each_message_is_received_once() {
    const MESSAGES: u64 = 1_000;
    const LONG: Duration = Duration::from_secs(600);
    // So that all of them wait, for room or for a message, and again and again.
    let (send, receive) = bounded(NonZeroUsize::MIN);
    let mut received: Vec<u64> = thread::scope(|scope| {
        let receivers = [0, 1, 2].map(|number| {
            let receive = receive.clone();
            let next = move |round: u64| match number {
                0 => receive.recv().map_err(|Closed(())| RecvError::Closed),
                1 => receive.recv_timeout(LONG),
                _ => receive.recv_timeout(Duration::from_micros(round % 50)),
            };
            let all = move || {
                let mut all = Vec::new();
                for round in 0.. {
                    match next(round) {
                        Ok(message) => all.push(message),
                        Err(RecvError::Empty) => assert_eq!(number, 2, "no other gives up"),
                        Err(RecvError::Closed) => break,
                    }
                }
                all
            };
            scope.spawn(all)
        });
        for number in 0..3 {
            let send = send.clone();
            scope.spawn(move || {
                for message in number * MESSAGES..(number + 1) * MESSAGES {
                    match number {
                        0 => send.send(message).expect("it is open"),
                        1 => send.send_timeout(message, LONG).expect("it is open, and there is room in time"),
                        // What was not sent in time has come back, and is sent again.
                        _ => {
                            while send.send_timeout(message, Duration::from_micros(message % 50)).is_err() {}
                        }
                    }
                }
            });
        }
        drop(send);
        receivers.into_iter().flat_map(|receiver| receiver.join().expect("it does not panic")).collect()
    });
    received.sort_unstable();
    assert_eq!(received, (0..3 * MESSAGES).collect::<Vec<_>>());
}

#[test]
fn what_was_sent_before_the_end_is_received_and_then_the_end_for_ever() {
    let (send, receive) = unbounded();
    send.send(1).expect("it is open");
    send.close();
    send.close();
    assert_eq!(send.send(2), Err(Closed(2)));
    assert_eq!(send.pending(), Err(Closed(())));
    assert_eq!(receive.recv(), Ok(1));
    for _ in 0..2 {
        assert_eq!(receive.recv(), Err(Closed(())));
        assert_eq!(receive.try_recv(), Err(RecvError::Closed));
        assert_eq!(receive.recv_timeout(Duration::MAX), Err(RecvError::Closed));
    }
}

#[test]
fn it_closes_when_the_last_sender_is_gone_also_by_a_panic() {
    let (send, receive) = unbounded::<u32>();
    let other = send.clone();
    drop(send);
    assert_eq!(receive.try_recv(), Err(RecvError::Empty), "one is left");
    let panics = thread::spawn(move || {
        let _send = other;
        std::panic::resume_unwind(Box::new("on purpose"));
    });
    assert_eq!(receive.recv(), Err(Closed(())));
    assert!(panics.join().is_err());
}

#[test]
fn what_nobody_will_receive_is_dropped_with_the_last_receiver() {
    let (send, receive) = unbounded();
    let message = Arc::new(());
    send.send(Arc::clone(&message)).expect("it is open");
    let other = receive.clone();
    drop(receive);
    assert_eq!(Arc::strong_count(&message), 2, "one is left");
    drop(other);
    assert_eq!(Arc::strong_count(&message), 1);
}

#[test]
fn a_message_may_use_its_own_mailbox_as_it_is_dropped() {
    struct Asks(interpreters::by_hand::Sender<Asks>);
    impl Drop for Asks {
        fn drop(&mut self) {
            assert_eq!(self.0.len(), 0);
        }
    }
    let (send, receive) = unbounded();
    assert!(send.send(Asks(send.clone())).is_ok());
    drop(receive);
    assert!(send.pending().is_err());
}

#[test]
fn what_is_in_hand_counts_until_it_is_done() {
    let (send, mut receive) = unbounded();
    send.send(1).expect("it is open");
    send.send(2).expect("it is open");
    assert_eq!(receive.begin(), Ok(1));
    assert_eq!((send.len(), send.pending()), (1, Ok(2)));
    assert_eq!(receive.begin(), Ok(2), "by which the first is done");
    assert_eq!((send.len(), send.pending()), (0, Ok(1)));
    assert_eq!(send.close_if_idle(), Err(NotIdle::Pending));
    receive.done();
    receive.done();
    assert_eq!(send.close_if_idle(), Ok(()));
    assert_eq!(send.close_if_idle(), Err(NotIdle::Closed));
}

#[test]
fn a_receiver_that_goes_with_something_in_hand_has_nothing_in_hand_any_more() {
    let (send, receive) = unbounded();
    send.send(1).expect("it is open");
    let mut other = receive.clone();
    assert_eq!(other.begin(), Ok(1));
    drop(other);
    assert_eq!(send.pending(), Ok(0));
    drop(receive);
}

#[test]
fn what_is_taken_out_makes_room_and_the_rest_stays_in_order() {
    let (send, receive) = bounded(NonZeroUsize::new(4).expect("it is not zero"));
    (1..=4).for_each(|number| send.send(number).expect("it is open"));
    thread::scope(|scope| {
        let waits = scope.spawn(|| (5..=6).try_for_each(|number| send.send(number)));
        let even = send.take_out(|number| {
            *number *= 10;
            *number % 20 == 0
        });
        assert_eq!(even, [20, 40]);
        assert_eq!(waits.join().expect("it does not panic"), Ok(()));
    });
    let left: Vec<u32> = std::iter::from_fn(|| receive.try_recv().ok()).collect();
    assert_eq!(left, [10, 30, 5, 6]);
}
