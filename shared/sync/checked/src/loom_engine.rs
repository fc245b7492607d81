//! loom as an engine.
//!
//! All threads of a run are fibers on one thread of the operating system. Whatever blocks or orders is
//! loom's own object, so that loom knows of it.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use parking_lot::Mutex;
use self_cell::self_cell;
use sync_model::engine::{
    Engine, Gate, Held, Point, RawAtomic, RawCell, RawJoin, RawMutex, RawRwLock, Rmw, Width,
};
use sync_model::trace::ThreadNumber;

use crate::exploration::Told;
use crate::fibers;

/// See the [module's documentation](self).
pub(crate) struct LoomEngine {
    pub(crate) at_failure: AtFailure,
    pub(crate) tries: Arc<Tries>,
}

/// What becomes of a run that failed, and of the thread of the operating system that carries its fibers.
pub(crate) enum AtFailure {
    /// It tells, and goes to sleep for good with all the fibers.
    Sleep(Mutex<Sender<Told>>),
    /// It leaves the run's fibers where they are, and goes on with the next run.
    Leave,
}

impl Engine for LoomEngine {
    fn most_threads(&self) -> Option<usize> {
        Some(loom::MAX_THREADS)
    }

    fn spawn(&self, _: ThreadNumber, body: Box<dyn FnOnce() + Send>) -> Arc<dyn RawJoin> {
        let handle = match self.at_failure {
            AtFailure::Sleep(_) => loom::thread::spawn(body),
            AtFailure::Leave => fibers::spawn(body),
        };
        Arc::new(LoomJoin(Mutex::new(Some(handle))))
    }

    fn mutex(&self) -> Box<dyn RawMutex> {
        Box::new(LoomMutex { lock: loom::sync::Mutex::new(()), doors: Doors::new(&self.tries) })
    }

    fn rwlock(&self) -> Box<dyn RawRwLock> {
        Box::new(LoomRwLock { lock: loom::sync::RwLock::new(()), doors: Doors::new(&self.tries) })
    }

    fn atomic(&self, width: Width, initial: u64) -> Box<dyn RawAtomic> {
        match width {
            Width::W8 => Box::new(Atomic8::new(initial)),
            Width::W32 => Box::new(Atomic32::new(initial)),
            Width::W64 => Box::new(Atomic64::new(initial)),
        }
    }

    fn cell(&self) -> Box<dyn RawCell> {
        Box::new(LoomCell(Mutex::new(loom::cell::UnsafeCell::new(()))))
    }

    fn point(&self) -> Box<dyn Point> {
        Box::new(LoomPoint(loom::sync::Condvar::new()))
    }

    fn gate(&self) -> Arc<dyn Gate> {
        Arc::new(LoomGate::closed())
    }

    fn fence(&self, order: Ordering) {
        loom::sync::atomic::fence(order);
    }

    fn yield_now(&self) {
        loom::thread::yield_now();
    }

    fn stop(&self) -> ! {
        match &self.at_failure {
            AtFailure::Sleep(tell) => {
                // The explorer may have given up already; then nobody has to be told.
                let _ = tell.lock().send(Told::Stopped);
                loop {
                    std::thread::park();
                }
            }
            AtFailure::Leave => fibers::leave(),
        }
    }
}

const NO_POISON: &str = "the explorer runs where loom's locks are not poisoned";

/// A guard of any of loom's locks.
struct LoomHeld<G>(#[allow(dead_code, reason = "held for its destructor")] G);

impl<G> Held for LoomHeld<G> {}

/// Whether somebody tries to take a lock, instead of waiting for it.
///
/// To give a lock back is no operation in loom's eyes, so it does not run the schedules in which somebody tries just
/// before. In a scenario where locks are tried, who gives one back therefore visits a point of that lock, and so does
/// who tries. That a scenario has tries is known when one has been seen; its exploration is then made again.
pub(crate) struct Tries {
    known: bool,
    seen: AtomicBool,
}

impl Tries {
    pub(crate) fn new(known: bool) -> Tries {
        Tries { known, seen: AtomicBool::new(false) }
    }

    pub(crate) fn have_been_seen(&self) -> bool {
        // Relaxed, here and below: it publishes nothing, and is read when the exploration has ended, or has told that
        // it was stopped, through a channel.
        self.seen.load(Ordering::Relaxed)
    }
}

/// Where those who try to take a lock and those who give it back meet.
struct Doors {
    tries: Arc<Tries>,
    point: Option<LoomPoint>,
}

impl Doors {
    fn new(tries: &Arc<Tries>) -> Doors {
        let point = tries.known.then(|| LoomPoint(loom::sync::Condvar::new()));
        Doors { tries: Arc::clone(tries), point }
    }

    fn trying(&self) {
        self.tries.seen.store(true, Ordering::Relaxed);
        self.leaving();
    }

    fn leaving(&self) {
        if let Some(point) = &self.point {
            point.visit();
        }
    }
}

struct LoomMutex {
    lock: loom::sync::Mutex<()>,
    doors: Doors,
}

impl RawMutex for LoomMutex {
    fn lock(&self) -> Box<dyn Held + '_> {
        Box::new(LoomHeld(self.lock.lock().expect(NO_POISON)))
    }

    fn try_lock(&self) -> Option<Box<dyn Held + '_>> {
        self.doors.trying();
        self.lock.try_lock().ok().map(|guard| Box::new(LoomHeld(guard)) as Box<dyn Held>)
    }

    fn leaving(&self) {
        self.doors.leaving();
    }

    fn leaving_to_wait(&self) {
        self.doors.leaving();
    }
}

struct LoomRwLock {
    lock: loom::sync::RwLock<()>,
    doors: Doors,
}

impl RawRwLock for LoomRwLock {
    fn read(&self) -> Box<dyn Held + '_> {
        Box::new(LoomHeld(self.lock.read().expect(NO_POISON)))
    }

    fn write(&self) -> Box<dyn Held + '_> {
        Box::new(LoomHeld(self.lock.write().expect(NO_POISON)))
    }

    fn try_read(&self) -> Option<Box<dyn Held + '_>> {
        self.doors.trying();
        self.lock.try_read().ok().map(|guard| Box::new(LoomHeld(guard)) as Box<dyn Held>)
    }

    fn try_write(&self) -> Option<Box<dyn Held + '_>> {
        self.doors.trying();
        self.lock.try_write().ok().map(|guard| Box::new(LoomHeld(guard)) as Box<dyn Held>)
    }

    fn leaving(&self) {
        self.doors.leaving();
    }
}

/// Who has loaded an atomic since it was last stored to.
///
/// loom asks of a store whether it could have come before the *last* access, and no other. If that is a load which the
/// store has to come after, by the same thread for instance, the loads of others before it are forgotten, and loom
/// never runs the schedules in which the store comes between these
/// ([tokio-rs/loom#392](https://github.com/tokio-rs/loom/issues/392), #166). So that it does, each load visits a point
/// that is its thread's own, and a store visits the points of those that would be forgotten.
#[derive(Default)]
struct Loads(Mutex<Vec<Load>>);

/// The loads of one thread.
struct Load {
    by: loom::thread::ThreadId,
    point: Arc<LoomPoint>,
    /// Whether there was one since the last store.
    is_current: bool,
}

impl Loads {
    /// Makes a load.
    fn load<T>(&self, load: impl FnOnce() -> T) -> T {
        let me = loom::thread::current().id();
        // The point is visited when the list is not locked: others move meanwhile.
        let point = self.point_of(me);
        point.visit();
        let value = load();
        let mut loads = self.0.lock();
        // The last one to load is the last one in the list.
        loads.retain(|load| load.by != me);
        loads.push(Load { by: me, point, is_current: true });
        value
    }

    /// Makes a store, or a read-modify-write, which loom never forgets.
    fn store<T>(&self, store: impl FnOnce() -> T) -> T {
        let me = loom::thread::current().id();
        let mut visited = Vec::new();
        while let Some((by, point)) = self.would_be_forgotten(me, &visited) {
            point.visit();
            visited.push(by);
        }
        let value = store();
        self.0.lock().iter_mut().for_each(|load| load.is_current = false);
        value
    }

    fn point_of(&self, thread: loom::thread::ThreadId) -> Arc<LoomPoint> {
        let known = self.0.lock().iter().find(|load| load.by == thread).map(|load| Arc::clone(&load.point));
        known.unwrap_or_else(|| Arc::new(LoomPoint(loom::sync::Condvar::new())))
    }

    /// The first of the loads that a store by `me` would make loom forget.
    fn would_be_forgotten(
        &self,
        me: loom::thread::ThreadId,
        visited: &[loom::thread::ThreadId],
    ) -> Option<(loom::thread::ThreadId, Arc<LoomPoint>)> {
        let loads = self.0.lock();
        let (_last, before) = loads.split_last()?;
        let forgotten =
            before.iter().find(|load| load.is_current && load.by != me && !visited.contains(&load.by))?;
        Some((forgotten.by, Arc::clone(&forgotten.point)))
    }
}

macro_rules! loom_atomic {
    ($name:ident, $loom:ident, $integer:ty) => {
        struct $name {
            value: loom::sync::atomic::$loom,
            loads: Loads,
        }

        impl $name {
            fn new(initial: u64) -> $name {
                let value = loom::sync::atomic::$loom::new(initial as $integer);
                $name { value, loads: Loads::default() }
            }
        }

        impl RawAtomic for $name {
            fn load(&self, order: Ordering) -> u64 {
                self.loads.load(|| self.value.load(order)) as u64
            }

            fn store(&self, value: u64, order: Ordering) {
                self.loads.store(|| self.value.store(value as $integer, order));
            }

            fn rmw(&self, operation: Rmw, order: Ordering) -> u64 {
                let operand = operation.operand() as $integer;
                let before = self.loads.store(|| match operation {
                    Rmw::Swap(_) => self.value.swap(operand, order),
                    Rmw::Add(_) => self.value.fetch_add(operand, order),
                    Rmw::Sub(_) => self.value.fetch_sub(operand, order),
                    Rmw::And(_) => self.value.fetch_and(operand, order),
                    Rmw::Or(_) => self.value.fetch_or(operand, order),
                    Rmw::Xor(_) => self.value.fetch_xor(operand, order),
                    Rmw::Max(_) => self.value.fetch_max(operand, order),
                    Rmw::Min(_) => self.value.fetch_min(operand, order),
                });
                before as u64
            }

            fn compare_exchange(
                &self,
                current: u64,
                new: u64,
                success: Ordering,
                failure: Ordering,
            ) -> Result<u64, u64> {
                let (current, new) = (current as $integer, new as $integer);
                match self.loads.store(|| self.value.compare_exchange(current, new, success, failure)) {
                    Ok(value) => Ok(value as u64),
                    Err(value) => Err(value as u64),
                }
            }
        }
    };
}

loom_atomic!(Atomic8, AtomicU8, u8);
loom_atomic!(Atomic32, AtomicU32, u32);
loom_atomic!(Atomic64, AtomicU64, u64);

/// loom's cell may not be shared between threads as far as the compiler knows; the lock is never contended,
/// since no fiber stops while it has it.
struct LoomCell(Mutex<loom::cell::UnsafeCell<()>>);

impl RawCell for LoomCell {
    fn read(&self) {
        self.0.lock().with(|_| {});
    }

    fn write(&self) {
        self.0.lock().with_mut(|_| {});
    }
}

/// A condition variable that nobody ever waits on: to notify it does nothing, but loom tries both orders
/// of two threads that do.
struct LoomPoint(loom::sync::Condvar);

impl Point for LoomPoint {
    fn visit(&self) {
        self.0.notify_one();
    }
}

type MaybeLocked<'a> = RefCell<Option<loom::sync::MutexGuard<'a, ()>>>;

self_cell! {
    /// A mutex together with its guard, while it is locked.
    struct LockedMutex {
        owner: loom::sync::Mutex<()>,
        #[not_covariant]
        dependent: MaybeLocked,
    }
}

thread_local! {
    /// The gates of the run that this thread of the operating system carries.
    static GATES: RefCell<Vec<Rc<LockedMutex>>> = const { RefCell::new(Vec::new()) };
}

/// Forgets the gates of the run before. Their guards must not be dropped: loom's objects behind them are
/// gone.
pub(crate) fn forget_gates() {
    for gate in GATES.take() {
        gate.with_dependent(|_, guard| std::mem::forget(guard.take()));
    }
}

/// A mutex that is locked while the gate is closed. Whoever wants to pass locks it, and so blocks in loom's
/// own terms until somebody drops the guard; the next one finds it locked again.
struct LoomGate {
    index: usize,
}

impl LoomGate {
    fn closed() -> LoomGate {
        let gate = LockedMutex::new(loom::sync::Mutex::new(()), |mutex| {
            RefCell::new(Some(mutex.lock().expect(NO_POISON)))
        });
        let index = GATES.with_borrow_mut(|gates| {
            gates.push(Rc::new(gate));
            gates.len() - 1
        });
        LoomGate { index }
    }

    fn mutex(&self) -> Rc<LockedMutex> {
        GATES.with_borrow(|gates| Rc::clone(&gates[self.index]))
    }
}

impl Gate for LoomGate {
    fn pass(&self) {
        self.mutex().with_dependent(|mutex, guard| {
            let passed = mutex.lock().expect(NO_POISON);
            guard.replace(Some(passed));
        });
    }

    fn open(&self) {
        self.mutex().with_dependent(|_, guard| drop(guard.take()));
    }
}

struct LoomJoin(Mutex<Option<loom::thread::JoinHandle<()>>>);

impl RawJoin for LoomJoin {
    fn join(&self) {
        let handle = self.0.lock().take();
        if let Some(handle) = handle {
            handle.join().expect("threads contain their own panics");
        }
    }
}
