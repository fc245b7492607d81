//! `gather` gives all results in the order of its futures, whoever is ready first, and each begins although one before
//! it waits; `try_gather` ends with the first failure; `as_completed` gives whoever is ready.

use std::future::{Future, pending};
use std::pin::Pin;

use super::by_hand::{Event, as_completed, gather, run, try_gather, yield_now};
use crate::sync::{Arc, Model};

type Boxed<T> = Pin<Box<dyn Future<Output = T>>>;

pub fn model() -> Model {
    Model::new("results come in order", || {
        let pair = || -> [Boxed<u32>; 2] {
            let gives = Arc::new(Event::new());
            let waits = Arc::clone(&gives);
            let first = async move {
                waits.wait().await;
                1
            };
            let second = async move {
                yield_now().await;
                gives.set();
                2
            };
            [Box::pin(first), Box::pin(second)]
        };
        run(|_| async {
            assert_eq!(gather(pair()).await, [1, 2]);
            let tried = pair().map(|future| async { Ok::<u32, ()>(future.await) });
            assert_eq!(try_gather(tried).await, Ok(vec![1, 2]));
            let fails: [Boxed<Result<u32, &str>>; 2] =
                [Box::pin(pending()), Box::pin(async { Err("failed") })];
            assert_eq!(try_gather(fails).await, Err("failed"));
            let later: Boxed<u32> = Box::pin(async {
                yield_now().await;
                1
            });
            let mut completed = as_completed([later, Box::pin(async { 2 })]);
            assert_eq!(completed.next().await, Some(2));
            assert_eq!(completed.next().await, Some(1));
            assert_eq!(completed.next().await, None);
        });
    })
}
