//! The promises of stealing under real threads. The name of a test is a promise; none of them sleeps to make a schedule
//! happen: `tests/loom.rs` has all of them.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use stealing::by_hand::{Full, Member, Steal, Team, deque};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

#[test]
fn the_owner_gets_the_newest_and_a_thief_the_oldest() {
    let (mut owner, stealer) = deque(4);
    for task in 1..=4 {
        owner.push(task).expect("there is room");
    }
    assert_eq!((owner.pop(), stealer.steal()), (Some(4), Steal::Success(1)));
    assert_eq!((owner.pop(), stealer.steal()), (Some(3), Steal::Success(2)));
    assert_eq!((owner.pop(), stealer.steal()), (None, Steal::Empty));
}

#[test]
fn a_full_deque_gives_the_task_back_and_takes_one_when_there_is_room_again() {
    let (mut owner, stealer) = deque(2);
    owner.push(1).expect("there is room");
    owner.push(2).expect("there is room");
    assert_eq!(owner.push(3), Err(Full(3)));
    assert_eq!(stealer.steal(), Steal::Success(1));
    owner.push(3).expect("there is room again");
    assert_eq!([owner.pop(), owner.pop(), owner.pop()], [Some(3), Some(2), None]);
}

#[test]
fn it_goes_round_the_ring_any_number_of_times() {
    let (mut owner, stealer) = deque(3);
    for task in 0..1000 {
        owner.push(task).expect("there is room");
        let taken = if task % 2 == 0 {
            owner.pop()
        } else {
            Some(match stealer.steal() {
                Steal::Success(task) => task,
                other => panic!("nobody else is here: {other:?}"),
            })
        };
        assert_eq!(taken, Some(task));
    }
    assert_eq!(owner.pop(), None);
}

#[test]
#[should_panic(expected = "a deque has room for at least one task")]
fn a_deque_without_room_is_refused() {
    let _ = deque(0);
}

#[test]
fn half_a_million_tasks_are_taken_once_each_by_an_owner_and_three_thieves() {
    const TASKS: u64 = 500_000;
    let (mut owner, stealer) = deque(256);
    let (begin, over) = (Barrier::new(4), AtomicUsize::new(0));
    // Sums tell a lost task, and one that was taken twice, with their counts.
    let (count, sum) = (AtomicU64::new(0), AtomicU64::new(0));
    let took = |task: u64| {
        // Relaxed: read after the threads have ended.
        count.fetch_add(1, Ordering::Relaxed);
        sum.fetch_add(task, Ordering::Relaxed);
    };
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                begin.wait();
                loop {
                    // Looked at first: what is empty after the end stays empty. Acquire: pairs with the Release below.
                    let was_over = over.load(Ordering::Acquire) == 1;
                    match stealer.steal() {
                        Steal::Success(task) => took(task),
                        Steal::Empty if was_over => break,
                        Steal::Empty => thread::yield_now(),
                        Steal::Retry => {}
                    }
                }
            });
        }
        begin.wait();
        for task in 1..=TASKS {
            let mut next = Some(task);
            while let Some(Full(task)) = next.take().and_then(|task| owner.push(task).err()) {
                // No room: one of its own, and then again.
                owner.pop().into_iter().for_each(took);
                next = Some(task);
            }
            if task % 3 == 0 {
                owner.pop().into_iter().for_each(took);
            }
        }
        std::iter::from_fn(|| owner.pop()).for_each(took);
        // Release: pairs with the Acquire above.
        over.store(1, Ordering::Release);
    });
    assert_eq!((count.into_inner(), sum.into_inner()), (TASKS, TASKS * (TASKS + 1) / 2));
}

/// Works until everything is done. A task above 1 is split in two; the sum of what is left when nothing can be split.
fn split_up(member: &mut Member) -> u64 {
    let mut sum = 0;
    while let Some(task) = member.next() {
        let mut mine = task;
        while mine > 1 {
            match member.push(mine / 2) {
                Ok(()) => mine -= mine / 2,
                Err(Full(_)) => break,
            }
        }
        sum += mine;
        member.done();
    }
    sum
}

#[test]
fn a_team_does_everything_once_and_ends_round_after_round() {
    for members in 1..=4 {
        for _ in 0..20 {
            let (_team, mut members) = Team::new(members, 32);
            members[0].push(1000).expect("there is room");
            let sum: u64 = thread::scope(|scope| {
                let threads: Vec<_> =
                    members.iter_mut().map(|member| scope.spawn(|| split_up(member))).collect();
                threads.into_iter().map(|thread| thread.join().expect("nobody panics")).sum()
            });
            assert_eq!(sum, 1000);
            assert!(members.iter_mut().all(|member| member.next().is_none()), "and it stays so");
        }
    }
}

#[test]
fn what_only_two_can_do_is_done_by_two() {
    let (team, mut members) = Team::new(2, 4);
    members[0].push(0).expect("there is room");
    members[0].push(1).expect("there is room");
    let meeting = Barrier::new(2);
    thread::scope(|scope| {
        for mut member in members {
            let meeting = &meeting;
            scope.spawn(move || {
                while member.next().is_some() {
                    meeting.wait();
                    member.done();
                }
            });
        }
    });
    assert_eq!(team.stolen(), 1);
}

#[test]
fn a_team_that_is_called_off_wakes_up_and_ends() {
    let (team, mut members) = Team::new(3, 4);
    let mut first = members.remove(0);
    first.push(1).expect("there is room");
    assert_eq!(first.next(), Some(1), "one task is at work and will never be done");
    thread::scope(|scope| {
        let threads: Vec<_> = members.iter_mut().map(|member| scope.spawn(|| member.next())).collect();
        team.call_off();
        for thread in threads {
            assert_eq!(thread.join().expect("nobody panics"), None);
        }
    });
    assert_eq!(first.next(), None);
}

#[test]
fn a_member_that_panics_with_a_task_in_hand_calls_the_work_off() {
    let (_, mut members) = Team::new(3, 4);
    let mut first = members.remove(0);
    first.push(1).expect("there is room");
    assert_eq!(first.next(), Some(1));
    thread::scope(|scope| {
        let others: Vec<_> = members.iter_mut().map(|member| scope.spawn(|| member.next())).collect();
        let panicked = scope.spawn(move || {
            let _first = first;
            std::panic::resume_unwind(Box::new("on purpose"))
        });
        panicked.join().expect_err("on purpose");
        for other in others {
            assert_eq!(other.join().expect("nobody else panics"), None);
        }
    });
}

#[test]
#[should_panic(expected = "this member has no task in hand")]
fn done_is_said_once_for_each_task() {
    let (_, mut members) = Team::new(1, 4);
    members[0].push(1).expect("there is room");
    members[0].next();
    members[0].done();
    members[0].done();
}

#[test]
#[should_panic(expected = "this member has a task in hand")]
fn who_has_a_task_does_not_ask_for_another() {
    let (_, mut members) = Team::new(1, 4);
    members[0].push(1).expect("there is room");
    members[0].next();
    members[0].next();
}

#[test]
fn they_say_of_themselves_how_they_are() {
    let (mut owner, stealer) = deque(2);
    owner.push(1).expect("there is room");
    assert_eq!(format!("{stealer:?}"), "Stealer { ring: Ring { tasks: 1, size: 2 } }");
    assert_eq!(Full(1).to_string(), "the deque is full");
    let (_team, members) = Team::new(2, 1);
    assert_eq!(members[1].number(), 1);
}
