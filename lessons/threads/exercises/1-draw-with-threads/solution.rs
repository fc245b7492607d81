use learn::sync::{Arc, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// Has `threads` threads compute `pieces` pieces, and returns them in order.
///
/// # Errors
/// The panic, if computing a piece panicked.
pub fn draw(threads: usize, pieces: usize, compute: Compute) -> thread::Result<Vec<Vec<i32>>> {
    // Collected, so that all have been started before the first is joined.
    let started: Vec<_> = (0..threads)
        .map(|number| {
            let compute = Arc::clone(&compute);
            thread::spawn(move || {
                share(number, threads, pieces).map(|piece| compute(piece)).collect::<Vec<_>>()
            })
        })
        .collect();
    // Collected too, so that all have been joined before a panic is handed on.
    let joined: Vec<_> = started.into_iter().map(|thread| thread.join()).collect();

    let mut drawn = vec![Vec::new(); pieces];
    for (number, computed) in joined.into_iter().enumerate() {
        for (piece, pixels) in share(number, threads, pieces).zip(computed?) {
            drawn[piece] = pixels;
        }
    }
    Ok(drawn)
}

/// The pieces of one thread: every so manieth.
fn share(number: usize, threads: usize, pieces: usize) -> impl Iterator<Item = usize> {
    (number..pieces).step_by(threads)
}
