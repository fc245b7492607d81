//! Who waits for a limited time ends its wait. The scenario of `a_limited_wait_ends`, for step 1.

use super::a_limited_wait_ends;
use super::by_hand::Count;
use crate::sync::Model;

pub fn model() -> Model {
    a_limited_wait_ends::model_of::<Count>("a limited wait ends, without a line")
}
