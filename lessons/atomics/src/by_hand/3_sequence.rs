//! Step 3: a sequence lock.
//!
//! *The algorithm* got its name in the Linux kernel, where those who read the clock must not hold up the one who sets
//! it (Stephen Hemminger, 2003); the idea is older (Leslie Lamport, *Concurrent reading and writing*, 1977). Beside the
//! data there is a number. Who writes makes it odd, writes, and makes it even again; who reads looks at the number,
//! reads, and looks again. If the number was even and is the same, nobody has written in between; if not, the reader
//! throws away what it has read, and tries again. So readers write nothing: however many there are, they disturb
//! neither the writers nor each other.
//!
//! | `sequence` | means | becomes |
//! |---|---|---|
//! | even | nobody writes, and the words belong together | odd, by the writer whose exchange succeeds |
//! | odd | one thread writes, and the words are mixed | even, one greater, by the same writer |
//!
//! *The words are atomics.* A reader may well read while somebody writes. What it got is thrown away, but with plain
//! memory the reading alone would be a data race, and the program without meaning from there on. Each word is loaded
//! and stored by itself, `Relaxed`; that they belong together is what the number is for. How few orderings this takes,
//! and that the obvious ones are not enough, is shown in Hans Boehm, *Can seqlocks get along with programming language
//! memory models?* (2012); the fences here are his.
//!
//! *The proof* is about two ways in which a reader could mix words. The events are numbered in the source.
//!
//! - *It has some word that is too old.* R1 has read the even number that W5 of a writing has stored. Release and
//!   Acquire: the stores W4 of that writing happen before the loads R2, which therefore load these words or newer ones.
//! - *It has some word that is too new.* R2 has loaded a word that W4 of a later writing has stored. Fence and fence:
//!   W3, which comes before that store, happens before R4, which comes after that load; and with it the odd number that
//!   W1 of that writing has put in. So R4 reads that number or a greater one, which is not what R1 has read.
//!
//! *Invariant.* Of all exchanges that make the sequence odd since it was last even just one succeeds, and until it is
//! even again only that thread stores words. Acquire in W1 pairs with the Release in the W5 before it, so that each
//! writer begins with the words that the one before it has left.
//!
//! *What it does not promise.* A reader may have bad luck for long, if writers come one after the other; and one that
//! finds an odd number waits for the writer. So this is for data that are read often and written seldom or quickly. The
//! number would be the same again after 2⁶³ writings, and then a reader who slept through all of them would be
//! deceived: with 8 bits instead of 64 that happens. (It is called the *ABA problem*: to find A twice does not mean
//! that there was no B.)

use std::array;
use std::fmt;

use crate::sync::atomic::{AtomicU64, Ordering, fence};
use crate::sync::{hint, thread};

/// How often one who waits looks before it begins to offer its processor to others: longer than a writer needs that is
/// not interrupted.
const LOOKS_BEFORE_YIELD: u32 = 64;

/// `N` words that are written together and read together. Readers write nothing, and never hold up a writer.
///
/// ```
/// use std::thread;
/// use atomics::by_hand::SeqLock;
///
/// let pair = SeqLock::new([0, 0]);
/// thread::scope(|scope| {
///     scope.spawn(|| {
///         for _ in 0..100 {
///             pair.update(|[left, right]| {
///                 *left += 1;
///                 *right += 2;
///             });
///         }
///     });
///     let [left, right] = pair.read();
///     assert_eq!(right, 2 * left, "of one and the same update");
/// });
/// assert_eq!(pair.read(), [100, 200]);
/// ```
pub struct SeqLock<const N: usize> {
    sequence: AtomicU64,
    words: [AtomicU64; N],
}

impl<const N: usize> SeqLock<N> {
    /// A lock around these words, and nobody writes.
    #[must_use]
    pub fn new(words: [u64; N]) -> SeqLock<N> {
        let words = array::from_fn(|index| AtomicU64::new(words[index]));
        SeqLock { sequence: AtomicU64::new(0), words }
    }
}

// ANCHOR: read
impl<const N: usize> SeqLock<N> {
    /// The words as one update has left them. Tries until it gets them: spins while somebody writes, and never sleeps.
    /// What the writer had done before that update is seen by the caller.
    ///
    /// A second reading by the same thread is of the same update or of a later one. Inside of an update of the same
    /// lock it would never return.
    #[must_use]
    pub fn read(&self) -> [u64; N] {
        let mut looks = 0;
        loop {
            match self.try_read() {
                Some(words) => return words,
                None => wait_a_little(&mut looks),
            }
        }
    }

    /// The words as one update has left them; `None` if somebody was writing. Never waits.
    #[must_use]
    pub fn try_read(&self) -> Option<[u64; N]> {
        // R1. Acquire pairs with the Release of W5.
        let before = self.sequence.load(Ordering::Acquire);
        if is_odd(before) {
            return None;
        }
        // R2. Relaxed: if somebody writes meanwhile, these are thrown away.
        let words = self.load();
        // R3. Pairs with the fence W3. It stands between R2 and R4, so that the second look is not made before the
        // words are read. Acquire at R4 would not do: that holds back what comes after R4, and not what comes before.
        fence(Ordering::Acquire);
        // R4. Relaxed: ordered by the fence.
        let after = self.sequence.load(Ordering::Relaxed);
        (before == after).then_some(words)
    }
}
// ANCHOR_END: read

// ANCHOR: update
impl<const N: usize> SeqLock<N> {
    /// Has `change` change the words, and returns what it returns. Waits, spinning, until no other thread writes;
    /// readers never hold it up. What the calling thread did before is seen by whoever reads the changed words.
    ///
    /// Readers cannot get on as long as `change` runs, so let it do little. In it, to read or update the same lock
    /// would never return.
    ///
    /// # Panics
    /// If `change` does. The words are then as they were, and everybody goes on.
    pub fn update<R>(&self, change: impl FnOnce(&mut [u64; N]) -> R) -> R {
        let _writing = self.begin();
        // W2. Relaxed: ordered by W1, behind the writer before this one.
        let mut words = self.load();
        let result = change(&mut words);
        // W3. Pairs with the fence R3. It stands between W1 and W4, so that no word is stored before the odd number.
        // Release at W1 would not do: that holds back what comes before W1, and not what comes after.
        fence(Ordering::Release);
        for (word, new) in self.words.iter().zip(words) {
            // W4. Relaxed: a reader that sees it too early finds another number at R4; others are told by W5.
            word.store(new, Ordering::Relaxed);
        }
        result
    }

    /// Waits until nobody writes, and makes the sequence odd.
    fn begin(&self) -> Writing<'_> {
        let mut looks = 0;
        loop {
            // Relaxed: a look, so as not to exchange in vain. Whether it was right, the exchange says.
            let found = self.sequence.load(Ordering::Relaxed);
            if !is_odd(found) && self.make_odd(found) {
                return Writing { sequence: &self.sequence, odd: found + 1 };
            }
            wait_a_little(&mut looks);
        }
    }

    /// Whether this thread has made the sequence odd. It may also say no for no reason.
    fn make_odd(&self, even: u64) -> bool {
        // W1. Acquire pairs with the Release in W5 of the writer before this one. A failure is Relaxed: nothing has
        // been found out but that it has to be tried again.
        let odd = even + 1;
        self.sequence.compare_exchange_weak(even, odd, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }
}

/// The right to store words. When it is dropped, also by a panic, the sequence is even again.
struct Writing<'a> {
    sequence: &'a AtomicU64,
    odd: u64,
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        // W5. Release pairs with the Acquire of R1 and of W1. A store is enough: as long as it is odd nobody else
        // writes it.
        self.sequence.store(self.odd.wrapping_add(1), Ordering::Release);
    }
}
// ANCHOR_END: update

impl<const N: usize> SeqLock<N> {
    /// Each word by itself: whether they belong together is for the caller to find out.
    fn load(&self) -> [u64; N] {
        // Relaxed: see R2 and W2.
        array::from_fn(|index| self.words[index].load(Ordering::Relaxed))
    }
}

fn is_odd(sequence: u64) -> bool {
    sequence % 2 == 1
}

/// Waits for a writer: spins at first, and then lets others have the processor, which the writer may be waiting for.
fn wait_a_little(looks: &mut u32) {
    if *looks < LOOKS_BEFORE_YIELD {
        *looks += 1;
        hint::spin_loop();
    } else {
        thread::yield_now();
    }
}

impl<const N: usize> fmt::Debug for SeqLock<N> {
    /// Shows the words if nobody is writing; does not wait.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.try_read() {
            Some(words) => f.debug_struct("SeqLock").field("words", &words).finish(),
            None => f.debug_struct("SeqLock").field("words", &format_args!("<being written>")).finish(),
        }
    }
}
