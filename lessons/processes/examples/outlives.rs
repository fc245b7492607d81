//! Shared memory that outlives the process that has made it, because that one does not unlink its name; and how it is
//! cleaned up.
//!
//! `cargo run -p processes --example outlives`

#[cfg(not(unix))]
fn main() {
    println!("this needs Unix");
}

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    unix::main()
}

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::atomic::{AtomicI32, Ordering};

    use processes::multiprocessing::{Process, SharedMemory, Task, enter, unlink};

    /// Of the worker it shall be known, so it is not made up.
    const NAME: &str = "/interleave-outlives";

    static LEAVE_IT: Task<(), ()> = Task::new("leave it", |()| {
        let (memory, name) = SharedMemory::create_named(NAME, 4096).expect("nobody has this name");
        memory.slice::<AtomicI32>(0, 1)[0].store(42, Ordering::Relaxed);
        println!("worker: {} has the number 42, and I leave it there", name.as_str());
        let _left = name.keep();
    });

    pub fn main() -> io::Result<()> {
        enter(&[&LEAVE_IT]);
        let worker = Process::spawn(&LEAVE_IT, ()).map_err(io::Error::other)?;
        println!("parent: the worker {}", worker.join());

        let memory = SharedMemory::attach(NAME)?;
        let number = memory.slice::<AtomicI32>(0, 1)[0].load(Ordering::Relaxed);
        println!("parent: {NAME} is still there, with the number {number}");
        unlink(NAME)?;
        let again = SharedMemory::attach(NAME).map(|_| ());
        println!("parent: unlinked; now it is there for who has it, and nobody else: {again:?}");
        Ok(())
    }
}
