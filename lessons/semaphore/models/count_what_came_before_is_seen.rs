//! Who takes a permit sees what was done before it was given. The scenario of `what_came_before_is_seen`, for step 1.

use super::by_hand::Count;
use super::what_came_before_is_seen;
use crate::sync::Model;

pub fn model() -> Model {
    what_came_before_is_seen::model_of::<Count>("what came before a permit is seen, without a line")
}
