mod elsewhere;

sync_checked::sync::models! {
    assertion,
    assertion_in_a_joined_thread,
    barrier_without_generation,
    cancelled_between_look_and_call,
    data_race_on_a_cell,
    double_unlock,
    if_for_while,
    in_order_of_arrival,
    livelock_by_politeness,
    lock_order,
    lost_token,
    notify_before_wait,
    one_finishes_and_one_is_stuck,
    panic_in_a_thread_nobody_joins,
    relaxed_publication,
    timeout_taken_for_success,
    two_increments_in_two_steps,
}
