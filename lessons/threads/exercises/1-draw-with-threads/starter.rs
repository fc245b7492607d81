use learn::sync::{Arc, Mutex, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// Has `threads` threads compute `pieces` pieces, and returns them in order.
///
/// # Errors
/// The panic, if computing a piece panicked.
pub fn draw(threads: usize, pieces: usize, compute: Compute) -> thread::Result<Vec<Vec<i32>>> {
    let drawn = Arc::new(Mutex::new(vec![Vec::new(); pieces]));
    for number in 0..threads {
        let (drawn, compute) = (Arc::clone(&drawn), Arc::clone(&compute));
        thread::spawn(move || {
            // This thread's share: every so manieth piece.
            for piece in (number..pieces).step_by(threads) {
                let pixels = compute(piece);
                drawn.lock()[piece] = pixels;
            }
        });
    }
    let drawn = drawn.lock().clone();
    Ok(drawn)
}
