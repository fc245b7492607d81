//! What waits in line may be awaited first by one task and then by another: who awaited it last is woken. And a waker
//! may do what it likes, also use what it was waiting for.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Wake, Waker};

use super::by_hand::{Event, run, yield_now};
use crate::sync::{Arc, Model};

/// Looks at the event when it is called, and when it is dropped.
struct Looks(Arc<Event>);

impl Wake for Looks {
    fn wake(self: Arc<Self>) {
        assert!(self.0.is_set(), "that is why it is called");
    }
}

impl Drop for Looks {
    fn drop(&mut self) {
        let _ = self.0.is_set();
    }
}

pub fn model() -> Model {
    // Explored completely: there is only this thread.
    Model::new("who waits may move", || {
        let event = Arc::new(Event::new());
        let mut waits = Box::pin({
            let event = Arc::clone(&event);
            async move { event.wait().await }
        });
        {
            // The last copy of the first waker is dropped when the second one takes its place.
            let waker = Waker::from(Arc::new(Looks(Arc::clone(&event))));
            assert_eq!(waits.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Pending);
        }
        run(|executor| async move {
            let moved = executor.spawn(waits);
            yield_now().await;
            let waker = Waker::from(Arc::new(Looks(Arc::clone(&event))));
            let mut called = Box::pin(event.wait());
            assert_eq!(called.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Pending);
            {
                let waker = Waker::from(Arc::new(Looks(Arc::clone(&event))));
                let gives_up = pin!(event.wait());
                assert_eq!(gives_up.poll(&mut Context::from_waker(&waker)), Poll::Pending);
            }
            event.set();
            assert_eq!(moved.await, Ok(()));
        });
    })
}
