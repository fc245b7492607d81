//! What the gate promises, one scenario a promise. Each is run under every schedule within its bound.

use super::by_hand;

crate::sync::models! {
    what_came_before_is_seen,
    everybody_is_woken,
    a_timeout_changes_nothing,
}
