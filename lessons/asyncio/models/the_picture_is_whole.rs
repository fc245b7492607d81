//! What painters are for: each draws its pieces, one in this thread and one by another, and all are there when the
//! picture is put together.

use super::by_hand::{gather, run, to_thread, yield_now};
use super::pool::Pool;
use crate::sync::{Arc, Bound, Model, Plain};

pub fn model() -> Model {
    Model::new("the picture is whole", || {
        let pool = Arc::new(Pool::new(1));
        let picture: Arc<[Plain<u32>; 3]> = Arc::new([(); 3].map(|()| Plain::new(0)));
        let whole = Arc::clone(&picture);
        run(|executor| async move {
            let here = {
                let picture = Arc::clone(&picture);
                executor.spawn(async move {
                    for piece in &picture[..2] {
                        piece.set(1);
                        yield_now().await;
                    }
                })
            };
            let there = {
                let (pool, picture) = (Arc::clone(&pool), Arc::clone(&picture));
                executor.spawn(async move {
                    to_thread(&pool, move || picture[2].set(1)).await.expect("it is drawn");
                })
            };
            gather([here, there]).await;
        });
        for piece in &*whole {
            assert_eq!(piece.get(), 1, "a piece that has been drawn");
        }
    })
    // One preemption puts the thread's piece before, between, and after those that are drawn here.
    .preemptions(Bound::AtMost(1))
}
