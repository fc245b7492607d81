//! Two interpreters that have nothing in common, and then a queue.
//!
//! `cargo run -p interpreters --example isolated-interpreters`

use std::error::Error;

use interpreters::Script;
use interpreters::by_hand::{Interpreter, Interpreters, Item, Queue, Unbound};
use script::Portable;

const COUNTER: &str = "
def grow():
    global x
    x = x + 1
    return x
";

const PRODUCER: &str = "
for n in range(1, 4):
    put(n * n)
";

const CONSUMER: &str = "
total = 0
for i in range(3):
    total += get()

def result():
    return total
";

fn main() -> Result<(), Box<dyn Error>> {
    let interpreters = Interpreters::new(Script::new);
    isolated(&interpreters)?;
    connected(&interpreters)
}

/// Each has its own `x`, and an error in one is no matter to the other.
fn isolated(interpreters: &Interpreters<Script>) -> Result<(), Box<dyn Error>> {
    let (one, other) = (interpreters.create()?, interpreters.create()?);
    for (interpreter, x) in [(&one, 10), (&other, 20)] {
        interpreter.prepare_main([("x", Portable::Int(x))])?;
        interpreter.exec(COUNTER)?;
    }
    println!("grow: {}, {}, {}", grow(&one)?, grow(&one)?, grow(&other)?);
    if let Err(error) = one.exec("x = 100\nx = x // 0\n") {
        println!("exec: {error}");
    }
    println!("grow: {}, {}", grow(&one)?, grow(&other)?);
    one.close()?;
    if let Err(error) = one.exec(COUNTER) {
        println!("exec: {error}");
    }
    Ok(other.close()?)
}

fn grow(interpreter: &Interpreter<Script>) -> Result<Portable, Box<dyn Error>> {
    Ok(interpreter.call("grow", vec![])?)
}

/// One puts numbers into a queue, and the other gets them.
fn connected(interpreters: &Interpreters<Script>) -> Result<(), Box<dyn Error>> {
    let queue = interpreters.create_queue(None, Unbound::Mark);
    let (put, get) = (queue.clone(), queue.clone());
    let producer = interpreters.create_with(move || {
        Script::new().with_native("put", move |arguments| {
            arguments.into_iter().for_each(|value| put.put(value));
            Ok(Portable::None)
        })
    })?;
    let consumer = interpreters.create_with(|| Script::new().with_native("get", move |_| next(&get)))?;
    let consumed = consumer.clone();
    std::thread::scope(|scope| {
        let waits = scope.spawn(move || consumed.exec(CONSUMER));
        producer.exec(PRODUCER)?;
        waits.join().expect("it does not panic")
    })?;
    println!("the sum of what came through the queue: {}", consumer.call("result", vec![])?);
    producer.exec("put(1)\n")?;
    producer.close()?;
    println!("what was put by one that is closed: {:?}", queue.get()?);
    Ok(consumer.close()?)
}

fn next(queue: &Queue<Portable>) -> Result<Portable, String> {
    match queue.get() {
        Ok(Item::Value(value)) => Ok(value),
        Ok(Item::Unbound) => Err("whoever had put this is gone".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
